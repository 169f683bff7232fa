"""A finger for tests: real touch events on a staged window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPointingDevice

    from tests.qml.staging import Staging


class Finger:
    """Touches one window."""

    def __init__(self, staging: Staging, device: QPointingDevice) -> None:
        self._staging = staging
        self._device = device

    def down(self, name: str) -> QPointF:
        """Press in the middle of the visible control of that name. Raises LookupError."""
        item = self._staging.find(name)
        point = item.mapToScene(item.boundingRect().center())
        QTest.touchEvent(self._staging.view, self._device).press(
            0, point.toPoint(), self._staging.view
        ).commit()
        QGuiApplication.processEvents()
        return point

    def up(self, point: QPointF) -> None:
        """Lift at that point."""
        QTest.touchEvent(self._staging.view, self._device).release(
            0, point.toPoint(), self._staging.view
        ).commit()
        QGuiApplication.processEvents()

    def tap(self, name: str) -> None:
        """Press and lift."""
        self.up(self.down(name))
