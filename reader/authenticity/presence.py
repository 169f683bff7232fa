"""Proof of presence: a chip's signature over a challenge that ties it to one nonce, one kiosk, one visit, one SOD.

Off unless a caller brings a witness, with the patient's consent. The challenge of Active Authentication has eight bytes, so
it is the beginning of a hash over all of that. What it proves depends on who made the nonce and says when the answer came:
a hub proves time and place to others; a kiosk by itself only asserts them, and the evidence says so.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from reader.errors import MalformedDataError, ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

NONCE_LENGTH = 32
CHALLENGE_LENGTH = 8
_CHALLENGE_LABEL = b"emrtd-presence-challenge-1"
_RECEIPT_LABEL = b"emrtd-presence-receipt-1"
_MAX_NAME_LENGTH = 128
_ED25519_KEY_LENGTH = 32


class Asserter(StrEnum):
    """Who made the nonce and says when the answer arrived."""

    KIOSK = "kiosk"
    HUB = "hub"


class PresenceUnavailableError(ReaderError):
    """The witness gives no nonce or no receipt: the card can be read, its presence is not recorded."""

    default_reason = "presence-unavailable"


@dataclass(frozen=True, slots=True)
class PresenceNonce:
    """32 bytes for one use, with the kiosk and the visit that they were issued for."""

    value: bytes = field(repr=False)
    kiosk: str
    visit: str
    asserted_by: Asserter

    def __post_init__(self) -> None:
        """Check the lengths; MalformedDataError."""
        if len(self.value) != NONCE_LENGTH:
            raise MalformedDataError(f"a nonce of {len(self.value)} bytes")
        for name in (self.kiosk, self.visit):
            if not 0 < len(name.encode()) <= _MAX_NAME_LENGTH:
                raise MalformedDataError("a kiosk or a visit without a name, or with one too long")

    def challenge(self, sod_sha256: bytes) -> bytes:
        """Return the first eight bytes of SHA-256(label, nonce, kiosk, visit, SHA-256(SOD)), each with its length before it."""
        inputs = (_CHALLENGE_LABEL, self.value, self.kiosk.encode(), self.visit.encode(), sod_sha256)
        return hashlib.sha256(_joined(inputs)).digest()[:CHALLENGE_LENGTH]

    def statement(self, sod_sha256: bytes, signature: bytes, arrived_at: datetime) -> bytes:
        """Return what a receipt is signed over: the inputs of the challenge, the chip's signature, the time of arrival."""
        time = arrived_at.isoformat().encode()
        inputs = (_RECEIPT_LABEL, self.value, self.kiosk.encode(), self.visit.encode(), sod_sha256)
        return _joined((*inputs, signature, time))


@dataclass(frozen=True, slots=True)
class Receipt:
    """When the chip's signature arrived (with a zone), and the hub's Ed25519 signature; both empty of a kiosk alone."""

    arrived_at: datetime
    key: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)

    def verify(self, statement: bytes) -> None:
        """Check the hub's signature; MalformedDataError if it does not hold."""
        if len(self.key) != _ED25519_KEY_LENGTH:
            raise MalformedDataError("a receipt without a key")
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, statement)
        except (InvalidSignature, ValueError) as error:
            raise MalformedDataError("the receipt's signature does not hold") from error


class PresenceWitness(Protocol):
    """Issues nonces and takes the answers."""

    def nonce(self, sod_sha256: bytes) -> PresenceNonce:
        """Return a nonce never used before; PresenceUnavailableError if there is none to be had."""

    def receipt(self, nonce: PresenceNonce, sod_sha256: bytes, signature: bytes) -> Receipt:
        """Return the receipt for the chip's signature; PresenceUnavailableError if there is none to be had."""


class KioskWitness:
    """The kiosk itself, until there is a hub: its word alone stands for time and place."""

    def __init__(
        self,
        kiosk: str,
        visit: str,
        clock: Callable[[], datetime],
        random: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Witness one visit; ``clock()`` returns the time with a zone, ``random(count)`` secret random bytes."""
        self._kiosk = kiosk
        self._visit = visit
        self._clock = clock
        self._random = random

    def nonce(self, sod_sha256: bytes) -> PresenceNonce:  # noqa: ARG002 - a hub binds its nonce to the SOD
        """Return a fresh nonce."""
        return PresenceNonce(self._random(NONCE_LENGTH), self._kiosk, self._visit, Asserter.KIOSK)

    def receipt(self, nonce: PresenceNonce, sod_sha256: bytes, signature: bytes) -> Receipt:  # noqa: ARG002 - nothing is signed
        """Return the time, unsigned."""
        return Receipt(self._clock())


def _joined(inputs: tuple[bytes, ...]) -> bytes:
    return b"".join(len(item).to_bytes(4, "big") + item for item in inputs)
