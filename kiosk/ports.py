"""What the check-in needs of the outside, one small Protocol each. Adapters are bound in kiosk.bootstrap alone.

Calls block and run on the worker that owns the outside thing; none is ever made on the flow's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from kiosk.flow import Event
    from kiosk.model import Coverage, PatientIdentity, Service, Ticket, VisitDraft, VisitRecord
    from reader import Mrz, Portrait
    from reader.access.key import AccessKey
    from reader.inspection import Progress, ReadCache
    from reader.result import Check, InspectionResult


class Clock(Protocol):
    """Time as a parameter."""

    def now(self) -> datetime:
        """Wall time with a zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run back."""
        ...


class InsurancePort(Protocol):
    """The insurance look-up."""

    def look_up(self, identity: PatientIdentity) -> Coverage:
        """Ask within the whole time limit. Never raises for a gateway's fault: the answer is then a LATER coverage with its reason."""
        ...


class VisitStore(Protocol):
    """Visits on disk. Raises StoreError (kiosk.store.errors) with what to do."""

    def find_today(self, personal_number: str, day: date) -> VisitRecord | None:
        """The open visit of this person on that business day."""
        ...

    def waiting_counts(self, day: date) -> Mapping[str, int]:
        """Service id -> people who wait."""
        ...

    def commit_visit(self, draft: VisitDraft, now: datetime) -> Ticket:
        """Visit or order, queue number, consent, evidence, audit row and outbox row in one transaction; idempotent by session id."""
        ...

    def mark_ticket_shown(self, visit_id: str, now: datetime) -> None:
        """The person has seen the number."""
        ...

    def unshown_tickets(self, day: date) -> tuple[Ticket, ...]:
        """Tickets saved but never shown: after a crash the desk calls these people."""
        ...

    def list_visits(self, day: date | None, limit: int) -> tuple[VisitRecord, ...]:
        """Newest first."""
        ...

    def show_visit(self, visit_id: str) -> VisitRecord | None:
        """One visit, or None."""
        ...


class ServiceCatalogue(Protocol):
    """The services a patient may choose."""

    def services(self) -> tuple[Service, ...]:
        """In the order of the tiles; at most six a page."""
        ...


class TicketPrinter(Protocol):
    """Prints a ticket; raises PrinterError when nothing came out."""

    def print_ticket(self, ticket: Ticket) -> None:
        """Print and wait for the printer's word."""
        ...


class PrinterError(Exception):
    """No ticket came out of the printer."""


class CardStation(Protocol):
    """The card reader with all that it takes to read a card. The card's own thread makes every call but ``interrupt``."""

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """Return what happened: READER_READY, READER_LOST, CARD_IN, CARD_REMOVED; the first call tells how things stand."""
        ...

    def interrupt(self) -> None:
        """End a wait at once; from any thread."""
        ...

    def new_cache(self) -> ReadCache:
        """Return an empty memory of one card's files, so that the same card resumes where it was."""
        ...

    def inspect(  # noqa: PLR0913 - reader.inspect's own parameters
        self,
        key: AccessKey,
        cache: ReadCache,
        *,
        brief: bool,
        progress: Callable[[Progress], None],
        identity: Callable[[Mrz, Check], None],
        cancel: Callable[[], bool],
    ) -> InspectionResult:
        """Read and judge the card that lies there; ``brief`` leaves out portrait and national record. Raises ReaderError."""
        ...

    def portrait_png(self, portrait: Portrait) -> bytes:
        """Decode a picture from a card, away from this process; raises ReaderError. Any thread but the card's."""
        ...

    def close(self) -> None:
        """Let go of the reader; a later wait opens it anew."""
        ...
