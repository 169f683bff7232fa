"""Hand-made frames: one for each state, and for each way a state can look. Every person is invented."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PIL import Image, ImageDraw

from kiosk.flow.states import SHOWN_STATES, State
from kiosk.model import Authenticity, CoverageKind, Language, Service, Ticket
from kiosk.snapshot import (
    Countdown,
    CoverageView,
    Facility,
    HelpCause,
    HelpView,
    PersonView,
    ReadingView,
    Snapshot,
)

MORNING = datetime(2026, 11, 21, 6, 42, tzinfo=UTC)
NAMED = PersonView("NGUYỄN VĂN MẪU", "01/01/1950", "246", Authenticity.GENUINE, elder=False)
LONG_NAMED = PersonView(
    "NGUYỄN HOÀNG PHƯỢNG THẢO MẪU", "30/12/1988", "801", Authenticity.NOT_PROVABLE, expired=True
)
SERVICES = (
    Service("general", "Nội tổng quát", "General medicine", "203", "2", "A", "stethoscope", 12),
    Service("heart", "Tim mạch", "Cardiology", "205", "2", "C", "heart", 7),
    Service("eye", "Mắt", "Eyes", "206", "2", "D", "eye", 3),
    Service("ent", "Tai Mũi Họng", "Ear, nose, throat", "207", "2", "E", "ear", 9),
    Service("dental", "Răng Hàm Mặt", "Dental", "208", "2", "G", "tooth", 4),
    Service("bone", "Cơ xương khớp", "Bones and joints", "209", "2", "H", "bone", 16),
)
EXTRA = Service("skin", "Da liễu", "Skin", "210", "2", "K", "search", 1)
TICKET = Ticket("MAU-027", "A027", SERVICES[0], 6, MORNING)
DESK_TICKET = Ticket("MAU-028", "Q003", None, 2, MORNING, to_desk=True)
VALID = CoverageView(
    CoverageKind.VALID,
    "000",
    "GD 4 •••••• 246",
    "31/12/2026",
    "Bệnh viện Đa khoa Mẫu",
    ours=True,
    name_matches=True,
    answered_text="06:42",
)


def portrait() -> bytes:
    """Return a drawn face as PNG."""
    picture = Image.new("RGB", (240, 320), "#CFE6DC")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((20, 210, 220, 420), fill="#0F655E")
    draw.ellipse((70, 60, 170, 200), fill="#EFC09B")
    draw.pieslice((62, 40, 178, 190), 180, 360, fill="#2B2523")
    draw.ellipse((96, 122, 106, 134), fill="#2B2523")
    draw.ellipse((134, 122, 144, 134), fill="#2B2523")
    draw.arc((100, 140, 140, 172), 20, 160, fill="#8A3B2E", width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _countdown(total: float, left: float) -> Countdown:
    return Countdown(total, time.monotonic() + left)


def base(state: State) -> Snapshot:
    """Return a frame of that state with nobody's data."""
    return Snapshot(
        state=state,
        session_id="" if state in {State.WELCOME, State.OUT_OF_SERVICE} else "s-1",
        facility=Facility("Bệnh viện Đa khoa Mẫu", "Mẫu General Hospital"),
        reader_ready=True,
        services=SERVICES,
    )


def _plain() -> dict[str, Snapshot]:
    special: dict[State, dict[str, Any]] = {
        State.CONSENT: {"card_present": True},
        State.ACCESS: {"card_present": True},
        State.READING: {"card_present": True, "reading": ReadingView(62, 3, NAMED.full_name)},
        State.REINSERT: {"reinsert_percent": 62, "countdown": _countdown(20, 14)},
        State.CONFIRM: {"person": NAMED, "portrait_png": portrait()},
        State.INSURANCE: {"person": NAMED, "coverage": VALID},
        State.ALREADY_TODAY: {"person": NAMED, "today": TICKET},
        State.ROUTE: {
            "person": NAMED,
            "coverage": replace(VALID, ours=False, facility_text="Trạm Y tế phường Mẫu"),
        },
        State.VISIT: {"person": NAMED, "coverage": VALID},
        State.TAKE_CARD: {"card_present": True, "ticket": TICKET},
        State.TICKET: {"ticket": TICKET, "printed": True, "countdown": _countdown(20, 17)},
        State.HELP: {"help": HelpView(HelpCause.READ, "E-READ", can_return=True)},
        State.IDLE_WARNING: {"card_present": True, "countdown": _countdown(20, 17)},
    }
    return {state.value: replace(base(state), **special.get(state, {})) for state in SHOWN_STATES}


def _insurance() -> dict[str, Snapshot]:
    frame = replace(base(State.INSURANCE), person=NAMED)
    kinds = {
        "asking": CoverageView(CoverageKind.PENDING, waiting=True),
        "new_card": replace(VALID, kind=CoverageKind.NEW_CARD, code="004"),
        "later": CoverageView(CoverageKind.LATER, "timeout", answered_text="06:42"),
        "paper_card": CoverageView(CoverageKind.PAPER_CARD, "001", answered_text="06:42"),
        "uninsured": CoverageView(CoverageKind.UNINSURED, "052", answered_text="06:42"),
        "blocked": CoverageView(CoverageKind.BLOCKED, "090", answered_text="06:42"),
        "mismatch": CoverageView(CoverageKind.MISMATCH, "060", name_matches=False, answered_text="06:42"),
        "recorded": CoverageView(CoverageKind.NONE, recorded_only=True),
    }
    return {f"INSURANCE-{name}": replace(frame, coverage=view) for name, view in kinds.items()}


def _help() -> dict[str, Snapshot]:
    frame = base(State.HELP)
    return {
        f"HELP-{cause.value}": replace(
            frame,
            help=HelpView(
                cause,
                "" if cause is HelpCause.ASKED else f"E-{cause.value}",
                can_return=cause in {HelpCause.ASKED, HelpCause.CAN},
                staff_called=cause is HelpCause.CHECK,
            ),
        )
        for cause in HelpCause
        if cause is not HelpCause.NONE
    }


def _variants() -> dict[str, Snapshot]:
    plain = _plain()
    return {
        "ACCESS-missed": replace(plain["ACCESS"], missed=True, misses_left=2),
        "ACCESS-card": replace(plain["ACCESS"], card_present=False, has_key=True),
        "CONSENT-other": replace(plain["CONSENT"], for_other=True),
        "READING-start": replace(plain["READING"], reading=ReadingView(0, 1)),
        "READING-end": replace(plain["READING"], reading=ReadingView(99, 4, LONG_NAMED.full_name)),
        "CONFIRM-long": replace(plain["CONFIRM"], person=LONG_NAMED, portrait_png=None),
        "VISIT-many": replace(plain["VISIT"], services=(*SERVICES, EXTRA), person=LONG_NAMED),
        "VISIT-later": replace(
            plain["VISIT"],
            priority=True,
            coverage=CoverageView(CoverageKind.LATER, "timeout"),
        ),
        "VISIT-nobody": replace(
            plain["VISIT"], services=tuple(replace(one, waiting=at) for at, one in enumerate(SERVICES))
        ),
        "TICKET-next": replace(plain["TICKET"], ticket=replace(TICKET, ahead=0)),
        "VISIT-elder": replace(plain["VISIT"], person=replace(NAMED, elder=True), services=SERVICES[:3]),
        "TAKE_CARD-nobody": replace(plain["TAKE_CARD"], session_id="", ticket=None),
        "TICKET-screen": replace(plain["TICKET"], printed=False, on_screen_only=True),
        "TICKET-desk": replace(plain["TICKET"], ticket=DESK_TICKET),
        "TICKET-reprint": replace(plain["TICKET"], ticket=replace(TICKET, reprint=True)),
        "READER_LOST-nobody": replace(plain["READER_LOST"], session_id=""),
    }


def _scanning() -> dict[str, Snapshot]:
    """Return the screens that speak of codes, as they are where a scanner is built in."""
    plain = _plain()
    return {
        f"{name}-scan": replace(plain[name], scanner_ready=True)
        for name in ("WELCOME", "CONSENT", "ACCESS", "NO_CARD", "CLAIM", "DEPENDANT", "SLIP", "READER_LOST")
    }


def frames(language: Language = Language.VI, *, contrast: bool = False) -> dict[str, Snapshot]:
    """Return every frame by its name; a name starts with its state."""
    named = {**_plain(), **_insurance(), **_help(), **_variants(), **_scanning()}
    return {name: replace(frame, language=language, contrast=contrast) for name, frame in named.items()}
