"""All that a kiosk needs round it, private and fresh: reader, card, gateway, trust store, keys, configuration.

What `emulator with`, the demo and the integration tests share. Everything it writes lies in one owner-only directory
that it removes.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from emulator.card.emrtd import EmrtdCard
from emulator.card.link import INSTANT, LinkTiming, TimedCard
from emulator.card.vpcd import Card, VpcdClient
from emulator.citizens import Citizen, by_name, load_all
from emulator.gateway import GatewaySimulator
from emulator.issuer.authority import test_csca
from emulator.issuer.personalise import personalise
from emulator.pcscd import READER_NAME, PrivatePcscd

if TYPE_CHECKING:
    from collections.abc import Mapping

PORT_VARIABLE: Final = "EMULATOR_VPCD_PORT"
"""Tells `emulator card`, run inside `emulator with`, where the reader waits."""

_FACILITY: Final = {"code": "01999", "name": "Bệnh viện Đa khoa Mẫu", "name_en": "Mẫu General Hospital"}
_SERVICES: Final = (
    ("general", "Nội tổng quát", "General medicine", "203", "2", "A", "stethoscope"),
    ("cardiology", "Tim mạch", "Cardiology", "204", "2", "B", "heart"),
    ("eye", "Mắt", "Eye", "205", "2", "C", "eye"),
    ("ent", "Tai Mũi Họng", "Ear, nose and throat", "206", "2", "D", "ear"),
    ("dental", "Răng Hàm Mặt", "Dental", "207", "2", "E", "tooth"),
    ("bone", "Cơ xương khớp", "Bones and joints", "208", "2", "G", "bone"),
)
_SERVICE_KEYS: Final = ("id", "name", "name_en", "room", "floor", "series", "icon")


@dataclass(frozen=True, slots=True)
class Setting:
    """How the clinic is set up: every field has the value of an ordinary, working one."""

    trusted: bool = True
    """Whether the test CSCA is in the trust store; if not, there is no CSCA at all."""
    anchors: tuple[bytes, ...] = ()
    """CSCA certificates (DER) that are trusted beside the test CSCA."""
    crls: tuple[bytes, ...] = ()
    """CRLs (DER) that lie beside them."""
    gateway_up: bool = True
    gateway_body: str = "json"
    gateway_timeout_s: float = 8.0
    language: str = "vi"
    fullscreen: bool = False
    link: LinkTiming = INSTANT
    """How long the way to the card takes."""


class Environment:
    """A kiosk's surroundings, up while the context lasts."""

    def __init__(self, setting: Setting | None = None, *, pcscd: PrivatePcscd | None = None) -> None:
        """`pcscd`: one that runs already and is not ours to stop; without it, a new one."""
        self.setting = setting or Setting()
        self.pcscd = pcscd or PrivatePcscd()
        self.gateway = GatewaySimulator(load_all())
        self._owns_pcscd = pcscd is None
        self._exit = ExitStack()
        self._directory: Path | None = None
        self._client: VpcdClient | None = None
        self._laid = ""

    @property
    def directory(self) -> Path:
        """The owner-only directory with the configuration, keys and database; RuntimeError outside the context."""
        if self._directory is None:
            raise RuntimeError("the environment is not up")
        return self._directory

    @property
    def config_path(self) -> Path:
        """The kiosk.toml that describes all this."""
        return self.directory / "kiosk.toml"

    @property
    def database_path(self) -> Path:
        """Where the kiosk will make its database."""
        return self.directory / "kiosk.db"

    @property
    def key_path(self) -> Path:
        """The file with the database's key."""
        return self.directory / "kiosk.key"

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment variables that lead a process here."""
        return {
            "PCSCLITE_CSOCK_NAME": str(self.pcscd.socket_path),
            "KIOSK_CONFIG": str(self.config_path),
            PORT_VARIABLE: str(self.pcscd.port),
            # `emulator with -- kiosk ...` means the kiosk beside this emulator, on the PATH or not.
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        }

    @property
    def laid(self) -> str:
        """Name of the citizen whose card lies on the reader; empty when there is none."""
        return self._laid if self._client is not None and self._client.is_laid_on else ""

    @property
    def client(self) -> VpcdClient:
        """The cable of the card that lies on the reader; RuntimeError when there is none."""
        if self._client is None:
            raise RuntimeError("no card lies on the reader")
        return self._client

    def __enter__(self) -> Self:
        try:
            self._set_up()
        except BaseException:
            self._exit.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def lay_on(self, citizen: str | Citizen) -> None:
        """Lay that citizen's card on the reader (lifting another) and wait until pcscd has noticed it.

        Raises KeyError for an unknown name, PcscdError when pcscd is gone.
        """
        person = by_name(citizen) if isinstance(citizen, str) else citizen
        self.lay_on_card(EmrtdCard(personalise(person)), person.name)

    def lay_on_card(self, card: Card, name: str = "card", link: LinkTiming | None = None) -> None:
        """Lay any card on the reader, as `lay_on()` does, behind `link` or that of the setting."""
        self.lift()
        client = VpcdClient(TimedCard(card, link or self.setting.link), "127.0.0.1", self.pcscd.port)
        client.lay_on()
        self._client, self._laid = client, name
        self.pcscd.wait_for_card(present=True)

    def lift(self) -> None:
        """Lift the card, if one lies there, and wait until pcscd has noticed it."""
        if self._client is None:
            return
        client, self._client, self._laid = self._client, None, ""
        client.lift()
        if self.pcscd.running:
            self.pcscd.wait_for_card(present=False)

    def restart_pcscd(self) -> None:
        """Restart pcscd as a crash and a supervisor would; the card stays where it is. From the main thread only."""
        self.pcscd.kill()
        self.pcscd.start()
        if self._client is not None:
            self.pcscd.wait_for_card(present=True)

    def _set_up(self) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="kiosk-"))
        self._exit.callback(self._remove_directory)
        if self._owns_pcscd:
            self._exit.enter_context(self.pcscd)
        self._exit.callback(self.lift)
        self._exit.callback(self.gateway.close)
        if self.setting.gateway_up:
            self.gateway.up()
        else:
            self.gateway.down()
        self._write_files()

    def _remove_directory(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)
        self._directory = None

    def _write_files(self) -> None:
        trust = self.directory / "csca"
        trust.mkdir()
        if self.setting.trusted:
            (trust / "test-csca.der").write_bytes(test_csca())
            for number, anchor in enumerate(self.setting.anchors, 1):
                (trust / f"test-csca-more-{number}.der").write_bytes(anchor)
            for number, crl in enumerate(self.setting.crls, 1):
                (trust / f"test-{number}.crl").write_bytes(crl)
        write_secret(self.key_path, secrets.token_hex(32))
        write_secret(self.directory / "gateway.password", self.gateway.account.password)
        self.config_path.write_text(self._configuration(trust), encoding="utf-8")

    def _configuration(self, trust: Path) -> str:
        account = self.gateway.account
        tables: dict[str, Mapping[str, object]] = {
            "facility": _FACILITY,
            "reader": {"name": READER_NAME},
            "trust": {"paths": [str(trust)] if self.setting.trusted else []},
            "gateway": {
                "url": self.gateway.url,
                "username": account.username,
                "password_file": str(self.directory / "gateway.password"),
                "staff_name": account.staff_name,
                "staff_number": account.staff_number,
                "body": self.setting.gateway_body,
                "timeout_s": self.setting.gateway_timeout_s,
            },
            "database": {"path": str(self.database_path), "key_file": str(self.key_path)},
            "ui": {"language": self.setting.language, "fullscreen": self.setting.fullscreen},
        }
        services = (("[service]", dict(zip(_SERVICE_KEYS, row, strict=True))) for row in _SERVICES)
        return "\n".join(_table(name, fields) for name, fields in (*tables.items(), *services))


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read; FileExistsError if it is there."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def _table(name: str, fields: Mapping[str, object]) -> str:
    """One TOML table; JSON's texts, numbers, truth values and lists of texts are TOML's too."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    return "\n".join((f"[{name}]", *lines, ""))
