"""Pictures by name: icons in a colour, and the portrait that is forgotten."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ui.images import ASSETS, LARGEST_PORTRAIT, InkProvider, PortraitProvider


def png(width: int = 30, height: int = 40) -> bytes:
    """Return a small plain picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, "PNG")
    return out.getvalue()


def test_icon_is_drawn_in_the_colour_asked_for() -> None:
    image = InkProvider().requestImage("contrast/ff0000", QSize(), QSize(96, 96))
    colours = {
        QColor(image.pixel(x, 48)).name()
        for x in range(96)
        if QColor.fromRgba(image.pixel(x, 48)).alpha() == 255
    }
    assert (image.width(), image.height()) == (96, 96)
    assert colours == {"#ff0000"}


@pytest.mark.parametrize(
    "name", ["nothing/ff0000", "../tokens/ff0000", "bell/red", "bell", "", "bell/ff00000"]
)
def test_strange_name_gives_an_empty_picture(name: str) -> None:
    assert InkProvider().requestImage(name, QSize(), QSize(48, 48)).isNull()


def test_every_icon_has_the_one_colour_that_is_replaced() -> None:
    for path in ASSETS.glob("icon-*.svg"):
        assert "#0F2E2B" in path.read_text(encoding="utf-8"), path.name


def test_portrait_is_shown_and_forgotten() -> None:
    provider = PortraitProvider()
    assert provider.show(png())
    assert provider.requestImage("1", QSize(), QSize()).size() == QSize(30, 40)
    assert not provider.show(None)
    assert provider.requestImage("1", QSize(), QSize()).isNull()


@pytest.mark.parametrize("data", [b"", b"not a picture", png() + bytes(LARGEST_PORTRAIT)])
def test_portrait_that_is_none_or_too_large_is_not_shown(data: bytes) -> None:
    assert not PortraitProvider().show(data)
