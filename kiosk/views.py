"""Moment -> what a screen may show of it: texts ready to show, nothing personal where the screen has no need of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.flow import TOUCHES, Event, HelpCause, Moment, State, touches
from kiosk.flow.facts import MISS_LIMIT
from kiosk.flow.guards import GUARDS
from kiosk.identity import CARD_EXPIRED
from kiosk.model import CoverageKind
from kiosk.snapshot import CoverageView, Facility, HelpView, PersonView, ReadingView, Snapshot

if TYPE_CHECKING:
    from kiosk.flow import Session
    from kiosk.model import Language, Service
    from kiosk.snapshot import Countdown

PERSON_SCREENS = frozenset(
    {
        State.CONFIRM,
        State.DEPENDANT,
        State.INSURANCE,
        State.CONTACT,
        State.ALREADY_TODAY,
        State.ROUTE,
        State.SLIP,
        State.VISIT,
    }
)
COVERAGE_SCREENS = frozenset({State.INSURANCE, State.CONTACT, State.ROUTE, State.SLIP, State.VISIT})
READ_SCREENS = frozenset({State.READING, State.REINSERT})
HELP_CODES = {
    HelpCause.NONE: "",
    HelpCause.ASKED: "",
    HelpCause.CAN: "E-CAN",
    HelpCause.READ: "E-READ",
    HelpCause.CARD: "E-CARD",
    HelpCause.CLAIM: "E-CLAIM",
    HelpCause.CHECK: "E-CHECK",
    HelpCause.SAVE: "E-SAVE",
}


@dataclass(frozen=True, slots=True)
class Scratch:
    """What belongs to a session's screens but not to its flow; dropped with the session."""

    reading: ReadingView = field(default_factory=ReadingView)
    portrait_png: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a screen shows beside the person: never personal."""

    facility: Facility
    language: Language
    services: tuple[Service, ...] = ()
    contrast: bool = False
    scanner_ready: bool = False


def build_snapshot(
    moment: Moment, scratch: Scratch, around: Surroundings, countdown: Countdown | None
) -> Snapshot:
    """Return one frame."""
    state, session, device = moment.state, moment.session, moment.device
    personal = state in PERSON_SCREENS
    return Snapshot(
        state=state,
        session_id=session.id,
        language=session.language or around.language,
        contrast=around.contrast,
        facility=around.facility,
        card_present=device.card,
        reader_ready=device.reader,
        scanner_ready=around.scanner_ready,
        has_key=bool(session.key),
        for_other=session.for_other,
        misses_left=max(0, MISS_LIMIT - session.misses),
        missed=session.missed,
        reading=_reading(session, scratch) if state in READ_SCREENS else ReadingView(),
        person=person_view(session) if personal else None,
        portrait_png=scratch.portrait_png if personal and not _claimed(session) else None,
        coverage=coverage_view(moment) if state in COVERAGE_SCREENS else None,
        services=around.services,
        today=session.today if state is State.ALREADY_TODAY else None,
        ticket=session.ticket if state is State.TICKET else None,
        on_screen_only=session.on_screen,
        printed=session.printed,
        help=help_view(moment),
        countdown=countdown,
        reinsert_percent=scratch.reading.percent if state is State.REINSERT else 0,
        alarm=session.alarm,
        priority=session.priority or session.elder,
        allowed=touches(state, TOUCHES),
    )


def _claimed(session: Session) -> bool:
    return session.claim is not None and not session.by_chip and session.identity is None


def _reading(session: Session, scratch: Scratch) -> ReadingView:
    return replace(scratch.reading, name=session.identity.full_name if session.identity else "")


def person_view(session: Session) -> PersonView | None:
    """Return the card's holder; a claimed person's name is never displayed."""
    identity = session.identity
    if identity is None:
        return None
    return PersonView(
        full_name=identity.full_name,
        birth_text=identity.birth_text,
        number_tail=identity.personal_number[-3:],
        authenticity=session.checks,
        expired=CARD_EXPIRED in session.flags,
        elder=session.elder,
    )


def coverage_view(moment: Moment) -> CoverageView:
    """Return the insurance answer. Without the patient's own chip it says only that the claim is recorded."""
    session = moment.session
    waiting = GUARDS["waiting"](session, moment.device)
    if not session.by_chip:
        return CoverageView(CoverageKind.NONE, waiting=waiting, recorded_only=True)
    answer = session.answer
    if answer is None:
        return CoverageView(session.coverage, waiting=waiting)
    return CoverageView(
        kind=answer.kind,
        code=answer.code,
        card_masked=mask_card(answer.card_number),
        valid_to_text=f"{answer.valid_to:%d/%m/%Y}" if answer.valid_to else "",
        facility_text=answer.registered_facility_name or answer.registered_facility,
        ours=answer.ours,
        name_matches=answer.name_matches,
        answered_text=f"{answer.answered_at:%H:%M}",
        waiting=waiting,
    )


def mask_card(number: str) -> str:
    """Return an insurance card's number with its middle hidden: "GD 4 •••••• 246"; a short one shows its end only."""
    if match := re.fullmatch(r"([A-Z]{2})([0-9])[0-9]{9}([0-9]{3})", number):
        return f"{match[1]} {match[2]} •••••• {match[3]}"
    return f"•••••• {number[-3:]}" if len(number) > 3 else ""


def help_view(moment: Moment) -> HelpView:
    """Return what HELP explains."""
    session = moment.session
    tries = GUARDS["can_return"](session, moment.device) or session.help is HelpCause.SAVE
    return HelpView(
        cause=session.help,
        code=HELP_CODES[session.help],
        can_return=tries,
        staff_called=session.staff_called,
    )


def is_personal_touch(event: Event) -> bool:
    """Answer whether somebody is there: a touch, a scan, a card laid or lifted."""
    return event in TOUCHES or event in {
        Event.TOUCH,
        Event.QR_CARD,
        Event.QR_CLAIM,
        Event.QR_OTHER,
        Event.CARD_IN,
        Event.CARD_REMOVED,
    }
