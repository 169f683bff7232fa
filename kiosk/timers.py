"""Which time-outs run in a moment, as a pure function, and the few lines that keep their deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.flow import Event, Moment, State
from kiosk.flow.facts import Found
from kiosk.model import CoverageKind, Intent
from kiosk.snapshot import Countdown

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from kiosk.times import Times

SCAN_STATES = frozenset({State.CLAIM, State.SLIP, State.DEPENDANT})
BUSY_STATES = frozenset(
    {
        State.OUT_OF_SERVICE,
        State.READING,
        State.REINSERT,
        State.SAVING,
        State.TAKE_CARD,
        State.TICKET,
        State.IDLE_WARNING,
    }
)
SHOWN = {
    State.IDLE_WARNING: Event.WARNING_TIMEOUT,
    State.REINSERT: Event.REINSERT_TIMEOUT,
    State.TICKET: Event.TICKET_TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One time-out that must run. It starts anew whenever ``cause`` is another than before."""

    seconds: float
    cause: Hashable


@dataclass(frozen=True, slots=True)
class Activity:
    """What starts time-outs anew, counted: touches, calls for more time, look-ups, saves."""

    touches: int = 0
    more_time: int = 0
    asked: int = 0
    saves: int = 0


def wanted(moment: Moment, activity: Activity, times: Times) -> dict[Event, Wanted]:
    """Return the time-outs of a moment by the event that each will be."""
    session = moment.session
    running: dict[Event, Wanted] = {}
    if session.coverage is CoverageKind.PENDING:
        running[Event.LOOKUP_TIMEOUT] = Wanted(times.lookup, activity.asked)
    if session.found is Found.PENDING:
        running[Event.IDS_TIMEOUT] = Wanted(times.ids, activity.asked)
    match moment.state:
        case State.SAVING:
            running[Event.SAVE_TIMEOUT] = Wanted(times.save, activity.saves)
        case State.IDLE_WARNING:
            running[Event.WARNING_TIMEOUT] = Wanted(times.warning, activity.more_time)
        case State.REINSERT:
            running[Event.REINSERT_TIMEOUT] = Wanted(times.reinsert, session.misses)
        case State.TAKE_CARD:
            seconds = times.take_card_again if session.overdue else times.take_card
            running[Event.TAKE_TIMEOUT] = Wanted(seconds, session.overdue)
        case State.TICKET:
            cause = (session.on_screen, activity.more_time)
            running[Event.TICKET_TIMEOUT] = Wanted(_ticket_seconds(moment, times), cause)
        case _:
            pass
    if _may_idle(moment):
        running[Event.IDLE] = Wanted(_idle_seconds(moment, times), (moment.state, activity.touches))
    return running


def _may_idle(moment: Moment) -> bool:
    """Without a session only a language that somebody left behind runs out."""
    if moment.state in BUSY_STATES:
        return False
    return moment.session.open or (moment.state is State.WELCOME and moment.session.language is not None)


def _idle_seconds(moment: Moment, times: Times) -> float:
    awaits_card = moment.state is State.ACCESS and not moment.device.card
    return times.idle_scan if awaits_card or moment.state in SCAN_STATES else times.idle


def _ticket_seconds(moment: Moment, times: Times) -> float:
    if moment.session.intent is Intent.HANDOVER:
        return times.ticket_hand_over
    return times.ticket_on_screen if moment.session.on_screen else times.ticket


@dataclass(slots=True)
class _Running:
    wanted: Wanted
    deadline: float


class Timers:
    """The deadlines that run, on the base of the clock's monotonic seconds. Used on the flow's thread alone."""

    def __init__(self) -> None:
        self._running: dict[Event, _Running] = {}

    def arrange(self, timeouts: Mapping[Event, Wanted], now: float) -> None:
        """Start what is new or caused anew, let run what goes on, drop the rest."""
        kept: dict[Event, _Running] = {}
        for event, timeout in timeouts.items():
            earlier = self._running.get(event)
            if earlier is not None and earlier.wanted == timeout:
                kept[event] = earlier
            else:
                kept[event] = _Running(timeout, now + timeout.seconds)
        self._running = kept

    def due(self, now: float) -> Event | None:
        """Take and return the time-out that ran out first, None if none did."""
        event = min(self._running, key=lambda name: self._running[name].deadline, default=None)
        if event is None or self._running[event].deadline > now:
            return None
        del self._running[event]
        return event

    def seconds_left(self, now: float) -> float | None:
        """Return the seconds to the next time-out, None if none runs."""
        deadlines = [running.deadline for running in self._running.values()]
        return max(0.0, min(deadlines) - now) if deadlines else None

    def countdown(self, state: State) -> Countdown | None:
        """Return the time-out that this state shows as a ring."""
        event = SHOWN.get(state)
        running = self._running.get(event) if event else None
        return Countdown(running.wanted.seconds, running.deadline) if running else None
