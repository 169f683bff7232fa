"""What the card's thread makes of errors and of progress."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.card_worker import CardMemory, ReadOrder, _Reading, event_of, outcome_of
from kiosk.flow import Event
from kiosk.model import Authenticity
from kiosk.snapshot import ReadingView
from reader import errors
from reader.inspection import DifferentCardError, Progress, Step
from reader.result import Check, CheckOutcome, Checks, InspectionResult, judge
from tests.checkin_fakes import MRZ, PASSED

TODAY = date(2026, 8, 3)

MEANINGS = [
    (errors.WrongKeyError(), Event.WRONG_KEY, Event.CARD_OTHER),
    (errors.NotAnEmrtdError(), Event.WRONG_CARD, Event.CARD_OTHER),
    (errors.CardRemovedError(), Event.CARD_REMOVED, Event.CARD_REMOVED),
    (DifferentCardError(), Event.CARD_OTHER, Event.CARD_OTHER),
    (errors.CardCommunicationError(), Event.CHIP_ERROR, Event.CHIP_ERROR),
    (errors.SecureMessagingError(), Event.CHIP_ERROR, Event.CHIP_ERROR),
    (errors.StatusWordError(0x6A82), Event.CHIP_ERROR, Event.CHIP_ERROR),
    (errors.AccessProtocolError(), Event.CHIP_ERROR, Event.CHIP_ERROR),
    (errors.MalformedDataError(), Event.CHIP_ERROR, Event.CHIP_ERROR),
    (errors.ReaderBusyError(), Event.CHIP_ERROR, Event.CHIP_ERROR),
    (errors.NoReaderError(), Event.READER_LOST, Event.READER_LOST),
    (errors.ReaderLostError(), Event.READER_LOST, Event.READER_LOST),
    (errors.PcscUnavailableError(), Event.READER_LOST, Event.READER_LOST),
]


@pytest.mark.parametrize(("error", "reading", "probing"), MEANINGS, ids=lambda value: type(value).__name__)
def test_errors_mean(error: errors.ReaderError, reading: Event, probing: Event) -> None:
    assert event_of(error, probe=False) is reading
    assert event_of(error, probe=True) is probing


class Posted:
    """Keeps the facts."""

    def __init__(self) -> None:
        self.facts: list[tuple[Event, object]] = []

    def __call__(self, event: Event, data: object = None, *, order: ReadOrder | None = None) -> None:
        assert order is not None
        self.facts.append((event, data))


def order(*, probe: bool = False) -> ReadOrder:
    """A read of the sample card."""
    return ReadOrder("session", "123456", CardMemory(), TODAY, probe=probe)


def test_progress_is_posted_when_the_screen_would_change_and_never_runs_back() -> None:
    posted = Posted()
    reading = _Reading(order(), posted)
    steps = [
        (Step.CARD_ACCESS, 0, 0),
        (Step.PACE, 0, 20_000),
        (Step.SOD, 2_000, 20_000),
        (Step.SOD, 2_001, 20_000),
        (Step.DG2, 18_000, 20_000),
        (Step.DG2, 18_000, 30_000),
        (Step.CHIP, 20_000, 20_000),
    ]
    for step, done, total in steps:
        reading.progress(Progress(step, done, total))
    assert posted.facts == [
        (Event.PROGRESS, ReadingView(10, 2)),
        (Event.PROGRESS, ReadingView(90, 3)),
        (Event.PROGRESS, ReadingView(99, 4)),
    ]


def test_probe_tells_neither_progress_nor_who_it_is() -> None:
    posted = Posted()
    reading = _Reading(order(probe=True), posted)
    reading.progress(Progress(Step.DG2, 1, 2))
    reading.identity(MRZ, PASSED)
    assert posted.facts == []
    assert reading.identified


def test_identity_of_a_refuted_signature_is_not_told() -> None:
    posted = Posted()
    _Reading(order(), posted).identity(MRZ, Check(CheckOutcome.FAILED, "bad-signature"))
    assert posted.facts == []


def test_outcome_names_every_check_with_its_reason() -> None:
    checks = Checks(
        access=PASSED,
        passive=Check(CheckOutcome.NOT_PERFORMED, "no-csca"),
        chip=PASSED,
        active=Check(CheckOutcome.NOT_SUPPORTED, "not-announced"),
    )
    result = InspectionResult(judge(checks), checks, "PACE", MRZ, None, None, b"sod", (1,), 20, 4_000, {})
    outcome = outcome_of(result, TODAY)
    assert outcome.authenticity is Authenticity.NOT_PROVABLE
    assert dict(outcome.evidence) == {
        "access": "PASSED ok",
        "passive": "NOT_PERFORMED no-csca",
        "chip": "PASSED ok",
        "active": "NOT_SUPPORTED not-announced",
    }


def test_order_and_outcome_hide_the_person() -> None:
    checks = Checks(PASSED, PASSED, PASSED, PASSED)
    result = InspectionResult(judge(checks), checks, "PACE", MRZ, None, None, b"sod", (1,), 20, 4_000, {})
    shown = repr(order()) + repr(outcome_of(result, TODAY))
    assert "123456" not in shown
    assert "MAU" not in shown
