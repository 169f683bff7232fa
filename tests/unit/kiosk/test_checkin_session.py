"""CheckinSession through its ports: whole persons, on the session's own threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kiosk.flow import Event, State
from kiosk.model import Authenticity, CoverageKind, Intent
from tests.checkin_fakes import PATIENCE, PNG
from tests.checkin_kiosk import Kiosk

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.snapshot import Snapshot


def test_listeners_that_come_and_go_on_many_threads_are_neither_lost_nor_kept() -> None:
    kiosk = Kiosk()
    stay: list[Callable[[Snapshot], None]] = [lambda _: None for _ in range(8)]
    together = threading.Barrier(len(stay))

    def come_and_go(mine: Callable[[Snapshot], None]) -> None:
        together.wait(PATIENCE)
        for _ in range(200):
            kiosk.session.subscribe(lambda _: None)()
        kiosk.session.subscribe(mine)

    threads = [threading.Thread(target=come_and_go, args=(mine,)) for mine in stay]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert set(kiosk.session._listeners) == {kiosk._take, *stay}


def test_checkin_happy_path_gives_the_ticket_after_the_card_is_out() -> None:
    with Kiosk() as kiosk:
        shown = kiosk.to_confirm()
        assert shown.person is not None
        assert shown.person.full_name == "NGUYEN VAN MAU"
        assert shown.person.number_tail == "456"
        assert shown.person.authenticity is Authenticity.GENUINE
        kiosk.until(lambda frame: frame.portrait_png == PNG)
        kiosk.touch(Event.PATIENT_IS_HOLDER)
        kiosk.until(lambda frame: frame.coverage is not None and not frame.coverage.waiting)
        coverage = kiosk.snapshot.coverage
        assert coverage is not None
        assert (coverage.kind, coverage.card_masked) == (CoverageKind.VALID, "GD 4 •••••• 246")
        kiosk.touch(Event.CONTINUE)
        kiosk.until(State.VISIT)
        kiosk.until(lambda frame: [service.waiting for service in frame.services] == [7, 0])
        kiosk.touch(Event.SERVICE_PICKED, "general")
        taking = kiosk.until(State.TAKE_CARD)
        assert taking.ticket is None
        assert taking.person is None
        assert kiosk.printer is not None
        assert kiosk.printer.printed == []
        kiosk.station.lift()
        ticket = kiosk.until(lambda frame: frame.printed)
        assert ticket.state is State.TICKET
        assert ticket.ticket is not None
        assert ticket.ticket.number == "A001"
        kiosk.touch(Event.DONE)
        kiosk.until(State.WELCOME)
    assert kiosk.store.shown == ["visit-A001"]
    (draft,) = kiosk.store.drafts
    assert draft.intent is Intent.NEW
    assert draft.consent is not None
    assert draft.checks["passive"] == "PASSED ok"
    assert kiosk.screens == [
        State.WELCOME,
        State.CONSENT,
        State.ACCESS,
        State.READING,
        State.CONFIRM,
        State.INSURANCE,
        State.VISIT,
        State.SAVING,
        State.TAKE_CARD,
        State.TICKET,
        State.WELCOME,
    ]
