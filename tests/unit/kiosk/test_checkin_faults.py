"""CheckinSession when something goes wrong: a screen that says what to do, and nothing lost."""

from __future__ import annotations

import threading

import pytest

from kiosk.flow import Claim, Event, State
from kiosk.flow.facts import HelpCause
from kiosk.model import CoverageKind, Intent
from tests.checkin_fakes import FakeCard, other_card
from tests.checkin_kiosk import Kiosk


class DiskTroubleError(Exception):
    """What a store may raise."""


def to_access(kiosk: Kiosk, card: FakeCard) -> None:
    """Lay a card and consent."""
    kiosk.station.lay(card)
    kiosk.until(State.CONSENT)
    kiosk.touch(Event.YES)
    kiosk.until(State.ACCESS)


def test_silent_gateway_is_waited_for_eight_seconds_and_no_more() -> None:
    with Kiosk() as kiosk:
        kiosk.insurance.hold = threading.Event()
        kiosk.to_confirm()
        kiosk.touch(Event.PATIENT_IS_HOLDER)
        frame = kiosk.until(State.INSURANCE)
        assert frame.coverage is not None
        assert frame.coverage.waiting
        kiosk.after(7.9)
        kiosk.touch(Event.CONTINUE)
        assert kiosk.settle().state is State.INSURANCE
        kiosk.after(0.2)
        kiosk.until(
            lambda frame: (
                frame.coverage is not None
                and (frame.coverage.kind, frame.coverage.code) == (CoverageKind.LATER, "timeout")
            )
        )
        kiosk.insurance.hold.set()
        kiosk.touch(Event.CONTINUE)
        kiosk.until(State.ROUTE)
        kiosk.touch(Event.SLIP_NONE)
        kiosk.until(State.VISIT)
        kiosk.touch(Event.SERVICE_PICKED, "eyes")
        kiosk.until(State.TAKE_CARD)
    (draft,) = kiosk.store.drafts
    assert draft.coverage is not None
    assert draft.coverage.kind is CoverageKind.LATER
    assert "coverage-unverified" in draft.flags


def test_failed_save_is_told_and_tried_again_without_asking_anything_anew() -> None:
    with Kiosk() as kiosk:
        kiosk.store.faults = [DiskTroubleError(), DiskTroubleError()]
        kiosk.to_visit()
        kiosk.touch(Event.SERVICE_PICKED, "general")
        frame = kiosk.until(State.HELP)
        assert (frame.help.cause, frame.help.can_return, frame.alarm) == (HelpCause.SAVE, True, "E-SAVE")
        kiosk.touch(Event.BACK)
        kiosk.until(lambda frame: frame.state is State.SAVING)
        kiosk.until(State.HELP)
        kiosk.touch(Event.BACK)
        frame = kiosk.until(State.TAKE_CARD)
        assert frame.alarm == ""
    assert len(kiosk.store.drafts) == 1


def test_session_that_cannot_be_saved_is_handed_to_the_desk_when_the_disk_is_back() -> None:
    with Kiosk() as kiosk:
        kiosk.store.faults = [DiskTroubleError()]
        kiosk.to_visit()
        kiosk.touch(Event.SERVICE_PICKED, "general")
        kiosk.until(State.HELP)
        kiosk.touch(Event.DESK_TICKET)
        frame = kiosk.until(State.TAKE_CARD)
        assert frame.session_id == ""
    (draft,) = kiosk.store.drafts
    assert draft.intent is Intent.HANDOVER


def test_slow_save_shows_help_and_still_leads_on() -> None:
    with Kiosk() as kiosk:
        kiosk.store.hold = threading.Event()
        kiosk.to_visit()
        kiosk.touch(Event.SERVICE_PICKED, "general")
        kiosk.until(State.SAVING)
        kiosk.after(5.1)
        kiosk.until(State.HELP)
        kiosk.store.hold.set()
        kiosk.until(State.TAKE_CARD)
    assert len(kiosk.store.drafts) == 1


@pytest.mark.parametrize(("printer", "alarm"), [(True, "E-PRINT"), (False, "")])
def test_ticket_that_is_not_printed_shows_on_the_screen_for_longer(printer: bool, alarm: str) -> None:
    with Kiosk(printer=printer) as kiosk:
        if kiosk.printer is not None:
            kiosk.printer.paper = False
        kiosk.to_take_card()
        kiosk.station.lift()
        frame = kiosk.until(lambda frame: frame.on_screen_only)
        assert frame.state is State.TICKET
        assert frame.alarm == alarm
        assert frame.countdown is not None
        assert frame.countdown.total_s == 40
        assert not frame.printed


def test_answer_for_a_wiped_session_is_dropped() -> None:
    with Kiosk() as kiosk:
        kiosk.insurance.hold = threading.Event()
        kiosk.to_confirm()
        kiosk.touch(Event.NOT_ME)
        kiosk.until(State.TAKE_CARD)
        kiosk.station.lift()
        kiosk.until(State.WELCOME)
        kiosk.insurance.hold.set()
        kiosk.station.lay(other_card())
        kiosk.until(State.CONSENT)
        assert kiosk.session._moment.session.answer is None


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (Event.CAN_TYPED, "12345"),
        (Event.CAN_TYPED, "12345x"),
        (Event.CAN_TYPED, None),
        (Event.CAN_TYPED, 123456),
        (Event.SERVICE_PICKED, "surgery"),
        (Event.PHONE_GIVEN, "call me"),
        (Event.DETAILS_GIVEN, ("1", "2")),
        (Event.DETAILS_GIVEN, "001090123456"),
        (Event.SLIP_GIVEN, {"number": "1" * 300}),
        (Event.LANGUAGE, "fr"),
        (Event.QR_CARD, "001090123456||NAME"),
        (Event.QR_CARD, Claim("12", "NAME")),
        (Event.QR_CARD, Claim("001090123456", "N" * 300)),
        (Event.REPRINT, None),
    ],
)
def test_malformed_or_misplaced_touch_changes_nothing(event: Event, data: object) -> None:
    with Kiosk() as kiosk:
        to_access(kiosk, FakeCard())
        before = kiosk.settle()
        kiosk.touch(event, data)
        assert kiosk.settle().state is before.state
        assert kiosk.snapshot.has_key is before.has_key


def test_listener_that_breaks_stops_neither_the_flow_nor_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: object) -> None:
        raise DiskTroubleError("CANARY")

    with Kiosk() as kiosk:
        kiosk.session.subscribe(broken)
        kiosk.to_confirm()
    assert "CANARY" not in caplog.text
    assert "DiskTroubleError" in caplog.text
