"""Values that the clinic's side speaks in. Pure: the standard library alone.

Everything that holds a person's data hides it in its repr, so that a log line or a traceback can never carry it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


class Language(StrEnum):
    """Languages of the patient's screens."""

    VI = "vi"
    EN = "en"


class Authenticity(StrEnum):
    """What the inspection of the chip came to, as the flow needs it (docs/reference/verdict.md)."""

    PENDING = "PENDING"
    GENUINE = "GENUINE"
    NOT_PROVABLE = "NOT_PROVABLE"
    NOT_GENUINE = "NOT_GENUINE"


class Sex(StrEnum):
    """Sex as the card states it."""

    MALE = "M"
    FEMALE = "F"
    UNKNOWN = "X"


@dataclass(frozen=True, slots=True)
class PatientIdentity:
    """Who the patient is and how we know. ``birth_text`` keeps a partial date as the card gives it (dd/mm/yyyy, mm/yyyy, yyyy).

    ``name_complete`` is False while only a name is known that the machine readable zone cuts off at the end of its line.
    """

    personal_number: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_text: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: Sex = field(repr=False)
    document_number: str = field(repr=False)
    expiry_date: date | None = field(repr=False)
    nationality: str = "VNM"
    source: str = "CHIP_CCCD"
    name_complete: bool = True


class CoverageKind(StrEnum):
    """The insurance answer as the flow reads it (flow.md, Session.coverage)."""

    NONE = "NONE"
    PENDING = "PENDING"
    VALID = "VALID"
    NEW_CARD = "NEW_CARD"
    PAPER_CARD = "PAPER_CARD"
    UNINSURED = "UNINSURED"
    BLOCKED = "BLOCKED"
    MISMATCH = "MISMATCH"
    LATER = "LATER"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One judged answer of the insurance gateway.

    ``code`` is the gateway's maKetQua ("000" ... "401") or our own reason when there was no answer ("timeout", "breaker-open",
    "unreachable", "malformed"); ``ours`` says whether the first-care registration is this facility or one it accepts (None: unknown).
    """

    kind: CoverageKind
    code: str
    answered_at: datetime
    card_number: str = field(default="", repr=False)
    registered_facility: str = ""
    registered_facility_name: str = ""
    valid_from: date | None = field(default=None, repr=False)
    valid_to: date | None = field(default=None, repr=False)
    five_years_from: date | None = field(default=None, repr=False)
    ours: bool | None = None
    name_matches: bool | None = None
    raw_answer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Service:
    """A service a patient may choose on VISIT; ``series`` is the letter before its queue numbers."""

    id: str
    name: str
    name_en: str
    room: str
    floor: str
    series: str
    icon: str = "stethoscope"
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Ticket:
    """A queue number as given out: ``number`` is what is called ("A027")."""

    visit_id: str
    number: str
    service: Service | None
    ahead: int
    issued_at: datetime
    to_desk: bool = False
    reprint: bool = False


class Intent(StrEnum):
    """What the commit is for."""

    NEW = "NEW"
    ADD = "ADD"
    RESULTS = "RESULTS"
    REPRINT = "REPRINT"
    HANDOVER = "HANDOVER"


@dataclass(frozen=True, slots=True)
class Consent:
    """The citizen's consent to reading the chip: which text, when, for which purpose."""

    text_version: str
    language: Language
    given_at: datetime
    purpose: str = "read-chip"


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """Everything one commit needs. ``session_id`` makes it idempotent: the same draft twice is one visit."""

    session_id: str
    intent: Intent
    started_at: datetime
    identity: PatientIdentity | None
    coverage: Coverage | None
    consent: Consent | None
    service: Service | None
    authenticity: Authenticity
    checks: Mapping[str, str]
    flags: tuple[str, ...] = ()
    priority: bool = False


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit as it stands in the database."""

    visit_id: str
    session_id: str
    business_day: date
    created_at: datetime
    identity: PatientIdentity | None
    coverage: Coverage | None
    authenticity: Authenticity
    checks: Mapping[str, str]
    flags: tuple[str, ...]
    tickets: tuple[Ticket, ...]
