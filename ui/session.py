"""What the screens see of the check-in: the latest snapshot as properties, the person's touches as slots."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.bootstrap import SYSTEM_CLOCK
from kiosk.flow.states import TOUCHES, Event
from kiosk.model import Language
from ui.patient import PatientProperties, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.snapshot import Snapshot
    from ui.images import PortraitProvider

QML_IMPORT_NAME = "Checkin.session"
QML_IMPORT_MAJOR_VERSION = 1

DEAF_S = 0.150  # a touch meant for the screen before must not press a key of the new one
TICK_MS = 200


class CheckinFlow(Protocol):
    """What the window needs of kiosk.checkin.CheckinSession."""

    @property
    def snapshot(self) -> Snapshot:
        """The latest frame."""
        ...

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Callable[[], None]:
        """Call ``listener`` on the flow's thread with every new frame; returns how to stop."""
        ...

    def post(self, event: Event, data: object = None) -> None:
        """Hand a touch to the flow."""
        ...

    def set_contrast(self, on: bool) -> None:
        """Turn high contrast on or off for this person."""
        ...


@QmlElement
class SessionBridge(PatientProperties):
    """One check-in session for QML: frames come in through one queued signal, touches go out as events."""

    arrived = Signal(object)

    def __init__(
        self,
        flow: CheckinFlow,
        portrait: PortraitProvider,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = SYSTEM_CLOCK.now,
    ) -> None:
        super().__init__(flow.snapshot, monotonic, now, None)
        self._flow = flow
        self._portrait = portrait
        self._portrait_serial = 0
        self._shown_at = -math.inf
        self._take_portrait()
        self._take_services()
        self.arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = flow.subscribe(self.arrived.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.ticked)
        self._timer.start()

    def close(self) -> None:
        """Stop listening to the flow, and forget the portrait."""
        self._timer.stop()
        self._unsubscribe()
        self._portrait.show(None)

    def frame(self) -> Snapshot:
        """Return the snapshot that the screens show."""
        return self._snapshot

    @Slot(object)
    def _take(self, snapshot: Snapshot) -> None:
        before, self._snapshot = self._snapshot, snapshot
        if before.portrait_png != snapshot.portrait_png:
            self._take_portrait()
            self.portraitChanged.emit()
        turned = before.language is not snapshot.language
        if before.services != snapshot.services or turned:
            self._take_services()
            self.servicesChanged.emit()
        if before.contrast != snapshot.contrast:
            self.contrastChanged.emit()
        if turned:
            self.languageChanged.emit()
        if before.reading != snapshot.reading:
            self.readingChanged.emit()
        if before.state is not snapshot.state:
            self._shown_at = self._monotonic()
            self.screenChanged.emit()
        self.changed.emit()
        self.patientChanged.emit()
        self.ticked.emit()

    def _take_portrait(self) -> None:
        self._portrait_serial += 1
        shown = self._portrait.show(self._snapshot.portrait_png)
        self._portrait_url = f"image://portrait/{self._portrait_serial}" if shown else ""

    def _take_services(self) -> None:
        language = self._snapshot.language
        self._services = [
            {
                "id": service.id,
                "name": said(service, language),
                "icon": service.icon,
                "waiting": service.waiting,
            }
            for service in self._snapshot.services
        ]

    # --- touches --------------------------------------------------------------------------------------------------------------

    def _send(self, event: Event, data: object = None) -> None:
        """Post a touch, unless the screen is so new that it was meant for the one before."""
        if self._monotonic() - self._shown_at >= DEAF_S:
            self._flow.post(event, data)

    @Slot()
    def touched(self) -> None:
        """Somebody is there: the idle time starts anew."""
        self._flow.post(Event.TOUCH)

    @Slot(str)
    def post(self, name: str) -> None:
        """Post an event that carries no value. Raises ValueError for a name that no touch may send."""
        event = Event(name)
        if event not in TOUCHES:
            raise ValueError(f"{name} is not a touch")
        self._send(event)

    @Slot()
    def toggleLanguage(self) -> None:
        """Switch to the other language."""
        self._send(Event.LANGUAGE, Language.EN if self._snapshot.language is Language.VI else Language.VI)

    @Slot()
    def toggleContrast(self) -> None:
        """Switch high contrast, which is no event of the flow."""
        if self._monotonic() - self._shown_at >= DEAF_S:
            self._flow.set_contrast(not self._snapshot.contrast)

    @Slot(str)
    def typeCan(self, digits: str) -> None:
        """Six digits were typed."""
        self._send(Event.CAN_TYPED, digits)

    @Slot(str)
    def pickService(self, service_id: str) -> None:
        """A service was chosen."""
        self._send(Event.SERVICE_PICKED, service_id)

    @Slot(str)
    def pickSlip(self, kind: str) -> None:
        """A kind of paper was chosen: "transfer", "appointment" or "stay"."""
        self._send(Event.SLIP_PICKED, kind)

    @Slot(str)
    def giveSlip(self, number: str) -> None:
        """The paper's number was typed."""
        self._send(Event.SLIP_GIVEN, {"number": number})

    @Slot(str)
    def givePhone(self, number: str) -> None:
        """A telephone number was typed."""
        self._send(Event.PHONE_GIVEN, number)

    @Slot(str, str)
    def giveDetails(self, number: str, birth: str) -> None:
        """A personal number and a birth date of eight digits were typed."""
        self._send(Event.DETAILS_GIVEN, (number, f"{birth[:2]}/{birth[2:4]}/{birth[4:]}"))
