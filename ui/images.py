"""Pictures that QML asks for by name: icons in any one colour, and the portrait of the person who is there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from ui.screens import QML_ROOT

if TYPE_CHECKING:
    from pathlib import Path

ASSETS = QML_ROOT / "Checkin" / "assets"
INK = b"#0F2E2B"  # the one colour icons are drawn in
DEFAULT_SIDE = 48
LARGEST_PORTRAIT = 1 << 20
NAME = re.compile(r"^[a-z]+\Z")
COLOUR = re.compile(r"^[0-9a-f]{6}\Z")


@cache
def _icon_source(path: Path) -> bytes:
    return path.read_bytes()


class InkProvider(QQuickImageProvider):
    """image://ink/NAME/RRGGBB: an icon in that colour. An unknown name gives an empty picture, as for any missing image."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, identifier: str, size: QSize, requested: QSize) -> QImage:
        """Draw the icon at the requested size in pixels."""
        name, _, colour = identifier.partition("/")
        side = requested.width() if requested.width() > 0 else DEFAULT_SIDE
        size.setWidth(side)
        size.setHeight(side)
        path = ASSETS / f"icon-{name}.svg"
        if not (NAME.match(name) and COLOUR.match(colour) and path.is_file()):
            return QImage()
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(_icon_source(path).replace(INK, f"#{colour}".encode())).render(painter)
        painter.end()
        return image


class PortraitProvider(QQuickImageProvider):
    """image://portrait/N: the portrait in memory, never on disk; ``show(None)`` forgets it."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._image = QImage()

    def show(self, png: bytes | None) -> bool:
        """Take the portrait (PNG, at most 1 MiB) or forget the one there is. Returns whether there is one to show."""
        self._image = QImage()
        if png and len(png) <= LARGEST_PORTRAIT:
            self._image = QImage.fromData(png)
        return not self._image.isNull()

    def requestImage(self, _identifier: str, size: QSize, _requested: QSize) -> QImage:
        """Return the portrait."""
        size.setWidth(self._image.width())
        size.setHeight(self._image.height())
        return self._image
