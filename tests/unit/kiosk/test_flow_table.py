"""The table itself: known names, guards complete and exclusive, every screen reached and left, the picture current."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.flow import (
    PSEUDO_STATES,
    SHOWN_STATES,
    TOUCHES,
    BadFactError,
    Claim,
    Device,
    Effect,
    Event,
    Fact,
    IllegalEventError,
    Moment,
    Session,
    Stamp,
    State,
    TableError,
    advance,
    build_table,
    react,
)
from kiosk.flow.changes import CHANGES
from kiosk.flow.device import change_device
from kiosk.flow.diagram import draw
from kiosk.flow.effects import OUTWARD
from kiosk.flow.facts import CardMark, Found, HelpCause, Patient, Relation, Slip
from kiosk.flow.guards import GUARDS
from kiosk.flow.machine import TABLE, Rule
from kiosk.flow.table import OWN_ROWS, WILDCARD_ROWS, Row
from kiosk.model import (
    Authenticity,
    Consent,
    Coverage,
    CoverageKind,
    Intent,
    Language,
    PatientIdentity,
    Sex,
    Ticket,
)

NOW = datetime(2026, 8, 3, 6, 40, tzinfo=UTC)
STAMP = Stamp("next", NOW)
IDENTITY = PatientIdentity("001090123456", "NGUYEN VAN MAU", "1990", None, Sex.MALE, "090123456", None)
TICKET = Ticket("visit", "A001", None, 0, NOW)
COVERAGE = Coverage(CoverageKind.VALID, "000", NOW)

# Every value of a fact that a guard may tell from another.
SESSION_VALUES: dict[str, tuple[Any, ...]] = {
    "open": (False, True),
    "for_other": (False, True),
    "consent": (None, Consent("read-chip-1", Language.VI, NOW)),
    "key": ("", "123456"),
    "claim": (None, Claim("079090000004"), Claim("079090000004", "CHILD")),
    "identity": (None, IDENTITY),
    "card": (None, CardMark("090123456")),
    "checks": tuple(Authenticity),
    "misses": (0, 1, 2, 3),
    "claims": (0, 2, 3),
    "elder": (False, True),
    "relation": tuple(Relation),
    "patient": tuple(Patient),
    "coverage": tuple(CoverageKind),
    "answer": (None, COVERAGE, replace(COVERAGE, ours=True), replace(COVERAGE, ours=False)),
    "slip": tuple(Slip),
    "found": tuple(Found),
    "today": (None, TICKET),
    "intent": tuple(Intent),
    "ticket": (None, TICKET),
    "help": tuple(HelpCause),
    "staff_called": (False, True),
    "overdue": (False, True),
    "origin": (None, *State),
}
DEVICE_VALUES: dict[str, tuple[Any, ...]] = dict.fromkeys(
    ("card", "spent", "unexamined", "reader", "service"), (False, True)
)
BEHIND = {"by_chip": "patient", "ours": "answer"}


class Recorder:
    """Hands on a fact's values and notes which were read."""

    def __init__(self, facts: Session | Device, read: set[str]) -> None:
        self._facts = facts
        self._read = read

    def __getattr__(self, name: str) -> object:
        self._read.add(BEHIND.get(name, name))
        return getattr(self._facts, name)


def reads_of(name: str) -> set[str]:
    """Return the facts that a guard reads, whatever their values."""
    read: set[str] = set()
    known = -1
    while known != len(read):
        known = len(read)
        for session, device in combinations(frozenset(read)):
            seen: tuple[Any, Any] = Recorder(session, read), Recorder(device, read)
            GUARDS[name](*seen)
    return read


def combinations(names: frozenset[str]) -> list[tuple[Session, Device]]:
    """Return all combinations of these facts' values."""
    of_session = sorted(names & SESSION_VALUES.keys())
    of_device = sorted(names & DEVICE_VALUES.keys())
    assert names <= SESSION_VALUES.keys() | DEVICE_VALUES.keys(), names
    return [
        (
            replace(Session(), **dict(zip(of_session, mine, strict=True))),
            replace(Device(), **dict(zip(of_device, its, strict=True))),
        )
        for mine in itertools.product(*(SESSION_VALUES[name] for name in of_session))
        for its in itertools.product(*(DEVICE_VALUES[name] for name in of_device))
    ]


READS = {name: frozenset(reads_of(name)) for name in GUARDS}


def guarded() -> dict[tuple[Rule, ...], tuple[State, Event]]:
    """Every set of rules that a guard decides, with a pair that it stands for."""
    return {rules: pair for pair, rules in TABLE.items() if any(rule.terms for rule in rules)}


def test_guards_of_every_pair_are_complete_and_exclusive() -> None:
    sets = guarded()
    assert len(sets) > 20
    for rules, pair in sets.items():
        names = frozenset[str]().union(*(READS[term.name] for rule in rules for term in rule.terms))
        for session, device in combinations(names):
            holding = [rule for rule in rules if rule.holds(session, device)]
            assert len(holding) == 1, (pair, session, device, holding)


def test_table_has_a_row_for_everything_that_may_happen_in_every_screen() -> None:
    everywhere = {Event.CARD_IN, Event.CARD_REMOVED, Event.CARD_SAME, Event.CARD_OTHER, Event.READER_LOST}
    everywhere |= {
        Event.READER_READY,
        Event.SERVICE_ON,
        Event.SERVICE_OFF,
        Event.CANCEL,
        Event.HELP,
        Event.IDLE,
    }
    everywhere |= {Event.LANGUAGE, Event.TOUCH, Event.CRASH_RESTART, Event.DESK_TAKEOVER, Event.DESK_TICKET}
    everywhere |= {
        Event.PATIENT_FOUND,
        Event.IDS_TIMEOUT,
        Event.COVERAGE_KNOWN,
        Event.LOOKUP_TIMEOUT,
        Event.SAVED,
    }
    everywhere |= {
        Event.SAVE_FAILED,
        Event.SAVE_TIMEOUT,
        Event.SERVICE_GONE,
        Event.PROGRESS,
        Event.PORTRAIT_READY,
    }
    missing = {(state, event) for state in SHOWN_STATES for event in everywhere} - TABLE.keys()
    assert missing == {(State.READING, Event.CARD_SAME)}  # a read ends a probe, so none can answer there


def test_every_event_and_every_effect_is_used() -> None:
    assert {event for _, event in TABLE} == set(Event)
    used = {effect for rules in TABLE.values() for rule in rules for effect in rule.effects}
    assert used == set(Effect)
    noted = {Effect.NOTE_READER, Effect.NOTE_SERVICE}  # kept before guards are read
    later = {Effect.CHECK_SLIP}  # waits for the register of slips
    fresh = {
        effect
        for effect in Effect
        if change_device(Device(card=True, spent=True), effect) != Device(card=True, spent=True)
    }
    assert set(Effect) == CHANGES.keys() | OUTWARD | fresh | noted | later


def test_every_screen_is_reached_and_leads_back_to_welcome() -> None:
    onward: dict[State, set[State]] = {state: set() for state in State}
    for (state, _), rules in TABLE.items():
        onward[state] |= {rule.target for rule in rules if rule.target is not None}
    assert reached(State.WELCOME, onward) == set(State)
    for state in State:
        assert State.WELCOME in reached(state, onward)


def reached(start: State, onward: dict[State, set[State]]) -> set[State]:
    """Return the states that lie on some way from here."""
    known, waiting = {start}, [start]
    while waiting:
        new = onward[waiting.pop()] - known
        known |= new
        waiting += new
    return known


def test_every_screen_with_a_person_has_help_language_and_a_way_out() -> None:
    for state in SHOWN_STATES:
        for event in (Event.HELP, Event.LANGUAGE, Event.CANCEL):
            assert (state, event) in TABLE


@pytest.mark.parametrize(
    ("state", "event"),
    [(State.WELCOME, Event.YES), (State.VISIT, Event.CAN_TYPED), (State.TICKET, Event.REPRINT)],
)
def test_illegal_event_raises_and_changes_nothing(state: State, event: Event) -> None:
    moment = Moment(state)
    with pytest.raises(IllegalEventError):
        advance(state, event, moment.session, moment.device)
    with pytest.raises(IllegalEventError):
        react(moment, Fact(event), STAMP)
    assert moment == Moment(state)


def test_value_of_another_kind_raises_and_names_only_its_kind() -> None:
    moment = Moment(State.ACCESS, Session(open=True, id="one"))
    with pytest.raises(BadFactError) as caught:
        react(moment, Fact(Event.CAN_TYPED, 123456), STAMP)
    assert "123456" not in str(caught.value)


def test_pair_in_both_lists_is_refused() -> None:
    with pytest.raises(TableError, match="both lists"):
        build_table((*OWN_ROWS, Row("WELCOME", "touch", "", "WELCOME", "")), WILDCARD_ROWS)


def test_unknown_guard_is_refused() -> None:
    with pytest.raises(TableError, match="moonlight"):
        build_table((Row("WELCOME", "yes", "moonlight", "CONSENT", ""),), ())


def test_overlapping_guards_are_refused() -> None:
    table = build_table(
        (Row("WELCOME", "yes", "", "CONSENT", ""), Row("WELCOME", "yes", "reader", "CONSENT", "")), ()
    )
    with pytest.raises(TableError, match="2 rows hold"):
        advance(State.WELCOME, Event.YES, Session(), Device(), table)


def test_pseudo_states_are_never_shown() -> None:
    assert set(SHOWN_STATES) | PSEUDO_STATES == set(State)
    assert len(SHOWN_STATES) == 22
    assert Event.ENTER not in TOUCHES


def test_session_hides_what_is_personal() -> None:
    canary = "CANARY"
    personal = Session(
        key=canary,
        claim=Claim(canary, canary, canary),
        card=CardMark(canary),
        identity=replace(IDENTITY, full_name=canary, personal_number=canary, birth_text=canary),
        insurance_number=canary,
        phone=canary,
        slip_details=((canary, canary),),
    )
    assert canary not in repr(Moment(State.CONFIRM, personal))
    assert {field.name for field in fields(Session)} >= SESSION_VALUES.keys()


def test_diagram_in_the_reference_is_current() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "flow.md"
    assert f"```mermaid\n{draw()}\n```" in page.read_text(encoding="utf-8"), (
        "put the output of kiosk.flow.diagram.draw() into docs/reference/flow.md"
    )
