"""A running CheckinSession among strict fakes of its ports, and what a test does to it: lay, touch, wait for a screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from kiosk.checkin import CheckinPorts, CheckinSession, CheckinSettings
from kiosk.flow import Event, State
from kiosk.times import Times

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.snapshot import Snapshot

from tests.checkin_fakes import (
    PATIENCE,
    FakeCard,
    FakeCatalogue,
    FakeClock,
    FakeInsurance,
    FakePrinter,
    FakeStation,
    FakeStore,
)


class SessionWatcher:
    """Any CheckinSession in a test: its frames so far, touches, and waiting for a screen."""

    def __init__(self, session: CheckinSession) -> None:
        self.session = session
        self.frames: list[Snapshot] = [session.snapshot]
        self._waited_for = 0
        self._changed = threading.Condition()
        session.subscribe(self._take)

    def _take(self, frame: Snapshot) -> None:
        with self._changed:
            self.frames.append(frame)
            self._changed.notify_all()

    @property
    def snapshot(self) -> Snapshot:
        with self._changed:
            return self.frames[-1]

    @property
    def screens(self) -> list[State]:
        """The screens so far, each once when it came."""
        with self._changed:
            states = [frame.state for frame in self.frames]
        return [state for index, state in enumerate(states) if index == 0 or states[index - 1] is not state]

    def until(self, what: State | Callable[[Snapshot], bool]) -> Snapshot:
        """Wait for a screen, or for a frame of which something holds, from the last one that was waited for on."""

        def find() -> bool:
            for index in range(self._waited_for, len(self.frames)):
                frame = self.frames[index]
                if frame.state is what if isinstance(what, State) else what(frame):
                    self._waited_for = index
                    return True
            return False

        with self._changed:
            if not self._changed.wait_for(find, PATIENCE):
                screens = [frame.state.value for frame in self.frames]
                raise AssertionError(f"{what} did not come; the screens were {screens}")
            return self.frames[self._waited_for]

    def settle(self) -> Snapshot:
        """Wait until the flow has taken everything posted before this call."""
        taken = threading.Event()
        self.session._inbox.put(taken.set)
        assert taken.wait(PATIENCE)
        return self.snapshot

    def touch(self, event: Event, data: object = None) -> None:
        self.session.post(event, data)


class Kiosk(SessionWatcher):
    """A running CheckinSession among its fakes, and what a test does to it: lay, touch, wait for a screen."""

    def __init__(self, *, printer: bool = True, times: Times | None = None) -> None:
        self.clock = FakeClock()
        self.station = FakeStation()
        self.insurance = FakeInsurance()
        self.store = FakeStore()
        self.printer = FakePrinter() if printer else None
        self._ids = iter(range(1, 10_000))
        ports = CheckinPorts(
            clock=self.clock,
            station=self.station,
            insurance=self.insurance,
            store=self.store,
            catalogue=FakeCatalogue(),
            new_id=lambda: f"session-{next(self._ids)}",
            printer=self.printer,
        )
        super().__init__(CheckinSession(ports, CheckinSettings(times=times or Times())))
        self.clock.woken.append(self.session.wake)

    def __enter__(self) -> Self:
        self.session.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.session.stop()
        assert self.station.closed

    def after(self, seconds: float) -> None:
        """Let time pass."""
        self.settle()
        self.clock.advance(seconds)

    def to_confirm(self, card: FakeCard | None = None) -> Snapshot:
        """Lay a card and go on to CONFIRM by typed digits."""
        card = card or FakeCard()
        self.station.lay(card)
        self.until(State.CONSENT)
        self.touch(Event.YES)
        self.until(State.ACCESS)
        self.touch(Event.CAN_TYPED, card.can)
        return self.until(State.CONFIRM)

    def to_visit(self, card: FakeCard | None = None) -> Snapshot:
        """Go on to VISIT."""
        self.to_confirm(card)
        self.touch(Event.PATIENT_IS_HOLDER)
        self.until(lambda frame: frame.coverage is not None and not frame.coverage.waiting)
        self.touch(Event.CONTINUE)
        return self.until(State.VISIT)

    def to_take_card(self, card: FakeCard | None = None) -> Snapshot:
        """Go on to TAKE_CARD."""
        self.to_visit(card)
        self.touch(Event.SERVICE_PICKED, "general")
        return self.until(State.TAKE_CARD)
