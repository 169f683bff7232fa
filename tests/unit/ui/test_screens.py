"""One screen for each state that is ever shown."""

from __future__ import annotations

import re

from kiosk.flow.states import SHOWN_STATES
from ui.screens import QML_ROOT, SCREENS, screen_file


def test_every_shown_state_has_a_screen_and_no_other() -> None:
    assert set(SCREENS) == set(SHOWN_STATES)


def test_every_screen_is_there_and_named_after_its_state() -> None:
    for state in SCREENS:
        assert f'objectName: "screen_{state.value}"' in screen_file(state).read_text(encoding="utf-8")


def test_every_qml_file_stands_in_its_module_and_is_short() -> None:
    for folder in ("controls", "screens"):
        place = QML_ROOT / "Checkin" / folder
        listed = set(re.findall(r"(\w+\.qml)$", (place / "qmldir").read_text(encoding="utf-8"), re.MULTILINE))
        assert listed == {path.name for path in place.glob("*.qml")}
    for path in QML_ROOT.rglob("*.qml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, path.name


def test_qml_uses_no_context_property() -> None:
    window = (QML_ROOT.parent / "window.py").read_text(encoding="utf-8")
    assert "setContextProperty" not in window
