"""The questions that rows of the table ask, by name. Each reads facts only and answers yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.flow.facts import (
    CLAIM_LIMIT,
    ELDER_MISS_LIMIT,
    MISS_LIMIT,
    ClaimKind,
    Device,
    Found,
    HelpCause,
    Relation,
    Session,
    Slip,
)
from kiosk.flow.states import State
from kiosk.model import Authenticity, CoverageKind, Intent

Guard = Callable[[Session, Device], bool]

CHIP_SCREENS = frozenset({State.CONSENT, State.ACCESS, State.READING, State.REINSERT, State.READER_LOST})
ASKABLE = frozenset({CoverageKind.VALID, CoverageKind.NEW_CARD, CoverageKind.LATER})


def miss_limit(session: Session) -> int:
    """Return how many failures lead to HELP."""
    return ELDER_MISS_LIMIT if session.elder else MISS_LIMIT


def _read_open(session: Session, _: Device) -> bool:
    """Answer whether the person agreed to a read that has not come to its end."""
    return session.consent is not None and session.checks is Authenticity.PENDING


def _reader_missed(session: Session, device: Device) -> bool:
    """Answer whether the screen to return to needs the reader that is away."""
    return not device.reader and (_read_open(session, device) or session.origin in CHIP_SCREENS)


def _reader_back(session: Session, device: Device) -> bool:
    """Answer whether the screen under HELP speaks of a lost reader that is back."""
    return device.reader and session.origin is State.READER_LOST


def _can_return(session: Session, _: Device) -> bool:
    """Answer whether HELP leads back: asked for, a wrong kind of card, or tries are left (from 75 years too)."""
    if session.help in {HelpCause.CAN, HelpCause.READ}:
        return session.misses < MISS_LIMIT
    return session.help in {HelpCause.ASKED, HelpCause.CARD}


def _other_way(session: Session, device: Device) -> bool:
    """Answer whether only the way without a chip is left."""
    return session.help not in {HelpCause.SAVE, HelpCause.CHECK} and not _can_return(session, device)


def _to_desk(session: Session, _: Device) -> bool:
    """Answer whether a patient without a chip must be seen first: here today, or a bare number unknown to us."""
    if session.by_chip:
        return False
    bare = session.claim is None or session.claim.kind is ClaimKind.NUMBER
    return session.today is not None or (bare and session.found is not Found.KNOWN)


def _waiting(session: Session, _: Device) -> bool:
    """Answer whether INSURANCE waits; a claim waits for the patient index only."""
    return session.found is Found.PENDING or (session.by_chip and session.coverage is CoverageKind.PENDING)


def _route_open(session: Session, _: Device) -> bool:
    """Answer whether slips decide: insured or not known, registered elsewhere or unknown, not yet asked."""
    return (
        session.by_chip
        and session.slip is Slip.UNASKED
        and session.coverage in ASKABLE
        and session.ours is not True
    )


GUARDS: Mapping[str, Guard] = {
    # the machine
    "service": lambda _, d: d.service,
    "reader": lambda _, d: d.reader,
    "card_present": lambda _, d: d.card,
    "card_spent": lambda _, d: d.card and d.spent,
    "card_fresh": lambda _, d: d.card and not d.spent,
    # the person
    "session": lambda s, _: s.open,
    "for_other": lambda s, _: s.for_other,
    "claimed": lambda s, _: s.claim is not None,
    "guardian": lambda s, _: s.for_other or s.relation is Relation.GUARDIAN,
    "holder_known": lambda s, _: s.identity is not None,
    # the read
    "consent": lambda s, _: s.consent is not None,
    "has_key": lambda s, _: bool(s.key),
    "ready": lambda s, d: bool(s.key) and d.card,
    "may_probe": lambda s, _: s.consent is not None and bool(s.key),
    "read_open": _read_open,
    "reader_missed": _reader_missed,
    "reader_back": _reader_back,
    "miss_left": lambda s, _: s.misses + 1 < miss_limit(s),
    "by_chip": lambda s, _: s.by_chip,
    # the answers
    "looked_up": lambda s, _: s.found is not Found.NONE,
    "waiting": _waiting,
    "today": lambda s, _: s.today is not None,
    "already": lambda s, _: s.by_chip and s.today is not None,
    "to_desk": _to_desk,
    "route_open": _route_open,
    "slip_asked": lambda s, _: s.slip is not Slip.UNASKED,
    "joined": lambda s, _: s.intent is Intent.ADD,
    "claim_left": lambda s, _: s.claims < CLAIM_LIMIT,
    # the end
    "has_ticket": lambda s, _: s.ticket is not None,
    "given_up": lambda s, _: s.overdue,
    # help and warning
    "from_rest": lambda s, _: s.origin is State.REST,
    "in_help": lambda s, _: s.help is not HelpCause.NONE,
    "staff_called": lambda s, _: s.staff_called,
    "can_return": _can_return,
    "other_way": _other_way,
    "save_fault": lambda s, _: s.help is HelpCause.SAVE,
    "chip_refuted": lambda s, _: s.help is HelpCause.CHECK,
}
