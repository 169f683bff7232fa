"""After a person has gone nothing of them is left: not in the flow, not in a frame, not in a thread's hands, not in the log."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING

import pytest

from kiosk.flow import Event, Session, State
from kiosk.worker import Job
from tests.checkin_fakes import MRZ, PNG, FakeCard
from tests.checkin_kiosk import Kiosk

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARIES = ("VAN MAU", "001090123456", "090123456", "4012345678246")
SECRETS = ("123456",)


def of_the_session(kiosk: Kiosk) -> Iterator[object]:
    """Everything that can be reached from the session and from what its threads are at, but not the fakes outside."""
    outside = {
        id(part) for part in (kiosk.station, kiosk.store, kiosk.insurance, kiosk.printer, kiosk.clock, kiosk)
    }
    outside |= {id(kiosk.frames), id(threading.main_thread())}
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    waiting: list[object] = [kiosk.session]
    for ident, frame in sys._current_frames().items():
        at = frame if names.get(ident, "").startswith("kiosk-") else None
        while at is not None:
            waiting += list(at.f_locals.values())
            at = at.f_back
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen | outside or isinstance(thing, type | ModuleType):
            continue
        seen.add(id(thing))
        yield thing
        if isinstance(thing, FunctionType):
            waiting += [cell.cell_contents for cell in thing.__closure__ or ()]
            waiting += list(thing.__defaults__ or ())
        elif not isinstance(thing, threading.Thread):
            waiting += gc.get_referents(thing)


def personal(thing: object) -> bool:
    """Whether a value holds something of the person."""
    if isinstance(thing, bytes | bytearray):
        return PNG in bytes(thing) or any(canary.encode() in bytes(thing) for canary in CANARIES)
    if isinstance(thing, str):
        return any(canary in thing for canary in CANARIES) or thing in SECRETS
    return thing is MRZ


def leave_by_cancel(kiosk: Kiosk) -> None:
    """Change one's mind."""
    kiosk.to_confirm()
    kiosk.until(lambda frame: frame.portrait_png is not None)
    kiosk.touch(Event.CANCEL)
    kiosk.until(State.TAKE_CARD)
    kiosk.station.lift()


def leave_with_a_ticket(kiosk: Kiosk) -> None:
    """Go the whole way."""
    kiosk.to_take_card()
    kiosk.station.lift()
    kiosk.until(lambda frame: frame.printed)
    kiosk.touch(Event.DONE)


def leave_without_a_word(kiosk: Kiosk) -> None:
    """Walk off at VISIT."""
    kiosk.to_visit()
    kiosk.station.lift()
    kiosk.after(45.1)
    kiosk.until(State.IDLE_WARNING)
    kiosk.after(20.1)


def leave_the_card(kiosk: Kiosk) -> None:
    """Forget the card; staff take it away later."""
    kiosk.to_take_card()
    kiosk.after(30.1)
    kiosk.until(lambda frame: frame.help.staff_called)
    kiosk.after(60.1)
    kiosk.until(lambda frame: frame.session_id == "")
    kiosk.station.lift()


WAYS = {
    way.__name__: way for way in (leave_by_cancel, leave_with_a_ticket, leave_without_a_word, leave_the_card)
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_when_the_person_is_gone(way: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Kiosk() as kiosk:
        WAYS[way](kiosk)
        frame = kiosk.until(State.WELCOME)
        kiosk.settle()
        assert kiosk.session._moment.session == Session()
        assert frame.person is None
        assert frame.ticket is None
        quiet(kiosk)
        left = [thing for thing in of_the_session(kiosk) if personal(thing)]
        assert left == []
    for canary in (*CANARIES, *SECRETS):
        assert canary not in caplog.text


def test_the_walk_would_find_what_is_left() -> None:
    with Kiosk() as kiosk:
        kiosk.to_confirm()
        kiosk.until(lambda frame: frame.portrait_png is not None)
        found = [thing for thing in of_the_session(kiosk) if personal(thing)]
        assert PNG in found
        assert "NGUYEN VAN MAU" in found


def quiet(kiosk: Kiosk) -> None:
    """Wait until every worker has put down its last job."""
    errands = kiosk.session._errands
    for worker in errands._workers():
        done = threading.Event()
        worker.submit(_job(done))
        assert done.wait(10)
        again = threading.Event()
        worker.submit(_job(again))
        assert again.wait(10)
    kiosk.station.interrupt()
    assert kiosk.settle().state is State.WELCOME


def _job(done: threading.Event) -> Job:
    return Job("being quiet", done.set, done.clear)


def test_no_frame_shows_more_than_its_screen_needs() -> None:
    with Kiosk() as kiosk:
        kiosk.to_take_card(FakeCard())
        kiosk.station.lift()
        kiosk.until(lambda frame: frame.printed)
    for frame in kiosk.frames:
        if frame.state in {
            State.WELCOME,
            State.CONSENT,
            State.ACCESS,
            State.SAVING,
            State.TAKE_CARD,
            State.TICKET,
        }:
            assert frame.person is None
            assert frame.portrait_png is None
            assert frame.coverage is None
            assert frame.reading.name == ""
        assert "MAU" not in repr(frame)
        assert "123456" not in repr(frame)
