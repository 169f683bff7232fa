"""The ministry's online answer to one question: was this card withdrawn? A port, for no public protocol is known.

Off unless a clinic plugs something in; then its answer is one more check, and silence is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from reader.errors import ReaderError
from reader.result import ONLINE_NOT_CHECKED, Check, CheckOutcome

if TYPE_CHECKING:
    from reader.codec.mrz import Mrz


class CardStatus(StrEnum):
    """What the ministry says of a card."""

    VALID = "valid"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class OnlineRevocationError(ReaderError):
    """The online service gave no answer: nothing is known of the card."""

    default_reason = "online-revocation-unavailable"


@dataclass(frozen=True, slots=True)
class CardReference:
    """What identifies a card to the ministry; ``sod_sha256`` is the hash of its raw EF.SOD. The repr shows none of it."""

    issuing_state: str = field(repr=False)
    document_number: str = field(repr=False)
    personal_number: str | None = field(repr=False)
    sod_sha256: bytes = field(repr=False)


class RevocationPort(Protocol):
    """Something that can ask. It limits its own time: the patient waits for it."""

    def status_of(self, card: CardReference) -> CardStatus:
        """Return what is known of the card; OnlineRevocationError if nobody answered."""


def check_online(port: RevocationPort | None, mrz: Mrz, sod_sha256: bytes) -> Check:
    """Ask the port; without one the check says that nobody was asked. Never raises for what the service does."""
    if port is None:
        return ONLINE_NOT_CHECKED
    reference = CardReference(mrz.issuing_state, mrz.document_number, mrz.personal_number, sod_sha256)
    try:
        status = port.status_of(reference)
    except OnlineRevocationError as error:
        detail = f"The online service gave no answer: {error}"
        return Check(CheckOutcome.NOT_PERFORMED, "revocation-unavailable", detail)
    match status:
        case CardStatus.VALID:
            return Check(CheckOutcome.PASSED, "card-not-revoked", "The issuer says that the card is valid.")
        case CardStatus.REVOKED:
            return Check(CheckOutcome.FAILED, "card-revoked", "The issuer says that the card was withdrawn.")
        case CardStatus.UNKNOWN:
            detail = "The issuer does not know the card."
            return Check(CheckOutcome.NOT_PERFORMED, "revocation-unknown", detail)
