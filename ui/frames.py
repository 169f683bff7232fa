"""The latest snapshot as properties for QML, in groups that tell their changes apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QUrl, Signal
from PySide6.QtQml import QmlAnonymous

from kiosk.model import Language, Service, Ticket
from kiosk.snapshot import CoverageView, PersonView, Snapshot
from kiosk.model import CoverageKind
from ui.screens import screen_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

QML_IMPORT_NAME = "Checkin.session"
QML_IMPORT_MAJOR_VERSION = 1

NOBODY = PersonView("", "", "")
NOTHING = CoverageView(CoverageKind.NONE)


def said(service: Service, language: Language) -> str:
    """Return a service's name in that language."""
    return service.name_en or service.name if language is Language.EN else service.name


@QmlAnonymous
class FrameProperties(QObject):
    """One snapshot, read-only. Every property is of the latest frame, so a wipe empties them all."""

    screenChanged = Signal()
    languageChanged = Signal()
    contrastChanged = Signal()
    changed = Signal()
    readingChanged = Signal()
    servicesChanged = Signal()
    portraitChanged = Signal()
    ticked = Signal()

    def __init__(
        self, snapshot: Snapshot, monotonic: Callable[[], float], now: Callable[[], datetime], parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._snapshot = snapshot
        self._monotonic = monotonic
        self._now = now
        self._portrait_url = ""
        self._services: list[dict[str, object]] = []

    @property
    def _person(self) -> PersonView:
        return self._snapshot.person or NOBODY

    @property
    def _coverage(self) -> CoverageView:
        return self._snapshot.coverage or NOTHING

    def _left(self) -> float:
        countdown = self._snapshot.countdown
        if countdown is None:
            return 0.0
        return min(countdown.total_s, max(0.0, countdown.deadline_monotonic - self._monotonic()))

    # --- the window's frame ---------------------------------------------------------------------------------------------------

    @Property(QUrl, notify=screenChanged)
    def screen(self) -> QUrl:
        """The QML file of the state."""
        return QUrl.fromLocalFile(str(screen_file(self._snapshot.state)))

    @Property(str, notify=screenChanged)
    def state(self) -> str:
        """The state's name."""
        return self._snapshot.state.value

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        """The language: "vi" or "en"."""
        return self._snapshot.language.value

    @Property(bool, notify=contrastChanged)
    def contrast(self) -> bool:
        """Whether high contrast is on."""
        return self._snapshot.contrast

    @Property(str, notify=languageChanged)
    def facilityName(self) -> str:
        """The clinic's name in the language shown."""
        facility = self._snapshot.facility
        return facility.name_en or facility.name if self._snapshot.language is Language.EN else facility.name

    @Property(str, notify=ticked)
    def clockText(self) -> str:
        """The time, hh:mm."""
        return f"{self._now():%H:%M}"

    @Property(bool, notify=changed)
    def sessionOpen(self) -> bool:
        """Whether a person's session is open."""
        return self._snapshot.session_id != ""

    @Property(int, notify=ticked)
    def countdownSeconds(self) -> int:
        """Whole seconds until the time-out that the screen shows; 0 without one."""
        return math.ceil(self._left())

    @Property(float, notify=ticked)
    def countdownPart(self) -> float:
        """What is left of that time-out, 1 to 0."""
        countdown = self._snapshot.countdown
        return self._left() / countdown.total_s if countdown and countdown.total_s > 0 else 0.0

    # --- card and key ---------------------------------------------------------------------------------------------------------

    @Property(bool, notify=changed)
    def cardPresent(self) -> bool:
        """Whether a card lies on the reader."""
        return self._snapshot.card_present

    @Property(bool, notify=changed)
    def hasKey(self) -> bool:
        """Whether what opens the chip is known."""
        return self._snapshot.has_key

    @Property(bool, notify=changed)
    def forOther(self) -> bool:
        """Whether the visit is for somebody else than the card's holder."""
        return self._snapshot.for_other

    @Property(bool, notify=changed)
    def missed(self) -> bool:
        """Whether the last six digits did not open the chip."""
        return self._snapshot.missed

    @Property(int, notify=changed)
    def missesLeft(self) -> int:
        """Tries that are left."""
        return self._snapshot.misses_left

    @Property(int, notify=readingChanged)
    def readingPercent(self) -> int:
        """Progress of the read, 0 to 100."""
        return self._snapshot.reading.percent

    @Property(int, notify=readingChanged)
    def readingStep(self) -> int:
        """The step of the read, 1 to 4."""
        return min(4, max(1, self._snapshot.reading.step))

    @Property(str, notify=readingChanged)
    def readingName(self) -> str:
        """The holder's name as soon as it is verified."""
        return self._snapshot.reading.name

    @Property(int, notify=changed)
    def reinsertPercent(self) -> int:
        """Where the read goes on when the same card comes back."""
        return self._snapshot.reinsert_percent

    # --- person ---------------------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def personName(self) -> str:
        """The patient's full name, in the card's capitals."""
        return self._person.full_name

    @Property(str, notify=changed)
    def personBirth(self) -> str:
        """The birth date as the card gives it."""
        return self._person.birth_text

    @Property(str, notify=changed)
    def personNumberTail(self) -> str:
        """The last digits of the personal number."""
        return self._person.number_tail

    @Property(str, notify=changed)
    def authenticity(self) -> str:
        """What the checks of the chip came to."""
        return self._person.authenticity.value

    @Property(bool, notify=changed)
    def expired(self) -> bool:
        """Whether the card is past its date."""
        return self._person.expired

    @Property(bool, notify=changed)
    def elder(self) -> bool:
        """Whether priority by age is given without asking."""
        return self._person.elder

    @Property(str, notify=portraitChanged)
    def portraitSource(self) -> str:
        """Where the portrait is drawn from; empty without one."""
        return self._portrait_url

    @Property(bool, notify=changed)
    def priority(self) -> bool:
        """Whether priority was asked for."""
        return self._snapshot.priority

    # --- insurance ------------------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def coverageKind(self) -> str:
        """The kind of answer (kiosk.model.CoverageKind)."""
        return self._coverage.kind.value

    @Property(bool, notify=changed)
    def coverageWaiting(self) -> bool:
        """Whether the answer is still awaited."""
        return self._coverage.waiting

    @Property(bool, notify=changed)
    def coverageRecordedOnly(self) -> bool:
        """Whether only "recorded" may be shown, without a chip."""
        return self._coverage.recorded_only

    @Property(str, notify=changed)
    def coverageCard(self) -> str:
        """The masked card number."""
        return self._coverage.card_masked

    @Property(str, notify=changed)
    def coverageValidTo(self) -> str:
        """The last day of validity."""
        return self._coverage.valid_to_text

    @Property(str, notify=changed)
    def coverageFacility(self) -> str:
        """Where the patient is registered."""
        return self._coverage.facility_text

    @Property(str, notify=changed)
    def coverageAnswered(self) -> str:
        """When the insurance answered, hh:mm."""
        return self._coverage.answered_text

    @Property(bool, notify=changed)
    def coverageNameMatches(self) -> bool:
        """Whether name and birth date agree with the card."""
        return self._coverage.name_matches is True

    # --- visit and ticket -----------------------------------------------------------------------------------------------------

    @Property("QVariantList", notify=servicesChanged)
    def services(self) -> list[dict[str, object]]:
        """The services as {id, name, icon, waiting}."""
        return self._services

    @Property(str, notify=changed)
    def ticketNumber(self) -> str:
        """The number that will be called."""
        return self._ticket_text(self._snapshot.ticket, "number")

    @Property(str, notify=changed)
    def ticketRoom(self) -> str:
        """The room to wait at."""
        return self._ticket_text(self._snapshot.ticket, "room")

    @Property(str, notify=changed)
    def ticketFloor(self) -> str:
        """The floor of that room."""
        return self._ticket_text(self._snapshot.ticket, "floor")

    @Property(str, notify=changed)
    def ticketService(self) -> str:
        """The service's name."""
        return self._ticket_text(self._snapshot.ticket, "service")

    @Property(int, notify=changed)
    def ticketAhead(self) -> int:
        """People who wait before."""
        return self._snapshot.ticket.ahead if self._snapshot.ticket else 0

    @Property(bool, notify=changed)
    def ticketToDesk(self) -> bool:
        """Whether the number is called at the desk."""
        return self._snapshot.ticket is not None and self._snapshot.ticket.to_desk

    @Property(bool, notify=changed)
    def ticketReprint(self) -> bool:
        """Whether the number was given out before."""
        return self._snapshot.ticket is not None and self._snapshot.ticket.reprint

    @Property(str, notify=changed)
    def todayNumber(self) -> str:
        """Today's number of who was here already."""
        return self._ticket_text(self._snapshot.today, "number")

    @Property(str, notify=changed)
    def todayRoom(self) -> str:
        """Its room."""
        return self._ticket_text(self._snapshot.today, "room")

    @Property(str, notify=changed)
    def todayTime(self) -> str:
        """When it was given out, hh:mm."""
        return self._ticket_text(self._snapshot.today, "time")

    @Property(bool, notify=changed)
    def onScreenOnly(self) -> bool:
        """Whether there is no paper ticket."""
        return self._snapshot.on_screen_only

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """Whether the paper ticket came out."""
        return self._snapshot.printed

    # --- help -----------------------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def helpCause(self) -> str:
        """Why HELP shows (kiosk.snapshot.HelpCause)."""
        return self._snapshot.help.cause.value

    @Property(str, notify=changed)
    def helpCode(self) -> str:
        """The code for staff."""
        return self._snapshot.help.code

    @Property(bool, notify=changed)
    def helpCanReturn(self) -> bool:
        """Whether back leads on."""
        return self._snapshot.help.can_return

    @Property(bool, notify=changed)
    def helpStaffCalled(self) -> bool:
        """Whether staff were called."""
        return self._snapshot.help.staff_called

    def _ticket_text(self, ticket: Ticket | None, part: str) -> str:
        if ticket is None:
            return ""
        if part == "number":
            return ticket.number
        if part == "time":
            return f"{ticket.issued_at.astimezone():%H:%M}"
        if ticket.service is None:
            return ""
        if part == "service":
            return said(ticket.service, self._snapshot.language)
        return ticket.service.room if part == "room" else ticket.service.floor
