"""Every frame of every state on three panels and in both languages keeps the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.states import State
from kiosk.model import Language
from tests.qml.rules import complaints, of_codes, targets, texts
from tests.qml.snapshots import frames
from tests.qml.staging import SIZES, Staging, read

LOOKS = [
    *((size, language, False) for size in SIZES for language in Language),
    ("portrait", Language.VI, True),  # the other looks: python -m tests.qml.album --full
    ("small", Language.EN, True),
]
WAYS_OUT = {"cancel", "finish", "done"}
NO_WAY_OUT_NEEDED = {"WELCOME", "WELCOME-scan", "OUT_OF_SERVICE", "READER_LOST-nobody", "TAKE_CARD-nobody"}


def stage(stages: dict[str, Staging], size: str) -> Staging:
    """Return the window of that size."""
    if size not in stages:
        stages[size] = Staging(SIZES[size], frames()["WELCOME"])
    return stages[size]


@pytest.mark.parametrize(("size", "language", "contrast"), LOOKS)
def test_every_frame_keeps_the_rules(
    stages: dict[str, Staging], size: str, language: Language, *, contrast: bool
) -> None:
    staging = stage(stages, size)
    found = {}
    for name, frame in frames(language, contrast=contrast).items():
        staging.show(frame)
        if wrong := complaints(staging):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", SIZES)
def test_codes_are_asked_for_where_they_can_be_scanned(
    stages: dict[str, Staging], size: str, language: Language
) -> None:
    staging = stage(stages, size)
    scanning = {name: frame for name, frame in frames(language).items() if frame.scanner_ready}
    assert len(scanning) == 8
    for name, frame in scanning.items():
        staging.show(frame)
        assert of_codes(staging), name
        staging.show(replace(frame, scanner_ready=False))
        assert of_codes(staging) == [], name


def test_insurance_s_facts_show_whatever_was_said_before(stages: dict[str, Staging]) -> None:
    for size in SIZES:
        staging = stage(stages, size)
        for name in ("INSURANCE-asking", "INSURANCE-new_card", "INSURANCE-later", "INSURANCE"):
            staging.show(frames()[name])
        assert any("31/12/2026" in str(read(spot.item, "text")) for spot in texts(staging)), size


def test_every_state_has_help_language_and_a_way_out(stages: dict[str, Staging]) -> None:
    staging = stage(stages, "portrait")
    for name, frame in frames().items():
        staging.show(frame)
        names = {spot.item.objectName() for spot in targets(staging)}
        assert {"help", "language"} <= names, name
        if name not in NO_WAY_OUT_NEEDED:
            assert names & WAYS_OUT, name


def test_ticket_number_is_twenty_millimetres_tall(stages: dict[str, Staging]) -> None:
    for size in SIZES:
        staging = stage(stages, size)
        staging.show(frames()[State.TICKET.value])
        k = float(staging.view.rootObject().property("k"))
        assert staging.find("ticket_number").property("font").pixelSize() >= 110 * k
