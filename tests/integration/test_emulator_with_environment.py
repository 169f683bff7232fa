"""The kiosk's surroundings as tests stand on them: the card, pcscd's restart, the configuration, the gateway."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator.environment import Environment, Setting
from emulator.gateway import Fault
from emulator.pcscd import PcscdError, PrivatePcscd
from kiosk.config import load, read_database_key, read_secret


def card_is_seen() -> bool:
    """Whether Debian's opensc-tool, led by os.environ, sees a card."""
    command = ["opensc-tool", "--list-readers"]
    listing = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
    return " Yes " in listing


def test_card_is_laid_on_exchanged_and_lifted(environment: Environment) -> None:
    assert not card_is_seen()
    environment.lay_on("nguyen-van-mau")
    assert card_is_seen()
    environment.lay_on("tran-thi-thu")
    assert environment.laid == "tran-thi-thu"
    assert card_is_seen()
    environment.lift()
    assert environment.laid == ""
    assert not card_is_seen()


def test_lifting_nothing_is_harmless(environment: Environment) -> None:
    environment.lift()
    with pytest.raises(RuntimeError, match="no card"):
        _ = environment.client


def test_card_stays_over_a_restart_of_pcscd(environment: Environment) -> None:
    environment.lay_on("le-vi-du")
    environment.restart_pcscd()
    assert environment.laid == "le-vi-du"
    assert card_is_seen()


def test_laying_on_without_pcscd_says_so(environment: Environment, private_pcscd: PrivatePcscd) -> None:
    private_pcscd.kill()
    with pytest.raises(PcscdError, match="did not notice"):
        environment.lay_on("le-vi-du")
    private_pcscd.start()


def test_unknown_citizen_is_refused(environment: Environment) -> None:
    with pytest.raises(KeyError, match="nobody"):
        environment.lay_on("nobody")


def test_configuration_is_one_that_the_kiosk_reads(environment: Environment) -> None:
    config = load(environment.config_path)
    assert config == load()
    assert config.gateway.url == environment.gateway.url
    assert config.trust.paths == (environment.directory / "csca",)
    assert len(config.services) == 6
    assert len(read_database_key(config.database)) == 32
    password = read_secret(config.gateway.password_file, "gateway.password_file")
    assert password == environment.gateway.account.password


def test_setting_reaches_the_configuration(make_environment: Callable[[Setting], Environment]) -> None:
    setting = Setting(
        trusted=False, gateway_body="form", gateway_timeout_s=2.5, language="en", fullscreen=True
    )
    config = load(make_environment(setting).config_path)
    assert config.trust.paths == ()
    assert (config.gateway.body, config.gateway.timeout_s) == ("form", 2.5)
    assert (config.ui.language, config.ui.fullscreen) == ("en", True)


def test_nothing_is_left_after_the_context(private_pcscd: PrivatePcscd) -> None:
    with Environment(pcscd=private_pcscd) as environment:
        directory = environment.directory
        environment.lay_on("le-vi-du")
        environment.gateway.fail(Fault.HANG)
    assert not directory.exists()
    assert private_pcscd.running
    assert not environment.gateway.is_up
    with pytest.raises(RuntimeError, match="not up"):
        _ = environment.directory


def test_environment_that_cannot_be_set_up_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, private_pcscd: PrivatePcscd
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    environment = Environment(Setting(), pcscd=private_pcscd)

    def fail() -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr("emulator.environment.test_csca", fail)
    with pytest.raises(OSError, match="no space"), environment:
        pass
    assert list(tmp_path.iterdir()) == []
