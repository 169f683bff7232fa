"""The drawn faces of the sample citizens, for QML: image://sample/NAME."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from emulator.citizens import by_name
from emulator.issuer.portrait import draw_portrait

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

    from emulator.citizens import Portrait


_SHRINK = 4


class SamplePictures(QQuickImageProvider):
    """Draws each portrait once."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, name: str, size: QSize, _requested: QSize) -> QImage:  # noqa: N802 - Qt's name
        """Return the portrait of the citizen called `name`, or an empty picture."""
        try:
            image = _picture(by_name(name).portrait)
        except KeyError:
            image = QImage()
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


@cache
def _picture(portrait: Portrait) -> QImage:
    with Image.open(BytesIO(draw_portrait(portrait))) as picture:
        rgb = picture.reduce(_SHRINK).convert("RGB")
    return QImage(rgb.tobytes(), rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888).copy()
