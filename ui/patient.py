"""The latest snapshot as properties for QML: the person, the insurance, the visit and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlAnonymous

from kiosk.model import CoverageKind, Language, Service, Ticket
from kiosk.snapshot import CoverageView, PersonView
from ui.frames import FrameProperties

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.snapshot import Snapshot

QML_IMPORT_NAME = "Checkin.session"
QML_IMPORT_MAJOR_VERSION = 1

NOBODY = PersonView("", "", "")
NOTHING = CoverageView(CoverageKind.NONE)


def said(service: Service, language: Language) -> str:
    """Return a service's name in that language."""
    return service.name_en or service.name if language is Language.EN else service.name


@QmlAnonymous
class PatientProperties(FrameProperties):
    """What the snapshot holds of a person, read-only. Every property is of the latest frame, so a wipe empties them all."""

    patientChanged = Signal()
    servicesChanged = Signal()
    portraitChanged = Signal()

    def __init__(
        self,
        snapshot: Snapshot,
        monotonic: Callable[[], float],
        now: Callable[[], datetime],
        parent: QObject | None,
    ) -> None:
        super().__init__(snapshot, monotonic, now, parent)
        self._portrait_url = ""
        self._services: list[dict[str, object]] = []

    @property
    def _person(self) -> PersonView:
        return self._snapshot.person or NOBODY

    @property
    def _coverage(self) -> CoverageView:
        return self._snapshot.coverage or NOTHING

    # --- person ---------------------------------------------------------------------------------------------------------------

    @Property(str, notify=patientChanged)
    def personName(self) -> str:
        """The patient's full name, in the card's capitals."""
        return self._person.full_name

    @Property(str, notify=patientChanged)
    def personBirth(self) -> str:
        """The birth date as the card gives it."""
        return self._person.birth_text

    @Property(str, notify=patientChanged)
    def personNumberTail(self) -> str:
        """The last digits of the personal number."""
        return self._person.number_tail

    @Property(str, notify=patientChanged)
    def authenticity(self) -> str:
        """What the checks of the chip came to."""
        return self._person.authenticity.value

    @Property(bool, notify=patientChanged)
    def expired(self) -> bool:
        """Whether the card is past its date."""
        return self._person.expired

    @Property(bool, notify=patientChanged)
    def elder(self) -> bool:
        """Whether priority by age is given without asking."""
        return self._person.elder

    @Property(str, notify=portraitChanged)
    def portraitSource(self) -> str:
        """Where the portrait is drawn from; empty without one."""
        return self._portrait_url

    @Property(bool, notify=patientChanged)
    def priority(self) -> bool:
        """Whether priority was asked for."""
        return self._snapshot.priority

    # --- insurance ------------------------------------------------------------------------------------------------------------

    @Property(str, notify=patientChanged)
    def coverageKind(self) -> str:
        """The kind of answer (kiosk.model.CoverageKind)."""
        return self._coverage.kind.value

    @Property(bool, notify=patientChanged)
    def coverageWaiting(self) -> bool:
        """Whether the answer is still awaited."""
        return self._coverage.waiting

    @Property(bool, notify=patientChanged)
    def coverageRecordedOnly(self) -> bool:
        """Whether only "recorded" may be shown, without a chip."""
        return self._coverage.recorded_only

    @Property(str, notify=patientChanged)
    def coverageCard(self) -> str:
        """The masked card number."""
        return self._coverage.card_masked

    @Property(str, notify=patientChanged)
    def coverageValidTo(self) -> str:
        """The last day of validity."""
        return self._coverage.valid_to_text

    @Property(str, notify=patientChanged)
    def coverageFacility(self) -> str:
        """Where the patient is registered."""
        return self._coverage.facility_text

    @Property(str, notify=patientChanged)
    def coverageAnswered(self) -> str:
        """When the insurance answered, hh:mm."""
        return self._coverage.answered_text

    @Property(bool, notify=patientChanged)
    def coverageNameMatches(self) -> bool:
        """Whether name and birth date agree with the card."""
        return self._coverage.name_matches is True

    # --- visit and ticket -----------------------------------------------------------------------------------------------------

    @Property(list, notify=servicesChanged)
    def services(self) -> list[dict[str, object]]:
        """The services as {id, name, icon, waiting}."""
        return self._services

    @Property(str, notify=patientChanged)
    def ticketNumber(self) -> str:
        """The number that will be called."""
        return self._ticket_text(self._snapshot.ticket, "number")

    @Property(str, notify=patientChanged)
    def ticketRoom(self) -> str:
        """The room to wait at."""
        return self._ticket_text(self._snapshot.ticket, "room")

    @Property(str, notify=patientChanged)
    def ticketFloor(self) -> str:
        """The floor of that room."""
        return self._ticket_text(self._snapshot.ticket, "floor")

    @Property(str, notify=patientChanged)
    def ticketService(self) -> str:
        """The service's name."""
        return self._ticket_text(self._snapshot.ticket, "service")

    @Property(int, notify=patientChanged)
    def ticketAhead(self) -> int:
        """People who wait before."""
        return self._snapshot.ticket.ahead if self._snapshot.ticket else 0

    @Property(bool, notify=patientChanged)
    def ticketToDesk(self) -> bool:
        """Whether the number is called at the desk."""
        return self._snapshot.ticket is not None and self._snapshot.ticket.to_desk

    @Property(bool, notify=patientChanged)
    def ticketReprint(self) -> bool:
        """Whether the number was given out before."""
        return self._snapshot.ticket is not None and self._snapshot.ticket.reprint

    @Property(str, notify=patientChanged)
    def todayNumber(self) -> str:
        """Today's number of who was here already."""
        return self._ticket_text(self._snapshot.today, "number")

    @Property(str, notify=patientChanged)
    def todayRoom(self) -> str:
        """Its room."""
        return self._ticket_text(self._snapshot.today, "room")

    @Property(str, notify=patientChanged)
    def todayTime(self) -> str:
        """When it was given out, hh:mm."""
        return self._ticket_text(self._snapshot.today, "time")

    @Property(bool, notify=patientChanged)
    def onScreenOnly(self) -> bool:
        """Whether there is no paper ticket."""
        return self._snapshot.on_screen_only

    @Property(bool, notify=patientChanged)
    def printed(self) -> bool:
        """Whether the paper ticket came out."""
        return self._snapshot.printed

    # --- help -----------------------------------------------------------------------------------------------------------------

    @Property(str, notify=patientChanged)
    def helpCause(self) -> str:
        """Why HELP shows (kiosk.snapshot.HelpCause)."""
        return self._snapshot.help.cause.value

    @Property(str, notify=patientChanged)
    def helpCode(self) -> str:
        """The code for staff."""
        return self._snapshot.help.code

    @Property(bool, notify=patientChanged)
    def helpCanReturn(self) -> bool:
        """Whether back leads on."""
        return self._snapshot.help.can_return

    @Property(bool, notify=patientChanged)
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
