"""Cards for the tests of this folder."""

import pytest

from emulator.card import EmrtdCard
from tests.unit.emulator.card.samples import CAN, make_card
from tests.unit.emulator.card.terminal import Session, establish_pace


@pytest.fixture
def card() -> EmrtdCard:
    """A chip that was just powered."""
    return make_card()


@pytest.fixture
def session(card: EmrtdCard) -> Session:
    """A PACE session by CAN with `card`."""
    return establish_pace(card, CAN.encode(), 2)
