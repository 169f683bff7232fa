"""The latest snapshot as properties for QML: the window's frame, the card and the read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QUrl, Signal
from PySide6.QtQml import QmlAnonymous

from kiosk.model import Language
from ui.screens import screen_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.snapshot import Snapshot

QML_IMPORT_NAME = "Checkin.session"
QML_IMPORT_MAJOR_VERSION = 1


@QmlAnonymous
class FrameProperties(QObject):
    """One snapshot, read-only: what is true of every screen. Signals tell apart what changes often."""

    screenChanged = Signal()
    languageChanged = Signal()
    contrastChanged = Signal()
    changed = Signal()
    readingChanged = Signal()
    ticked = Signal()

    def __init__(
        self,
        snapshot: Snapshot,
        monotonic: Callable[[], float],
        now: Callable[[], datetime],
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._snapshot = snapshot
        self._monotonic = monotonic
        self._now = now

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
    def scannerReady(self) -> bool:
        """Whether a code can be scanned; without that no screen speaks of one."""
        return self._snapshot.scanner_ready

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
