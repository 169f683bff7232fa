"""The flow's invariants over walks and a bounded search, and planted faults that these must find."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from kiosk.flow import SHOWN_STATES, Device, Moment, State, build_table
from kiosk.flow.guards import GUARDS, Guard
from kiosk.flow.table import OWN_ROWS, WILDCARD_ROWS, Row
from tests.flow_search import BrokenInvariantError, breadth_first, leave_alone, walk
from tests.flow_world import START, World

WALKS = 24
STEPS = 1200


@pytest.fixture(scope="module")
def walked() -> tuple[set[State], list[World]]:
    """The screens and worlds of some long random walks, every step of which was checked."""
    seen: set[State] = set()
    worlds: list[World] = []
    for seed in range(WALKS):
        states, passed = walk(seed, STEPS)
        seen |= states
        worlds += passed
    return seen, worlds


def test_walks_hold_every_invariant_and_see_every_screen(walked: tuple[set[State], list[World]]) -> None:
    seen, _ = walked
    assert seen | {State.OUT_OF_SERVICE} == set(SHOWN_STATES)


def test_whoever_walks_away_leaves_a_free_kiosk(walked: tuple[set[State], list[World]]) -> None:
    _, worlds = walked
    assert len({world.moment.state for world in worlds}) > 15
    for world in worlds:
        assert leave_alone(world).moment.state is State.WELCOME


def test_search_from_welcome_holds_every_invariant_and_each_world_leads_back() -> None:
    edges = breadth_first(3000)
    for world in list(edges)[::5]:
        assert leave_alone(world).moment.state is State.WELCOME


def test_kiosk_out_of_service_opens_again_for_a_card_that_lies_there() -> None:
    closed = replace(START, moment=Moment(State.OUT_OF_SERVICE, device=Device(service=False)))
    edges = breadth_first(400, start=closed)
    assert {world.moment.state for world in edges} >= {State.OUT_OF_SERVICE, State.WELCOME, State.CONSENT}


def replaced(old: Row, new: Row) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The table with one row replaced."""
    assert (OWN_ROWS + WILDCARD_ROWS).count(old) == 1
    own = tuple(new if row == old else row for row in OWN_ROWS)
    return own, tuple(new if row == old else row for row in WILDCARD_ROWS)


def row(states: str, events: str, guard: str = "") -> Row:
    """The one row of the table that begins like this."""
    (found,) = [
        row
        for row in OWN_ROWS + WILDCARD_ROWS
        if row.states == states and row.events == events and row.guard == guard
    ]
    return found


FAULTS = {
    "the yes is not recorded": (
        row("CONSENT", "yes", "ready"),
        {"effects": "start_read"},
        "no chip touched without consent and key",
    ),
    "a refusal keeps what the chip told": (
        row("HELP", "back", "other_way"),
        {"effects": "close_help"},
        "no chip stays open on the way without one",
    ),
    "the ticket comes with the card still in": (
        row("SAVING|HELP", "saved", "card_present"),
        {"next_state": "TICKET"},
        "TICKET only after a commit and with the card out",
    ),
    "another card goes on": (
        row("ANY-SAVING|TAKE_CARD|TICKET", "card_other"),
        {"next_state": "SAME", "effects": ""},
        "another card never continues",
    ),
    "a card laid back is not examined": (
        row(
            "CONFIRM|DEPENDANT|INSURANCE|CONTACT|ALREADY_TODAY|ROUTE|SLIP|VISIT|HELP|IDLE_WARNING",
            "card_in",
            "may_probe",
        ),
        {"effects": ""},
        "another card never lies unexamined",
    ),
    "a refuted chip goes on": (
        row("READING", "not_genuine"),
        {"next_state": "CONFIRM", "effects": "keep_checks"},
        "CONFIRM only of a card that was read and not refuted",
    ),
    "the next person finds the last one": (
        row("TICKET", "done|ticket_timeout"),
        {"effects": ""},
        "WELCOME is nobody's",
    ),
    "a lost reader shows on when it is back": (
        row("READER_LOST", "reader_ready", "session&!consent"),
        {"next_state": "READER_LOST"},
        "no READER_LOST while the reader is there",
    ),
    "a forgotten card is not asked for": (
        row("REST", "enter", "service&card_spent"),
        {"next_state": "WELCOME"},
        "no card forgotten on WELCOME",
    ),
    "a hand-over leads round SAVING": (
        row("HELP", "desk_takeover"),
        {"next_state": "TAKE_CARD"},
        "a commit only on the way into SAVING",
    ),
    "misses are not counted out": (
        row("READING", "wrong_key", "!miss_left"),
        {"next_state": "ACCESS"},
        "no more than three misses",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault: str) -> None:
    old, changes, rule = FAULTS[fault]
    table = build_table(*replaced(old, old._replace(**changes)))
    with pytest.raises(BrokenInvariantError) as caught:
        search_and_walk(table)
    assert caught.value.rule == rule


def search_and_walk(table: object) -> None:
    """Look for a broken invariant until one is found."""
    assert isinstance(table, dict)
    breadth_first(600, table)
    for seed in range(60):
        walk(seed, STEPS, table)


def test_time_out_of_the_lookup_is_an_answer() -> None:
    broken = build_table(
        *replaced(
            row("ANY", "coverage_known|lookup_timeout"),
            Row("ANY", "coverage_known|lookup_timeout", "", "SAME", ""),
        )
    )
    with pytest.raises(BrokenInvariantError, match="after 8 s no look-up pending"):
        search_and_walk(broken)


DEAF_GUARDS = {
    "waiting": (False, "a commit only after the ids"),
    "ready": (True, "no chip touched without consent and key"),
    "may_probe": (True, "no chip touched without consent and key"),
    "miss_left": (True, "no more than three misses"),
}


@pytest.mark.parametrize("guard", DEAF_GUARDS)
def test_guard_that_always_says_the_same_is_found(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, rule = DEAF_GUARDS[guard]
    monkeypatch.setitem(cast("dict[str, Guard]", GUARDS), guard, lambda _, __: answer)
    with pytest.raises(BrokenInvariantError) as caught:
        search_and_walk(build_table())
    assert caught.value.rule == rule
