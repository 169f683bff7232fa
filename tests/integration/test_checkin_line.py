"""The whole line with nothing replaced but the card's plastic: emulated card, vpcd, pcscd, reader, gateway over HTTP, database."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from emulator.card.link import LinkTiming
from emulator.citizens import by_name
from emulator.environment import Setting
from kiosk import config as configuration
from kiosk.bootstrap import build_session, open_store_to_read
from kiosk.flow import Event, State
from kiosk.flow.facts import HelpCause
from kiosk.model import Authenticity, CoverageKind
from kiosk.times import Times
from tests.checkin_kiosk import SessionWatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulator.environment import Environment
    from kiosk.snapshot import Snapshot

SAMPLE = by_name("nguyen-van-mau")
OTHER = by_name("tran-thi-thu")
SLOW = Setting(
    link=LinkTiming("slow", 64_000, 0.002)
)  # two seconds for a card: time to pull it in every step


@contextmanager
def running(environment: Environment, times: Times | None = None) -> Iterator[SessionWatcher]:
    """A check-in as `kiosk ui` builds it."""
    session = build_session(configuration.load(environment.config_path), times=times)
    watcher = SessionWatcher(session)
    session.start()
    try:
        yield watcher
    finally:
        assert session.stop()


def to_reading(kiosk: SessionWatcher, digits: str = SAMPLE.can) -> None:
    """Consent and type the digits."""
    kiosk.until(State.CONSENT)
    kiosk.touch(Event.YES)
    kiosk.until(State.ACCESS)
    kiosk.touch(Event.CAN_TYPED, digits)


def to_ticket(kiosk: SessionWatcher, environment: Environment) -> Snapshot:
    """From CONFIRM to the ticket."""
    kiosk.until(State.CONFIRM)
    kiosk.touch(Event.PATIENT_IS_HOLDER)
    kiosk.until(lambda frame: frame.coverage is not None and not frame.coverage.waiting)
    kiosk.touch(Event.CONTINUE)
    if kiosk.until(lambda frame: frame.state in {State.VISIT, State.ROUTE}).state is State.ROUTE:
        kiosk.touch(Event.SLIP_NONE)
        kiosk.until(State.VISIT)
    kiosk.touch(Event.SERVICE_PICKED, "general")
    kiosk.until(State.TAKE_CARD)
    environment.lift()
    return kiosk.until(lambda frame: frame.state is State.TICKET and frame.on_screen_only)


def visits(environment: Environment) -> int:
    """How many visits the records hold, read beside a running kiosk."""
    with open_store_to_read(configuration.load(environment.config_path)) as store:
        return len(store.list_visits(None, 10))


def test_card_becomes_a_visit_with_its_face_and_whole_name(environment: Environment) -> None:
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        frame = kiosk.until(lambda frame: frame.portrait_png is not None)
        assert frame.portrait_png is not None
        assert frame.portrait_png.startswith(b"\x89PNG")
        assert frame.person is not None
        assert frame.person.full_name == SAMPLE.full_name
        assert frame.person.authenticity is Authenticity.GENUINE
        frame = to_ticket(kiosk, environment)
        assert frame.ticket is not None
        assert frame.alarm == ""
        assert visits(environment) == 1
        named = [
            frame.reading for frame in kiosk.frames if frame.state is State.READING and frame.reading.name
        ]
        assert min(reading.percent for reading in named) < 50


def test_wrong_digits_three_times_leave_the_chip_closed(environment: Environment) -> None:
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk, "000000")
        kiosk.until(lambda frame: frame.state is State.ACCESS and frame.misses_left == 2)
        kiosk.touch(Event.CAN_TYPED, "111111")
        kiosk.until(lambda frame: frame.state is State.ACCESS and frame.misses_left == 1)
        kiosk.touch(Event.CAN_TYPED, "222222")
        assert kiosk.until(State.HELP).help.cause is HelpCause.CAN


PULLS: dict[str, Callable[[Snapshot], bool]] = {
    "at once": lambda frame: frame.state is State.READING,
    "with the name": lambda frame: frame.state is State.READING and frame.reading.name != "",
    "in the portrait": lambda frame: frame.state is State.READING and frame.reading.percent > 50,
}


@pytest.mark.parametrize("when", PULLS)
def test_card_pulled_in_the_read_goes_on_where_it_was(
    make_environment: Callable[[Setting], Environment], when: str
) -> None:
    environment = make_environment(SLOW)
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        kiosk.until(PULLS[when])
        environment.lift()
        before = kiosk.until(State.REINSERT).reinsert_percent
        environment.lay_on(SAMPLE)
        assert kiosk.until(State.READING).reading.percent >= before
        assert to_ticket(kiosk, environment).ticket is not None
    assert visits(environment) == 1


def test_another_card_after_the_pull_never_goes_on(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(SLOW)
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        kiosk.until(PULLS["with the name"])
        environment.lift()
        kiosk.until(State.REINSERT)
        environment.lay_on(OTHER)
        frame = kiosk.until(State.CONSENT)
        assert not frame.has_key
        to_reading(kiosk, OTHER.can)
        frame = kiosk.until(State.CONFIRM)
        assert frame.person is not None
        assert frame.person.full_name == OTHER.full_name


def test_service_lost_in_the_read_goes_on_when_it_is_back(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(SLOW)
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        kiosk.until(PULLS["with the name"])
        environment.restart_pcscd()
        kiosk.until(State.READER_LOST)
        kiosk.until(State.CONFIRM)
        assert to_ticket(kiosk, environment).ticket is not None


def test_service_away_at_the_start_is_told_and_found_later(environment: Environment) -> None:
    environment.pcscd.kill()
    with running(environment) as kiosk:
        kiosk.until(State.READER_LOST)
        environment.pcscd.start()
        kiosk.until(State.WELCOME)


def test_without_trust_the_card_is_not_provable_and_goes_on(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(Setting(trusted=False))
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        frame = kiosk.until(State.CONFIRM)
        assert frame.person is not None
        assert frame.person.authenticity is Authenticity.NOT_PROVABLE
        assert to_ticket(kiosk, environment).ticket is not None


def test_without_the_gateway_the_visit_is_recorded_unverified(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(Setting(gateway_up=False))
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        assert to_ticket(kiosk, environment).ticket is not None
    with open_store_to_read(configuration.load(environment.config_path)) as store:
        (visit,) = store.list_visits(None, 10)
    assert visit.coverage is not None
    assert visit.coverage.kind is CoverageKind.LATER
    assert "coverage-unverified" in visit.flags


@pytest.mark.parametrize("name", ["nguyen-van-mau-clone", "tran-thi-thu-tampered"])
def test_refuted_card_goes_to_the_desk_only(environment: Environment, name: str) -> None:
    with running(environment, Times(ticket_hand_over=0.5)) as kiosk:
        environment.lay_on(name)
        to_reading(kiosk, by_name(name).can)
        assert kiosk.until(State.HELP).help.cause is HelpCause.CHECK
        kiosk.touch(Event.DESK_TICKET)
        kiosk.until(State.TAKE_CARD)
        environment.lift()
        kiosk.until(State.TICKET)
        kiosk.until(State.WELCOME)
    with open_store_to_read(configuration.load(environment.config_path)) as store:
        (visit,) = store.list_visits(None, 10)
    assert visit.authenticity is Authenticity.NOT_GENUINE
    assert visit.tickets[0].to_desk


class TravelCard:
    """A chip card that knows none of an identity card's files."""

    atr = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")

    def reset(self) -> None:
        """Nothing is kept."""

    def process(self, apdu: bytes) -> bytes:
        return b"\x6a\x82" if apdu[1:2] in {b"\xa4", b"\xb0"} else b"\x6d\x00"


def test_card_without_the_application_is_named_and_the_right_one_goes_on(environment: Environment) -> None:
    with running(environment) as kiosk:
        environment.lay_on_card(TravelCard())
        to_reading(kiosk)
        assert kiosk.until(State.HELP).help.cause is HelpCause.CARD
        environment.lift()
        kiosk.until(lambda frame: not frame.card_present)
        kiosk.touch(Event.BACK)
        kiosk.until(State.ACCESS)
        environment.lay_on(SAMPLE)
        kiosk.until(State.CONFIRM)


def test_same_person_twice_on_a_day_joins_the_visit(environment: Environment) -> None:
    with running(environment) as kiosk:
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        first = to_ticket(kiosk, environment).ticket
        assert first is not None
        kiosk.touch(Event.DONE)
        kiosk.until(State.WELCOME)
        environment.lay_on(SAMPLE)
        to_reading(kiosk)
        kiosk.until(State.CONFIRM)
        kiosk.touch(Event.PATIENT_IS_HOLDER)
        frame = kiosk.until(lambda frame: frame.state in {State.ALREADY_TODAY, State.INSURANCE})
        assert frame.state is State.ALREADY_TODAY
        assert frame.today is not None
        assert frame.today.number == first.number
        kiosk.touch(Event.REPRINT)
        kiosk.until(State.TAKE_CARD)
        environment.lift()
        frame = kiosk.until(lambda frame: frame.state is State.TICKET)
        assert frame.ticket is not None
        assert frame.ticket.number == first.number
    assert visits(environment) == 1
