"""A patient in front of a running check-in: waits for what the screen shows and answers, event by event."""

from __future__ import annotations

import queue
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.bootstrap import build_session
from kiosk.config import load
from kiosk.flow import Event, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulator.citizens import Citizen
    from emulator.environment import Environment
    from kiosk.bootstrap import KioskSession
    from kiosk.snapshot import Snapshot
    from kiosk.times import Times

PATIENCE_S = 20.0


class Patient:
    """Sees each new frame once, in order."""

    def __init__(self, session: KioskSession, environment: Environment) -> None:
        self.session = session
        self.environment = environment
        self.seen: list[State] = []
        self._frames: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        session.subscribe(self._frames.put)
        self._frames.put(session.snapshot)

    def until(self, holds: Callable[[Snapshot], bool], what: str, seconds: float = PATIENCE_S) -> Snapshot:
        """The first frame for which that holds."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                frame = self._frames.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"waited {seconds} s for {what}; the screens were {self.seen}") from None
            if not self.seen or self.seen[-1] is not frame.state:
                self.seen.append(frame.state)
            if holds(frame):
                return frame

    def see(self, state: State, seconds: float = PATIENCE_S) -> Snapshot:
        """The first frame of that state."""
        return self.until(lambda frame: frame.state is state, state.value, seconds)

    def do(self, event: Event, data: object = None) -> None:
        self.session.post(event, data)

    def await_reader(self) -> None:
        """WELCOME with a reader, now or soon."""
        if not _is_ready(self.session.snapshot):
            self.until(_is_ready, "WELCOME with a reader")

    def lay_on(self, citizen: Citizen | str) -> None:
        """Lay the card on and see CONSENT, once the reader is known."""
        self.await_reader()
        self.environment.lay_on(citizen)
        self.see(State.CONSENT)

    def open_card(self, can: str) -> None:
        """Consent and type the digits."""
        self.do(Event.YES)
        self.see(State.ACCESS)
        self.do(Event.CAN_TYPED, can)

    def go_on_to_ticket(self, *, confirmed: bool = False) -> Snapshot:
        """From CONFIRM (seen already if ``confirmed``) to the ticket on the screen, with the usual answers; the frame of TICKET."""
        if not confirmed:
            self.see(State.CONFIRM)
        self.go_on_to_visit()
        self.do(Event.SERVICE_PICKED, "general")
        self.take_card()
        return self.see(State.TICKET)

    def go_on_to_visit(self) -> None:
        """From CONFIRM, seen already, to VISIT."""
        self.do(Event.PATIENT_IS_HOLDER)
        self.until(
            lambda frame: (
                frame.state is State.INSURANCE and frame.coverage is not None and not frame.coverage.waiting
            ),
            "the insurance answer",
        )
        self.do(Event.CONTINUE)
        frame = self.until(lambda frame: frame.state in {State.ROUTE, State.VISIT}, "ROUTE or VISIT")
        if frame.state is State.ROUTE:
            self.do(Event.SLIP_NONE)
            self.see(State.VISIT)

    def take_card(self) -> None:
        """Take the card when asked to."""
        self.see(State.TAKE_CARD)
        self.environment.lift()


def _is_ready(frame: Snapshot) -> bool:
    return frame.state is State.WELCOME and frame.reader_ready


@contextmanager
def check_in(environment: Environment, times: Times | None = None) -> Iterator[Patient]:
    """A kiosk that runs on that environment, and the person before it. All its threads must end."""
    session = build_session(load(environment.config_path), times=times)
    patient = Patient(session, environment)
    session.start()
    try:
        yield patient
    finally:
        assert session.stop(), "a thread of the kiosk did not end"
