"""What the masks let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import privacy


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("000085123456", "•••••••••456"),
        ("", ""),
        ("123", "•••"),
        ("123456", "••••••"),
        ("1234567", "••••567"),
    ],
)
def test_number_shows_its_last_three_signs(number: str, shown: str) -> None:
    assert privacy.mask_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("GD4990099000001", "GD4•••••••••001"), ("0099000001", "•••••••001"), ("", "")]
)
def test_card_keeps_its_object_and_level(number: str, shown: str) -> None:
    assert privacy.mask_card(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("NGUYỄN VĂN MẪU", "N. V. MẪU"), ("MẪU", "MẪU"), ("", ""), ("  A   B ", "A. B")]
)
def test_name_shows_initials_and_the_given_name(name: str, shown: str) -> None:
    assert privacy.mask_name(name) == shown


@given(st.text("0123456789", min_size=7, max_size=20))
def test_no_more_than_three_signs_of_a_number_are_shown(number: str) -> None:
    masked = privacy.mask_number(number)
    assert len(masked) == len(number)
    assert sum(sign != privacy.DOT for sign in masked) == 3
