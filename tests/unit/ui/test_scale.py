"""How large a design unit is on a panel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.scale import PX_PER_MM, units_scale


@pytest.mark.parametrize(
    ("width", "height", "density", "expected"),
    [
        (1080, 1920, 0.0, 1.0),
        (1920, 1080, 0.0, 1.0),
        (1280, 800, 0.0, 0.957),
        (1080, 1920, PX_PER_MM, 1.0),
        (1080, 1920, 3.645, 0.904),  # 23.8 inches: the same millimetres
        (2160, 3840, 2 * PX_PER_MM, 2.0),
        (540, 960, 0.0, 0.5),
        (1080, 1920, 40.0, 1.0),  # a density that leaves no room gives way to the layout
        (0, 0, 0.0, 1.0),
    ],
)
def test_scale_of_known_panels(width: float, height: float, density: float, expected: float) -> None:
    assert units_scale(width, height, density) == pytest.approx(expected, abs=0.001)


@given(st.integers(320, 8000), st.integers(320, 8000), st.floats(0, 50))
def test_design_always_fits(width: int, height: int, density: float) -> None:
    k = units_scale(width, height, density)
    design = (1080, 1920) if height >= width else (1337, 836)
    assert k > 0
    assert width / k >= design[0] - 0.01
    assert height / k >= design[1] - 0.01
