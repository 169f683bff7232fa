"""What the flow decides where a plain way through it would not show: idle, help, crashes, limits, cards laid in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow import Device, Effect, Event, Moment, Session, State
from kiosk.model import CoverageKind, Intent, Language
from tests.flow_person import (
    CAN,
    DIGITS,
    HERE,
    NEW,
    NUMBER_TYPED,
    OURS,
    OUT,
    PICK,
    READ,
    SAVED,
    TO_INSURANCE,
    E,
    Person,
    Step,
    done,
    holder,
)
from tests.flow_world import qr_of


@pytest.mark.parametrize(
    "steps",
    [
        (E.CARD_IN,),
        (E.QR_CARD, E.YES),
        (E.NO_CARD,),
        (E.NO_CARD, E.PICK_CLAIM),
    ],
    ids=["CONSENT", "ACCESS", "NO_CARD", "CLAIM"],
)
def test_idle_before_a_read_ends_on_welcome(steps: tuple[Event, ...]) -> None:
    person = Person()
    person.do(*((event, qr_of("A")) if event is E.QR_CARD else event for event in steps))
    before = person.moment.state
    person.do(E.IDLE, E.MORE_TIME)
    assert person.at() is before
    person.do(E.IDLE, E.WARNING_TIMEOUT)
    if person.moment.device.card:
        assert person.at() is State.TAKE_CARD
        person.do(E.CARD_REMOVED)
    assert person.moment == Moment(State.WELCOME, device=Device(printer=True))


@pytest.mark.parametrize(
    "steps",
    [
        (*DIGITS, *READ),
        (*DIGITS, *READ, E.PATIENT_IS_OTHER),
        TO_INSURANCE,
        (*TO_INSURANCE, E.ADD_PHONE),
        (*TO_INSURANCE, E.CONTINUE),
        (*TO_INSURANCE, E.CONTINUE, E.HELP),
    ],
    ids=["CONFIRM", "DEPENDANT", "INSURANCE", "CONTACT", "VISIT", "HELP"],
)
def test_idle_after_a_read_asks_for_the_card(steps: tuple[Step, ...]) -> None:
    person = Person()
    person.do(*steps)
    before = person.moment.state
    person.do(E.IDLE, E.MORE_TIME)
    assert person.at() is before
    person.do(E.IDLE, E.WARNING_TIMEOUT)
    assert person.at() is State.TAKE_CARD
    assert person.moment.session == Session()


def test_crash_finds_the_lying_card_as_a_new_one() -> None:
    person = Person()
    person.do(*TO_INSURANCE, E.CONTINUE, PICK, SAVED, E.CRASH_RESTART)
    assert person.at() is State.CONSENT
    assert person.moment.session.ticket is None
    assert Effect.REPORT_UNSHOWN_TICKETS in person.effects
    person.do(E.YES, CAN, holder(), HERE, OURS, done(), E.PATIENT_IS_HOLDER, E.REPRINT, *OUT)
    assert (
        " ".join(person.screens[-9:])
        == "CONSENT ACCESS READING CONFIRM ALREADY_TODAY SAVING TAKE_CARD TICKET WELCOME"
    )


def test_from_75_help_comes_after_one_miss_and_three_are_all() -> None:
    person = Person()
    person.do((E.QR_CARD, qr_of("B")), E.YES, E.CARD_IN, E.WRONG_KEY)
    for _ in range(2):
        assert person.at() is State.HELP
        person.do(E.BACK, CAN, E.WRONG_KEY)
    assert person.moment.session.misses == 3
    person.do(E.BACK)
    assert person.at() is State.NO_CARD
    assert person.moment.session.consent is None


def test_three_claims_are_all() -> None:
    person = Person()
    person.do(E.NO_CARD, E.PICK_CLAIM)
    for _ in range(3):
        person.do(NUMBER_TYPED, NEW, E.BACK)
    person.do(NUMBER_TYPED)
    assert person.at() is State.HELP
    person.do(E.BACK)
    assert person.at() is State.NO_CARD


def test_staff_called_before_leave_the_whole_minute_at_take_card() -> None:
    person = Person()
    person.do(*TO_INSURANCE, E.CONTINUE, E.HELP, E.CALL_STAFF, E.BACK, PICK, SAVED, E.TAKE_TIMEOUT)
    assert person.at() is State.TAKE_CARD
    assert person.moment.session.overdue
    person.do(E.CARD_REMOVED)
    assert person.at() is State.TICKET


def test_help_on_a_lost_reader_returns_to_consent_when_it_is_back() -> None:
    person = Person()
    person.do(E.FOR_OTHER, E.READER_LOST, E.HELP, E.READER_READY, E.BACK)
    assert person.at() is State.CONSENT


def test_help_on_welcome_leads_back_to_welcome_and_forgets() -> None:
    person = Person()
    person.do(E.HELP, E.CALL_STAFF, E.BACK)
    assert person.moment == Moment(State.WELCOME, device=Device(printer=True))


def test_warning_over_help_keeps_what_lies_under_it() -> None:
    person = Person()
    person.do(*TO_INSURANCE, E.CONTINUE, E.HELP, E.IDLE, E.MORE_TIME)
    assert person.at() is State.HELP
    person.do(E.BACK)
    assert person.at() is State.VISIT


def test_card_laid_in_saving_is_examined_when_the_service_is_gone() -> None:
    person = Person()
    person.do(*TO_INSURANCE, E.CONTINUE, PICK, E.CARD_REMOVED, E.CARD_IN, E.SERVICE_GONE)
    assert person.at() is State.VISIT
    assert person.effects[-1] is Effect.PROBE_LYING_CARD
    assert person.moment.device.unexamined
    person.do(E.CARD_OTHER)
    assert person.at() is State.CONSENT
    assert person.moment.session.identity is None


def test_unreadable_card_laid_after_the_read_is_probed_again_then_begins_anew() -> None:
    person = Person()
    person.do(*TO_INSURANCE, E.CARD_REMOVED, E.CARD_IN, E.CHIP_ERROR, E.CHIP_ERROR)
    assert person.at() is State.INSURANCE
    assert person.effects[-1] is Effect.PROBE_CARD
    person.do(E.CHIP_ERROR)
    assert person.at() is State.CONSENT
    assert person.moment.session.identity is None


def test_late_answers_of_the_lookup_change_nothing() -> None:
    person = Person()
    person.do(*DIGITS, holder(), NEW, E.LOOKUP_TIMEOUT, OURS)
    assert person.moment.session.coverage is CoverageKind.LATER


def test_language_left_behind_on_welcome_is_forgotten() -> None:
    person = Person()
    person.do((E.LANGUAGE, Language.EN))
    assert person.moment.session.language is Language.EN
    person.do(E.IDLE)
    assert person.moment == Moment(State.WELCOME, device=Device(printer=True))


def test_hand_over_leaves_the_service_out() -> None:
    person = Person()
    person.do(*TO_INSURANCE, E.CONTINUE, PICK, E.SAVE_FAILED, E.BACK, E.SAVE_FAILED)
    assert person.moment.session.service == "general"
    handed = Person()
    handed.moment = replace(person.moment, session=replace(person.moment.session))
    handed.do(E.DESK_TAKEOVER)
    assert handed.moment.session.intent is Intent.HANDOVER
    assert handed.moment.session.service == ""
