"""How every part of the kiosk is, and what to do about it. Looks only: no patient's data are sent, nothing is written."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk import config as configuration
from kiosk.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.config import Config

CONNECT_SECONDS = 3.0
SCARCE_BYTES = 500 * 1024 * 1024
FONT_PACKAGE = "fontpkg_be_vietnam_pro"


class Health(StrEnum):
    """How a part is. WARNING: the kiosk works, but not as well as it could. UNKNOWN: could not be looked at."""

    OK = "OK"
    WARNING = "WARNING"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part: its state, what was found, and what to do (empty when nothing is)."""

    part: str
    health: Health
    detail: str
    remedy: str = ""


def examine(config_path: Path | None = None) -> tuple[PartHealth, ...]:
    """Look at all parts. Without a usable configuration those that need it are UNKNOWN."""
    config: Config | None = None
    try:
        config = configuration.load(config_path)
    except ConfigError as error:
        problem = f"{error.key}: {error.problem}" if error.key else error.problem
        first = PartHealth("configuration", Health.FAILED, problem, error.remedy)
    else:
        first = _configuration(config, config_path or configuration.default_path())
    return (first, *_pcsc(config.reader.name if config else ""), *_configured(config), _fonts())


def _configuration(config: Config, path: Path) -> PartHealth:
    """A file that loads; without a service it is enough for `kiosk read`, and no check-in starts."""
    if config.services:
        return PartHealth("configuration", Health.OK, str(path))
    remedy = "Add a [[service]] for each service that patients may choose; only `kiosk read` works without"
    return PartHealth(
        "configuration", Health.FAILED, f"{path} has no [[service]]: no check-in starts", remedy
    )


def _configured(config: Config | None) -> tuple[PartHealth, ...]:
    parts: dict[str, Callable[[Config], PartHealth]] = {
        "trust store": _trust,
        "gateway": _gateway,
        "database": _database,
    }
    if config is None:
        remedy = "Correct the configuration first"
        return tuple(
            PartHealth(part, Health.UNKNOWN, "not looked at: no configuration", remedy) for part in parts
        )
    return tuple(look(config) for look in parts.values())


def _pcsc(pattern: str) -> tuple[PartHealth, PartHealth]:
    from reader.card import CardMonitor, NoReaderError, PcscError, PcscUnavailableError

    try:
        with CardMonitor(pattern) as monitor:
            names = monitor.readers()
    except PcscUnavailableError:
        return (
            PartHealth("pcscd", Health.FAILED, "does not answer", "Start it: systemctl start pcscd"),
            PartHealth(
                "readers", Health.UNKNOWN, "not looked at: pcscd does not answer", "Start pcscd first"
            ),
        )
    except NoReaderError:
        names = ()
    except PcscError as error:
        return (
            PartHealth("pcscd", Health.FAILED, str(error), "Restart it: systemctl restart pcscd"),
            PartHealth("readers", Health.UNKNOWN, "not looked at: pcscd fails", "Restart pcscd first"),
        )
    service = PartHealth("pcscd", Health.OK, "answers")
    if names:
        return service, PartHealth("readers", Health.OK, ", ".join(names))
    wanted = f"no reader is named like {pattern!r}" if pattern else "no reader is plugged in"
    return service, PartHealth("readers", Health.FAILED, wanted, "Plug the reader in and check reader.name")


def _trust(config: Config) -> PartHealth:
    from kiosk.trust_gaps import REMEDY, trust_gaps
    from reader.trust import TrustStore, TrustStoreError

    try:
        store = TrustStore.load(config.trust.paths)
        gaps = trust_gaps(store, config.trust.paths)
    except TrustStoreError as error:
        return PartHealth("trust store", Health.FAILED, str(error), "Correct trust.paths")
    if store.is_empty:
        remedy = "Put the CSCA certificates that came with the clinic's contract into trust.paths"
        where = f" ({gaps[0].path}: {gaps[0].why})" if gaps else ""
        detail = f"no CSCA configured: no card can be proven genuine{where}"
        return PartHealth("trust store", Health.WARNING, detail, remedy)
    detail = f"{len(store.certificates)} CSCA certificates"
    if store.refused:
        first = store.refused[0]
        detail += f", {len(store.refused)} refused (first: {first.source}: {first.reason})"
        return PartHealth("trust store", Health.WARNING, detail, "Replace or remove the refused files")
    if gaps:
        detail += f"; {gaps[0].path} gives none ({gaps[0].why})"
        return PartHealth("trust store", Health.WARNING, detail, REMEDY)
    return PartHealth("trust store", Health.OK, detail)


def _gateway(config: Config) -> PartHealth:
    gateway = config.gateway
    if not gateway.url:
        return PartHealth(
            "gateway", Health.WARNING, "not configured: insurance is looked up later", "Set [gateway]"
        )
    parts = urlsplit(gateway.url)
    address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    try:
        configuration.read_secret(gateway.password_file, "gateway.password_file")
        with socket.create_connection(address, CONNECT_SECONDS) as plain:
            if parts.scheme == "https":
                context = ssl.create_default_context()
                if gateway.ca_file is not None:
                    context.load_verify_locations(cafile=gateway.ca_file)
                context.wrap_socket(plain, server_hostname=address[0]).close()
    except ConfigError as error:
        return PartHealth("gateway", Health.FAILED, f"{error.key}: {error.problem}", error.remedy)
    except ssl.SSLError as error:
        return PartHealth(
            "gateway",
            Health.FAILED,
            f"TLS is refused ({error.reason})",
            "Check its certificate and gateway.ca_file",
        )
    except OSError as error:
        remedy = (
            "Check the network and gateway.url; until then visits go on, and insurance is looked up later"
        )
        return PartHealth(
            "gateway", Health.FAILED, f"{address[0]}:{address[1]} cannot be reached ({error})", remedy
        )
    return PartHealth("gateway", Health.OK, f"{address[0]}:{address[1]} answers")


def _database(config: Config) -> PartHealth:
    from kiosk.bootstrap import open_store_to_read
    from kiosk.store.errors import StoreError

    path = config.database.path
    try:
        configuration.read_database_key(config.database)
        if not path.exists():
            return _place_for_database(path)
        with open_store_to_read(config) as store:
            store.require_sound()
            report = store.verify_audit()
    except ConfigError as error:
        return PartHealth("database", Health.FAILED, f"{error.key}: {error.problem}", error.remedy)
    except StoreError as error:
        return PartHealth("database", Health.FAILED, error.problem, error.remedy)
    if report.broken_at:
        detail = f"audit row {report.broken_at}: {report.problem}"
        return PartHealth(
            "database", Health.FAILED, detail, "Keep the file as it is and report this as an incident"
        )
    if (free := shutil.disk_usage(path.parent).free) < SCARCE_BYTES:
        return PartHealth(
            "database", Health.WARNING, f"only {free >> 20} MiB left on its disk", "Free some space"
        )
    return PartHealth("database", Health.OK, f"opens; {report.rows} audit rows, unbroken")


def _place_for_database(path: Path) -> PartHealth:
    if os.access(path.parent, os.W_OK | os.X_OK):
        return PartHealth("database", Health.OK, "not there yet; the kiosk's first start makes it")
    return PartHealth(
        "database",
        Health.FAILED,
        f"{path.parent} is not there or not writable",
        "Create it for the kiosk's user",
    )


def _fonts() -> PartHealth:
    found = importlib.util.find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        return PartHealth("fonts", Health.FAILED, "Be Vietnam Pro is not installed", "Run make setup again")
    files = list((Path(found.origin).parent / "files").glob("*.ttf"))
    if not files:
        return PartHealth("fonts", Health.FAILED, "Be Vietnam Pro has no font files", "Run make setup again")
    return PartHealth("fonts", Health.OK, f"Be Vietnam Pro, {len(files)} files")
