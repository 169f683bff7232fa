"""PySide6 6.12 drops references to None and True on Python 3.11 (docs/decisions/008): the pinned one must not."""

from __future__ import annotations

import subprocess
import sys

LONG_LIFE = """
from PySide6.QtCore import QTimer
timer = QTimer()
for _ in range(50_000):
    timer.setInterval(5)
    timer.setSingleShot(True)
    timer.objectNameChanged.emit("")
"""


def test_fifty_thousand_qt_calls_leave_the_interpreter_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LONG_LIFE],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")
