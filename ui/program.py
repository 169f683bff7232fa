"""What `kiosk ui` runs: the application, the session, the window, and how all three end."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from ui.display import display_problem
from ui.readiness import tell_ready
from ui.window import CheckinView, FontMissingError, load_fonts, use_software_renderer

if TYPE_CHECKING:
    import argparse
    from types import TracebackType

    from PySide6.QtGui import QScreen

WINDOW_SHARE = 0.86  # of the screen's height, for a portrait window on a desk
PLAUSIBLE_PX_PER_MM = (2.0, 12.0)


def density(screen: QScreen) -> float:
    """Return the panel's pixels per millimetre, or 0 when what it says of itself cannot be."""
    millimetres = screen.physicalSize().width()
    value = screen.size().width() / millimetres if millimetres > 0 else 0.0
    return value if PLAUSIBLE_PX_PER_MM[0] <= value <= PLAUSIBLE_PX_PER_MM[1] else 0.0


def _end_on_crash(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """An exception in a slot would leave the window in an unknown state: end, so that the supervisor starts a clean one.

    The exception's text is not printed: it may hold what a person typed.
    """
    frames = "".join(traceback.format_tb(trace))
    sys.stderr.write(f"{frames}{kind.__module__}.{kind.__qualname__}\n")
    application = QGuiApplication.instance()
    if application is not None:
        application.exit(1)


def _show(view: CheckinView, screen: QScreen, *, windowed: bool) -> None:
    if windowed:
        height = round(screen.availableSize().height() * WINDOW_SHARE)
        view.resize(round(height * 9 / 16), height)
        view.show()
        return
    view.px_per_mm = density(screen)
    view.setCursor(Qt.CursorShape.BlankCursor)
    view.showFullScreen()


def _end_on_signals(application: QGuiApplication) -> None:
    """End in the event loop's own time: a handler runs in the middle of whatever Python does for Qt, and quitting closes windows."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: QTimer.singleShot(0, application, application.quit))


def run(args: argparse.Namespace) -> int:
    """Show the check-in until its window closes or the process is told to end. Raises what the session's start raises."""
    from kiosk.bootstrap import build_session
    from kiosk.config import load

    config = load(getattr(args, "config", None))
    platforms = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    if sys.platform == "linux" and (problem := display_problem(os.environ, platforms)):
        sys.stderr.write(f"kiosk ui: {problem}.\n")
        return 1
    use_software_renderer()
    application = QGuiApplication(sys.argv[:1])
    _end_on_signals(application)
    try:
        load_fonts()
    except FontMissingError as error:
        sys.stderr.write(f"kiosk ui: {error}. Install the project's dependencies again (make setup).\n")
        return 1
    session = build_session(config)
    view = CheckinView(session)
    try:
        session.start()
        view.setTitle("cccd-kiosk")
        view.frameSwapped.connect(tell_ready, Qt.ConnectionType.SingleShotConnection)
        view.frameSwapped.connect(view.warm_up, Qt.ConnectionType.SingleShotConnection)
        _show(view, application.primaryScreen(), windowed=args.windowed or not config.ui.fullscreen)
        sys.excepthook = _end_on_crash
        return int(application.exec())
    finally:
        session.stop()
        view.leave()
