"""Values of kiosk.model <-> rows of the database."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.model import (
    Authenticity,
    Coverage,
    CoverageKind,
    PatientIdentity,
    Service,
    Sex,
    Ticket,
    VisitRecord,
)
from kiosk.store.times import VIETNAM, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlite_utils

Row = dict[str, Any]
TICKET_SQL = """
SELECT t.visit_id, t.series, t.number, t.ahead, t.at, t.to_desk, o.service_id, o.service_name, o.service_name_en,
       o.room, o.floor, o.icon
FROM tickets t JOIN orders o ON o.id = t.order_id
"""


def number_text(series: str, number: int) -> str:
    """What is called: series and at least three digits ("A027")."""
    return f"{series}{number:03d}"


def identity_row(identity: PatientIdentity | None) -> Row:
    """The columns of ``visits`` that say who it is."""
    if identity is None:
        return {}
    return {
        "personal_number": identity.personal_number,
        "full_name": identity.full_name,
        "birth_text": identity.birth_text,
        "birth_date": _day_text(identity.birth_date),
        "sex": identity.sex.value,
        "document_number": identity.document_number,
        "expiry_date": _day_text(identity.expiry_date),
        "nationality": identity.nationality,
        "identity_source": identity.source,
    }


def coverage_row(coverage: Coverage) -> Row:
    """The columns of ``coverage_answers``, without its identifiers."""
    return {
        "kind": coverage.kind.value,
        "code": coverage.code,
        "answered_at": to_text(coverage.answered_at),
        "card_number": coverage.card_number,
        "registered_facility": coverage.registered_facility,
        "registered_facility_name": coverage.registered_facility_name,
        "valid_from": _day_text(coverage.valid_from),
        "valid_to": _day_text(coverage.valid_to),
        "five_years_from": _day_text(coverage.five_years_from),
        "ours": coverage.ours,
        "name_matches": coverage.name_matches,
        "raw_answer": coverage.raw_answer,
    }


def service_row(service: Service | None) -> Row:
    """The columns of ``orders`` that say which service, as it was named then."""
    if service is None:
        return {}
    return {
        "service_id": service.id,
        "service_name": service.name,
        "service_name_en": service.name_en,
        "room": service.room,
        "floor": service.floor,
        "icon": service.icon,
    }


def ticket_of(row: Mapping[str, Any], *, reprint: bool = False) -> Ticket:
    """A row of TICKET_SQL; its time in Vietnam's zone."""
    service = None
    if row["service_id"] is not None:
        service = Service(
            id=row["service_id"],
            name=row["service_name"],
            name_en=row["service_name_en"],
            room=row["room"],
            floor=row["floor"],
            series=row["series"],
            icon=row["icon"],
        )
    return Ticket(
        visit_id=row["visit_id"],
        number=number_text(row["series"], row["number"]),
        service=service,
        ahead=row["ahead"],
        issued_at=_local(row["at"]),
        to_desk=bool(row["to_desk"]),
        reprint=reprint,
    )


def visit_of(database: sqlite_utils.Database, row: Row) -> VisitRecord:
    """A row of ``visits`` with all that belongs to it; tickets oldest first, the newest insurance answer.

    Authenticity and checks are those of the session that opened the visit; what later sessions proved stays in ``evidence``.
    """
    visit_id = row["id"]
    tickets = database.query(f"{TICKET_SQL} WHERE t.visit_id = ? ORDER BY t.id", (visit_id,))
    evidence = database.execute(
        "SELECT name, outcome FROM evidence WHERE visit_id = ? AND session_id = ? ORDER BY id",
        (visit_id, row["session_id"]),
    )
    answers = database.query(
        "SELECT * FROM coverage_answers WHERE visit_id = ? ORDER BY id DESC LIMIT 1", (visit_id,)
    )
    answer = next(iter(answers), None)
    return VisitRecord(
        visit_id=visit_id,
        session_id=row["session_id"],
        business_day=date.fromisoformat(row["business_day"]),
        created_at=_local(row["at"]),
        identity=_identity_of(row),
        coverage=None if answer is None else _coverage_of(answer),
        authenticity=Authenticity(row["authenticity"]),
        checks=dict(evidence.fetchall()),
        flags=tuple(json.loads(row["flags"])),
        tickets=tuple(ticket_of(ticket) for ticket in tickets),
    )


def _identity_of(row: Row) -> PatientIdentity | None:
    if row["personal_number"] is None:
        return None
    return PatientIdentity(
        personal_number=row["personal_number"],
        full_name=row["full_name"],
        birth_text=row["birth_text"],
        birth_date=_day(row["birth_date"]),
        sex=Sex(row["sex"]),
        document_number=row["document_number"],
        expiry_date=_day(row["expiry_date"]),
        nationality=row["nationality"],
        source=row["identity_source"],
    )


def _coverage_of(row: Row) -> Coverage:
    return Coverage(
        kind=CoverageKind(row["kind"]),
        code=row["code"],
        answered_at=_local(row["answered_at"]),
        card_number=row["card_number"],
        registered_facility=row["registered_facility"],
        registered_facility_name=row["registered_facility_name"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        five_years_from=_day(row["five_years_from"]),
        ours=None if row["ours"] is None else bool(row["ours"]),
        name_matches=None if row["name_matches"] is None else bool(row["name_matches"]),
        raw_answer=row["raw_answer"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _local(text: str) -> datetime:
    return from_text(text).astimezone(VIETNAM)
