"""What a CardMonitor reports: frozen values, one class for each thing that can happen to a reader."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceLost:
    """The smart card service is gone, and every reader and card with it; it is looked for again by itself."""


@dataclass(frozen=True, slots=True)
class ReaderReady:
    """A reader is attached."""

    reader: str


@dataclass(frozen=True, slots=True)
class ReaderGone:
    """A reader was taken away, and its card with it."""

    reader: str


@dataclass(frozen=True, slots=True)
class CardInserted:
    """A card lies on a reader; `atr` is its answer to reset, empty if it gave none."""

    reader: str
    atr: bytes


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """The card left its reader."""

    reader: str


ReaderEvent = ServiceLost | ReaderReady | ReaderGone | CardInserted | CardRemoved
