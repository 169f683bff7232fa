"""A window on a stage: the stand-in session, and how a frame is shown, touched and photographed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.snapshot import Snapshot
from ui.window import CheckinView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtQuick import QQuickItem

    from kiosk.flow.states import Event

from tests.qml.snapshots import MORNING

SIZES = {"portrait": (1080, 1920), "wide": (1920, 1080), "small": (1280, 800)}


@dataclass
class StagedFlow:
    """A session of one listener that keeps what was posted. ``show`` publishes a frame as the flow would."""

    snapshot: Snapshot = field(default_factory=Snapshot)
    posted: list[tuple[Event, object]] = field(default_factory=list)
    contrasts: list[bool] = field(default_factory=list)
    listeners: list[Callable[[Snapshot], None]] = field(default_factory=list)

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Callable[[], None]:
        """Keep the listener until it is taken away."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def post(self, event: Event, data: object = None) -> None:
        """Write the event down."""
        self.posted.append((event, data))

    def set_contrast(self, on: bool) -> None:
        """Write the switch down."""
        self.contrasts.append(on)

    def show(self, frame: Snapshot) -> None:
        """Publish a frame."""
        self.snapshot = frame
        for listener in self.listeners:
            listener(frame)


@dataclass
class StagedTime:
    """A monotonic clock that moves when told."""

    value: float = 1000.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.value


class Staging:
    """One window of one size."""

    def __init__(
        self, size: tuple[int, int], frame: Snapshot, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.flow = StagedFlow(frame)
        self.view = CheckinView(self.flow, monotonic=monotonic, now=lambda: MORNING)
        self.still()
        self.view.resize(*size)
        self.view.show()
        self.settle()

    def still(self) -> None:
        """Leave movement out, so that a frame stands at once."""
        theme = self.view.engine().singletonInstance("Checkin.Style", "Theme")
        if not isinstance(theme, QObject):
            raise TypeError("no Theme")
        theme.setProperty("still", True)

    def show(self, frame: Snapshot) -> None:
        """Show a frame and wait until its entrance is over."""
        self.flow.show(frame)
        self.settle()

    def settle(self, limit_ms: int = 2000) -> None:
        """Run events until the screen of the present frame stands still."""
        loop = QEventLoop()
        poll, guard = QTimer(), QTimer()
        poll.timeout.connect(lambda: loop.quit() if self._stands() else None)
        guard.setSingleShot(True)
        guard.timeout.connect(loop.quit)
        poll.start(5)
        guard.start(limit_ms)
        loop.exec()
        if not self._stands():
            raise TimeoutError(f"{self.flow.snapshot.state} does not come to rest")

    def _stands(self) -> bool:
        screen = self.screen()
        return (
            screen is not None
            and screen.objectName() == f"screen_{self.flow.snapshot.state.value}"
            and self.view.bridge.property("state") == self.flow.snapshot.state.value
            and float(screen.property("presence")) >= 1.0
            and self.view.bridge.frame() is self.flow.snapshot
        )

    def screen(self) -> QQuickItem | None:
        """Return the root of the screen that is shown."""
        for item in walk(self.view.rootObject()):
            if item.objectName().startswith("screen_"):
                return item
        return None

    def items(self) -> list[QQuickItem]:
        """Return every item in the window that can be seen."""
        return [item for item in walk(self.view.contentItem()) if item.isVisible()]

    def find(self, name: str) -> QQuickItem:
        """Return the visible item of that object name. Raises LookupError."""
        for item in walk(self.view.rootObject()):
            if item.objectName() == name and item.isVisible():
                return item
        raise LookupError(name)

    def photograph(self, path: Path) -> QImage:
        """Save what the window shows."""
        image = self.view.grabWindow()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not image.save(str(path)):
            raise OSError(f"cannot write {path}")
        return image

    def close(self) -> None:
        """Take the window down."""
        self.view.leave()
        self.view.close()
        self.view.deleteLater()
        QGuiApplication.processEvents()


def read(item: QQuickItem, name: str) -> Any:
    """Return a property, or None where the item has none of that name."""
    return item.property(name) if item.metaObject().indexOfProperty(name) >= 0 else None


def walk(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield the item and all below it; findChildren would miss what delegates make."""
    yield item
    for child in item.childItems():
        yield from walk(child)
