"""What blocks the cards met so far were willing to answer, by their answer to reset."""

from collections import OrderedDict
from typing import Protocol, runtime_checkable

_MAX_CARDS = 64


class LengthMemory:
    """The largest block, in plain bytes, that worked where a larger one had failed; the last 64 kinds of card."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._lengths: OrderedDict[bytes, int] = OrderedDict()

    def recall(self, atr: bytes) -> int | None:
        """Return the block length for this kind of card; None if none has failed yet."""
        return self._lengths.get(atr)

    def note(self, atr: bytes, length: int) -> None:
        """Remember that blocks of `length` bytes are the largest that worked."""
        self._lengths[atr] = length
        self._lengths.move_to_end(atr)
        if len(self._lengths) > _MAX_CARDS:
            self._lengths.popitem(last=False)


@runtime_checkable
class RememberingConnection(Protocol):
    """A card connection whose reader remembers what worked."""

    @property
    def lengths(self) -> LengthMemory:
        """The memory that outlives the connection."""


def memory_of(connection: object) -> LengthMemory:
    """Return the memory of the connection's reader; a new one where it has none."""
    return connection.lengths if isinstance(connection, RememberingConnection) else LengthMemory()
