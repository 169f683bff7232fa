"""The control socket: what it does to the reader, seen by a reader, and what it refuses."""

from __future__ import annotations

import json
import socket
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from emulator.citizens import by_name, load_all
from emulator.control import ControlServer, Deck
from reader.access.key import MrzKey
from reader.card import CardInserted, CardMonitor
from reader.errors import CardRemovedError
from reader.inspection import inspect
from reader.trust import TrustStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from emulator.environment import Environment
    from reader.result import InspectionResult

SAMPLE = by_name("nguyen-van-mau")


class Client:
    """One connection to the socket."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        self._socket.connect(str(path))
        self._file = self._socket.makefile("rb")

    def ask_raw(self, line: bytes) -> dict[str, Any]:
        self._socket.sendall(line)
        answer: dict[str, Any] = json.loads(self._file.readline())
        return answer

    def ask(self, do: str, **fields: object) -> dict[str, Any]:
        return self.ask_raw(json.dumps({"do": do, **fields}).encode() + b"\n")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@pytest.fixture
def path(environment: Environment) -> Iterator[Path]:
    place = environment.directory / "control.sock"
    with ControlServer(Deck(environment), place):
        yield place
    assert not place.exists()


@pytest.fixture
def client(path: Path) -> Iterator[Client]:
    made = Client(path)
    yield made
    made.close()


def read() -> InspectionResult:
    """What the reader sees of the card that lies there."""
    with CardMonitor() as monitor:
        while True:
            events = monitor.wait(10.0)
            assert events, "no card was seen"
            for event in events:
                if isinstance(event, CardInserted):
                    with monitor.connect(event.reader) as connection:
                        return inspect(connection, MrzKey.from_mrz_text(SAMPLE.mrz), TrustStore())


def test_a_card_is_laid_on_changed_and_lifted(client: Client) -> None:
    assert client.ask("list") == {"laid": "", "cards": [person.name for person in load_all()]}
    laid = {"laid": SAMPLE.name, "profile": "bac-only", "faults": [], "link": "848"}
    assert client.ask("lay-on", card=SAMPLE.name, profile="bac-only", link="848") == laid
    assert read().access_protocol == "BAC"
    assert client.ask("profile", profile="im") == {**laid, "profile": "im"}
    assert read().checks.access.evidence["suite"] == "PACE-ECDH-IM-AES-128"
    assert client.ask("fault", faults=["clone-refuses-ca"])["faults"] == ["clone-refuses-ca"]
    assert read().checks.chip.reason == "chip-authentication-refused"
    assert client.ask("link", link="instant")["link"] == "instant"
    assert client.ask("lift") == {"laid": ""}


@pytest.mark.parametrize("place", [{"apdu": 9}, {"file": 2, "byte": 3000}, {"file": 0x010D, "byte": 0}])
def test_a_card_is_lifted_where_it_was_told(client: Client, place: dict[str, int]) -> None:
    client.ask("lay-on", card=SAMPLE.name)
    assert client.ask("lift-at", **place)["laid"] == SAMPLE.name
    with pytest.raises(CardRemovedError):
        read()
    assert client.ask("list")["laid"] == ""
    client.ask("lay-on", card=SAMPLE.name)
    assert read().access_protocol == "PACE"


def test_what_was_exchanged_is_told_without_its_content(client: Client) -> None:
    client.ask("lay-on", card=SAMPLE.name)
    apdus = read().apdus
    trace = client.ask("trace")["trace"]
    assert len(trace) >= apdus
    assert client.ask("trace", count=2)["trace"] == trace[-2:]
    assert all(len(line) < 60 for line in trace)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"nonsense\n", "bad-request"),
        (b"[1]\n", "bad-request"),
        (b"{}\n", "bad-request"),
        (b'{"do": ["list"]}\n', "bad-request"),
        (b"[" * 5000 + b"\n", "bad-request"),
        (b" " * 65_536 + b"\n", "bad-request"),
        (b'{"do": "lay-on"}\n', "bad-request"),
        (b'{"do": "lay-on", "card": "nobody"}\n', "unknown-name"),
        (b'{"do": "lay-on", "card": "le-vi-du", "profile": "none"}\n', "unknown-name"),
        (b'{"do": "lay-on", "card": "le-vi-du", "faults": "none"}\n', "bad-request"),
        (b'{"do": "lay-on", "card": "le-vi-du", "faults": ["pulled-at-apdu=x"]}\n', "bad-argument"),
        (b'{"do": "profile", "profile": "cam"}\n', "no-card"),
        (b'{"do": "lift-at", "apdu": 3}\n', "no-card"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    client: Client, path: Path, line: bytes, reason: str
) -> None:
    assert client.ask_raw(line)["error"]["reason"] == reason
    second = Client(path)
    assert second.ask("list")["laid"] == ""
    second.close()


def test_a_card_that_was_laid_on_otherwise_is_left_alone(client: Client, environment: Environment) -> None:
    environment.lay_on(SAMPLE)
    assert client.ask("list")["laid"] == SAMPLE.name
    for request in ({"do": "fault", "faults": []}, {"do": "lift-at", "file": 2, "byte": 5}):
        assert client.ask_raw(json.dumps(request).encode() + b"\n")["error"]["reason"] == "no-citizen"
    assert client.ask("lift-at", apdu=0)["error"]["reason"] == "bad-request"
    assert client.ask("lift")["laid"] == ""


def test_only_the_owner_may_use_it(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_runs_inside_the_surroundings_is_told_where_it_is() -> None:
    code = (
        "import os, socket; s = socket.socket(socket.AF_UNIX); s.connect(os.environ['EMULATOR_CONTROL'])\n"
        's.sendall(b\'{"do": "profile", "profile": "im"}\\n\'); print(s.makefile().readline())'
    )
    command = (sys.executable, "-m", "emulator", "with", "--citizen", SAMPLE.name, "--", sys.executable)
    ended = subprocess.run((*command, "-c", code), capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(ended.stdout)
    assert (told["laid"], told["profile"]) == (SAMPLE.name, "im")
