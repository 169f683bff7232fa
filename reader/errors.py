"""What can go wrong, by whose fault it is and what the person at the kiosk can do about it.

Every error carries `reason`, a short stable code for programs, and an English message for people. Neither ever holds a
key, a number of a document or a name.
"""

from typing import ClassVar


class ReaderError(Exception):
    """Root of everything this library raises on purpose."""

    default_reason: ClassVar[str] = "reader-error"

    def __init__(self, message: str = "", *, reason: str | None = None) -> None:
        """Take the English `message`; `reason` replaces the class's stable code."""
        super().__init__(message or type(self).__doc__ or "")
        self.reason = reason if reason is not None else self.default_reason


class CardError(ReaderError):
    """The card, or the way to it, failed: lay the card on again."""

    default_reason = "card-error"


class CardRemovedError(CardError):
    """The card left the reader: lay it back."""

    default_reason = "card-removed"


class CardCommunicationError(CardError):
    """The card is there but the exchange with it broke or made no sense: lay it on again."""

    default_reason = "card-communication"


class StatusWordError(CardError):
    """The card refused a command with the status word `sw`."""

    default_reason = "status-word"

    def __init__(self, sw: int, message: str = "", *, reason: str | None = None) -> None:
        """Keep the two status bytes SW1-SW2 as the number `sw`."""
        super().__init__(f"{message or 'The card refused the command'} (status {sw:04X})", reason=reason)
        self.sw = sw


class SecureMessagingError(CardError):
    """An answer was not protected as it must be: the session is over."""

    default_reason = "secure-messaging"

    def __init__(self, message: str = "", *, reason: str | None = None, sw: int | None = None) -> None:
        """Keep the plain status `sw` of an answer that was not protected at all."""
        super().__init__(message, reason=reason)
        self.sw = sw


class NotAnEmrtdError(CardError):
    """The card has no eMRTD application: it is not a chip identity card."""

    default_reason = "not-an-emrtd"


class PcscError(ReaderError):
    """The smart card service or the reader failed."""

    default_reason = "pcsc-error"


class PcscUnavailableError(PcscError):
    """The smart card service (pcscd) does not answer: start it."""

    default_reason = "pcsc-unavailable"


class NoReaderError(PcscError):
    """No such reader is attached: plug it in."""

    default_reason = "no-reader"


class ReaderLostError(PcscError):
    """The reader went away during use: plug it in again."""

    default_reason = "reader-lost"


class ReaderBusyError(PcscError):
    """Another program holds the reader or the card: close it."""

    default_reason = "reader-busy"


class AccessError(ReaderError):
    """The chip could not be opened."""

    default_reason = "access-error"


class WrongKeyError(AccessError):
    """The chip says that the CAN or the MRZ is not its own: enter it again."""

    default_reason = "wrong-key"


class AccessProtocolError(AccessError):
    """The card broke the access protocol: a fault or an attack, not a typing mistake."""

    default_reason = "access-protocol"


class MalformedDataError(ReaderError):
    """Data (TLV, ASN.1, MRZ, a data group, a point) does not parse."""

    default_reason = "malformed-data"


class TlvError(MalformedDataError):
    """Data is not the expected BER-TLV."""

    default_reason = "malformed-tlv"


class CancelledError(ReaderError):
    """The caller asked to stop."""

    default_reason = "cancelled"
