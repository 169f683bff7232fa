"""What a kiosk meets on a bad day, through the real stack: each leads to a screen that goes on, and nothing is lost or doubled."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from emulator.card.link import LinkTiming
from emulator.citizens import by_name
from emulator.environment import Setting
from emulator.gateway.faults import Fault
from kiosk.bootstrap import build_session
from kiosk.config import load as load_config
from kiosk.flow import Event, State
from kiosk.model import Authenticity, CoverageKind
from kiosk.snapshot import HelpCause
from kiosk.store.errors import SecondInstanceError, WrongKeyError
from tests.e2e.patient import check_in
from tests.e2e.test_check_in import recorded, to_the_desk
from tests.strange_card import StrangeCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.environment import Environment

SAMPLE = by_name("nguyen-van-mau")
OTHER = by_name("tran-thi-thu")
GATEWAY_TIMEOUT_S = 2.0
SLOW_LINK = LinkTiming("slow", 64_000, 0.002)  # two seconds for a card


def test_a_wrong_can_is_told_three_times_and_then_leads_to_help(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card("000000")
        left = []
        for wrong in ("111111", "222222"):
            frame = patient.until(
                lambda seen: seen.state is State.ACCESS and seen.missed, "the digits refused"
            )
            left.append(frame.misses_left)
            patient.do(Event.CAN_TYPED, wrong)
            patient.see(State.READING)
        frame = patient.see(State.HELP)
    assert left == [2, 1]
    assert (frame.help.cause, frame.help.code) == (HelpCause.CAN, "E-CAN")
    assert recorded(environment) == ()


def test_the_right_digits_after_a_wrong_try_lead_to_the_ticket(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card("000000")
        patient.until(lambda seen: seen.state is State.ACCESS and seen.missed, "the digits refused")
        patient.do(Event.CAN_TYPED, SAMPLE.can)
        assert patient.go_on_to_ticket().ticket is not None


@pytest.mark.parametrize("command", [1, 4, 7, 9, 10, 12, 14])
def test_a_card_pulled_while_reading_is_asked_back_and_the_read_goes_on(
    environment: Environment, command: int
) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        environment.client.lift_at_apdu(command)
        patient.open_card(SAMPLE.can)
        patient.see(State.REINSERT)
        environment.lay_on(SAMPLE)
        assert patient.go_on_to_ticket().ticket is not None
    (visit,) = recorded(environment)
    assert visit.authenticity is Authenticity.GENUINE


def test_another_card_after_the_pull_starts_afresh(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        environment.client.lift_at_apdu(12)
        patient.open_card(SAMPLE.can)
        patient.see(State.REINSERT)
        environment.lay_on(OTHER)
        frame = patient.see(State.CONSENT)
        assert frame.person is None
        patient.open_card(OTHER.can)
        person = patient.see(State.CONFIRM).person
        assert person is not None
        assert person.full_name == OTHER.full_name
    assert recorded(environment) == ()


@pytest.mark.parametrize("screen", [State.CONFIRM, State.VISIT])
def test_another_persons_card_swapped_in_is_a_new_session_and_leaves_nothing_of_the_first(
    environment: Environment, screen: State
) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        first = patient.see(State.CONFIRM).session_id
        if screen is State.VISIT:
            patient.go_on_to_visit()
        environment.lay_on(OTHER)
        frame = patient.see(State.CONSENT)
        assert (frame.person, frame.coverage, frame.portrait_png) == (None, None, None)
        assert frame.session_id not in {"", first}
    assert recorded(environment) == ()


def test_a_card_without_the_application_leads_to_help(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.await_reader()
        environment.lay_on_card(StrangeCard())
        patient.see(State.CONSENT)
        patient.open_card("123456")
        assert patient.see(State.HELP).help.cause is HelpCause.CARD
    assert recorded(environment) == ()


@pytest.mark.parametrize("name", ["nguyen-van-mau-clone", "tran-thi-thu-tampered"])
def test_a_card_that_is_not_genuine_goes_to_the_desk_in_neutral_words_and_says_why_there(
    environment: Environment, name: str
) -> None:
    citizen = by_name(name)
    with check_in(environment) as patient:
        patient.lay_on(citizen)
        patient.open_card(citizen.can)
        to_the_desk(patient)
        assert State.CONFIRM not in patient.seen
    (visit,) = recorded(environment)
    assert visit.authenticity is Authenticity.NOT_GENUINE
    failed = {check for check, outcome in visit.checks.items() if outcome.startswith("FAILED")}
    assert failed == {"chip" if name.endswith("clone") else "passive"}


@pytest.mark.parametrize(
    "fault", [Fault.HANG, Fault.SERVER_ERROR, Fault.UNAUTHORIZED, Fault.GARBAGE, Fault.HUGE, Fault.CUT]
)
def test_a_gateway_that_fails_costs_at_most_its_time_and_no_visit(
    make_environment: Callable[[Setting], Environment], fault: Fault
) -> None:
    environment = make_environment(Setting(gateway_timeout_s=GATEWAY_TIMEOUT_S))
    environment.gateway.fail(fault)
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        patient.see(State.CONFIRM)
        asked = time.monotonic()
        assert patient.go_on_to_ticket(confirmed=True).ticket is not None
        assert time.monotonic() - asked < GATEWAY_TIMEOUT_S + 1.0
    (visit,) = recorded(environment)
    assert visit.coverage is not None
    assert visit.coverage.kind is CoverageKind.LATER


def test_a_dead_pcscd_shows_and_the_reader_is_back_within_five_seconds(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.await_reader()
        environment.pcscd.kill()
        patient.see(State.READER_LOST)
        environment.pcscd.start()
        patient.see(State.WELCOME, seconds=5.0)
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        assert patient.go_on_to_ticket().ticket is not None


def test_pcscd_killed_before_the_digits_shows_and_the_person_goes_on_when_it_is_back(
    environment: Environment,
) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.do(Event.YES)
        patient.see(State.ACCESS)
        environment.pcscd.kill()
        patient.see(State.READER_LOST)
        environment.pcscd.start()
        patient.see(State.ACCESS, seconds=5.0)
        patient.do(Event.CAN_TYPED, SAMPLE.can)
        assert patient.go_on_to_ticket().ticket is not None
    assert len(recorded(environment)) == 1


def test_pcscd_killed_in_the_middle_of_the_read_shows_and_the_person_goes_on_when_it_is_back(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(Setting(link=SLOW_LINK))
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        patient.until(
            lambda frame: frame.state is State.READING and frame.reading.percent > 0, "a read that goes on"
        )
        environment.pcscd.kill()
        patient.see(State.READER_LOST)
        assert State.CONFIRM not in patient.seen
        environment.pcscd.start()
        patient.see(State.READING)
        assert patient.go_on_to_ticket().ticket is not None
    assert len(recorded(environment)) == 1


def test_a_kiosk_that_starts_without_pcscd_says_so_and_finds_it_later(environment: Environment) -> None:
    environment.pcscd.kill()
    with check_in(environment) as patient:
        patient.see(State.READER_LOST)
        environment.pcscd.start()
        patient.see(State.WELCOME, seconds=5.0)


def test_a_wrong_database_key_opens_nothing_and_changes_nothing(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        patient.go_on_to_ticket()
    before = environment.database_path.read_bytes()
    right = environment.key_path.read_text(encoding="ascii")
    environment.key_path.write_text("00" * 32, encoding="ascii")
    with pytest.raises(WrongKeyError, match="Bring back the key file"):
        build_session(load_config(environment.config_path))
    assert environment.database_path.read_bytes() == before
    environment.key_path.write_text(right, encoding="ascii")
    assert len(recorded(environment)) == 1


def test_a_second_kiosk_on_the_same_database_is_refused_and_the_first_goes_on(
    environment: Environment,
) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        with pytest.raises(SecondInstanceError, match="Use the one that runs"):
            build_session(load_config(environment.config_path))
        patient.open_card(SAMPLE.can)
        assert patient.go_on_to_ticket().ticket is not None


def test_a_person_who_goes_away_in_the_middle_leaves_nothing(environment: Environment) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        patient.see(State.CONFIRM)
        patient.do(Event.CANCEL)
        frame = patient.see(State.TAKE_CARD)
        assert (frame.person, frame.coverage, frame.portrait_png, frame.session_id) == (None, None, None, "")
        environment.lift()
        patient.see(State.WELCOME)
    assert recorded(environment) == ()
