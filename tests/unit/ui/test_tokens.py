"""The theme holds the visual language's values, and these keep their contrast."""

from __future__ import annotations

import json
import re

import pytest

from ui.screens import QML_ROOT
from ui.tooling import UI

TOKENS = json.loads((UI / "tokens.json").read_text(encoding="utf-8"))
NEEDED = {"text": 7.0, "control": 3.0}
PAIRS = [(theme, *pair) for theme in ("light", "highContrast") for pair in TOKENS["pairs"][theme]]
COLOUR = re.compile(r'readonly property color (\w+): contrast \? "(#[0-9A-F]{6})" : "(#[0-9A-F]{6})"')


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize(("theme", "front", "ground", "kind"), PAIRS)
def test_pair_has_the_contrast_its_kind_needs(theme: str, front: str, ground: str, kind: str) -> None:
    assert contrast(TOKENS[theme][front], TOKENS[theme][ground]) >= NEEDED[kind]


def test_theme_has_every_colour_of_the_tokens() -> None:
    source = (QML_ROOT / "Checkin" / "Style" / "Theme.qml").read_text(encoding="utf-8")
    held = {name: (light, dark) for name, dark, light in COLOUR.findall(source)}
    assert held == {name: (light, TOKENS["highContrast"][name]) for name, light in TOKENS["light"].items()}


def test_no_screen_names_a_colour_of_its_own() -> None:
    allowed = {"#FFFFFF", "#000000"}  # the white plate under pictures, and the tick on a filled disc
    for path in (QML_ROOT / "Checkin").rglob("*.qml"):
        if path.name != "Theme.qml":
            assert set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8"))) <= allowed, path.name
