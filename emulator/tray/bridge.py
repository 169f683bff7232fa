"""What the tray's QML sees: the sample cards, which of them lies on the reader, and what a click does."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtQml import QmlElement

from emulator.citizens import CardKind, load
from emulator.pcscd import PcscdError

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.citizens import Citizen
    from emulator.environment import Environment

QML_IMPORT_NAME = "Tray.bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TrayBridge(QObject):
    """The reader and the gateway as the tray shows them.

    Laying on takes as long as pcscd needs to notice, so it is done by one worker thread; its news come back by a queued
    signal.
    """

    changed = Signal()
    _told = Signal(str, str)

    def __init__(self, environment: Environment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._environment = environment
        self._cards = [_card(citizen) for citizen in load()]
        self._laid = environment.laid
        self._trouble = ""
        self._busy = ""
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tray")
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """Finish what is under way; nothing more is done."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    @Property(list, constant=True)
    def cards(self) -> list[dict[str, Any]]:
        """One map per sample card: name, person, about, aboutEnglish, digits, suspect, picture."""
        return self._cards

    @Property(str, notify=changed)
    def laid(self) -> str:
        """Name of the card on the reader; empty when there is none."""
        return self._laid

    @Property(str, notify=changed)
    def busy(self) -> str:
        """Name of the card that a hand is moving now; empty when there is none."""
        return self._busy

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """Why the last click came to nothing; empty when it did its work."""
        return self._trouble

    @Property(bool, notify=changed)
    def gatewayUp(self) -> bool:  # noqa: N802 - seen by QML
        """Whether the insurance gateway takes connections."""
        return self._environment.gateway.is_up

    @Slot(str)
    def press(self, name: str) -> None:
        """Lay that card on, in place of another; or lift it, if it is the one that lies there."""
        if self._busy:
            return
        self._busy, self._trouble = name, ""
        self.changed.emit()
        if name == self._laid:
            self._begin(self._environment.lift)
        else:
            self._begin(lambda: self._environment.lay_on(name))

    @Slot()
    def toggleGateway(self) -> None:  # noqa: N802 - seen by QML
        """Let the insurance gateway refuse connections, or take them again."""
        gateway = self._environment.gateway
        if gateway.is_up:
            gateway.down()
        else:
            gateway.up()
        self.changed.emit()

    def _begin(self, deed: Callable[[], None]) -> None:
        self._worker.submit(deed).add_done_callback(self._report)

    def _report(self, future: Future[None]) -> None:
        """On the worker's thread: pass on how it ended."""
        if future.cancelled():
            return
        error = future.exception()
        if isinstance(error, PcscdError | OSError):
            self._told.emit(self._environment.laid, str(error))
        elif error is not None:
            self._told.emit(self._environment.laid, f"{type(error).__name__}: {error}")
        else:
            self._told.emit(self._environment.laid, "")

    @Slot(str, str)
    def _hear(self, laid: str, trouble: str) -> None:
        self._laid, self._trouble, self._busy = laid, trouble, ""
        self.changed.emit()


def _card(citizen: Citizen) -> dict[str, Any]:
    return {
        "name": citizen.name,
        "person": citizen.full_name,
        "about": citizen.about_vi,
        "aboutEnglish": citizen.about,
        "digits": citizen.can,
        "suspect": citizen.kind is not CardKind.GENUINE,
        "picture": f"image://sample/{citizen.name}",
    }
