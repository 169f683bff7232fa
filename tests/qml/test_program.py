"""The window's program: what it says when it cannot start, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from ui.program import PLAUSIBLE_PX_PER_MM, density

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

CRASH = """
import sys
from PySide6.QtCore import QTimer, Slot, QObject
from PySide6.QtGui import QGuiApplication
from ui import program
application = QGuiApplication(["kiosk"])
sys.excepthook = program._end_on_crash
class Slots(QObject):
    @Slot()
    def fail(self):
        raise ValueError("MAU-CANARY")
slots = Slots()
QTimer.singleShot(0, slots.fail)
sys.exit(application.exec())
"""


def test_exception_in_a_slot_ends_the_program_without_its_text() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
        timeout=30,
    )
    assert done.returncode == 1
    assert "builtins.ValueError" in done.stderr
    assert "in fail" in done.stderr
    assert "MAU-CANARY" not in done.stderr


def test_density_of_a_screen_is_plausible_or_unknown(qapp: QGuiApplication) -> None:
    value = density(qapp.primaryScreen())
    assert value == 0 or PLAUSIBLE_PX_PER_MM[0] <= value <= PLAUSIBLE_PX_PER_MM[1]
