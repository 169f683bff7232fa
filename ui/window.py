"""The window itself: fonts, languages, scale, and Main.qml bound to one session."""

from __future__ import annotations

import importlib.util
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, QTranslator, QUrl
from PySide6.QtGui import QFontDatabase
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickView

from kiosk.bootstrap import SYSTEM_CLOCK
from ui.images import InkProvider, PortraitProvider
from ui.scale import units_scale
from ui.screens import QML_ROOT, SCREENS, screen_file
from ui.session import SessionBridge

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ui.session import CheckinFlow

MAIN = QML_ROOT / "Checkin" / "Main.qml"
TRANSLATIONS = Path(__file__).parent / "i18n"
FONT_PACKAGE = "fontpkg_be_vietnam_pro"
FONT_FILES = ("Medium", "SemiBold", "Bold", "ExtraBold")  # the weights 500, 600, 700 and 800
PRESSES = frozenset({QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress})
WARM_UP_MS = 30


class FontMissingError(Exception):
    """The house typeface is not installed; screens would be drawn in whatever there is."""


class ScreenError(Exception):
    """The window's QML cannot be loaded: a fault of ours."""


def use_software_renderer() -> None:
    """Choose the software scene graph, unless the environment names another. Call before the application is made."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")


def load_fonts() -> None:
    """Load the house typeface into the application. Raises FontMissingError."""
    found = importlib.util.find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise FontMissingError(f"package {FONT_PACKAGE} is not installed")
    folder = Path(found.origin).parent / "files"
    for weight in FONT_FILES:
        path = folder / f"BeVietnamPro-{weight}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FontMissingError(f"cannot load {path.name}")


class CheckinView(QQuickView):
    """The patient's window. ``close()`` leaves the session; whoever made the session stops it."""

    def __init__(
        self,
        flow: CheckinFlow,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = SYSTEM_CLOCK.now,
    ) -> None:
        super().__init__()
        self.px_per_mm = 0.0
        self._portrait = PortraitProvider()
        self._ink = InkProvider()
        self.bridge = SessionBridge(flow, self._portrait, monotonic=monotonic, now=now)
        self._translator = QTranslator()
        self._warm: list[QQmlComponent] = []
        self._cold = [state for state in SCREENS if state.value != self.bridge.property("state")]
        engine = self.engine()
        engine.addImportPath(str(QML_ROOT))
        engine.addImageProvider("portrait", self._portrait)
        engine.addImageProvider("ink", self._ink)
        self._speak()
        self.bridge.languageChanged.connect(self._speak)
        self.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.setInitialProperties({"session": self.bridge})
        self.setSource(QUrl.fromLocalFile(str(MAIN)))
        if self.status() is not QQuickView.Status.Ready:
            raise ScreenError("; ".join(error.toString() for error in self.errors()))
        self.widthChanged.connect(self._rescale)
        self.heightChanged.connect(self._rescale)
        self._rescale()

    def leave(self) -> None:
        """Take the screens down and stop listening to the session."""
        self.bridge.close()
        QCoreApplication.removeTranslator(self._translator)
        self.setSource(QUrl())

    def event(self, event: QEvent) -> bool:
        """Tell the flow of every touch before the screen gets it."""
        if event.type() in PRESSES:
            self.bridge.touched()
        return super().event(event)

    def warm_up(self) -> None:
        """Compile the screens that are not shown yet, one at a time between other events, so that none is slow to come."""
        if not self._cold:
            return
        url = QUrl.fromLocalFile(str(screen_file(self._cold.pop(0))))
        self._warm.append(QQmlComponent(self.engine(), url))
        QTimer.singleShot(WARM_UP_MS, self, self.warm_up)

    def _rescale(self) -> None:
        root = self.rootObject()
        if root is not None:
            root.setProperty("k", units_scale(self.width(), self.height(), self.px_per_mm))

    def _speak(self) -> None:
        """Load the language that the frame asks for. Vietnamese is what the screens are written in."""
        QCoreApplication.removeTranslator(self._translator)
        language = str(self.bridge.property("language"))
        if self._translator.load(f"checkin_{language}", str(TRANSLATIONS)):
            QCoreApplication.installTranslator(self._translator)
        self.engine().retranslate()
