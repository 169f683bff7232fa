"""The one seam to a card: raw APDU in, data and status word out."""

from typing import Protocol

from reader.errors import (
    CardCommunicationError,
    CardError,
    CardRemovedError,
    NotAnEmrtdError,
    SecureMessagingError,
    StatusWordError,
)

__all__ = [
    "CardCommunicationError",
    "CardConnection",
    "CardError",
    "CardRemovedError",
    "NotAnEmrtdError",
    "SecureMessagingError",
    "StatusWordError",
]


class CardConnection(Protocol):
    """An open, exclusive connection to one card."""

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send one raw command APDU; return the answer's data and its status word, whatever that is.

        CardRemovedError if the card left, CardCommunicationError if the exchange failed, PcscError if the reader or
        the service did.
        """

    def reset(self) -> None:
        """Reset the card: it forgets every session and selection. Raises as `transmit` does."""

    def close(self) -> None:
        """Let go of the card; a second call does nothing. Never raises."""
