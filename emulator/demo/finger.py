"""A finger for a Qt Quick window: finds controls by objectName, touches them, waits for what must follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, QPointF, QTimer
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import QPoint
    from PySide6.QtQuick import QQuickItem, QQuickView

_LOOK_MS: Final = 5
_TOUCH_S: Final = 0.04


class StuckError(Exception):
    """What had to happen did not; the message says what was awaited."""


class InterruptedDemoError(Exception):
    """A signal asked the demo to end."""


class Patience:
    """Waits while events are served; `interrupted` tells whether a signal asked for the end."""

    def __init__(self, interrupted: Callable[[], bool]) -> None:
        self._interrupted = interrupted

    def wait(self, seconds: float) -> None:
        """Let that much time pass. Raises InterruptedDemoError."""
        self._wait(lambda: False, seconds)

    def until(self, condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Wait until `condition` holds. Raises StuckError naming `what` after `seconds`, InterruptedDemoError."""
        if not self._wait(condition, seconds):
            raise StuckError(f"waited {seconds:.0f} s for {what}")

    def _wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        loop = QEventLoop()
        held = condition()
        if held:
            return True

        def look() -> None:
            nonlocal held
            held = condition()
            if held or self._interrupted():
                loop.quit()

        look_again = QTimer(interval=_LOOK_MS)
        look_again.timeout.connect(look)
        end = QTimer(singleShot=True, interval=round(seconds * 1000))
        end.timeout.connect(loop.quit)
        look_again.start()
        end.start()
        loop.exec()
        look_again.stop()
        end.stop()
        if self._interrupted():
            raise InterruptedDemoError
        return held


class Finger:
    """Touches one window."""

    def __init__(self, view: QQuickView, patience: Patience) -> None:
        self._view = view
        self._patience = patience
        self._device = QTest.createTouchDevice()

    def find(self, name: str) -> QQuickItem | None:
        """The visible, enabled item with that objectName, or None. Delegates are found too: childItems(), not children."""
        return next((item for item in _walk(self._view.contentItem()) if item.objectName() == name), None)

    def tap(self, name: str, seconds: float = 5.0) -> None:
        """Press and release in the middle of that item, as soon as it is there. Raises StuckError."""
        self._patience.until(lambda: self.find(name) is not None, f"the control {name!r}", seconds)
        item = self.find(name)
        if item is None:
            raise StuckError(f"the control {name!r} went away under the finger")
        point = _middle(item)
        QTest.touchEvent(self._view, self._device).press(0, point, self._view).commit()
        self._patience.wait(_TOUCH_S)
        QTest.touchEvent(self._view, self._device).release(0, point, self._view).commit()


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _walk(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every item that can be seen and touched, top-most first."""
    if not (item.isVisible() and item.isEnabled()):
        return
    for child in reversed(item.childItems()):
        yield from _walk(child)
    yield item
