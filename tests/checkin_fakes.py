"""Strict adapters of kiosk.ports for tests of the check-in: each does only what its script says and fails on anything else."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.flow import Event
from kiosk.model import (
    Coverage,
    CoverageKind,
    PatientIdentity,
    Service,
    Ticket,
    VisitDraft,
    VisitRecord,
)
from kiosk.ports import PrinterError
from reader.access.key import AccessKey, Can
from reader.codec.mrz import Mrz, parse_mrz
from reader.errors import CancelledError, CardRemovedError, ReaderError, WrongKeyError
from reader.inspection import DifferentCardError, Progress, ReadCache, Step
from reader.lds.dg2 import Portrait
from reader.result import Check, CheckOutcome, Checks, InspectionResult, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


PATIENCE = 10.0  # real seconds that a test waits for something that must happen
START = datetime(2026, 8, 3, 6, 40, tzinfo=UTC)
CAN = "123456"
MRZ = parse_mrz("IDVNM0901234562001090123456<<39001011M3001019VNM<<<<<<<<<<<4NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<")
OTHER_MRZ = parse_mrz(
    "IDVNM0580000221034058000022<<45810262M9912315VNM<<<<<<<<<<<0NGUYEN<<VAN<TY<<<<<<<<<<<<<<<<"
)
PNG = b"\x89PNG-of-a-drawn-face"
PASSED = Check(CheckOutcome.PASSED, "ok")
SERVICES = (
    Service("general", "Nội tổng quát", "General medicine", "203", "2", "A"),
    Service("eyes", "Mắt", "Eyes", "305", "3", "B"),
)


class FakeClock:
    """A clock that stands still until a test moves it; those who wait are woken."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self.woken: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds

    def advance(self, seconds: float) -> None:
        self._seconds += seconds
        for wake in self.woken:
            wake()


@dataclass(slots=True)
class FakeCard:
    """What lies on the reader: a holder, the digits that open it, and what goes wrong with it, once each."""

    mrz: Mrz = MRZ
    can: str = CAN
    checks: Checks = field(default_factory=lambda: Checks(PASSED, PASSED, PASSED, PASSED))
    errors: list[ReaderError] = field(default_factory=list)
    """Raised by the next reads, before DG1."""
    late_errors: list[ReaderError] = field(default_factory=list)
    """Raised by the next reads, after the identity was told."""
    hold: threading.Event | None = None
    """A read waits here after the identity was told."""


class FakeStation:
    """A CardStation whose cards tests lay on and lift."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self.card: FakeCard | None = None
        self.reads: list[bool] = []
        self.read_began = threading.Semaphore(0)
        self.closed = False
        self._sods: dict[int, Mrz] = {}

    def lay(self, card: FakeCard) -> None:
        self.card = card
        self._events.put(Event.CARD_IN)

    def lift(self) -> None:
        self.card = None
        self._events.put(Event.CARD_REMOVED)

    def tell(self, event: Event) -> None:
        self._events.put(event)

    def wait(self, timeout: float) -> tuple[Event, ...]:
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            return ()
        return () if event is None else (event,)

    def interrupt(self) -> None:
        self._events.put(None)

    def new_cache(self) -> ReadCache:
        return ReadCache()

    def inspect(  # noqa: PLR0913 - CardStation.inspect
        self,
        key: AccessKey,
        cache: ReadCache,
        *,
        brief: bool,
        progress: Callable[[Progress], None],
        identity: Callable[[Mrz, Check], None],
        cancel: Callable[[], bool],
    ) -> InspectionResult:
        card = self.card
        self.reads.append(brief)
        self.read_began.release()
        if card is None:
            raise CardRemovedError
        progress(Progress(Step.PACE, 0, 20_000))
        if not isinstance(key, Can) or key.digits != card.can:
            raise WrongKeyError
        if card.errors:
            raise card.errors.pop(0)
        if self._sods.setdefault(id(cache), card.mrz) != card.mrz:
            raise DifferentCardError
        progress(Progress(Step.DG1, 2_000, 20_000))
        if not card.checks.passive.failed:
            identity(card.mrz, card.checks.passive)
        if cancel():
            raise CancelledError
        if card.late_errors:
            raise card.late_errors.pop(0)
        if card.hold is not None and not card.hold.wait(PATIENCE):
            raise AssertionError("nobody let the read go on")
        if cancel():
            raise CancelledError
        progress(Progress(Step.DG2, 19_000, 20_000))
        progress(Progress(Step.CHIP, 20_000, 20_000))
        return InspectionResult(
            verdict=judge(card.checks),
            checks=card.checks,
            access_protocol="PACE",
            mrz=card.mrz,
            national_record=None,
            portrait=Portrait(b"\xff\xd8\xff", "image/jpeg"),
            sod_hash=card.mrz.document_number.encode(),
            data_groups=(1, 2, 13, 14),
            apdus=90,
            bytes_transferred=20_000,
            seconds={},
        )

    def portrait_png(self, portrait: Portrait) -> bytes:
        assert portrait.image.startswith(b"\xff\xd8\xff")
        return PNG

    def close(self) -> None:
        self.closed = True


class FakeInsurance:
    """Answers what the test says; ``hold`` makes it wait."""

    def __init__(self) -> None:
        self.answer = Coverage(
            CoverageKind.VALID,
            "000",
            START,
            card_number="GD4012345678246",
            registered_facility="01999",
            valid_to=date(2026, 12, 31),
            ours=True,
        )
        self.hold: threading.Event | None = None
        self.asked: list[PatientIdentity] = []

    def look_up(self, identity: PatientIdentity) -> Coverage:
        self.asked.append(identity)
        if self.hold is not None and not self.hold.wait(PATIENCE):
            raise AssertionError("nobody let the gateway answer")
        return self.answer


class FakeStore:
    """Visits in memory: idempotent by session, numbers in order; ``faults`` are raised by the next commits."""

    def __init__(self) -> None:
        self.drafts: list[VisitDraft] = []
        self.tickets: dict[str, Ticket] = {}
        self.today: dict[str, VisitRecord] = {}
        self.shown: list[str] = []
        self.faults: list[Exception] = []
        self.faults_of_find: list[Exception] = []
        self.hold: threading.Event | None = None

    def find_today(self, personal_number: str, day: date) -> VisitRecord | None:
        assert day == START.date()
        if self.faults_of_find:
            raise self.faults_of_find.pop(0)
        return self.today.get(personal_number)

    def waiting_counts(self, day: date) -> Mapping[str, int]:
        assert day == START.date()
        return {"general": 7}

    def commit_visit(self, draft: VisitDraft, now: datetime) -> Ticket:
        if self.hold is not None and not self.hold.wait(PATIENCE):
            raise AssertionError("nobody let the disk go on")
        if self.faults:
            raise self.faults.pop(0)
        if draft.session_id not in self.tickets:
            self.drafts.append(draft)
            number = f"A{len(self.tickets) + 1:03d}"
            self.tickets[draft.session_id] = Ticket(
                f"visit-{number}", number, draft.service, 6, now, to_desk=draft.service is None
            )
        return self.tickets[draft.session_id]

    def mark_ticket_shown(self, visit_id: str, now: datetime) -> None:
        assert now.tzinfo is not None
        self.shown.append(visit_id)

    def unshown_tickets(self, day: date) -> tuple[Ticket, ...]:
        assert day == START.date()
        return ()

    def list_visits(self, day: date | None, limit: int) -> tuple[VisitRecord, ...]:
        raise AssertionError(f"the check-in lists no visits ({day}, {limit})")

    def show_visit(self, visit_id: str) -> VisitRecord | None:
        raise AssertionError(f"the check-in shows no visit ({visit_id})")


class FakePrinter:
    """Keeps what it printed; without paper nothing comes out."""

    def __init__(self) -> None:
        self.paper = True
        self.printed: list[Ticket] = []

    def print_ticket(self, ticket: Ticket) -> None:
        if not self.paper:
            raise PrinterError("no paper")
        self.printed.append(ticket)


class FakeCatalogue:
    """Two services."""

    def services(self) -> tuple[Service, ...]:
        return SERVICES


def other_card() -> FakeCard:
    """Another person's card."""
    return FakeCard(mrz=OTHER_MRZ, can="000022")


def failing(checks: Checks) -> Checks:
    """A clone's checks: the chip does not prove its key."""
    return replace(checks, chip=Check(CheckOutcome.FAILED, "chip-key-not-proven"))
