"""What every screen must keep, found by walking its items: targets, gaps, reach, letters, nothing cut or covered."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from tests.qml.staging import read, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtQuick import QQuickItem

    from tests.qml.staging import Staging

TARGET = 80.68  # units: 20 mm
GAP = 12.1  # units: 3 mm
LETTER = 34  # units: capitals of 6.1 mm
STRONG = 1  # Key.Kind.Strong
SLACK = 1.5  # pixels of rounding
OF_CODES = re.compile(r"\bQR\b|\bqr-|-qr\b|icon-qr|quét|\bscan", re.IGNORECASE)
INK_TOP, INK_BOTTOM = 0.26, 0.24  # of a line, free of ink in most letters


@dataclass(frozen=True)
class Spot:
    """One item and where it stands in the window, in pixels."""

    item: QQuickItem
    box: QRectF

    @property
    def name(self) -> str:
        """What to call it in a complaint."""
        return (
            self.item.objectName() or str(read(self.item, "text") or "") or self.item.metaObject().className()
        )


def _spot(item: QQuickItem) -> Spot:
    return Spot(item, item.mapRectToScene(QRectF(0, 0, item.width(), item.height())))


def _seen(staging: Staging) -> Iterator[QQuickItem]:
    return (item for item in walk(staging.view.contentItem()) if item.isVisible() and item.width() > 0)


def targets(staging: Staging) -> list[Spot]:
    """Return everything that can be pressed."""
    return [_spot(item) for item in _seen(staging) if read(item, "target") is True]


def texts(staging: Staging) -> list[Spot]:
    """Return every piece of text that is not empty."""
    return [_spot(item) for item in _seen(staging) if item.inherits("QQuickText") and read(item, "text")]


def _solids(staging: Staging) -> list[Spot]:
    return [
        _spot(item) for item in _seen(staging) if read(item, "solid") is True or read(item, "target") is True
    ]


def _apart(one: QRectF, other: QRectF) -> float:
    across = max(other.left() - one.right(), one.left() - other.right())
    down = max(other.top() - one.bottom(), one.top() - other.bottom())
    return max(across, down)


def _holds(outer: QRectF, inner: QRectF) -> bool:
    return outer.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(inner)


def _parents(item: QQuickItem) -> Iterator[QQuickItem]:
    parent = item.parentItem()
    while parent is not None:
        yield parent
        parent = parent.parentItem()


def _ink(spot: Spot) -> QRectF:
    """Return where a text has ink, roughly: its painted width and its lines without their leading."""
    width = min(float(read(spot.item, "contentWidth")), spot.box.width())
    align = int(read(spot.item, "aligned"))
    left = spot.box.left() + (
        0 if align == 1 else spot.box.width() - width if align == 2 else (spot.box.width() - width) / 2
    )
    line = float(read(spot.item, "lineHeight"))
    return QRectF(
        left, spot.box.top() + line * INK_TOP, width, spot.box.height() - line * (INK_TOP + INK_BOTTOM)
    )


def complaints(staging: Staging) -> list[str]:
    """Return every breach of the rules on the screen that is shown, once it has been drawn."""
    return _breaches(staging) and (staging.view.grabWindow(), _breaches(staging))[1]


def _breaches(staging: Staging) -> list[str]:
    k = float(staging.view.rootObject().property("k"))
    pressed, written = targets(staging), texts(staging)
    return [
        *_about_targets(staging, pressed, k),
        *_about_letters(staging, written, k),
        *_about_cover(staging, written),
        *_about_codes(staging),
    ]


def _about_targets(staging: Staging, pressed: list[Spot], k: float) -> Iterator[str]:
    window = QRectF(0, 0, staging.view.width(), staging.view.height())
    portrait = window.height() > window.width()
    highest = 664 * k if portrait else window.height() / 3
    lowest = 1868 * k if portrait else window.height()
    for spot in pressed:
        side = min(spot.box.width(), spot.box.height())
        if side < TARGET * k - SLACK:
            yield f"{spot.name}: target of {side / k:.0f} units"
        if not _holds(window, spot.box):
            yield f"{spot.name}: outside the window"
        if spot.box.top() < highest - SLACK or spot.box.bottom() > lowest + SLACK:
            yield f"{spot.name}: out of reach, {spot.box.top() / k:.0f} to {spot.box.bottom() / k:.0f}"
    for one, other in itertools.combinations(pressed, 2):
        if _apart(one.box, other.box) < GAP * k - SLACK:
            yield f"{one.name} and {other.name}: {_apart(one.box, other.box) / k:.1f} units apart"
    strong = [spot.name for spot in pressed if read(spot.item, "kind") == STRONG]
    if len(strong) > 1:
        yield f"more than one main action: {strong}"


def _about_letters(staging: Staging, written: list[Spot], k: float) -> Iterator[str]:
    window = QRectF(0, 0, staging.view.width(), staging.view.height())
    for spot in written:
        size = read(spot.item, "font").pixelSize()
        if size < int(LETTER * k):
            yield f"{spot.name!r}: letters of {size / k:.1f} units"
        wide = float(read(spot.item, "contentWidth"))
        if wide > spot.box.width() + SLACK:
            yield f"{spot.name!r}: {wide:.0f} px in a box of {spot.box.width():.0f}"
        if bool(read(spot.item, "truncated")):
            yield f"{spot.name!r}: cut short"
        ink = _ink(spot)
        for outer in itertools.chain([window], _grounds(spot.item)):
            if not _holds(outer, ink):
                yield f"{spot.name!r}: out of its ground"
                break


def _grounds(item: QQuickItem) -> Iterator[QRectF]:
    for parent in _parents(item):
        if read(parent, "solid") is True or read(parent, "target") is True:
            yield parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))


def _about_cover(staging: Staging, written: list[Spot]) -> Iterator[str]:
    solids = _solids(staging)
    for one, other in itertools.combinations(written, 2):
        if _ink(one).intersects(_ink(other)):
            yield f"{one.name!r} and {other.name!r}: one over the other"
    for spot in written:
        above = set(_parents(spot.item))
        for solid in solids:
            if solid.item not in above and solid.item is not spot.item and _ink(spot).intersects(solid.box):
                yield f"{spot.name!r}: under {solid.name!r}"
    for one, other in itertools.combinations(solids, 2):
        if one.item in _parents(other.item) or other.item in _parents(one.item):
            continue
        if one.box.intersects(other.box.adjusted(SLACK, SLACK, -SLACK, -SLACK)):
            yield f"{one.name} and {other.name}: one over the other"


def of_codes(staging: Staging) -> list[str]:
    """Return every word and picture on the screen that asks for a code."""
    said = [str(read(item, name) or "") for item in _seen(staging) for name in ("text", "label", "source")]
    return [
        word for word in said if OF_CODES.search(word.rpartition("/")[2] if word.endswith(".svg") else word)
    ]


def _about_codes(staging: Staging) -> Iterator[str]:
    if not staging.flow.snapshot.scanner_ready:
        yield from (f"{word!r}: asks for a code, and nothing can scan it" for word in of_codes(staging))


def point_of(spot: Spot) -> QPointF:
    """Return the middle of an item in the window."""
    return spot.box.center()
