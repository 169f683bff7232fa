"""How long a contactless link takes: real bytes at a bit rate, so that measured times mean something on a virtual reader.

The model is ISO/IEC 14443: frames of at most 256 bytes with prologue and check bytes, nine bits for each byte of type A, an
acknowledgement for each frame but the last of a chain, a pause between frames.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

_FRAME = 256
_OVERHEAD = 3
"""Prologue and two check bytes of each frame (ISO/IEC 14443-4 7.1)."""
_BITS_PER_BYTE = 9
_FRAME_DELAY_S = 86e-6
"""1172 periods of 13.56 MHz, the least that a chip waits (ISO/IEC 14443-3 6.2.1.1)."""
_COMMAND_S = 0.004
"""What a chip and a reader's driver need for a command besides its bytes."""


class Card(Protocol):
    """What can be laid on a reader."""

    @property
    def atr(self) -> bytes:
        """The answer to reset."""

    def reset(self) -> None:
        """Lose everything volatile."""

    def process(self, apdu: bytes) -> bytes:
        """Answer a command APDU."""


@dataclass(frozen=True, slots=True)
class LinkTiming:
    """A bit rate in bit/s, 0 for no time at all, and the seconds that each command costs besides."""

    name: str
    bit_rate: int = 0
    latency_s: float = 0.0

    def seconds(self, command: int, response: int) -> float:
        """Return how long an exchange of that many bytes each way takes."""
        if not self.bit_rate:
            return self.latency_s
        return self.latency_s + self._one_way(command) + self._one_way(response)

    def _one_way(self, length: int) -> float:
        frames = max(1, -(-length // (_FRAME - _OVERHEAD)))
        acknowledged = frames - 1
        wire = length + frames * _OVERHEAD + acknowledged * _OVERHEAD
        return wire * _BITS_PER_BYTE / self.bit_rate + (frames + acknowledged) * _FRAME_DELAY_S


INSTANT = LinkTiming("instant")
LINKS: Final = MappingProxyType(
    {
        "instant": INSTANT,
        **{str(rate): LinkTiming(str(rate), rate * 1000, _COMMAND_S) for rate in (106, 212, 424, 848)},
    }
)
"""Name -> link; the numbers are kbit/s."""


def link_by_name(name: str) -> LinkTiming:
    """Return the link called `name`; KeyError, naming those there are, if there is none."""
    if name not in LINKS:
        raise KeyError(f"no link is called {name!r}; there are: {', '.join(LINKS)}")
    return LINKS[name]


class TimedCard:
    """A card behind a link; `elapsed_s` adds up what the link took."""

    def __init__(
        self, card: Card, link: LinkTiming = INSTANT, *, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """`wait` passes the seconds."""
        self._card, self.link, self._wait = card, link, wait
        self.elapsed_s = 0.0

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._card.atr

    def reset(self) -> None:
        """Reset the card."""
        self._card.reset()

    def process(self, apdu: bytes) -> bytes:
        """Answer a command APDU after the time that it takes."""
        answer = self._card.process(apdu)
        seconds = self.link.seconds(len(apdu), len(answer))
        if seconds:
            self.elapsed_s += seconds
            self._wait(seconds)
        return answer
