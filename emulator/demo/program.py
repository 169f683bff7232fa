"""The demo's composition: surroundings, session, windows; a person's event loop or the robot's; an orderly end."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from emulator.card.link import link_by_name
from emulator.citizens import by_name, load
from emulator.demo.display import has_display
from emulator.environment import Environment, Setting
from emulator.pcscd import PcscdError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from types import FrameType, TracebackType

    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQuick import QQuickView

    from emulator.citizens import Citizen
    from emulator.demo.robot import Stage
    from ui.window import CheckinView

_LINK: Final = link_by_name("212")
"""About what a contactless reader makes of a card."""
_HEADLESS_SIZE: Final = (1080, 1920)
_WINDOW_SHARE: Final = 0.86
_TICK_MS: Final = 100
_TRAY_SETTLE_S: Final = 0.5


class _Ending:
    """Asked for by a signal; or forced by a fault in a slot, which would otherwise be forgotten."""

    def __init__(self) -> None:
        self.signal = 0
        self.fault = False

    @property
    def asked(self) -> bool:
        """Whether the demo must come to its end."""
        return self.signal != 0 or self.fault

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note ending signals and unhandled exceptions while the context lasts."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._note_signal) for number in numbers}
        hook, sys.excepthook = sys.excepthook, self._note_fault
        try:
            yield
        finally:
            sys.excepthook = hook
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note_signal(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number

    def _note_fault(
        self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None
    ) -> None:
        self.fault = True
        sys.stderr.write(
            "".join(traceback.format_tb(trace)) + f"emulator demo: {kind.__qualname__} in a slot\n"
        )


def run_demo(options: argparse.Namespace) -> int:
    """Run until the windows are closed or the robot is done; 0 if all went as it should, 128 + n after signal n."""
    headless = options.headless or not has_display()
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns of any locale that is not UTF-8
    ending = _Ending()
    try:
        with ending.watched(), ExitStack() as stack:
            environment = stack.enter_context(Environment(Setting(link=_LINK)))
            os.environ.update(environment.variables)
            status = _run(environment, options, ending, stack, headless=headless)
    except PcscdError as error:
        sys.stderr.write(f"emulator demo: {error}\n")
        return 1
    if ending.signal:
        return 128 + ending.signal
    return 1 if ending.fault else status


def _run(
    environment: Environment,
    options: argparse.Namespace,
    ending: _Ending,
    stack: ExitStack,
    *,
    headless: bool,
) -> int:
    from PySide6.QtGui import QGuiApplication

    from emulator.tray.bridge import TrayBridge
    from emulator.tray.window import build_tray, close_tray
    from kiosk.bootstrap import build_session
    from kiosk.config import load as load_config
    from ui.window import CheckinView, load_fonts, use_software_renderer

    use_software_renderer()
    application = QGuiApplication(sys.argv[:1])
    stack.callback(application.processEvents)  # last of all; and keeps the application alive until then
    load_fonts()
    session = build_session(load_config(environment.config_path))
    stack.callback(session.stop)
    view = CheckinView(session)
    stack.callback(view.leave)
    bridge = TrayBridge(environment)
    stack.callback(bridge.close)
    tray = build_tray(bridge)
    stack.callback(close_tray, tray)
    view.setTitle("cccd-kiosk")
    session.start()
    if not headless:
        return _play(application, view, tray, ending)
    from emulator.demo.album import Album
    from emulator.demo.finger import Finger, Patience
    from emulator.demo.robot import Stage

    view.resize(*_HEADLESS_SIZE)
    view.show()
    tray.show()
    patience = Patience(lambda: ending.asked)
    fingers = Finger(view, patience), Finger(tray, patience)
    return _rehearse(
        Stage(environment, session, view, *fingers, patience, Album(Path(options.pictures))), tray, options
    )


def _play(application: QGuiApplication, view: CheckinView, tray: QQuickView, ending: _Ending) -> int:
    """A person plays, until a window is closed or a signal comes."""
    from PySide6.QtCore import QTimer

    area = application.primaryScreen().availableGeometry()
    height = round(area.height() * _WINDOW_SHARE)
    width = round(height * 9 / 16)
    gap = max(0, area.width() - width - tray.width()) // 3
    top = area.y() + (area.height() - height) // 2
    view.setGeometry(area.x() + gap, top, width, height)
    tray.setGeometry(
        area.x() + 2 * gap + width, top, min(tray.width(), area.width() - width), min(tray.height(), height)
    )
    view.show()
    tray.show()
    for window in (view, tray):
        window.visibleChanged.connect(application.quit)
    view.warm_up()
    tick = QTimer(interval=_TICK_MS)  # Python runs its signal handlers between Qt's events
    tick.timeout.connect(lambda: application.quit() if ending.asked else None)
    tick.start()
    return int(application.exec())


def _rehearse(stage: Stage, tray: QQuickView, options: argparse.Namespace) -> int:
    """The robot checks the citizens in; 0 if every one went as expected."""
    from emulator.demo.finger import InterruptedDemoError
    from emulator.demo.report import HEADING
    from emulator.demo.robot import Robot

    robot = Robot(stage)
    told: list[dict[str, object]] = []
    failed = 0
    try:
        for language in ("en", "vi"):
            stage.patience.wait(_TRAY_SETTLE_S)
            stage.album.take(tray, "TRAY", "", language, "all")
            stage.tray.tap("language")
        if not options.json:
            _say(HEADING)
        for citizen in _chosen(options.citizen):
            outcome = robot.check_in(citizen)
            differences = outcome.differences(citizen.expected)
            failed += bool(differences)
            told.append(outcome.as_json(differences))
            if not options.json:
                _say(outcome.as_line(differences))
    except InterruptedDemoError:
        return 1
    _say(json.dumps(told, indent=2) if options.json else f"Pictures of the screens: {options.pictures}")
    return 1 if failed else 0


def _chosen(names: list[str] | None) -> tuple[Citizen, ...]:
    return load() if names is None else tuple(by_name(name) for name in names)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
