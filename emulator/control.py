"""The control socket: who stands at the reader's side lays cards on, lifts them and breaks them, by lines of JSON.

A request is one line, `{"do": "lay-on", "card": "nguyen-van-mau"}`; so is its answer, `{"laid": ...}` or
`{"error": {"reason": ..., "message": ...}}`. The socket lies in a directory that only its owner may enter.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

from emulator.card.link import link_by_name
from emulator.card.misbehaviour import CardLiftedError
from emulator.card.profiles import profile_by_name
from emulator.citizens import by_name, load_all
from emulator.issuer.faults import make_card
from emulator.pcscd import PcscdError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from emulator.card.misbehaviour import FaultyCard
    from emulator.environment import Environment

CONTROL_VARIABLE: Final = "EMULATOR_CONTROL"
"""Tells what runs inside `emulator with` where the control socket is."""

_LONGEST_LINE: Final = 65_536
_KEPT_EXCHANGES: Final = 1000
_MOST_FAULTS: Final = 32
_POLL_S: Final = 0.05
_SHOWN_HEAD, _SHOWN_TAIL = 5, 2

Answer = dict[str, Any]


class ControlError(Exception):
    """A request that cannot be met; `reason` is a stable word."""

    def __init__(self, reason: str, message: str) -> None:
        """Keep what is told."""
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CardWish:
    """A citizen's card: kind of chip, what is wrong with it, which link."""

    card: str
    profile: str = "cccd"
    faults: tuple[str, ...] = ()
    link: str = "instant"


class WatchedCard:
    """A card whose exchanges are noted, and that can be told to leave at a byte of a file."""

    def __init__(self, card: FaultyCard) -> None:
        """Watch `card`."""
        self._card = card
        self._place: tuple[int, int] | None = None
        self.exchanges: deque[str] = deque(maxlen=_KEPT_EXCHANGES)

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._card.atr

    def reset(self) -> None:
        """Reset the card."""
        self._card.reset()

    def lift_at_byte(self, file: int, place: int) -> None:
        """Leave the field, once, instead of giving byte `place` of file `file`."""
        self._place = file, place

    def process(self, apdu: bytes) -> bytes:
        """Answer a command APDU; CardLiftedError where the card was told to leave."""
        answer = self._card.process(apdu)
        self.exchanges.append(f"{_shortened(apdu)} -> {_shortened(answer)}")
        file, start, end = self._card.card.last_read
        if self._place is not None and self._place[0] == file and start <= self._place[1] < end:
            self._place = None
            raise CardLiftedError
        return answer


def _shortened(apdu: bytes) -> str:
    """First five bytes, last two, and how many there are."""
    if len(apdu) <= _SHOWN_HEAD + _SHOWN_TAIL:
        return f"{apdu.hex()} ({len(apdu)})"
    return f"{apdu[:_SHOWN_HEAD].hex()}~{apdu[-_SHOWN_TAIL:].hex()} ({len(apdu)})"


class Deck:
    """The reader's side of an environment, one request at a time."""

    def __init__(self, environment: Environment) -> None:
        """Take charge of the cards of `environment`."""
        self._environment = environment
        self._lock = threading.Lock()
        self._wish: CardWish | None = None
        self._card: WatchedCard | None = None
        self._deeds: Mapping[str, Callable[[Answer], Answer]] = {
            "list": lambda _request: self._told(cards=[citizen.name for citizen in load_all()]),
            "lay-on": self._lay_on,
            "lift": self._lift,
            "lift-at": self._lift_at,
            "profile": lambda request: self._changed(profile=_text(request, "profile")),
            "fault": lambda request: self._changed(faults=_texts(request, "faults")),
            "link": lambda request: self._changed(link=_text(request, "link")),
            "trace": self._trace,
        }

    def answer(self, line: bytes) -> Answer:
        """Do what a line asks for and return the answer; what is wrong is an answer too."""
        try:
            with self._lock:
                return self._do(line)
        except ControlError as error:
            return {"error": {"reason": error.reason, "message": str(error)}}
        except PcscdError as error:
            return {"error": {"reason": "pcscd", "message": str(error)}}

    def _do(self, line: bytes) -> Answer:
        try:
            request = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ControlError("bad-request", "a request is one line of JSON") from error
        wanted = request.get("do") if isinstance(request, dict) else None
        deed = self._deeds.get(wanted) if isinstance(wanted, str) else None
        if deed is None:
            raise ControlError("bad-request", f'"do" is one of {", ".join(self._deeds)}')
        return deed(request)

    def _told(self, **more: object) -> Answer:
        wish = self._wish
        laid = self._environment.laid
        shown = (
            {"profile": wish.profile, "faults": list(wish.faults), "link": wish.link} if wish and laid else {}
        )
        return {"laid": laid, **shown, **more}

    def _lay_on(self, request: Answer) -> Answer:
        wish = CardWish(_text(request, "card"))
        given = {name: _text(request, name) for name in ("profile", "link") if name in request}
        faults = _texts(request, "faults") if "faults" in request else ()
        return self.lay(replace(wish, **given, faults=faults))

    def _changed(self, **change: Any) -> Answer:
        """Lay the card that lies there on anew, with another profile, other faults or another link."""
        self._require_card()
        if self._wish is None:
            raise ControlError("no-citizen", "the card on the reader is no citizen's: lay one on")
        return self.lay(replace(self._wish, **change))

    def lay(self, wish: CardWish) -> Answer:
        """Lay that card on, in place of another; ControlError if there is no such card, PcscdError."""
        try:
            card = make_card(by_name(wish.card), profile_by_name(wish.profile), wish.faults)
            link = link_by_name(wish.link)
        except KeyError as error:
            raise ControlError("unknown-name", str(error.args[0])) from error
        except ValueError as error:
            raise ControlError("bad-argument", f"a fault's argument is wrong: {error}") from error
        watched = WatchedCard(card)
        self._environment.lay_on_card(watched, wish.card, link)
        self._wish, self._card = wish, watched
        return self._told()

    def _lift(self, _request: Answer) -> Answer:
        self._environment.lift()
        return self._told()

    def _lift_at(self, request: Answer) -> Answer:
        card = self._require_card()
        if "apdu" in request:
            self._environment.client.lift_at_apdu(_number(request, "apdu", 1))
        elif card is None:
            raise ControlError("no-citizen", "only a card that was laid on here can leave at a byte")
        else:
            group = _number(request, "file", 1)
            card.lift_at_byte(group if group > 0xFF else 0x0100 | group, _number(request, "byte", 0))
        return self._told()

    def _trace(self, request: Answer) -> Answer:
        count = _number(request, "count", 1) if "count" in request else _KEPT_EXCHANGES
        exchanges = list(self._card.exchanges) if self._card is not None else []
        return self._told(trace=exchanges[-count:])

    def _require_card(self) -> WatchedCard | None:
        """Return the card that was laid on here, None if another lies there; ControlError if none does."""
        if not self._environment.laid:
            raise ControlError("no-card", "no card lies on the reader")
        return self._card


def _text(request: Answer, name: str) -> str:
    value = request.get(name)
    if not isinstance(value, str):
        raise ControlError("bad-request", f'"{name}" is a text')
    return value


def _texts(request: Answer, name: str) -> tuple[str, ...]:
    values = request.get(name)
    if (
        not isinstance(values, list)
        or len(values) > _MOST_FAULTS
        or not all(isinstance(value, str) for value in values)
    ):
        raise ControlError("bad-request", f'"{name}" is a list of at most {_MOST_FAULTS} texts')
    return tuple(values)


def _number(request: Answer, name: str, least: int) -> int:
    value = request.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ControlError("bad-request", f'"{name}" is a number from {least}')
    return value


class ControlServer:
    """Serves a deck on a Unix socket while the context lasts."""

    def __init__(self, deck: Deck, path: Path) -> None:
        """`path` lies in a directory that only its owner may enter."""
        self._deck, self._path = deck, path

    def __enter__(self) -> Self:
        """Listen; OSError if the socket cannot be made."""
        deck = self._deck

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while line := self.rfile.readline(_LONGEST_LINE + 1):
                    is_whole = len(line) <= _LONGEST_LINE
                    answer = deck.answer(line if is_whole else b"")
                    self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                    if not is_whole:
                        return

        self._server = _Server(str(self._path), Handler)
        self._path.chmod(0o600)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_S,), name="control", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news."""
