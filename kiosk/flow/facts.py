"""What the flow knows: Session (of this person, wiped as a whole) and Device (of the machine, never personal, never wiped)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.flow.states import State

MISS_LIMIT = 3  # wrong digits and chip errors together
ELDER_MISS_LIMIT = 1  # from 75 years help is offered after one failure
CLAIM_LIMIT = 3
ELDER_YEARS = 75


class ClaimKind(StrEnum):
    """What a claim tells: a bare number, or a QR with number, name and birth date. Neither proves anything."""

    NONE = "NONE"
    NAMED = "NAMED"
    NUMBER = "NUMBER"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says the patient is: typed, or read from an unsigned QR."""

    number: str = field(repr=False)
    full_name: str = field(default="", repr=False)
    birth_text: str = field(default="", repr=False)

    @property
    def kind(self) -> ClaimKind:
        """NAMED when the gateway could be asked with it."""
        return ClaimKind.NAMED if self.full_name else ClaimKind.NUMBER


@dataclass(frozen=True, slots=True)
class CardMark:
    """What tells one card from another: the document number and the hash of its signed SOD."""

    document_number: str = field(repr=False)
    sod_hash: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What one finished read came to. ``evidence``: check name -> outcome and reason, never personal."""

    identity: PatientIdentity | None = field(repr=False)
    card: CardMark = field(repr=False)
    authenticity: Authenticity = Authenticity.PENDING
    evidence: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()


class Relation(StrEnum):
    """How the card's holder and the patient belong together."""

    UNASKED = "UNASKED"
    SELF = "SELF"
    COMPANION = "COMPANION"
    GUARDIAN = "GUARDIAN"


class Patient(StrEnum):
    """Whose visit it is: the holder of the card that was read, or the one who was claimed."""

    NONE = "NONE"
    HOLDER = "HOLDER"
    CLAIM = "CLAIM"


class Slip(StrEnum):
    """The answer to ROUTE."""

    UNASKED = "UNASKED"
    NONE = "NONE"
    GIVEN = "GIVEN"
    AT_DESK = "AT_DESK"


class Found(StrEnum):
    """The answer of the patient index; PROVISIONAL: it did not answer in time."""

    NONE = "NONE"
    PENDING = "PENDING"
    NEW = "NEW"
    KNOWN = "KNOWN"
    PROVISIONAL = "PROVISIONAL"


@dataclass(frozen=True, slots=True)
class PatientFound:
    """The patient index's word, with the ticket of today's open visit if there is one."""

    found: Found
    today: Ticket | None = field(default=None, repr=False)


class HelpCause(StrEnum):
    """Why HELP shows."""

    NONE = "NONE"
    ASKED = "ASKED"
    CAN = "CAN"
    READ = "READ"
    CARD = "CARD"
    CLAIM = "CLAIM"
    CHECK = "CHECK"
    SAVE = "SAVE"


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of this person. A wipe is ``Session()``: whatever is personal lives here and nowhere else in the flow.

    ``language`` None is the clinic's default; ``origin`` is the screen under HELP or IDLE_WARNING (State.REST: nobody was there).
    """

    open: bool = False
    id: str = ""
    started_at: datetime | None = None
    language: Language | None = None
    for_other: bool = False
    consent: Consent | None = None
    key: str = field(default="", repr=False)
    claim: Claim | None = field(default=None, repr=False)
    card: CardMark | None = field(default=None, repr=False)
    identity: PatientIdentity | None = field(default=None, repr=False)
    portrait_ready: bool = False
    checks: Authenticity = Authenticity.PENDING
    evidence: tuple[tuple[str, str], ...] = ()
    misses: int = 0
    missed: bool = False
    claims: int = 0
    elder: bool = False
    relation: Relation = Relation.UNASKED
    patient: Patient = Patient.NONE
    coverage: CoverageKind = CoverageKind.NONE
    answer: Coverage | None = field(default=None, repr=False)
    insurance_number: str = field(default="", repr=False)
    slip: Slip = Slip.UNASKED
    slip_details: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    found: Found = Found.NONE
    today: Ticket | None = field(default=None, repr=False)
    intent: Intent = Intent.NEW
    service: str = ""
    priority: bool = False
    phone: str = field(default="", repr=False)
    committing: bool = False
    committed: bool = False
    ticket: Ticket | None = field(default=None, repr=False)
    on_screen: bool = False
    printed: bool = False
    help: HelpCause = HelpCause.NONE
    staff_called: bool = False
    overdue: bool = False
    assist: bool = False
    alarm: str = ""
    flags: tuple[str, ...] = ()
    origin: State | None = None

    @property
    def by_chip(self) -> bool:
        """Whether the patient is the holder of a chip that was read."""
        return self.patient is Patient.HOLDER

    @property
    def ours(self) -> bool | None:
        """Whether the first-care registration is this facility or one it accepts; None: unknown."""
        return self.answer.ours if self.answer else None


@dataclass(frozen=True, slots=True)
class Device:
    """What is true of the machine. ``spent``: the lying card's session is over; ``unexamined``: nobody asked yet whose it is."""

    card: bool = False
    spent: bool = False
    unexamined: bool = False
    reader: bool = True
    service: bool = True
    clock_certain: bool = True
    printer: bool = False
    rush: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that the next step depends on."""

    state: State
    session: Session = field(default_factory=Session)
    device: Device = field(default_factory=Device)
