"""The composition root: what is opened when, who closes it, and that a kiosk that cannot work says so at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kiosk import bootstrap, config
from kiosk.config import ConfigError
from kiosk.store.errors import SecondInstanceError, WrongKeyError

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.config import Config
    from kiosk.model import Coverage, PatientIdentity

TEXT = """
[facility]
code = "01999"
name = "Bệnh viện Đa khoa Mẫu"
accepted = ["01888"]
[database]
path = "kiosk.db"
key_file = "kiosk.key"
[gateway]
url = "http://127.0.0.1:9"
username = "01999_BV"
password_file = "gateway.password"
staff_name = "CÁN BỘ MẪU"
staff_number = "000080000001"
[[service]]
id = "general"
name = "Nội tổng quát"
room = "203"
floor = "2"
series = "A"
"""


def secret(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


@pytest.fixture
def loaded(tmp_path: Path) -> Config:
    secret(tmp_path / "kiosk.key", "5a" * 32)
    secret(tmp_path / "gateway.password", "mật khẩu")
    return config.parse(TEXT.encode(), tmp_path)


def without(text: str, start: str, end: str) -> str:
    return text[: text.index(start)] + text[text.index(end) :]


def test_database_is_open_and_locked_from_build_to_stop(loaded: Config) -> None:
    session = bootstrap.build_session(loaded)
    with pytest.raises(SecondInstanceError):
        bootstrap.build_session(loaded)
    assert session.stop()
    again = bootstrap.build_session(loaded)
    assert again.stop()


def test_no_screen_may_ask_for_a_code_while_nothing_reads_codes(loaded: Config) -> None:
    session = bootstrap.build_session(loaded)
    assert session.snapshot.scanner_ready is False
    session.stop()


def test_wrong_key_is_told_before_anything_runs(loaded: Config) -> None:
    bootstrap.build_session(loaded).stop()
    secret(loaded.database.key_file, "a5" * 32)
    with pytest.raises(WrongKeyError):
        bootstrap.build_session(loaded)


def test_missing_password_file_is_told_before_anything_runs(loaded: Config) -> None:
    loaded.gateway.password_file.unlink()
    with pytest.raises(ConfigError, match=r"gateway\.password_file"):
        bootstrap.build_session(loaded)
    assert not loaded.database.path.exists()


def test_kiosk_without_services_is_refused(tmp_path: Path, loaded: Config) -> None:
    bare = config.parse(TEXT[: TEXT.index("[[service]]")].encode(), tmp_path)
    with pytest.raises(ConfigError, match="service"):
        bootstrap.build_session(bare)
    assert not loaded.database.path.exists()


def test_service_without_an_english_name_keeps_its_own(loaded: Config) -> None:
    assert [service.name_en for service in bootstrap.ConfiguredServices(loaded).services()] == [
        "Nội tổng quát"
    ]


def test_kiosk_without_a_gateway_looks_up_later(tmp_path: Path, loaded: Config) -> None:
    from tests.unit.kiosk.store.samples import person

    assert loaded.gateway.url
    bare = config.parse(without(TEXT, "[gateway]", "[[service]]").encode(), tmp_path)
    insurance = bootstrap.build_insurance(bare, bootstrap.SystemClock())
    assert insurance.look_up(person()).code == "not-configured"
    insurance.close()


def test_missing_authority_file_is_told(tmp_path: Path, loaded: Config) -> None:
    assert loaded.gateway.url
    named = config.parse(TEXT.replace("[gateway]", '[gateway]\nca_file = "none.pem"').encode(), tmp_path)
    with pytest.raises(ConfigError, match=r"gateway\.ca_file"):
        bootstrap.build_session(named)


def test_system_clock_is_vietnams() -> None:
    offset = bootstrap.SystemClock().now().utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 7 * 3600


@dataclass
class CountingInsurance:
    """Counts what is asked of it."""

    closed: int = 0

    def look_up(self, identity: PatientIdentity) -> Coverage:
        raise AssertionError(identity)

    def close(self) -> None:
        self.closed += 1


def test_insurance_is_built_by_its_first_look_up_only() -> None:
    built = CountingInsurance()
    lazy = bootstrap.LazyInsurance(lambda: built)
    lazy.close()
    assert built.closed == 0


def test_building_a_session_imports_no_http_and_no_picture_library(loaded: Config) -> None:
    (loaded.database.path.parent / "kiosk.toml").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys\nfrom pathlib import Path\nfrom kiosk import bootstrap, config\n"
        "bootstrap.build_session(config.load(Path(sys.argv[1]))).stop()\n"
        "print(*sorted({'urllib3', 'PIL', 'PySide6', 'smartcard', 'asn1crypto'} & set(sys.modules)))"
    )
    path = str(loaded.database.path.parent / "kiosk.toml")
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
