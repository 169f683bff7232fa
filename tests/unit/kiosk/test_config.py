"""kiosk.toml: what is accepted, and that each mistake is named with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import config
from kiosk.config import ConfigError

GOOD = """
[facility]
code = "01999"
name = "Bệnh viện Đa khoa Mẫu"
[trust]
paths = ["csca", "/etc/csca/extra.der"]
[gateway]
url = "http://127.0.0.1:8080"
username = "01999_BV"
password_file = "gateway.password"
staff_name = "CÁN BỘ MẪU"
staff_number = "000080000001"
[database]
path = "kiosk.db"
key_file = "/keys/kiosk.key"
[[service]]
id = "general"
name = "Nội tổng quát"
room = "203"
floor = "2"
series = "A"
"""
BASE = Path("/srv/kiosk")


def parse(text: str) -> config.Config:
    return config.parse(text.encode(), BASE)


def test_complete_file_gives_values_and_absolute_paths() -> None:
    found = parse(GOOD)
    assert found.facility.code == "01999"
    assert found.trust.paths == (BASE / "csca", Path("/etc/csca/extra.der"))
    assert found.database.path == BASE / "kiosk.db"
    assert found.database.key_file == Path("/keys/kiosk.key")
    assert found.gateway.body == "json"
    assert found.gateway.timeout_s == 8
    assert found.ui.language == "vi"
    assert [service.id for service in found.services] == ["general"]


def test_gateway_may_be_absent() -> None:
    start, end = GOOD.index("[gateway]"), GOOD.index("[database]")
    assert parse(GOOD[:start] + GOOD[end:]).gateway.url == ""


def test_repr_shows_neither_account_nor_staff() -> None:
    shown = repr(parse(GOOD))
    assert "01999_BV" not in shown
    assert "000080000001" not in shown
    assert "CÁN BỘ" not in shown


@pytest.mark.parametrize(
    ("old", "new", "key", "word"),
    [
        ('code = "01999"', 'code = "1999"', "facility.code", "five digits"),
        ('code = "01999"', "", "facility.code", "is not set"),
        ("[database]", "[datebase]", "datebase", "is not a setting"),
        ('room = "203"', 'romm = "203"', "service[0].romm", "is not a setting"),
        ('path = "kiosk.db"', "path = 3", "database.path", "path"),
        ('path = "kiosk.db"', 'path = ""', "database.path", "path"),
        ('series = "A"', 'series = "a1"', "service[0].series", "capital letters"),
        ('series = "A"', 'series = "Q"', "service.series", "desk"),
        ("http://127.0.0.1:8080", "http://gateway.example", "gateway.url", "https"),
        ("http://127.0.0.1:8080", "ftp://gateway.example", "gateway.url", "http"),
        ("http://127.0.0.1:8080", "https://user:secret@gateway.example", "gateway.url", "account"),
        ("http://127.0.0.1:8080", "https://gateway.example:port", "gateway.url", "address"),
        ('username = "01999_BV"', "", "gateway.username", "is not set"),
        ('staff_number = "000080000001"', 'staff_number = "80"', "gateway.staff_number", "12 digits"),
        ('password_file = "gateway.password"', "", "gateway.password_file", "is not set"),
        ("[gateway]", '[gateway]\nbody = "xml"', "gateway.body", "xml"),
        ("[gateway]", "[gateway]\ntimeout_s = 0", "gateway.timeout_s", "0.5"),
        ("[facility]", "[facility", "", "not TOML"),
    ],
)
def test_mistake_is_named_with_its_key(old: str, new: str, key: str, word: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        parse(GOOD.replace(old, new, 1))
    assert caught.value.key == key
    assert word in str(caught.value)
    assert caught.value.remedy


def test_service_id_twice_is_refused() -> None:
    again = GOOD[GOOD.index("[[service]]") :]
    with pytest.raises(ConfigError, match="stands twice"):
        parse(GOOD + again)


def test_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config FILE or KIOSK_CONFIG"):
        config.load(tmp_path / "none.toml")


def test_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(b"#" * (config.LARGEST_FILE + 1))
    with pytest.raises(ConfigError, match="larger"):
        config.load(path)


def test_path_comes_from_environment_then_home_then_etc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("KIOSK_CONFIG", raising=False)
    assert config.default_path() == config.SYSTEM_PATH
    own = tmp_path / "cccd-kiosk" / "kiosk.toml"
    own.parent.mkdir()
    own.write_text(GOOD, encoding="utf-8")
    assert config.default_path() == own
    assert config.load().facility.code == "01999"
    monkeypatch.setenv("KIOSK_CONFIG", "/elsewhere/kiosk.toml")
    assert config.default_path() == Path("/elsewhere/kiosk.toml")


def secret_file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = secret_file(tmp_path / "secret", "hush-hush\n", mode)
    with pytest.raises(ConfigError, match=f"chmod 600 {path}") as caught:
        config.read_secret(path, "gateway.password_file")
    assert "hush" not in str(caught.value)


def test_secret_is_read_without_its_line_end(tmp_path: Path) -> None:
    assert config.read_secret(secret_file(tmp_path / "secret", " mật khẩu \n"), "x") == " mật khẩu "


def test_missing_secret_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        config.read_secret(tmp_path / "none", "gateway.password_file")
    assert caught.value.key == "gateway.password_file"


def test_database_key_is_32_bytes(tmp_path: Path) -> None:
    path = secret_file(tmp_path / "key", "0f" * 32 + "\n")
    assert config.read_database_key(config.DatabaseConfig(tmp_path / "db", path)) == b"\x0f" * 32


@pytest.mark.parametrize("text", ["", "0f" * 31, "0f" * 33, "zz" * 32])
def test_database_key_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = secret_file(tmp_path / "key", text)
    with pytest.raises(ConfigError, match="64 hexadecimal digits") as caught:
        config.read_database_key(config.DatabaseConfig(tmp_path / "db", path))
    assert not text or text not in str(caught.value)


def test_import_pulls_in_no_heavy_library() -> None:
    code = "import sys, kiosk.config; print(*sorted({'PySide6','urllib3','sqlite_utils','smartcard','cryptography'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert run.stdout.strip() == ""
