"""Session -> VisitDraft: what one commit needs, gathered once, on the flow's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flow.facts import Patient, Relation, Slip
from kiosk.identity import identity_of_claim
from kiosk.model import Authenticity, CoverageKind, Intent, VisitDraft

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kiosk.flow import Session
    from kiosk.model import PatientIdentity, Service

DESK_KINDS = frozenset({CoverageKind.BLOCKED, CoverageKind.MISMATCH, CoverageKind.PAPER_CARD})


def draft_of(session: Session, services: Iterable[Service], now: datetime) -> VisitDraft:
    """Return the draft of a session; its id makes the commit idempotent."""
    return VisitDraft(
        session_id=session.id,
        intent=session.intent,
        started_at=session.started_at or now,
        identity=patient_of(session),
        coverage=session.answer,
        consent=session.consent,
        service=next((service for service in services if service.id == session.service), None),
        authenticity=session.checks,
        checks=dict(session.evidence),
        flags=flags_of(session),
        priority=session.priority or session.elder,
    )


def patient_of(session: Session) -> PatientIdentity | None:
    """Return whose visit it is, as far as that is known: the claimed patient's, or the holder's of the card that was read.

    The holder of a guardian's card never is the patient.
    """
    others_card = session.relation is Relation.GUARDIAN or (
        session.for_other and session.patient is not Patient.HOLDER
    )
    if session.patient is not Patient.CLAIM and not others_card and session.identity is not None:
        return session.identity
    return identity_of_claim(session.claim) if session.claim is not None else None


def flags_of(session: Session) -> tuple[str, ...]:
    """Return what the desk should look at, as stable codes without anything personal."""
    flags = list(session.flags)
    if session.coverage in DESK_KINDS:
        flags.append(f"coverage-{session.coverage.lower().replace('_', '-')}")
    if session.coverage in {CoverageKind.LATER, CoverageKind.PENDING}:
        flags.append("coverage-unverified")
    if session.checks is Authenticity.NOT_GENUINE:
        flags.append("chip-not-genuine")
    if session.patient is Patient.CLAIM:
        flags.append("no-chip")
    if session.relation in {Relation.GUARDIAN, Relation.COMPANION}:
        flags.append(session.relation.lower())
    if session.slip is Slip.AT_DESK:
        flags.append("slip-at-desk")
    if session.intent is Intent.HANDOVER:
        flags.append("handed-over")
    return tuple(dict.fromkeys(flags))
