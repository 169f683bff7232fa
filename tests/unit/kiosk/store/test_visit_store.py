"""The store's promises to the flow: one commit per session, numbers, joining, reading back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.model import Authenticity, Intent
from kiosk.store.errors import NoOpenVisitError
from tests.unit.kiosk.store.samples import COVERAGE, EYE, GENERAL, KEY, NOW, TODAY, draft, open_store, person

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.model import Service
    from kiosk.store.visits import SqlVisitStore


def rows(store: SqlVisitStore, table: str) -> int:
    return int(store._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_new_visit_is_there_with_all_that_belongs_to_it(store: SqlVisitStore) -> None:
    ticket = store.commit_visit(draft(session="s1"), NOW)
    assert (ticket.number, ticket.ahead, ticket.to_desk, ticket.reprint) == ("A001", 0, False, False)
    assert ticket.service == GENERAL
    assert ticket.issued_at == NOW
    found = store.find_today("000085123456", TODAY)
    assert found is not None
    assert found.visit_id == ticket.visit_id
    assert found.session_id == "s1"
    assert found.business_day == TODAY
    assert found.identity == person()
    assert found.coverage == COVERAGE
    assert found.authenticity is Authenticity.GENUINE
    assert found.checks == {"passive": "PASSED", "chip": "PASSED"}
    assert found.flags == ("no-slip",)
    assert found.tickets == (ticket,)
    for table in (
        "visits",
        "orders",
        "tickets",
        "commits",
        "consents",
        "coverage_answers",
        "audit",
        "outbox",
    ):
        assert rows(store, table) == 1, table
    assert rows(store, "evidence") == 2


def test_same_session_again_is_the_same_ticket(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(session="s1"), NOW)
    later = NOW + timedelta(minutes=5)
    assert store.commit_visit(draft(session="s1"), later) == first
    assert store.commit_visit(draft(Intent.HANDOVER, session="s1", service=None), later) == first
    assert rows(store, "tickets") == rows(store, "audit") == rows(store, "outbox") == 1


def test_same_session_again_after_reopening_is_the_same_ticket(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        first = store.commit_visit(draft(session="s1"), NOW)
    with open_store(tmp_path) as store:
        assert store.commit_visit(draft(session="s1"), NOW) == first


def test_another_service_joins_the_open_visit(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    second = store.commit_visit(draft(Intent.ADD, service=EYE), NOW)
    assert second.visit_id == first.visit_id
    assert (second.number, second.service) == ("C001", EYE)
    found = store.find_today("000085123456", TODAY)
    assert found is not None
    assert [ticket.number for ticket in found.tickets] == ["A001", "C001"]


def test_second_new_visit_by_chip_joins_the_open_one(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    assert store.commit_visit(draft(service=EYE), NOW).visit_id == first.visit_id
    assert rows(store, "visits") == 1


def test_proof_shown_is_that_of_the_session_whose_authenticity_is_shown(store: SqlVisitStore) -> None:
    refuted = {"passive": "PASSED", "chip": "FAILED chip-key-not-proven", "active": "NOT_SUPPORTED"}
    first = store.commit_visit(draft(session="s1"), NOW)
    later = draft(Intent.ADD, session="s2", service=EYE, authenticity=Authenticity.NOT_GENUINE)
    assert store.commit_visit(replace(later, checks=refuted), NOW).visit_id == first.visit_id
    found = store.show_visit(first.visit_id)
    assert found is not None
    assert (found.authenticity, found.checks) == (
        Authenticity.GENUINE,
        {"passive": "PASSED", "chip": "PASSED"},
    )
    kept = store._database.execute("SELECT name, outcome FROM evidence WHERE session_id = 's2'").fetchall()
    assert dict(kept) == refuted


def test_claimed_number_does_not_join_the_visit_made_by_chip(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    claimed = replace(person(), source="QR_CLAIM")
    assert store.commit_visit(draft(identity=claimed), NOW).visit_id != first.visit_id


def test_same_service_while_waiting_gives_the_number_already_held(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    again = store.commit_visit(draft(Intent.ADD), NOW)
    assert (again.number, again.reprint) == (first.number, True)
    assert rows(store, "tickets") == 1


def test_results_give_a_new_number_at_the_same_room(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    results = store.commit_visit(draft(Intent.RESULTS, service=None), NOW)
    assert results.visit_id == first.visit_id
    assert (results.number, results.service, results.ahead) == ("A002", GENERAL, 1)


def test_reprint_repeats_the_number_and_leaves_an_audit_row(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    again = store.commit_visit(draft(Intent.REPRINT, session="r", service=None), NOW)
    assert (again.visit_id, again.number, again.reprint) == (first.visit_id, "A001", True)
    assert store.commit_visit(draft(Intent.REPRINT, session="r", service=None), NOW) == again
    actions = [row[0] for row in store._database.execute("SELECT action FROM audit ORDER BY seq")]
    assert actions == ["ticket-issued", "ticket-repeated"]


@pytest.mark.parametrize("intent", [Intent.REPRINT, Intent.RESULTS])
def test_nothing_to_reprint_is_an_error_and_writes_nothing(store: SqlVisitStore, intent: Intent) -> None:
    with pytest.raises(NoOpenVisitError, match="Register a new visit"):
        store.commit_visit(draft(intent, service=None), NOW)
    assert rows(store, "audit") == rows(store, "commits") == 0


def test_commit_without_a_service_is_a_mistake_that_writes_nothing(store: SqlVisitStore) -> None:
    with pytest.raises(ValueError, match="needs a service"):
        store.commit_visit(draft(service=None), NOW)
    assert rows(store, "visits") == 0


def test_hand_over_goes_to_the_desk_and_apart_from_the_open_visit(store: SqlVisitStore) -> None:
    first = store.commit_visit(draft(), NOW)
    desk = store.commit_visit(
        draft(Intent.HANDOVER, service=None, authenticity=Authenticity.NOT_GENUINE), NOW
    )
    assert (desk.number, desk.service, desk.to_desk) == ("Q001", None, True)
    assert desk.visit_id != first.visit_id
    found = store.find_today("000085123456", TODAY)
    assert found is not None
    assert found.visit_id == first.visit_id


def test_hand_over_without_a_person_is_kept(store: SqlVisitStore) -> None:
    desk = store.commit_visit(draft(Intent.HANDOVER, service=None, anonymous=True), NOW)
    shown = store.show_visit(desk.visit_id)
    assert shown is not None
    assert shown.identity is None
    assert shown.tickets == (desk,)


def test_numbers_start_anew_each_business_day(store: SqlVisitStore) -> None:
    store.commit_visit(draft(), NOW)
    assert store.commit_visit(draft(), NOW + timedelta(days=1)).number == "A001"
    assert store.find_today("000085123456", TODAY + timedelta(days=2)) is None


def test_business_day_is_the_clocks_own_day(store: SqlVisitStore) -> None:
    before_seven = NOW.replace(hour=6)
    assert before_seven.astimezone(UTC).date() < TODAY
    ticket = store.commit_visit(draft(), before_seven)
    shown = store.show_visit(ticket.visit_id)
    assert shown is not None
    assert shown.business_day == TODAY


def test_clock_that_falls_back_restarts_no_numbers_and_keeps_both_times(store: SqlVisitStore) -> None:
    store.commit_visit(draft(), NOW)
    reset = datetime(2020, 1, 1, tzinfo=NOW.tzinfo)
    ticket = store.commit_visit(draft(identity=person("000085999999")), reset)
    assert ticket.number == "A002"
    row = store._database.execute(
        "SELECT business_day, at, raw_at, clock_behind FROM visits WHERE id = ?", (ticket.visit_id,)
    )
    assert row.fetchone() == (
        TODAY.isoformat(),
        "2026-11-21T23:40:00.000000+00:00",
        "2019-12-31T17:00:00.000000+00:00",
        1,
    )
    assert store.find_today("000085999999", reset.date()) is not None
    assert store.waiting_counts(reset.date()) == {"general": 2}


def test_time_without_a_zone_is_refused(store: SqlVisitStore) -> None:
    with pytest.raises(ValueError, match="zone"):
        store.commit_visit(draft(), NOW.replace(tzinfo=None))


def test_same_name_and_number_twice_on_other_days_is_no_conflict(store: SqlVisitStore) -> None:
    tickets = [store.commit_visit(draft(), NOW + timedelta(days=day)) for day in range(3)]
    assert len({ticket.visit_id for ticket in tickets}) == 3


def test_ticket_shown_is_noted_once(store: SqlVisitStore) -> None:
    ticket = store.commit_visit(draft(), NOW)
    assert store.unshown_tickets(TODAY) == (ticket,)
    store.mark_ticket_shown(ticket.visit_id, NOW)
    store.mark_ticket_shown(ticket.visit_id, NOW)
    assert store.unshown_tickets(TODAY) == ()
    assert rows(store, "audit") == 2


def test_list_is_newest_first_and_limited(store: SqlVisitStore) -> None:
    made = [store.commit_visit(draft(identity=person(f"00008500000{n}")), NOW) for n in range(4)]
    store.commit_visit(draft(), NOW + timedelta(days=1))
    assert [visit.visit_id for visit in store.list_visits(TODAY, 3)] == [
        ticket.visit_id for ticket in reversed(made)
    ][:3]
    assert len(store.list_visits(None, 100)) == 5
    assert store.list_visits(TODAY, -1) == ()


def test_unknown_visit_is_none(store: SqlVisitStore) -> None:
    assert store.show_visit("no-such-id") is None


def test_visit_ids_are_version_7_and_ordered(store: SqlVisitStore) -> None:
    ids = [store.commit_visit(draft(identity=person(f"00008500000{n}")), NOW).visit_id for n in range(5)]
    assert ids == sorted(ids)
    assert {visit_id[14] for visit_id in ids} == {"7"}


def test_reprs_of_a_record_hold_no_personal_data(store: SqlVisitStore) -> None:
    ticket = store.commit_visit(draft(), NOW)
    shown = repr(store.show_visit(ticket.visit_id))
    for secret in ("000085123456", "NGUYỄN", "GD4990099000001", "1985", "maKetQua"):
        assert secret not in shown


def test_reader_beside_the_kiosk_sees_what_is_committed_and_cannot_write(tmp_path: Path) -> None:
    from kiosk.store.errors import ReadOnlyError
    from kiosk.store.visits import SqlVisitStore

    with (
        open_store(tmp_path) as store,
        SqlVisitStore.open_to_read(tmp_path / "kiosk.db", KEY, "01999") as reader,
    ):
        ticket = store.commit_visit(draft(), NOW)
        assert reader.show_visit(ticket.visit_id) is not None
        with pytest.raises(ReadOnlyError):
            reader.commit_visit(draft(), NOW)
    with SqlVisitStore.open_to_read(tmp_path / "kiosk.db", KEY, "01999") as reader:
        assert len(reader.list_visits(None, 10)) == 1


INTENTS = st.sampled_from([Intent.NEW, Intent.ADD, Intent.RESULTS, Intent.REPRINT, Intent.HANDOVER])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            INTENTS,
            st.integers(0, 3),
            st.integers(0, 6),
            st.sampled_from([GENERAL, EYE]),
            st.integers(-40, 40),
        ),
        max_size=25,
    )
)
def test_numbers_are_unique_and_rise_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Intent, int, int, Service, int]]
) -> None:
    """Any order of intents, people, repeated sessions and clock jumps: per day and series 1, 2, 3 ... without hole or double."""
    with open_store(tmp_path_factory.mktemp("numbers")) as store:
        for intent, who, session, service, hours in steps:
            one = draft(intent, session=f"s{session}", identity=person(f"00008500000{who}"))
            one = replace(one, service=service if intent in {Intent.NEW, Intent.ADD} else None)
            try:
                store.commit_visit(one, NOW + timedelta(hours=hours))
            except NoOpenVisitError:
                assert intent in {Intent.REPRINT, Intent.RESULTS}
        seen: dict[tuple[str, str], list[int]] = {}
        for day, series, number in store._database.execute(
            "SELECT business_day, series, number FROM tickets ORDER BY rowid"
        ):
            seen.setdefault((day, series), []).append(number)
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen.values())
        assert store.verify_audit().broken_at == 0
