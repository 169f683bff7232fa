"""The tray's window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickView

from emulator.tray.pictures import SamplePictures

if TYPE_CHECKING:
    from emulator.tray.bridge import TrayBridge

QML_ROOT: Final = Path(__file__).parent / "qml"
WIDTH: Final = 1080
HEIGHT: Final = 800


class TrayError(Exception):
    """The tray's QML cannot be loaded; the message holds Qt's own."""


def build_tray(bridge: TrayBridge) -> QQuickView:
    """A window of `WIDTH` x `HEIGHT`, not shown yet; TrayError if its QML is broken. Keep `bridge` as long as it lives."""
    view = QQuickView()
    view.engine().addImageProvider("sample", SamplePictures())
    view.engine().addImportPath(str(QML_ROOT))
    view.setTitle("Khay thẻ mẫu · Sample cards")
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.setInitialProperties({"bridge": bridge})
    view.setSource(QUrl.fromLocalFile(str(QML_ROOT / "Tray" / "Main.qml")))
    if view.status() is not QQuickView.Status.Ready:
        raise TrayError("\n".join(error.toString() for error in view.errors()))
    view.resize(WIDTH, HEIGHT)
    return view


def close_tray(view: QQuickView) -> None:
    """Take the window down before the bridge it looks at."""
    view.close()
    view.setSource(QUrl())
    view.deleteLater()
