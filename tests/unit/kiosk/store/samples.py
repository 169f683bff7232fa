"""Invented people and drafts for the store's tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import TYPE_CHECKING

from kiosk.model import (
    Authenticity,
    Consent,
    Coverage,
    CoverageKind,
    Intent,
    Language,
    PatientIdentity,
    Service,
    Sex,
    VisitDraft,
)
from kiosk.store.visits import SqlVisitStore

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
FACILITY = "01999"
NOW = datetime(2026, 11, 22, 6, 40, tzinfo=timezone(timedelta(hours=7)))
TODAY = NOW.date()
GENERAL = Service("general", "Nội tổng quát", "General medicine", "203", "2", "A")
EYE = Service("eye", "Mắt", "Eye", "205", "2", "C", icon="eye")
_sessions = count(1)


def person(number: str = "000085123456", name: str = "NGUYỄN VĂN MẪU") -> PatientIdentity:
    return PatientIdentity(
        personal_number=number,
        full_name=name,
        birth_text="15/03/1985",
        birth_date=date(1985, 3, 15),
        sex=Sex.MALE,
        document_number=number[3:],
        expiry_date=date(2045, 3, 15),
    )


COVERAGE = Coverage(
    kind=CoverageKind.VALID,
    code="000",
    answered_at=NOW,
    card_number="GD4990099000001",
    registered_facility="01999",
    registered_facility_name="Bệnh viện Đa khoa Mẫu",
    valid_from=date(2025, 1, 1),
    valid_to=date(2049, 12, 31),
    five_years_from=date(2030, 1, 1),
    ours=True,
    name_matches=True,
    raw_answer='{"maKetQua": "000"}',
)


def draft(  # noqa: PLR0913 - a sample builder: each argument has a default
    intent: Intent = Intent.NEW,
    *,
    session: str = "",
    identity: PatientIdentity | None = None,
    service: Service | None = GENERAL,
    anonymous: bool = False,
    authenticity: Authenticity = Authenticity.GENUINE,
) -> VisitDraft:
    return VisitDraft(
        session_id=session or f"session-{next(_sessions)}",
        intent=intent,
        started_at=NOW - timedelta(minutes=1),
        identity=None if anonymous else identity or person(),
        coverage=COVERAGE,
        consent=Consent("2026-11", Language.VI, NOW - timedelta(seconds=50)),
        service=service,
        authenticity=authenticity,
        checks={"passive": "PASSED", "chip": "PASSED"},
        flags=("no-slip",),
        priority=True,
    )


def open_store(directory: Path) -> SqlVisitStore:
    return SqlVisitStore.open(directory / "kiosk.db", KEY, FACILITY)
