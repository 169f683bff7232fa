"""A card behind a link of limited speed, as a contactless card is: what `emulator demo` lays on the reader."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from emulator.card.vpcd import Card

_COMMAND_S: Final = 0.002
"""What each command costs, however short."""


class SlowLink:
    """Passes commands on to a card, taking the time that their bytes take at `bytes_per_s`, both ways."""

    def __init__(self, card: Card, bytes_per_s: int) -> None:
        """ValueError for a speed that is not positive."""
        if bytes_per_s <= 0:
            raise ValueError("a link needs a speed")
        self._card = card
        self._bytes_per_s = bytes_per_s
        self._never = threading.Event()

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._card.atr

    def reset(self) -> None:
        """Reset the card."""
        self._card.reset()

    def process(self, apdu: bytes) -> bytes:
        """The card's answer, later."""
        answer = self._card.process(apdu)
        self._never.wait(_COMMAND_S + (len(apdu) + len(answer)) / self._bytes_per_s)
        return answer
