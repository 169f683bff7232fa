"""The few lines that read the table: which row holds, what it changes, and where a pseudo-state settles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.flow.changes import CHANGES
from kiosk.flow.context import Context, Stamp
from kiosk.flow.device import change_device, note_device
from kiosk.flow.effects import Effect
from kiosk.flow.facts import Device, Moment, Session
from kiosk.flow.guards import GUARDS
from kiosk.flow.states import PSEUDO_STATES, SHOWN_STATES, Event, State
from kiosk.flow.table import OWN_ROWS, WILDCARD_ROWS, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAME = "SAME"
ORIGIN = "@origin"
MAX_SETTLING = 4


class FlowError(Exception):
    """Root of what the flow raises."""


class IllegalEventError(FlowError):
    """No row for this event in this state: dropped, nothing changed (a touch meant for the screen before)."""


class TableError(FlowError):
    """The table itself is wrong: rows that overlap or leave a gap, or an unknown name."""


@dataclass(frozen=True, slots=True)
class Term:
    """One guard of a rule: its name and the answer that is wanted."""

    name: str
    wanted: bool

    def holds(self, session: Session, device: Device) -> bool:
        """Answer whether the facts agree."""
        return GUARDS[self.name](session, device) is self.wanted


@dataclass(frozen=True, slots=True)
class Rule:
    """One row for one state and one event, its names resolved. ``target`` None: the screen under HELP or IDLE_WARNING."""

    terms: tuple[Term, ...]
    target: State | None
    effects: tuple[Effect, ...]

    def holds(self, session: Session, device: Device) -> bool:
        """Answer whether all of the guard holds."""
        return all(term.holds(session, device) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Step:
    """What one row says: where to, and what is done."""

    next_state: State
    effects: tuple[Effect, ...]


Table = dict[tuple[State, Event], tuple[Rule, ...]]


def _states_of(text: str) -> tuple[State, ...]:
    if not text.startswith("ANY"):
        return tuple(State(name) for name in text.split("|"))
    excepted = {State(name) for name in text.removeprefix("ANY").removeprefix("-").split("|") if name}
    return tuple(state for state in SHOWN_STATES if state not in excepted)


def _terms_of(text: str) -> tuple[Term, ...]:
    terms = tuple(Term(part.removeprefix("!"), not part.startswith("!")) for part in text.split("&") if part)
    unknown = [term.name for term in terms if term.name not in GUARDS]
    if unknown:
        raise TableError(f"unknown guards: {', '.join(unknown)}")
    return terms


def _target_of(text: str, state: State) -> State | None:
    if text == ORIGIN:
        return None
    return state if text == SAME else State(text)


def _index(rows: Iterable[Row]) -> Table:
    table: Table = {}
    for row in rows:
        terms = _terms_of(row.guard)
        effects = tuple(Effect(name) for name in row.effects.split())
        for state in _states_of(row.states):
            rule = Rule(terms, _target_of(row.next_state, state), effects)
            for name in row.events.split("|"):
                pair = (state, Event(name))
                table[pair] = (*table.get(pair, ()), rule)
    return table


def build_table(own: Iterable[Row] = OWN_ROWS, wildcards: Iterable[Row] = WILDCARD_ROWS) -> Table:
    """Resolve rows to rules by (state, event). TableError: a pair in both lists, or an unknown guard."""
    table, wild = _index(own), _index(wildcards)
    doubled = table.keys() & wild.keys()
    if doubled:
        raise TableError(f"in both lists: {sorted(doubled)}")
    return table | wild


TABLE: Table = build_table()


def advance(state: State, event: Event, session: Session, device: Device, table: Table = TABLE) -> Step:
    """Find the one row for what happened. IllegalEventError: there is none. TableError: guards overlap or leave a gap."""
    rules = table.get((state, event))
    if rules is None:
        raise IllegalEventError(f"{event} in {state}")
    holding = [rule for rule in rules if rule.holds(session, device)]
    if len(holding) != 1:
        raise TableError(f"{len(holding)} rows hold for {event} in {state}")
    target = holding[0].target
    if target is None:
        target = session.origin or State.REST
    return Step(target, holding[0].effects)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, with what came with it."""

    event: Event
    data: object = None


@dataclass(frozen=True, slots=True)
class Done:
    """An effect that happened, with the facts as they stood right after it: what is run outside works on these."""

    effect: Effect
    session: Session
    device: Device


@dataclass(frozen=True, slots=True)
class Reaction:
    """The moment after a fact, and the effects on the way there, in order."""

    moment: Moment
    done: tuple[Done, ...]


def react(moment: Moment, fact: Fact, stamp: Stamp, table: Table = TABLE) -> Reaction:
    """Take one fact to the next shown state. Pure; whatever it raises, nothing was changed.

    Raises IllegalEventError, TableError, and BadFactError when the event came with another kind of value than it carries.
    """
    moment = replace(moment, device=note_device(moment.device, fact.event))
    done: list[Done] = []
    moment = _take_row(moment, fact, stamp, table, done)
    for _ in range(MAX_SETTLING):
        if moment.state not in PSEUDO_STATES:
            return Reaction(moment, tuple(done))
        leaving = moment.state
        moment = _take_row(moment, Fact(Event.ENTER), stamp, table, done)
        if leaving is State.RETURN:
            moment = replace(moment, session=replace(moment.session, origin=None))
    raise TableError(f"{fact.event} never settles")


def _take_row(moment: Moment, fact: Fact, stamp: Stamp, table: Table, done: list[Done]) -> Moment:
    step = advance(moment.state, fact.event, moment.session, moment.device, table)
    session, device = moment.session, moment.device
    context = Context(moment, fact.event, fact.data, stamp)
    for effect in step.effects:
        if effect in CHANGES:
            session = CHANGES[effect](session, context)
        device = change_device(device, effect)
        done.append(Done(effect, session, device))
    return Moment(step.next_state, session, device)


def touches(
    state: State, events: Iterable[Event], table: Mapping[tuple[State, Event], object] = TABLE
) -> frozenset[Event]:
    """Return which of these events have a row in this state: what a touch may send now."""
    return frozenset(event for event in events if (state, event) in table)
