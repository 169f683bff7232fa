"""Whole persons through the pure flow: what they do and what they see, screen by screen."""

from __future__ import annotations

import pytest

from kiosk.flow import Session, State
from kiosk.model import Authenticity
from tests.flow_person import (
    BEGIN,
    CAN,
    CHILD_TYPED,
    DIGITS,
    ELSEWHERE,
    END,
    HERE,
    KNOWN,
    LATER_OURS,
    LATER_UNKNOWN,
    NEW,
    NUMBER_TYPED,
    OURS,
    OUT,
    PICK,
    READ,
    SAVED,
    SOLDIER,
    TO_INSURANCE,
    VNEID,
    E,
    Person,
    Step,
    done,
    holder,
)
from tests.flow_world import outcome, qr_of

PERSONS: dict[str, tuple[tuple[Step, ...], str]] = {
    "happy, QR first": (
        ((E.QR_CARD, qr_of("A")), E.YES, E.CARD_IN, *READ, E.PATIENT_IS_HOLDER, E.CONTINUE, PICK, *OUT),
        f"{BEGIN} CONFIRM INSURANCE VISIT {END}",
    ),
    "happy, six digits": ((*TO_INSURANCE, E.CONTINUE, PICK, *OUT), f"{BEGIN} CONFIRM INSURANCE VISIT {END}"),
    "aged 80, pulls the card twice": (
        (
            E.CARD_IN,
            E.YES,
            (E.CAN_TYPED, "222222"),
            *(E.CARD_REMOVED, E.CARD_IN, E.CARD_SAME) * 2,
            holder("B"),
            NEW,
            OURS,
            done(card="B"),
            E.PATIENT_IS_HOLDER,
            E.CONTINUE,
            PICK,
            *OUT,
        ),
        f"{BEGIN} REINSERT READING REINSERT READING CONFIRM INSURANCE VISIT {END}",
    ),
    "another card after the pull": (
        (*DIGITS, holder(), E.CARD_REMOVED, E.CARD_IN, E.CARD_OTHER),
        f"{BEGIN} REINSERT CONSENT",
    ),
    "mother and child of 3": (
        (*DIGITS, *READ, E.PATIENT_IS_OTHER, CHILD_TYPED, KNOWN, LATER_UNKNOWN, E.CONTINUE, PICK, *OUT),
        f"{BEGIN} CONFIRM DEPENDANT INSURANCE VISIT {END}",
    ),
    "mother, child without any number": (
        (*DIGITS, *READ, E.PATIENT_IS_OTHER, E.DESK_TICKET, *OUT),
        f"{BEGIN} CONFIRM DEPENDANT {END}",
    ),
    "insured elsewhere, transfer slip": (
        (
            *DIGITS,
            holder(),
            NEW,
            ELSEWHERE,
            done(),
            E.PATIENT_IS_HOLDER,
            E.CONTINUE,
            (E.SLIP_PICKED, "transfer"),
            (E.SLIP_GIVEN, {"number": "1"}),
            PICK,
            *OUT,
        ),
        f"{BEGIN} CONFIRM INSURANCE ROUTE SLIP VISIT {END}",
    ),
    "soldier": (
        (*DIGITS, holder(), NEW, SOLDIER, done(), E.PATIENT_IS_HOLDER, E.CONTINUE, PICK, *OUT),
        f"{BEGIN} CONFIRM INSURANCE VISIT {END}",
    ),
    "foreigner": (
        (E.NO_CARD, E.PICK_PASSPORT, SAVED, E.TICKET_TIMEOUT),
        "WELCOME NO_CARD SAVING TICKET WELCOME",
    ),
    "forgot the card, VNeID": (
        (E.NO_CARD, VNEID, NEW, E.CONTINUE, PICK, SAVED, E.TICKET_TIMEOUT),
        "WELCOME NO_CARD INSURANCE VISIT SAVING TICKET WELCOME",
    ),
    "forgot the card, unknown number": (
        (E.NO_CARD, E.PICK_CLAIM, NUMBER_TYPED, NEW, E.CONTINUE, SAVED, E.TICKET_TIMEOUT),
        "WELCOME NO_CARD CLAIM INSURANCE SAVING TICKET WELCOME",
    ),
    "second specialty the same day": (
        (*DIGITS, holder(), HERE, OURS, done(), E.PATIENT_IS_HOLDER, E.ANOTHER_SERVICE, PICK, *OUT),
        f"{BEGIN} CONFIRM ALREADY_TODAY VISIT {END}",
    ),
    "back for results": (
        (*DIGITS, holder(), HERE, OURS, done(), E.PATIENT_IS_HOLDER, E.RESULTS, *OUT),
        f"{BEGIN} CONFIRM ALREADY_TODAY {END}",
    ),
    "gateway down, breaker still closed": (
        (
            *DIGITS,
            holder(),
            NEW,
            done(),
            E.PATIENT_IS_HOLDER,
            E.CONTINUE,
            E.LOOKUP_TIMEOUT,
            E.ADD_PHONE,
            (E.PHONE_GIVEN, "0900000000"),
            E.CONTINUE,
            E.SLIP_NONE,
            PICK,
            *OUT,
        ),
        f"{BEGIN} CONFIRM INSURANCE CONTACT INSURANCE ROUTE VISIT {END}",
    ),
    "gateway down for 3 h, breaker open": (
        (*DIGITS, holder(), NEW, LATER_OURS, done(), E.PATIENT_IS_HOLDER, E.CONTINUE, PICK, *OUT),
        f"{BEGIN} CONFIRM INSURANCE VISIT {END}",
    ),
    "chip not genuine": (
        (*DIGITS, holder(), (E.NOT_GENUINE, outcome("A", Authenticity.NOT_GENUINE)), E.DESK_TICKET, *OUT),
        f"{BEGIN} HELP {END}",
    ),
    "no CSCA": (
        (
            *DIGITS,
            holder(),
            NEW,
            OURS,
            done(Authenticity.NOT_PROVABLE),
            E.PATIENT_IS_HOLDER,
            E.CONTINUE,
            PICK,
            *OUT,
        ),
        f"{BEGIN} CONFIRM INSURANCE VISIT {END}",
    ),
    "wrong CAN three times": (
        (E.CARD_IN, E.YES, *(CAN, E.WRONG_KEY) * 3, E.BACK, VNEID, NEW, E.CONTINUE, PICK, *OUT),
        f"{BEGIN} ACCESS READING ACCESS READING HELP NO_CARD INSURANCE VISIT {END}",
    ),
    "wrong CAN, aged": (
        (
            (E.QR_CARD, qr_of("B")),
            E.YES,
            E.CARD_IN,
            E.WRONG_KEY,
            E.BACK,
            (E.CAN_TYPED, "222222"),
            holder("B"),
            NEW,
            OURS,
            done(card="B"),
            E.PATIENT_IS_HOLDER,
            E.CONTINUE,
            PICK,
            *OUT,
        ),
        f"{BEGIN} HELP ACCESS READING CONFIRM INSURANCE VISIT {END}",
    ),
    "reader lost mid-read, returns": (
        (
            *DIGITS,
            E.READER_LOST,
            E.READER_READY,
            E.CARD_IN,
            *READ,
            E.PATIENT_IS_HOLDER,
            E.CONTINUE,
            PICK,
            *OUT,
        ),
        f"{BEGIN} READER_LOST ACCESS READING CONFIRM INSURANCE VISIT {END}",
    ),
    "reader lost mid-read, stays away": (
        (*DIGITS, E.READER_LOST, VNEID, NEW, E.CONTINUE, PICK, SAVED, E.TICKET_TIMEOUT),
        f"{BEGIN} READER_LOST INSURANCE VISIT SAVING TICKET READER_LOST",
    ),
    "refuses consent, scans a QR": (
        (E.CARD_IN, E.NO, VNEID, NEW, E.CONTINUE, PICK, *OUT),
        f"WELCOME CONSENT NO_CARD INSURANCE VISIT {END}",
    ),
    "help at VISIT, staff answer": (
        (*TO_INSURANCE, E.CONTINUE, E.HELP, E.CALL_STAFF, E.BACK, PICK, *OUT),
        f"{BEGIN} CONFIRM INSURANCE VISIT HELP VISIT {END}",
    ),
    "desk takes over at INSURANCE": (
        (*TO_INSURANCE, E.DESK_TAKEOVER, *OUT),
        f"{BEGIN} CONFIRM INSURANCE {END}",
    ),
    "cancels with the card in": (
        (*DIGITS, *READ, E.CANCEL, E.CARD_REMOVED),
        f"{BEGIN} CONFIRM TAKE_CARD WELCOME",
    ),
    "printer out of paper": (
        (*TO_INSURANCE, E.CONTINUE, PICK, SAVED, E.CARD_REMOVED, E.PRINTER_FAILED, E.DONE),
        f"{BEGIN} CONFIRM INSURANCE VISIT {END}",
    ),
    "disk full": (
        (*TO_INSURANCE, E.CONTINUE, PICK, E.SAVE_FAILED, E.DESK_TICKET, E.CARD_REMOVED),
        f"{BEGIN} CONFIRM INSURANCE VISIT SAVING HELP TAKE_CARD WELCOME",
    ),
    "save too slow, then late": (
        (*TO_INSURANCE, E.CONTINUE, PICK, E.SAVE_TIMEOUT, *OUT),
        f"{BEGIN} CONFIRM INSURANCE VISIT SAVING HELP TAKE_CARD TICKET WELCOME",
    ),
    "a bus card by mistake": (
        (E.CARD_IN, E.YES, CAN, E.WRONG_CARD, E.CARD_REMOVED, E.BACK, E.CARD_IN, holder()),
        f"{BEGIN} HELP ACCESS READING",
    ),
    "forgets the card and goes": (
        (*TO_INSURANCE, E.CONTINUE, PICK, SAVED, E.TAKE_TIMEOUT, E.TAKE_TIMEOUT, E.CARD_REMOVED),
        f"{BEGIN} CONFIRM INSURANCE VISIT SAVING TAKE_CARD WELCOME",
    ),
    "the next card at once": (
        (*TO_INSURANCE, E.CONTINUE, PICK, SAVED, E.CARD_REMOVED, E.CARD_IN),
        f"{BEGIN} CONFIRM INSURANCE VISIT SAVING TAKE_CARD TICKET CONSENT",
    ),
}


@pytest.mark.parametrize("name", PERSONS)
def test_person_sees_the_screens(name: str) -> None:
    steps, screens = PERSONS[name]
    person = Person()
    person.do(*steps)
    assert " ".join(person.screens) == screens
    if person.moment.state in {State.WELCOME, State.READER_LOST}:
        assert person.moment.session == Session()
