"""The numbers of PC/SC (part 5 of its specification, as pcsc-lite has them) and the errors they become."""

from enum import IntEnum, IntFlag
from typing import Final

from reader.errors import (
    CardCommunicationError,
    CardRemovedError,
    NoReaderError,
    PcscError,
    PcscUnavailableError,
    ReaderBusyError,
    ReaderError,
    ReaderLostError,
)


class PcscResult(IntEnum):
    """Results that this library tells apart."""

    SUCCESS = 0
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTOCOL_MISMATCH = 0x8010000F
    COMMUNICATION_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_READERS_AVAILABLE = 0x8010002E
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069


class PcscState(IntFlag):
    """Bits of a reader's state; the upper 16 bits count the cards that came and went."""

    CHANGED = 0x0002
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    EMPTY = 0x0010
    PRESENT = 0x0020


SERVICE_GONE: Final = frozenset(
    {
        PcscResult.INVALID_HANDLE,
        PcscResult.COMMUNICATION_ERROR,
        PcscResult.NO_SERVICE,
        PcscResult.SERVICE_STOPPED,
    }
)
"""What the calls of a context answer when pcscd ended, or ended and came back: the context is worth nothing then."""

NO_READERS: Final = frozenset({PcscResult.NO_READERS_AVAILABLE, PcscResult.UNKNOWN_READER})

_ERRORS: Final[dict[int, type[ReaderError]]] = {
    **dict.fromkeys(SERVICE_GONE, PcscUnavailableError),
    **dict.fromkeys(NO_READERS, NoReaderError),
    PcscResult.READER_UNAVAILABLE: ReaderLostError,
    PcscResult.SHARING_VIOLATION: ReaderBusyError,
    PcscResult.NO_SMARTCARD: CardRemovedError,
    PcscResult.REMOVED_CARD: CardRemovedError,
    PcscResult.PROTOCOL_MISMATCH: CardCommunicationError,
    PcscResult.NOT_TRANSACTED: CardCommunicationError,
    PcscResult.UNSUPPORTED_CARD: CardCommunicationError,
    PcscResult.UNRESPONSIVE_CARD: CardCommunicationError,
    PcscResult.UNPOWERED_CARD: CardCommunicationError,
    PcscResult.RESET_CARD: CardCommunicationError,
}


def result_of(value: int) -> int:
    """Return a result as the unsigned 32-bit number it is; some builds of pyscard hand it out signed."""
    return value & 0xFFFFFFFF


def error_of(result: int, doing: str) -> ReaderError:
    """Return the error that a failed result becomes; `doing` says in English what was tried."""
    kind = _ERRORS.get(result, PcscError)
    return kind(f"{kind.__doc__} ({doing}: PC/SC {result:08X})")
