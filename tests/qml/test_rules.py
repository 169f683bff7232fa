"""Every frame of every state on three panels and in both languages keeps the rules."""

from __future__ import annotations

import pytest

from kiosk.flow.states import State
from kiosk.model import Language
from tests.qml.rules import complaints, targets
from tests.qml.snapshots import frames
from tests.qml.staging import SIZES, Staging

LOOKS = [
    *((size, language, False) for size in SIZES for language in Language),
    ("portrait", Language.VI, True),  # the other looks: python -m tests.qml.album --full
    ("small", Language.EN, True),
]
WAYS_OUT = {"cancel", "finish", "done"}
NO_WAY_OUT_NEEDED = {"WELCOME", "OUT_OF_SERVICE", "READER_LOST-nobody", "TAKE_CARD-nobody"}


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
