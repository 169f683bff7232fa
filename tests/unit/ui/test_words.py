"""The words of the screens: complete in English, courteous in both, and nothing that a frightened person could misread."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ui.screens import QML_ROOT
from ui.tooling import UI

BANNED = (
    "không rút thẻ",
    "lỗi",
    "thất bại",
    "không hợp lệ",
    "xác thực",
    "phiên",
    "trái tuyến",
    "!",
    "failed",
    "invalid",
    "error",
)
QUOTED = re.compile(r'qsTr\("((?:[^"\\]|\\.)*)"')
BARE = re.compile(r'\b(?:text|label|note|title|subtitle): "([^"]*[^\W\d_]{2,}[^"]*)"')
NAMES_OF_LANGUAGES = {"Passport, foreigner"}  # shown so in every language


def sources() -> dict[str, str]:
    """Return every QML file's text by its name."""
    return {
        path.name: path.read_text(encoding="utf-8") for path in sorted((QML_ROOT / "Checkin").rglob("*.qml"))
    }


def sentences() -> list[str]:
    """Return every sentence in either language."""
    tree = ElementTree.parse(UI / "i18n" / "checkin_en.ts")
    english = [text for node in tree.iter("translation") for text in node.itertext() if text.strip()]
    return [found for source in sources().values() for found in QUOTED.findall(source)] + english


def test_every_sentence_of_the_screens_has_its_english() -> None:
    tree = ElementTree.parse(UI / "i18n" / "checkin_en.ts")
    translated = {
        message.findtext("source", "").replace("\n", "\\n")
        for message in tree.iter("message")
        for translation in message.iter("translation")
        if "".join(translation.itertext()).strip() and translation.get("type") != "unfinished"
    }
    spoken = {found for source in sources().values() for found in QUOTED.findall(source)}
    assert spoken - translated == set()


def test_no_sentence_blames_or_frightens() -> None:
    assert len(sentences()) > 300
    for sentence in sentences():
        assert not [word for word in BANNED if word in sentence.lower()], sentence


def test_no_sentence_escapes_translation() -> None:
    for name, source in sources().items():
        assert set(BARE.findall(source)) <= NAMES_OF_LANGUAGES, name
