"""CheckinSession when card or reader fail: pulled, exchanged, mute, refuted, lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kiosk.flow import Event, State
from kiosk.flow.facts import HelpCause
from kiosk.model import Authenticity, Intent
from reader.errors import (
    CardCommunicationError,
    CardRemovedError,
    NotAnEmrtdError,
    ReaderBusyError,
    ReaderLostError,
    SecureMessagingError,
)
from reader.result import Checks
from tests.checkin_fakes import PASSED, FakeCard, failing, other_card
from tests.checkin_kiosk import Kiosk

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.snapshot import Snapshot


def to_access(kiosk: Kiosk, card: FakeCard) -> None:
    """Lay a card and consent."""
    kiosk.station.lay(card)
    kiosk.until(State.CONSENT)
    kiosk.touch(Event.YES)
    kiosk.until(State.ACCESS)


def missed_with(left: int) -> Callable[[Snapshot], bool]:
    """The frame that tells of a miss and of how many tries are left."""
    return lambda frame: frame.missed and frame.misses_left == left


def test_wrong_digits_are_told_and_help_comes_after_three() -> None:
    with Kiosk() as kiosk:
        to_access(kiosk, FakeCard())
        for left in (2, 1):
            kiosk.touch(Event.CAN_TYPED, "000000")
            frame = kiosk.until(missed_with(left))
            assert frame.state is State.ACCESS
            assert not frame.has_key
        kiosk.touch(Event.CAN_TYPED, "000000")
        frame = kiosk.until(State.HELP)
        assert (frame.help.cause, frame.help.code, frame.help.can_return) == (HelpCause.CAN, "E-CAN", False)
        kiosk.touch(Event.BACK)
        kiosk.until(State.NO_CARD)
    assert kiosk.store.drafts == []


def test_card_pulled_in_the_read_goes_on_when_it_is_laid_back() -> None:
    with Kiosk() as kiosk:
        card = FakeCard(late_errors=[CardRemovedError()])
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        frame = kiosk.until(State.REINSERT)
        assert frame.countdown is not None
        assert frame.countdown.total_s == 20
        kiosk.station.lay(card)
        kiosk.until(State.CONFIRM)
    assert kiosk.station.reads == [False, True, False]


def test_another_card_after_the_pull_begins_anew() -> None:
    with Kiosk() as kiosk:
        card = FakeCard(late_errors=[CardRemovedError()])
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        first = kiosk.until(State.REINSERT)
        kiosk.station.lay(other_card())
        second = kiosk.until(State.CONSENT)
        assert second.session_id != first.session_id
        assert not second.has_key
        assert second.person is None


def test_card_with_the_same_digits_but_another_chip_begins_anew() -> None:
    with Kiosk() as kiosk:
        card = FakeCard(late_errors=[CardRemovedError()])
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        kiosk.until(State.REINSERT)
        kiosk.station.lay(FakeCard(mrz=other_card().mrz, can=card.can))
        kiosk.until(State.CONSENT)
        assert State.CONFIRM not in kiosk.screens


def test_card_laid_back_after_the_read_is_probed_and_another_ends_the_session() -> None:
    with Kiosk() as kiosk:
        card = FakeCard()
        kiosk.to_visit(card)
        kiosk.station.lift()
        kiosk.station.lay(card)
        assert kiosk.station.read_began.acquire(timeout=10)
        assert kiosk.station.read_began.acquire(timeout=10)
        assert kiosk.station.reads[-1] is True
        assert kiosk.settle().state is State.VISIT
        kiosk.station.lift()
        kiosk.station.lay(other_card())
        frame = kiosk.until(State.CONSENT)
        assert frame.person is None


def test_chip_errors_are_tried_again_then_help_says_the_code() -> None:
    with Kiosk() as kiosk:
        faults = [CardCommunicationError(), SecureMessagingError(), ReaderBusyError()]
        card = FakeCard(errors=list(faults))
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        frame = kiosk.until(State.HELP)
        assert (frame.help.cause, frame.help.code) == (HelpCause.READ, "E-READ")
    assert len(kiosk.station.reads) == len(faults)


def test_card_without_the_application_is_named_and_the_right_one_goes_on() -> None:
    with Kiosk() as kiosk:
        to_access(kiosk, FakeCard(errors=[NotAnEmrtdError()]))
        kiosk.touch(Event.CAN_TYPED, "123456")
        frame = kiosk.until(State.HELP)
        assert (frame.help.cause, frame.help.can_return) == (HelpCause.CARD, True)
        kiosk.station.lift()
        kiosk.until(lambda frame: not frame.card_present)
        kiosk.touch(Event.BACK)
        kiosk.until(State.ACCESS)
        kiosk.station.lay(FakeCard())
        kiosk.until(State.CONFIRM)


def test_clone_goes_to_the_desk_with_neutral_words() -> None:
    with Kiosk() as kiosk:
        checks = failing(Checks(PASSED, PASSED, PASSED, PASSED))
        card = FakeCard(checks=checks)
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        frame = kiosk.until(State.HELP)
        assert (frame.help.cause, frame.help.can_return) == (HelpCause.CHECK, False)
        assert frame.person is None
        kiosk.touch(Event.BACK)
        kiosk.touch(Event.DESK_TICKET)
        kiosk.until(State.TAKE_CARD)
        kiosk.station.lift()
        frame = kiosk.until(State.TICKET)
        assert frame.countdown is not None
        assert frame.countdown.total_s == 5
    (draft,) = kiosk.store.drafts
    assert draft.intent is Intent.HANDOVER
    assert draft.authenticity is Authenticity.NOT_GENUINE
    assert draft.service is None
    assert {"chip-not-genuine", "handed-over"} <= set(draft.flags)
    assert draft.checks["chip"] == "FAILED chip-key-not-proven"


def test_reader_lost_in_the_read_goes_on_when_it_is_back() -> None:
    with Kiosk() as kiosk:
        card = FakeCard(errors=[ReaderLostError()])
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        frame = kiosk.until(State.READER_LOST)
        assert not frame.reader_ready
        kiosk.station.tell(Event.READER_READY)
        frame = kiosk.until(State.ACCESS)
        assert frame.has_key
        kiosk.station.lay(card)
        kiosk.until(State.CONFIRM)


def test_read_that_was_taken_back_answers_nobody() -> None:
    with Kiosk() as kiosk:
        card = FakeCard(hold=threading.Event())
        to_access(kiosk, card)
        kiosk.touch(Event.CAN_TYPED, card.can)
        kiosk.until(lambda frame: frame.reading.name != "")
        kiosk.touch(Event.BACK)
        frame = kiosk.until(State.CONSENT)
        assert frame.reading.name == ""
        assert card.hold is not None
        card.hold.set()
        kiosk.touch(Event.YES)
        frame = kiosk.until(State.ACCESS)
        assert not frame.has_key
        kiosk.touch(Event.CAN_TYPED, card.can)
        kiosk.until(State.CONFIRM)
