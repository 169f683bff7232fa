"""CheckinSession on a clock that the test moves: idle, warnings, the card left behind, the ticket."""

from __future__ import annotations

import pytest

from kiosk.flow import Device, Event, Moment, Session, State
from kiosk.flow.facts import Found
from kiosk.model import CoverageKind, Intent, Language
from kiosk.timers import Activity, Timers, Wanted, wanted
from kiosk.times import Times
from tests.checkin_fakes import FakeCard
from tests.checkin_kiosk import Kiosk

TIMES = Times()


def test_idle_warns_for_twenty_seconds_and_more_time_leads_back() -> None:
    with Kiosk() as kiosk:
        kiosk.to_confirm()
        kiosk.after(44.9)
        assert kiosk.settle().state is State.CONFIRM
        kiosk.after(0.2)
        frame = kiosk.until(State.IDLE_WARNING)
        assert frame.person is None
        assert frame.countdown is not None
        assert frame.countdown.total_s == 20
        assert frame.countdown.deadline_monotonic == pytest.approx(65.1)
        kiosk.after(19.0)
        kiosk.touch(Event.MORE_TIME)
        kiosk.until(State.CONFIRM)
        kiosk.after(44.0)
        assert kiosk.settle().state is State.CONFIRM


def test_touch_starts_the_idle_time_anew() -> None:
    with Kiosk() as kiosk:
        kiosk.to_confirm()
        for _ in range(3):
            kiosk.after(40)
            kiosk.touch(Event.TOUCH)
        assert kiosk.settle().state is State.CONFIRM


def test_warning_that_nobody_answers_asks_for_the_card_and_forgets() -> None:
    with Kiosk() as kiosk:
        kiosk.to_confirm()
        kiosk.after(45.1)
        kiosk.until(State.IDLE_WARNING)
        kiosk.after(20.1)
        frame = kiosk.until(State.TAKE_CARD)
        assert frame.session_id == ""
        kiosk.station.lift()
        kiosk.until(State.WELCOME)


def test_screen_that_awaits_the_card_waits_longer() -> None:
    with Kiosk() as kiosk:
        kiosk.station.lay(FakeCard())
        kiosk.until(State.CONSENT)
        kiosk.station.lift()
        kiosk.until(lambda frame: not frame.card_present)
        kiosk.touch(Event.YES)
        kiosk.until(State.ACCESS)
        kiosk.after(119)
        assert kiosk.settle().state is State.ACCESS
        kiosk.after(2)
        kiosk.until(State.IDLE_WARNING)


def test_card_left_behind_calls_staff_and_keeps_the_ticket_for_a_minute_more() -> None:
    with Kiosk() as kiosk:
        kiosk.to_take_card()
        kiosk.after(30.1)
        frame = kiosk.until(lambda frame: frame.help.staff_called)
        assert frame.state is State.TAKE_CARD
        kiosk.after(59)
        kiosk.station.lift()
        frame = kiosk.until(State.TICKET)
        assert frame.ticket is not None


def test_ticket_goes_after_twenty_seconds_and_more_time_adds_as_much() -> None:
    with Kiosk() as kiosk:
        kiosk.to_take_card()
        kiosk.station.lift()
        kiosk.until(lambda frame: frame.printed)
        kiosk.after(19)
        kiosk.touch(Event.MORE_TIME)
        kiosk.after(19)
        assert kiosk.settle().state is State.TICKET
        kiosk.after(2)
        kiosk.until(State.WELCOME)


def test_next_card_at_the_ticket_begins_at_once() -> None:
    with Kiosk() as kiosk:
        kiosk.to_take_card()
        kiosk.station.lift()
        first = kiosk.until(State.TICKET)
        kiosk.station.lay(FakeCard())
        frame = kiosk.until(State.CONSENT)
        assert frame.ticket is None
        assert frame.session_id != first.session_id


def test_language_and_contrast_end_with_the_session() -> None:
    with Kiosk() as kiosk:
        kiosk.touch(Event.LANGUAGE, Language.EN)
        kiosk.session.set_contrast(on=True)
        kiosk.station.lay(FakeCard())
        frame = kiosk.until(State.CONSENT)
        assert (frame.language, frame.contrast) == (Language.EN, True)
        kiosk.touch(Event.BACK)
        frame = kiosk.until(State.TAKE_CARD)
        assert (frame.language, frame.contrast) == (Language.VI, False)


def test_language_left_on_welcome_runs_out() -> None:
    with Kiosk() as kiosk:
        kiosk.touch(Event.LANGUAGE, Language.EN)
        kiosk.until(lambda frame: frame.language is Language.EN)
        kiosk.after(45.1)
        frame = kiosk.until(lambda frame: frame.language is Language.VI)
        assert frame.state is State.WELCOME


def test_unsubscribed_listener_hears_no_more() -> None:
    with Kiosk() as kiosk:
        heard: list[object] = []
        unsubscribe = kiosk.session.subscribe(heard.append)
        kiosk.to_confirm()
        count = len(heard)
        assert count > 3
        unsubscribe()
        kiosk.touch(Event.NOT_ME)
        kiosk.until(State.TAKE_CARD)
        assert len(heard) == count


def test_progress_never_runs_back_and_ends_below_100() -> None:
    with Kiosk() as kiosk:
        kiosk.to_confirm()
    shown = [frame.reading for frame in kiosk.frames if frame.state is State.READING]
    percents = [reading.percent for reading in shown]
    assert percents == sorted(percents)
    assert max(percents) == 99
    assert [reading.step for reading in shown] == sorted(reading.step for reading in shown)
    named = next(index for index, reading in enumerate(shown) if reading.name)
    assert shown[named].percent < 50


@pytest.mark.parametrize(
    ("moment", "event", "seconds"),
    [
        (Moment(State.SAVING), Event.SAVE_TIMEOUT, 5),
        (Moment(State.REINSERT), Event.REINSERT_TIMEOUT, 20),
        (Moment(State.TAKE_CARD), Event.TAKE_TIMEOUT, 30),
        (Moment(State.TAKE_CARD, Session(overdue=True)), Event.TAKE_TIMEOUT, 60),
        (Moment(State.TICKET), Event.TICKET_TIMEOUT, 20),
        (Moment(State.TICKET, Session(on_screen=True)), Event.TICKET_TIMEOUT, 40),
        (Moment(State.TICKET, Session(intent=Intent.HANDOVER)), Event.TICKET_TIMEOUT, 5),
        (Moment(State.CLAIM, Session(open=True)), Event.IDLE, 120),
        (Moment(State.ACCESS, Session(open=True), Device(card=True)), Event.IDLE, 45),
        (Moment(State.READING, Session(open=True, found=Found.PENDING)), Event.IDS_TIMEOUT, 3),
        (Moment(State.READING, Session(coverage=CoverageKind.PENDING)), Event.LOOKUP_TIMEOUT, 8),
    ],
)
def test_times_are_those_of_the_reference(moment: Moment, event: Event, seconds: float) -> None:
    assert wanted(moment, Activity(), TIMES)[event].seconds == seconds


@pytest.mark.parametrize(
    "state", [State.READING, State.REINSERT, State.SAVING, State.TAKE_CARD, State.TICKET]
)
def test_nobody_is_idle_while_the_machine_works(state: State) -> None:
    assert Event.IDLE not in wanted(Moment(state, Session(open=True)), Activity(), TIMES)


def test_timers_keep_what_runs_and_start_anew_what_is_caused_anew() -> None:
    timers = Timers()
    timers.arrange({Event.IDLE: Wanted(45, 1)}, now=0)
    timers.arrange({Event.IDLE: Wanted(45, 1)}, now=10)
    assert timers.seconds_left(10) == 35
    timers.arrange({Event.IDLE: Wanted(45, 2)}, now=10)
    assert timers.due(54.9) is None
    assert timers.due(55) is Event.IDLE
    assert timers.due(100) is None
    assert timers.seconds_left(100) is None
