"""What a screen shows, as one frozen value: the flow publishes it, the window binds to it and decides nothing.

Personal fields are hidden in reprs; a snapshot may be logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.flow.facts import HelpCause
from kiosk.flow.states import Event, State
from kiosk.model import Authenticity, CoverageKind, Language, Service, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Countdown",
    "CoverageView",
    "Event",
    "Facility",
    "HelpCause",
    "HelpView",
    "PersonView",
    "ReadingView",
    "Snapshot",
    "State",
]


@dataclass(frozen=True, slots=True)
class Facility:
    """The clinic's name in both languages."""

    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ReadingView:
    """True progress of the read. ``percent`` never runs back and is 100 only when done.

    ``step``: 1 opens the chip, 2 name and birth date, 3 portrait, 4 checks that it is genuine. ``name`` is empty until verified.
    """

    percent: int = 0
    step: int = 1
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PersonView:
    """The card's holder, or the patient, as CONFIRM shows them."""

    full_name: str = field(repr=False)
    birth_text: str = field(repr=False)
    number_tail: str = field(repr=False)
    authenticity: Authenticity = Authenticity.PENDING
    expired: bool = False
    elder: bool = False


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The insurance answer as INSURANCE shows it; texts are ready to show (dates dd/mm/yyyy, ``answered_text`` hh:mm)."""

    kind: CoverageKind
    code: str = ""
    card_masked: str = field(default="", repr=False)
    valid_to_text: str = field(default="", repr=False)
    facility_text: str = field(default="", repr=False)
    ours: bool | None = None
    name_matches: bool | None = None
    answered_text: str = ""
    waiting: bool = False
    recorded_only: bool = False  # without a chip: only "Đã ghi nhận" may be shown


@dataclass(frozen=True, slots=True)
class HelpView:
    """What HELP explains. ``code`` is what a person reads to staff ("E-READ"); ``can_return``: back tries again."""

    cause: HelpCause = HelpCause.NONE
    code: str = ""
    can_return: bool = False
    staff_called: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """A time-out that the screen shows as a ring; ``deadline_monotonic`` is on the base of time.monotonic()."""

    total_s: float
    deadline_monotonic: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One frame of the check-in."""

    state: State = State.WELCOME
    session_id: str = ""
    language: Language = Language.VI
    contrast: bool = False
    facility: Facility = field(default_factory=Facility)
    card_present: bool = False
    reader_ready: bool = False
    scanner_ready: bool = False  # without one no screen asks for a QR code
    has_key: bool = False
    for_other: bool = False
    misses_left: int = 3
    missed: bool = False
    reading: ReadingView = field(default_factory=ReadingView)
    person: PersonView | None = field(default=None, repr=False)
    portrait_png: bytes | None = field(default=None, repr=False)
    coverage: CoverageView | None = field(default=None, repr=False)
    services: tuple[Service, ...] = field(default=(), repr=False)
    today: Ticket | None = field(default=None, repr=False)
    ticket: Ticket | None = field(default=None, repr=False)
    on_screen_only: bool = False
    printed: bool = False
    help: HelpView = field(default_factory=HelpView)
    countdown: Countdown | None = None
    reinsert_percent: int = 0
    alarm: str = ""
    priority: bool = False
    allowed: frozenset[Event] = field(default=frozenset(), repr=False)


if TYPE_CHECKING:
    Listener = Callable[[Snapshot], None]
    Unsubscribe = Callable[[], None]
