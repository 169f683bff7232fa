"""The slow link: the card's own answers, later."""

import time

import pytest

from emulator.card_link import SlowLink


class Echo:
    """A card that answers with the command."""

    atr = b"\x3b\x80"
    resets = 0

    def reset(self) -> None:
        self.resets += 1

    def process(self, apdu: bytes) -> bytes:
        return apdu


def test_answer_is_the_cards_own_and_takes_the_time_of_its_bytes() -> None:
    link = SlowLink(Echo(), bytes_per_s=10_000)
    began = time.monotonic()
    assert link.process(bytes(500)) == bytes(500)
    assert time.monotonic() - began >= 0.1


def test_atr_and_reset_are_passed_on() -> None:
    card = Echo()
    link = SlowLink(card, bytes_per_s=1)
    link.reset()
    assert (link.atr, card.resets) == (Echo.atr, 1)


def test_link_without_speed_is_refused() -> None:
    with pytest.raises(ValueError, match="speed"):
        SlowLink(Echo(), bytes_per_s=0)
