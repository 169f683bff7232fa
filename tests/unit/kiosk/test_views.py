"""Frames: what a screen may show of a moment."""

from __future__ import annotations

import pytest

from kiosk.flow import Moment, State
from kiosk.model import Language
from kiosk.snapshot import Facility
from kiosk.views import Scratch, Surroundings, build_snapshot


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("ready", [False, True])
def test_every_frame_says_whether_codes_can_be_scanned(state: State, *, ready: bool) -> None:
    around = Surroundings(Facility(), Language.VI, scanner_ready=ready)
    assert build_snapshot(Moment(state), Scratch(), around, None).scanner_ready is ready
