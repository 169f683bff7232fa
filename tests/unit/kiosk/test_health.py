"""The doctor's eyes: each part, well and ill. PC/SC is looked at in tests/unit/kiosk/test_cli*.py, in processes of their own."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kiosk import config, health
from kiosk.health import Health
from tests.unit.kiosk.test_bootstrap import TEXT, secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def parsed(directory: Path, text: str = TEXT) -> config.Config:
    secret(directory / "kiosk.key", "5a" * 32)
    secret(directory / "gateway.password", "mật khẩu")
    return config.parse(text.encode(), directory)


def test_configuration_without_a_service_fails_and_says_what_to_add(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    assert health._configuration(parsed(tmp_path), path).health is Health.OK
    without = parsed(tmp_path, TEXT.partition("[[service]]")[0])
    part = health._configuration(without, path)
    assert part.health is Health.FAILED
    assert "no [[service]]" in part.detail
    assert part.remedy.startswith("Add a [[service]]")


def test_gateway_that_answers_is_fine_and_gets_no_data(tmp_path: Path, listener: int) -> None:
    part = health._gateway(parsed(tmp_path, TEXT.replace("127.0.0.1:9", f"127.0.0.1:{listener}")))
    assert part.health is Health.OK


def test_gateway_out_of_reach_fails_and_says_that_visits_go_on(tmp_path: Path) -> None:
    part = health._gateway(parsed(tmp_path))
    assert part.health is Health.FAILED
    assert "visits go on" in part.remedy


def test_gateway_password_that_others_may_read_fails(tmp_path: Path, listener: int) -> None:
    found = parsed(tmp_path, TEXT.replace("127.0.0.1:9", f"127.0.0.1:{listener}"))
    found.gateway.password_file.chmod(0o644)
    part = health._gateway(found)
    assert part.health is Health.FAILED
    assert "chmod 600" in part.remedy


def test_database_that_was_never_made_is_fine(tmp_path: Path) -> None:
    assert health._database(parsed(tmp_path)).health is Health.OK


def test_database_without_a_directory_fails(tmp_path: Path) -> None:
    part = health._database(parsed(tmp_path, TEXT.replace('"kiosk.db"', '"none/kiosk.db"')))
    assert (part.health, "none" in part.detail) == (Health.FAILED, True)


def test_database_with_another_key_fails(tmp_path: Path) -> None:
    from kiosk.bootstrap import open_store

    found = parsed(tmp_path)
    open_store(found).close()
    assert health._database(found).health is Health.OK
    secret(tmp_path / "kiosk.key", "a5" * 32)
    part = health._database(found)
    assert part.health is Health.FAILED
    assert "key file" in part.remedy


@pytest.mark.parametrize("offset", [5_000, 30_000, 60_000])
def test_database_with_a_spoilt_page_fails_and_is_left_as_it_is(tmp_path: Path, offset: int) -> None:
    from kiosk.bootstrap import open_store

    found = parsed(tmp_path)
    open_store(found).close()
    path = found.database.path
    sound = path.read_bytes()
    spoilt = sound[:offset] + bytes(100) + sound[offset + 100 :]
    path.write_bytes(spoilt)
    part = health._database(found)
    assert (part.health, "damaged" in part.detail, "backup" in part.remedy) == (Health.FAILED, True, True)
    assert path.read_bytes() == spoilt
    path.write_bytes(sound)
    assert health._database(found).health is Health.OK


def test_scarce_disk_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.bootstrap import open_store

    found = parsed(tmp_path)
    open_store(found).close()
    monkeypatch.setattr(health, "SCARCE_BYTES", 1 << 62)
    assert health._database(found).health is Health.WARNING


def test_trust_store_that_is_empty_missing_or_spoilt_is_said(tmp_path: Path) -> None:
    assert health._trust(parsed(tmp_path)).health is Health.WARNING
    named = TEXT.replace("[gateway]", '[trust]\npaths = ["csca"]\n[gateway]')
    assert health._trust(parsed(tmp_path, named)).health is Health.FAILED
    (tmp_path / "csca").mkdir()
    assert "no CSCA configured" in health._trust(parsed(tmp_path, named)).detail
    (tmp_path / "csca" / "a.cer").write_bytes(b"not a certificate")
    assert health._trust(parsed(tmp_path, named)).health is Health.WARNING


def test_missing_typeface_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert health._fonts().health is Health.OK
    monkeypatch.setattr(health, "FONT_PACKAGE", "fontpkg_that_is_not_there")
    assert health._fonts().health is Health.FAILED
