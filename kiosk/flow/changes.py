"""What each effect does to what is known of the person: pure functions from a session to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kiosk.flow.context import BadFactError, Context, is_elder
from kiosk.flow.effects import Effect
from kiosk.flow.facts import (
    CardMark,
    Claim,
    Found,
    HelpCause,
    Patient,
    PatientFound,
    ReadOutcome,
    Relation,
    Session,
    Slip,
)
from kiosk.flow.states import Event, State
from kiosk.model import (
    Authenticity,
    Consent,
    Coverage,
    CoverageKind,
    Intent,
    Language,
    PatientIdentity,
    Ticket,
)

Change = Callable[[Session, Context], Session]


def _elder_by_claim(session: Session, claim: Claim | None) -> bool:
    day = session.started_at.date() if session.started_at else None
    return claim is not None and is_elder(None, claim.birth_text, day)


def _set(**values: Any) -> Change:
    """Return the change that sets these fields; a misspelt one fails on import."""
    replace(Session(), **values)
    return lambda session, _: replace(session, **values)


def _begin_session(session: Session, context: Context) -> Session:
    """Open a session if none is open; the language chosen on WELCOME stays."""
    if session.open:
        return session
    stamp = context.stamp
    return Session(open=True, id=stamp.session_id, started_at=stamp.now, language=session.language)


def _set_for_other(session: Session, _: Context) -> Session:
    """The patient is another person than the one in front of the kiosk; a QR shown so far was the latter's."""
    return replace(session, for_other=True, claim=None)


def _record_consent(session: Session, context: Context) -> Session:
    stamp = context.stamp
    language = session.language or stamp.default_language
    return replace(session, consent=Consent(stamp.consent_text, language, stamp.now))


def _without_chip(session: Session) -> Session:
    """Drop whatever the chip told or was asked with its data; failures stay counted."""
    return replace(
        session,
        consent=None,
        key="",
        card=None,
        identity=None,
        portrait_ready=False,
        checks=Authenticity.PENDING,
        evidence=(),
        flags=(),
        missed=False,
        relation=Relation.UNASKED,
        patient=Patient.NONE,
        coverage=CoverageKind.NONE,
        answer=None,
        slip=Slip.UNASKED,
        slip_details=(),
        found=Found.NONE,
        today=None,
        intent=Intent.NEW,
        service="",
        elder=_elder_by_claim(session, session.claim),
    )


def _refuse_chip(session: Session, _: Context) -> Session:
    """No chip from here on. When the visit is for another, a QR shown so far was not the patient's."""
    return _without_chip(replace(session, claim=None) if session.for_other else session)


def _forget_card(session: Session, _: Context) -> Session:
    """Ask anew; a QR's digits are still there to open the card."""
    key = session.claim.number[-6:] if session.claim and not session.missed else ""
    return replace(_without_chip(session), key=key)


def _keep_key(session: Session, context: Context) -> Session:
    return replace(session, key=context.given(str), missed=False)


def _keep_qr(session: Session, context: Context) -> Session:
    """The card's QR: the last six digits of the number open the chip."""
    claim = context.given(Claim)
    elder = session.elder or _elder_by_claim(session, claim)
    return replace(session, claim=claim, key=claim.number[-6:], missed=False, elder=elder)


def _count_miss(session: Session, context: Context) -> Session:
    return replace(session, misses=session.misses + 1, missed=context.event is Event.WRONG_KEY)


def _keep_identity(session: Session, context: Context) -> Session:
    identity = context.given(PatientIdentity)
    day = session.started_at.date() if session.started_at else None
    return replace(
        session,
        identity=identity,
        card=CardMark(identity.document_number),
        elder=session.elder or is_elder(identity.birth_date, identity.birth_text, day),
    )


def _keep_checks(session: Session, context: Context) -> Session:
    outcome = context.given(ReadOutcome)
    kept = replace(session, checks=outcome.authenticity, evidence=outcome.evidence, flags=outcome.flags)
    if outcome.identity is None:
        return kept
    day = session.started_at.date() if session.started_at else None
    elder = is_elder(outcome.identity.birth_date, outcome.identity.birth_text, day)
    return replace(kept, identity=outcome.identity, card=outcome.card, elder=session.elder or elder)


def _set_patient(session: Session, _: Context) -> Session:
    relation = Relation.COMPANION if session.for_other else Relation.SELF
    return replace(session, patient=Patient.HOLDER, relation=relation)


def _set_guardian(session: Session, _: Context) -> Session:
    return replace(session, patient=Patient.NONE, relation=Relation.GUARDIAN, claim=None)


def _keep_claim(session: Session, context: Context) -> Session:
    return replace(session, claim=context.given(Claim))


def _use_claim(session: Session, context: Context) -> Session:
    """The patient is the one claimed: by what came just now, else by the QR kept before."""
    claim = context.data if isinstance(context.data, Claim) else session.claim
    if claim is None:
        raise BadFactError(f"{context.event} needs a Claim")
    elder = _elder_by_claim(session, claim)
    return replace(session, claim=claim, patient=Patient.CLAIM, claims=session.claims + 1, elder=elder)


def _note_found(session: Session, context: Context) -> Session:
    if session.found is not Found.PENDING:
        return session  # too late, or of somebody the flow no longer asks about
    if context.event is Event.IDS_TIMEOUT:
        return replace(session, found=Found.PROVISIONAL)
    answer = context.given(PatientFound)
    return replace(session, found=answer.found, today=answer.today)


def _note_coverage(session: Session, context: Context) -> Session:
    if session.coverage is not CoverageKind.PENDING:
        return session
    if context.event is Event.LOOKUP_TIMEOUT:
        answer = Coverage(CoverageKind.LATER, "timeout", context.stamp.now)
    else:
        answer = context.given(Coverage)
    return replace(session, coverage=answer.kind, answer=answer)


def _note_number(session: Session, context: Context) -> Session:
    return replace(session, insurance_number=context.given(Claim).number)


def _note_phone(session: Session, context: Context) -> Session:
    return replace(session, phone=context.given(str))


def _note_slip(session: Session, context: Context) -> Session:
    details = context.given(dict)
    return replace(session, slip=Slip.GIVEN, slip_details=tuple((str(k), str(v)) for k, v in details.items()))


def _set_service(session: Session, context: Context) -> Session:
    return replace(session, service=context.given(str))


def _keep_ticket(session: Session, context: Context) -> Session:
    return replace(session, ticket=context.given(Ticket), committed=True, committing=False, alarm="")


def _keep_origin(session: Session, context: Context) -> Session:
    """Remember the screen under HELP or IDLE_WARNING; a warning over HELP keeps what lies under HELP."""
    before = context.before
    if before.state is State.HELP:
        return session
    return replace(session, origin=before.state if before.session.open else State.REST)


def _ask_help(session: Session, _: Context) -> Session:
    return session if session.help is not HelpCause.NONE else replace(session, help=HelpCause.ASKED)


def _call_staff(session: Session, _: Context) -> Session:
    return replace(session, staff_called=session.open)


def _alarm_desk(session: Session, context: Context) -> Session:
    """A kiosk without a printer is no fault: its tickets show on the screen."""
    if context.event is Event.PRINTER_FAILED:
        return replace(session, alarm="E-PRINT" if context.before.device.printer else "")
    return replace(session, alarm="E-SAVE")


def _note_fact(session: Session, context: Context) -> Session:
    """Keep the facts that concern the person, if somebody is there; the machine's were kept before."""
    if not session.open:
        return session
    match context.event:
        case Event.PORTRAIT_READY:
            return replace(session, portrait_ready=True)
        case Event.PRINTED:
            return replace(session, printed=True)
        case Event.BADGE:
            return replace(session, assist=True)
        case _:
            return session


# Effects that are not here change nothing that is known of the person.
CHANGES: Mapping[Effect, Change] = {
    Effect.BEGIN_SESSION: _begin_session,
    Effect.WIPE: lambda _, __: Session(),
    Effect.SET_LANGUAGE: lambda session, context: replace(session, language=context.given(Language)),
    Effect.SPEAK_ENGLISH: _set(language=Language.EN),
    Effect.SET_FOR_OTHER: _set_for_other,
    Effect.FORGET_LANGUAGE: _set(language=None),
    Effect.RECORD_CONSENT: _record_consent,
    Effect.REFUSE_CHIP: _refuse_chip,
    Effect.KEEP_KEY: _keep_key,
    Effect.KEEP_QR: _keep_qr,
    Effect.FORGET_KEY: _set(key=""),
    Effect.FORGET_CARD: _forget_card,
    Effect.COUNT_MISS: _count_miss,
    Effect.KEEP_IDENTITY: _keep_identity,
    Effect.KEEP_CHECKS: _keep_checks,
    Effect.SET_PATIENT: _set_patient,
    Effect.SET_GUARDIAN: _set_guardian,
    Effect.KEEP_CLAIM: _keep_claim,
    Effect.USE_CLAIM: _use_claim,
    Effect.FORGET_CLAIM: _set(claim=None, patient=Patient.NONE),
    Effect.FIND_PATIENT: _set(found=Found.PENDING, today=None),
    Effect.START_LOOKUP: _set(coverage=CoverageKind.PENDING, answer=None),
    Effect.CANCEL_LOOKUP: _set(found=Found.NONE, today=None, coverage=CoverageKind.NONE, answer=None),
    Effect.NOTE_FOUND: _note_found,
    Effect.NOTE_COVERAGE: _note_coverage,
    Effect.NOTE_NUMBER: _note_number,
    Effect.NOTE_PHONE: _note_phone,
    Effect.INTEND_NEW: _set(intent=Intent.NEW),
    Effect.INTEND_ADD: _set(intent=Intent.ADD),
    Effect.INTEND_REPRINT: _set(intent=Intent.REPRINT),
    Effect.INTEND_RESULTS: _set(intent=Intent.RESULTS),
    Effect.NOTE_NO_SLIP: _set(slip=Slip.NONE, slip_details=()),
    Effect.NOTE_SLIP: _note_slip,
    Effect.LEAVE_SLIP_TO_DESK: _set(slip=Slip.AT_DESK, slip_details=()),
    Effect.SET_SERVICE: _set_service,
    Effect.DROP_SERVICE: _set(service="", committing=False),
    Effect.NOTE_PRIORITY: _set(priority=True),
    Effect.MOVE_SESSION_TO_DESK: _set(intent=Intent.HANDOVER, service=""),
    Effect.COMMIT_VISIT: _set(committing=True),
    Effect.KEEP_TICKET: _keep_ticket,
    Effect.SHOW_ON_SCREEN: _set(on_screen=True),
    Effect.KEEP_ORIGIN: _keep_origin,
    Effect.ASK_HELP: _ask_help,
    Effect.CLOSE_HELP: _set(help=HelpCause.NONE),
    Effect.EXPLAIN_CAN: _set(help=HelpCause.CAN),
    Effect.EXPLAIN_READ: _set(help=HelpCause.READ),
    Effect.EXPLAIN_CARD: _set(help=HelpCause.CARD),
    Effect.EXPLAIN_CLAIM: _set(help=HelpCause.CLAIM),
    Effect.EXPLAIN_CHECK: _set(help=HelpCause.CHECK),
    Effect.EXPLAIN_SAVE: _set(help=HelpCause.SAVE, committing=False),
    Effect.CALL_STAFF: _call_staff,
    Effect.ALARM_DESK: _alarm_desk,
    Effect.NOTE_OVERDUE: _set(overdue=True),
    Effect.NOTE_FACT: _note_fact,
}
