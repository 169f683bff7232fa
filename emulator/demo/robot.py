"""Checks sample citizens in by touch: sees what the window shows, does what a patient would, writes down what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from emulator.demo.finger import StuckError
from emulator.demo.report import Outcome
from kiosk.flow.states import State
from kiosk.snapshot import HelpCause

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from emulator.citizens import Citizen
    from emulator.demo.album import Album
    from emulator.demo.finger import Finger, Patience
    from emulator.environment import Environment
    from kiosk.checkin import CheckinSession
    from kiosk.snapshot import Snapshot
    from ui.window import CheckinView

_SETTLE_S: Final = 0.32
"""A new screen rises for 240 ms and is deaf for 150."""
_GLIMPSE_S: Final = 0.26
_HALF: Final = 55  # percent: makes the best picture
_MAX_SCREENS: Final = 30
_PASSING: Final = frozenset({State.READING, State.SAVING})
_ANSWERS: Final[Mapping[State, str]] = {
    State.CONSENT: "yes",
    State.CONFIRM: "patient_is_holder",
    State.INSURANCE: "continue",
    State.ROUTE: "slip_none",
    State.VISIT: "service_picked_general",
    State.TICKET: "done",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What the robot works on."""

    environment: Environment
    session: CheckinSession
    view: CheckinView
    kiosk: Finger
    tray: Finger
    patience: Patience
    album: Album


class Robot:
    """One patient after the other."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._outcome = Outcome("")
        self._posing_s = 0.0
        self._acts: dict[State, Callable[[Citizen], None]] = {
            State.ACCESS: self._type_digits,
            State.READING: lambda _: None,
            State.SAVING: lambda _: None,
            State.TAKE_CARD: lambda citizen: self._press_card(citizen, laid=False),
            State.HELP: lambda _: self._stage.kiosk.tap("desk_ticket"),
        }

    def check_in(self, citizen: Citizen) -> Outcome:
        """Lay the card on, follow the screens to the ticket, leave WELCOME behind. Raises InterruptedDemoError."""
        self._outcome = Outcome(citizen.name)
        self._stage.album.open()
        try:
            self._walk(citizen)
        except StuckError as error:
            snapshot = self._stage.session.snapshot
            place = f"{snapshot.state.value} {snapshot.help.code}".strip()
            self._outcome = replace(self._outcome, trouble=f"stuck in {place}: {error}")
            self._give_up(citizen)
        return self._outcome

    def _walk(self, citizen: Citizen) -> None:
        self._await_welcome()
        self._photograph(citizen)
        began, self._posing_s = time.monotonic(), 0.0
        self._press_card(citizen, laid=True)
        self._follow_on(State.WELCOME)
        for _ in range(_MAX_SCREENS):
            snapshot = self._settled()
            self._outcome = _noted(self._outcome, snapshot)
            if snapshot.state is State.TICKET:
                seconds = time.monotonic() - began - self._posing_s
                self._outcome = replace(self._outcome, seconds=seconds)
            self._photograph(citizen)
            self._act(snapshot, citizen)
            if snapshot.state is State.TICKET:
                return self._await_welcome()
        raise StuckError("too many screens and no ticket")

    def _act(self, snapshot: Snapshot, citizen: Citizen) -> None:
        """Do what a patient does on this screen and wait for another."""
        state = snapshot.state
        if state is State.HELP and snapshot.help.cause is not HelpCause.CHECK:
            raise StuckError("a screen that goes on")
        if state in _ANSWERS:
            self._stage.kiosk.tap(_ANSWERS[state])
        elif state in self._acts:
            self._acts[state](citizen)
        else:
            raise StuckError("a screen that goes on")
        self._follow_on(state)

    def _follow_on(self, state: State) -> None:
        session = self._stage.session
        self._stage.patience.until(lambda: session.snapshot.state is not state, f"what follows {state.value}")

    def _await_welcome(self) -> None:
        self._stage.patience.until(lambda: self._shown() is State.WELCOME, "WELCOME")
        self._stage.patience.wait(_SETTLE_S)

    def _settled(self) -> Snapshot:
        """The snapshot of a screen that has come to rest, or that is passing by."""
        session, patience = self._stage.session, self._stage.patience
        while True:
            state = session.snapshot.state
            patience.until(lambda: self._shown() is not None, "the window to show the state")
            if state in _PASSING:
                patience.wait(_GLIMPSE_S)
            else:
                self._look(_SETTLE_S)
            if state is State.READING:
                patience.until(lambda: _is_half_read(session.snapshot), "half of the card")
            if state is State.INSURANCE and _is_waiting(session.snapshot):
                patience.until(lambda: not _is_waiting(session.snapshot), "the insurance answer")
                self._look(_SETTLE_S)
            snapshot = session.snapshot
            if snapshot.state is state:
                return snapshot

    def _look(self, seconds: float) -> None:
        """Let a screen come to rest; the clock stands still."""
        self._stage.patience.wait(seconds)
        self._posing_s += seconds

    def _shown(self) -> State | None:
        """The state whose screen the window shows."""
        state = self._stage.session.snapshot.state
        return state if self._stage.kiosk.find(f"screen_{state.value}") is not None else None

    def _photograph(self, citizen: Citizen) -> None:
        """Take the screen as it is; the first time that it is met, in the other language too. The clock stands still."""
        began = time.monotonic()
        self._pose(citizen)
        self._posing_s += time.monotonic() - began

    def _pose(self, citizen: Citizen) -> None:
        stage = self._stage
        snapshot = stage.session.snapshot
        state, variant, language = snapshot.state, _variant(snapshot), snapshot.language
        stage.album.take(stage.view, state.value, variant, language.value, citizen.name)
        other = "en" if language.value == "vi" else "vi"
        if (
            state in _PASSING
            or stage.album.has(state.value, variant, other)
            or stage.kiosk.find("language") is None
        ):
            return
        stage.kiosk.tap("language")
        stage.patience.until(
            lambda: stage.session.snapshot.language is not language, f"{state.value} in {other}"
        )
        stage.patience.wait(_SETTLE_S)
        if stage.session.snapshot.state is state:
            stage.album.take(stage.view, state.value, variant, other, citizen.name)

    def _type_digits(self, citizen: Citizen) -> None:
        for digit in citizen.can:
            self._stage.kiosk.tap(f"digit_{digit}")

    def _press_card(self, citizen: Citizen, *, laid: bool) -> None:
        """Lay the card on or lift it, by a touch on the tray."""
        wanted = citizen.name if laid else ""
        self._stage.tray.tap(f"card_{citizen.name}")
        self._stage.patience.until(lambda: self._stage.environment.laid == wanted, "the card to be moved")

    def _give_up(self, citizen: Citizen) -> None:
        """Photograph the trouble and get back to WELCOME for the next citizen, if that can be done."""
        stage = self._stage
        stage.album.take(stage.view, "STUCK", "", stage.session.snapshot.language.value, citizen.name)
        if stage.environment.laid:
            self._press_card(citizen, laid=False)
        if stage.session.snapshot.state is not State.WELCOME and stage.kiosk.find("cancel") is not None:
            stage.kiosk.tap("cancel")


def _is_half_read(snapshot: Snapshot) -> bool:
    return snapshot.state is not State.READING or snapshot.reading.percent >= _HALF


def _is_waiting(snapshot: Snapshot) -> bool:
    return snapshot.coverage is not None and snapshot.coverage.waiting


def _variant(snapshot: Snapshot) -> str:
    """What makes two pictures of one state differ."""
    if snapshot.state is State.INSURANCE and snapshot.coverage is not None:
        return snapshot.coverage.kind.value
    return snapshot.help.cause.value if snapshot.state is State.HELP else ""


def _noted(outcome: Outcome, snapshot: Snapshot) -> Outcome:
    """The outcome with what this screen tells."""
    if snapshot.state is State.HELP and snapshot.help.cause is HelpCause.CHECK:
        return replace(outcome, authentic="NOT_GENUINE")
    if snapshot.state is State.CONFIRM and snapshot.person is not None:
        return replace(outcome, authentic=snapshot.person.authenticity.value)
    if snapshot.state is State.INSURANCE and snapshot.coverage is not None:
        return replace(outcome, insurance=snapshot.coverage.kind.value)
    if snapshot.state is State.TICKET and snapshot.ticket is not None:
        ends = "DESK" if snapshot.ticket.to_desk else "TICKET"
        return replace(outcome, ticket=snapshot.ticket.number, ends=ends)
    return outcome
