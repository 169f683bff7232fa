"""The card as seen from the reader: connection, commands, secure messaging, files, and who comes and goes."""

from reader.card.connection import CardConnection
from reader.card.events import CardInserted, CardRemoved, ReaderEvent, ReaderGone, ReaderReady, ServiceLost
from reader.card.pcsc import CardMonitor, PcscConnection
from reader.errors import (
    CardCommunicationError,
    CardError,
    CardRemovedError,
    NoReaderError,
    NotAnEmrtdError,
    PcscError,
    PcscUnavailableError,
    ReaderBusyError,
    ReaderLostError,
    SecureMessagingError,
    StatusWordError,
)

__all__ = [
    "CardCommunicationError",
    "CardConnection",
    "CardError",
    "CardInserted",
    "CardMonitor",
    "CardRemoved",
    "CardRemovedError",
    "NoReaderError",
    "NotAnEmrtdError",
    "PcscConnection",
    "PcscError",
    "PcscUnavailableError",
    "ReaderBusyError",
    "ReaderEvent",
    "ReaderGone",
    "ReaderLostError",
    "ReaderReady",
    "SecureMessagingError",
    "ServiceLost",
    "StatusWordError",
]
