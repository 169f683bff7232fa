"""kiosk.toml -> Config: what a clinic sets, checked as a whole before anything starts.

Secrets are never in the file itself: it names files, which only their owner may read.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

ENVIRONMENT_VARIABLE = "KIOSK_CONFIG"
SYSTEM_PATH = Path("/etc/cccd-kiosk/kiosk.toml")
LARGEST_FILE = 1 << 20
LARGEST_SECRET = 4096
KEY_BYTES = 32
SHAPES = {
    "code": 'five digits ("01999")',
    "id": 'a short name of small letters, digits, "-" and "_"',
    "series": "one or two capital letters",
}
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

FacilityCode = Annotated[str, Meta(pattern=r"^[0-9]{5}\Z")]
Words = Annotated[str, Meta(min_length=1, max_length=200)]
Series = Annotated[str, Meta(pattern=r"^[A-Z]{1,2}\Z")]
ServiceId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,39}\Z")]
Seconds = Annotated[float, Meta(ge=0.5, le=60)]


class ConfigError(Exception):
    """The configuration cannot be used. ``key`` is the setting ("gateway.url"; "" for the file itself), ``remedy`` what to do."""

    def __init__(self, key: str, problem: str, remedy: str) -> None:
        super().__init__(f"{key}: {problem}. {remedy}" if key else f"{problem}. {remedy}")
        self.key = key
        self.problem = problem
        self.remedy = remedy


class FacilityConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """Who runs the kiosk. ``accepted``: further first-care registrations that count as ours (linked facilities)."""

    code: FacilityCode
    name: Words
    name_en: str = ""
    accepted: tuple[FacilityCode, ...] = ()


class ReaderConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """Part of the PC/SC reader's name, or a pattern; empty: any reader."""

    name: str = ""


class TrustConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """CSCA certificates: files and directories. None is a state of its own ("no CSCA configured")."""

    paths: tuple[Path, ...] = ()


class GatewayConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """The insurance gateway, or the server in front of it. An empty ``url`` means none: every answer comes later."""

    url: str = ""
    username: str = ""
    password_file: Path = Path()
    staff_name: str = ""
    staff_number: str = ""
    body: Literal["json", "form"] = "json"
    timeout_s: Seconds = 8.0
    breaker_failures: Annotated[int, Meta(ge=1, le=100)] = 3
    breaker_rest_s: Annotated[float, Meta(ge=0.1, le=3600)] = 30.0
    ca_file: Path | None = None

    def __repr__(self) -> str:
        """Without account or staff member: this must be fit for a log."""
        return f"GatewayConfig(url={self.url!r}, body={self.body!r})"


class DatabaseConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """The encrypted database and the file that holds its key."""

    path: Path
    key_file: Path


class UiConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """The patient's window."""

    language: Literal["vi", "en"] = "vi"
    fullscreen: bool = True


class ServiceConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """One tile of the VISIT screen. ``series`` is the letter before its numbers; services may share one."""

    id: ServiceId
    name: Words
    room: Words
    floor: Words
    series: Series
    name_en: str = ""
    icon: str = "stethoscope"


class Config(Struct, frozen=True, forbid_unknown_fields=True, rename={"services": "service"}):
    """The whole configuration, with every path absolute."""

    facility: FacilityConfig
    database: DatabaseConfig
    reader: ReaderConfig = ReaderConfig()
    trust: TrustConfig = TrustConfig()
    gateway: GatewayConfig = GatewayConfig()
    ui: UiConfig = UiConfig()
    services: tuple[ServiceConfig, ...] = ()


DESK_SERIES = "Q"


def default_path() -> Path:
    """$KIOSK_CONFIG, else the user's own kiosk.toml if there is one, else the machine's."""
    if named := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(named)
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    own = home / "cccd-kiosk" / "kiosk.toml"
    return own if own.is_file() else SYSTEM_PATH


def load(path: Path | None = None) -> Config:
    """Read and check kiosk.toml. Relative paths in it count from its own directory. Raises ConfigError."""
    path = (path or default_path()).expanduser().absolute()
    try:
        data = _read_capped(path, LARGEST_FILE)
    except FileNotFoundError as error:
        raise ConfigError(
            "",
            f"there is no configuration at {path}",
            f"Name one with --config FILE or {ENVIRONMENT_VARIABLE}; docs/reference/configuration.md shows a complete file",
        ) from error
    except OSError as error:
        raise ConfigError(
            "", f"{path} cannot be read ({error.strerror})", "Let the kiosk's user read it"
        ) from error
    return parse(data, path.parent, str(path))


def parse(data: bytes, base: Path, name: str = "kiosk.toml") -> Config:
    """TOML bytes -> Config; ``base`` is the directory that relative paths count from. Raises ConfigError."""
    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("", f"{name} is not TOML ({error})", "Correct that line") from error
    try:
        config = msgspec.convert(
            document, Config, dec_hook=lambda kind, value: _decode_path(kind, value, base), strict=True
        )
    except msgspec.ValidationError as error:
        raise _explain(str(error)) from error
    _check_gateway(config.gateway)
    _check_services(config.services)
    return config


def read_secret(path: Path, key: str) -> str:
    """The text of a secret's file without its line end. Raises ConfigError, which never quotes the content."""
    try:
        mode = path.stat().st_mode
        data = _read_capped(path, LARGEST_SECRET)
    except OSError as error:
        problem = f"the secret's file {path} cannot be read ({error.strerror})"
        raise ConfigError(key, problem, "Create it, owned by the kiosk's user, then chmod 600 it") from error
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError(key, f"{path} may be read by others", f"Run: chmod 600 {path}")
    try:
        return data.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise ConfigError(key, f"{path} is not UTF-8 text", "Write it anew as one line of text") from None


def read_database_key(database: DatabaseConfig) -> bytes:
    """The 32 raw bytes that encrypt the database. Raises ConfigError."""
    text = read_secret(database.key_file, "database.key_file")
    if not re.fullmatch(r"[0-9A-Fa-f]{64}", text):
        raise ConfigError(
            "database.key_file",
            f"{database.key_file} does not hold a key of {2 * KEY_BYTES} hexadecimal digits",
            "Bring back the right file from its backup; for a new database: "
            f"(umask 077; openssl rand -hex {KEY_BYTES} > {database.key_file})",
        )
    return bytes.fromhex(text)


def _read_capped(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ConfigError("", f"{path} is larger than {limit} bytes", "Name the right file")
    return data


def _decode_path(kind: type, value: object, base: Path) -> Path:
    if kind is not Path:
        raise NotImplementedError
    if not isinstance(value, str) or not value:
        raise ValueError("Expected a path as text")
    return base / Path(value).expanduser()


def _explain(message: str) -> ConfigError:
    """msgspec's one line "Expected `str`, got `int` - at `$.facility.code`" as key, problem, remedy."""
    problem, _, place = message.partition(" - at ")
    key = place.strip("`").removeprefix("$").lstrip(".")
    if missing := re.search(r"missing required field `(\w+)`", problem):
        return ConfigError(
            ".".join(filter(None, (key, missing[1]))),
            "is not set",
            "Add it; see docs/reference/configuration.md",
        )
    if unknown := re.search(r"unknown field `(.+)`", problem):
        return ConfigError(
            ".".join(filter(None, (key, unknown[1]))), "is not a setting", "Remove it or correct its spelling"
        )
    hint = SHAPES.get(key.rpartition(".")[2])
    problem = f"is not {hint}" if hint and "regex" in problem else problem[:1].lower() + problem[1:]
    return ConfigError(key, problem, "Correct it; docs/reference/configuration.md shows its form")


def _check_gateway(gateway: GatewayConfig) -> None:
    if not gateway.url:
        return
    try:
        parts = urlsplit(gateway.url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ConfigError("gateway.url", "is not an address", "Write https://HOST") from None
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise ConfigError(
            "gateway.url", "is not a plain http(s) address", "Write https://HOST, without account or query"
        )
    if parts.scheme == "http" and host not in LOOPBACK_HOSTS:
        raise ConfigError(
            "gateway.url",
            "plain http would carry patients' data unprotected",
            "Write https://; http is for this machine only",
        )
    for key in ("username", "staff_name", "staff_number"):
        if not getattr(gateway, key):
            raise ConfigError(
                f"gateway.{key}", "is not set", "The gateway answers named, registered staff only; set it"
            )
    if not re.fullmatch(r"[0-9]{12}", gateway.staff_number):
        raise ConfigError(
            "gateway.staff_number", "is not 12 digits", "Give the responsible member's personal number"
        )
    if gateway.password_file == Path():
        raise ConfigError("gateway.password_file", "is not set", "Name a file that holds the password alone")


def _check_services(services: tuple[ServiceConfig, ...]) -> None:
    seen: set[str] = set()
    for service in services:
        if service.id in seen:
            raise ConfigError("service.id", f'"{service.id}" stands twice', "Give every service its own id")
        seen.add(service.id)
        if service.series == DESK_SERIES:
            raise ConfigError(
                "service.series", f"{DESK_SERIES} is the desk's own series", "Choose another letter"
            )
