"""The one write of the check-in: visit or order, number, consent, evidence, answer, audit row and outbox row, all or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.config import DESK_SERIES
from kiosk.model import Intent
from kiosk.store import audit
from kiosk.store.errors import NoOpenVisitError
from kiosk.store.rows import TICKET_SQL, Row, coverage_row, identity_row, service_row, ticket_of
from kiosk.store.times import Moment, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlite_utils

    from kiosk.model import Service, Ticket, VisitDraft

CHIP_SOURCE = "CHIP_CCCD"


@dataclass(frozen=True, slots=True)
class Commit:
    """One draft on its way into the database. Every method runs inside the caller's transaction."""

    database: sqlite_utils.Database
    facility_code: str
    new_id: Callable[[], str]
    draft: VisitDraft
    moment: Moment

    def run(self) -> Ticket:
        """All steps in order. The same session again gives the ticket it was given before, and writes nothing."""
        if (earlier := self._earlier()) is not None:
            return earlier
        visit_id = self._join_or_create_visit()
        ticket_id = self._live_ticket(visit_id)
        reprint = ticket_id is not None
        if ticket_id is None:
            service = self._service(visit_id)
            ticket_id = self._issue_ticket(visit_id, self._create_order(visit_id, service), service)
        self._keep_consent(visit_id)
        self._keep_evidence(visit_id)
        self._keep_coverage(visit_id)
        self._remember_session(visit_id, ticket_id, reprint=reprint)
        ticket = self._ticket(ticket_id, reprint=reprint)
        self._keep_audit(ticket)
        self._keep_outbox(ticket, ticket_id)
        return ticket

    def _earlier(self) -> Ticket | None:
        found = self.database.execute(
            "SELECT ticket_id, reprint FROM commits WHERE session_id = ?", (self.draft.session_id,)
        ).fetchone()
        return None if found is None else self._ticket(found[0], reprint=bool(found[1]))

    def _ticket(self, ticket_id: str, *, reprint: bool) -> Ticket:
        rows = self.database.query(f"{TICKET_SQL} WHERE t.id = ?", (ticket_id,))
        return ticket_of(next(iter(rows)), reprint=reprint)

    def _join_or_create_visit(self) -> str:
        """Only the desk opens a second visit: a person already here by chip joins the open one. A hand-over stands apart from it."""
        if self.draft.intent is Intent.HANDOVER:
            return self._create_visit("HANDED_OVER")
        if (visit_id := self._open_visit()) is not None:
            return visit_id
        if self.draft.intent in {Intent.REPRINT, Intent.RESULTS}:
            raise NoOpenVisitError("There is no open visit of this person today")
        return self._create_visit("OPEN")

    def _open_visit(self) -> str | None:
        identity = self.draft.identity
        if identity is None or not identity.personal_number:
            return None
        if self.draft.intent is Intent.NEW and identity.source != CHIP_SOURCE:
            return None
        found = self.database.execute(
            "SELECT id FROM visits WHERE personal_number = ? AND business_day = ? AND facility_code = ? AND status = 'OPEN' ORDER BY id DESC",
            (identity.personal_number, self.moment.business_day.isoformat(), self.facility_code),
        ).fetchone()
        return None if found is None else str(found[0])

    def _create_visit(self, status: str) -> str:
        visit_id = self.new_id()
        self._insert(
            "visits",
            {
                "id": visit_id,
                "session_id": self.draft.session_id,
                "facility_code": self.facility_code,
                "business_day": self.moment.business_day.isoformat(),
                "status": status,
                **identity_row(self.draft.identity),
                "authenticity": self.draft.authenticity.value,
                "flags": json.dumps(self.draft.flags, ensure_ascii=False),
                "priority": self.draft.priority,
                "started_at": to_text(self.draft.started_at),
                "clock_behind": self.moment.behind,
                **self._times(),
            },
        )
        return visit_id

    def _live_ticket(self, visit_id: str) -> str | None:
        """The number this person already holds, where none must be added: a reprint, or the same service again while still waiting."""
        where = ""
        values: tuple[str, ...] = (visit_id,)
        match self.draft.intent:
            case Intent.REPRINT:
                pass
            case Intent.NEW | Intent.ADD if self.draft.service is not None:
                where = "AND t.status = 'WAITING' AND o.intent IN ('NEW', 'ADD') AND o.service_id = ?"
                values = (visit_id, self.draft.service.id)
            case _:
                return None
        found = self.database.execute(
            f"SELECT t.id FROM tickets t JOIN orders o ON o.id = t.order_id WHERE t.visit_id = ? {where} ORDER BY t.id DESC",  # noqa: S608 - constant text
            values,
        ).fetchone()
        return None if found is None else str(found[0])

    def _create_order(self, visit_id: str, service: Service | None) -> str:
        order_id = self.new_id()
        order: Row = {"id": order_id, "visit_id": visit_id, "intent": self.draft.intent.value}
        self._insert(
            "orders", {**order, "priority": self.draft.priority, **service_row(service), **self._times()}
        )
        return order_id

    def _service(self, visit_id: str) -> Service | None:
        """The chosen service; results are fetched where the last order was; the desk has none."""
        if self.draft.intent is Intent.HANDOVER:
            return None
        if self.draft.service is not None:
            return self.draft.service
        if self.draft.intent is not Intent.RESULTS:
            raise ValueError(f"a commit for {self.draft.intent.value} needs a service")
        rows = self.database.query(
            f"{TICKET_SQL} WHERE t.visit_id = ? AND o.service_id IS NOT NULL ORDER BY t.id DESC LIMIT 1",
            (visit_id,),
        )
        return ticket_of(next(iter(rows))).service

    def _issue_ticket(self, visit_id: str, order_id: str, service: Service | None) -> str:
        day = self.moment.business_day.isoformat()
        series = service.series if service else DESK_SERIES
        number = self.database.execute(
            "INSERT INTO queues (facility_code, business_day, series, last_number) VALUES (?, ?, ?, 1) "
            "ON CONFLICT DO UPDATE SET last_number = last_number + 1 RETURNING last_number",
            (self.facility_code, day, series),
        ).fetchall()[0][0]
        ahead = self.database.execute(
            "SELECT count(*) FROM tickets t JOIN orders o ON o.id = t.order_id "
            "WHERE t.business_day = ? AND t.status = 'WAITING' AND t.series = ? AND o.service_id IS ?",
            (day, series, service.id if service else None),
        ).fetchone()[0]
        ticket_id = self.new_id()
        self._insert(
            "tickets",
            {
                "id": ticket_id,
                "order_id": order_id,
                "visit_id": visit_id,
                "facility_code": self.facility_code,
                "business_day": day,
                "series": series,
                "number": number,
                "status": "WAITING",
                "to_desk": service is None,
                "ahead": ahead,
                **self._times(),
            },
        )
        return ticket_id

    def _keep_consent(self, visit_id: str) -> None:
        if (consent := self.draft.consent) is None:
            return
        row: Row = {
            "purpose": consent.purpose,
            "text_version": consent.text_version,
            "language": consent.language.value,
        }
        self._insert("consents", {**self._belonging(visit_id), **row, "given_at": to_text(consent.given_at)})

    def _keep_evidence(self, visit_id: str) -> None:
        for name, outcome in self.draft.checks.items():
            row: Row = {"name": name, "outcome": outcome, "at": self.moment.at_text}
            self._insert("evidence", {**self._belonging(visit_id), **row})

    def _keep_coverage(self, visit_id: str) -> None:
        if self.draft.coverage is not None:
            self._insert(
                "coverage_answers", {**self._belonging(visit_id), **coverage_row(self.draft.coverage)}
            )

    def _remember_session(self, visit_id: str, ticket_id: str, *, reprint: bool) -> None:
        row: Row = {
            "session_id": self.draft.session_id,
            "intent": self.draft.intent.value,
            "visit_id": visit_id,
        }
        self._insert("commits", {**row, "ticket_id": ticket_id, "reprint": reprint, **self._times()})

    def _keep_audit(self, ticket: Ticket) -> None:
        detail = {
            "session": self.draft.session_id,
            "intent": self.draft.intent.value,
            "ticket": ticket.number,
            "reprint": ticket.reprint,
            "authenticity": self.draft.authenticity.value,
            "flags": list(self.draft.flags),
        }
        action = "ticket-repeated" if ticket.reprint else "ticket-issued"
        audit.append(self.database, self.moment, action, ticket.visit_id, detail)

    def _keep_outbox(self, ticket: Ticket, ticket_id: str) -> None:
        """The message for the other side; its id makes a second delivery harmless."""
        draft = self.draft
        payload: Row = {
            "facility": self.facility_code,
            "business_day": self.moment.business_day.isoformat(),
            "session": draft.session_id,
            "intent": draft.intent.value,
            "visit": ticket.visit_id,
            "ticket": {
                "id": ticket_id,
                "number": ticket.number,
                "reprint": ticket.reprint,
                "to_desk": ticket.to_desk,
            },
            "service": service_row(ticket.service) or None,
            "identity": identity_row(draft.identity) or None,
            "coverage": {**coverage_row(draft.coverage), "raw_answer": None} if draft.coverage else None,
            "authenticity": draft.authenticity.value,
            "checks": dict(draft.checks),
            "flags": list(draft.flags),
            "priority": draft.priority,
            **self._times(),
        }
        row: Row = {
            "id": self.new_id(),
            "topic": f"visit.{draft.intent.value.lower()}",
            "visit_id": ticket.visit_id,
        }
        self._insert(
            "outbox", {**row, "payload": json.dumps(payload, ensure_ascii=False), "at": self.moment.at_text}
        )

    def _belonging(self, visit_id: str) -> Row:
        return {"id": self.new_id(), "session_id": self.draft.session_id, "visit_id": visit_id}

    def _times(self) -> Row:
        return {"at": self.moment.at_text, "raw_at": self.moment.raw_text}

    def _insert(self, table: str, row: Row) -> None:
        self.database.table(table).insert(row)
