"""What the check-in needs of the outside, one small Protocol each. Adapters are bound in kiosk.bootstrap alone.

Calls block and run on the worker that owns the outside thing; none is ever made on the flow's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kiosk.model import Coverage, PatientIdentity, Service, Ticket, VisitDraft, VisitRecord


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
