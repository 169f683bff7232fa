"""ISO/IEC 9796-2 digital signature scheme 1: an RSA signature that gives a part of its message back.

The representative, once the RSA operation is undone: header nibble 6 (a part of the message is recovered) or 4 (all of it),
padding nibbles B, a nibble A, the recovered part, the digest of the whole message, and the trailer, which is BC for the
digest agreed beforehand or xxCC with a number of ISO/IEC 10118 for the digest that it names.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from reader.errors import MalformedDataError

IMPLICIT_HASH = "sha1"
"""What the trailer BC means in Active Authentication (Doc 9303-11 6.1)."""

_TRAILER_IMPLICIT = 0xBC
_TRAILER_EXPLICIT = 0xCC
_EXPLICIT_HASHES = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
_PARTIAL = 0x6
_TOTAL = 0x4
_PADDING = 0xB
_BORDER = 0xA
_TRAILER_NIBBLE = 0xC
_MIN_MODULUS_BITS = 512


class Iso9796Error(MalformedDataError):
    """The signature does not hold, or is none of scheme 1."""

    default_reason = "signature-invalid"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a representative says: the recovered part of the message, the digest, its hash by hashlib name."""

    message: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    hash_name: str
    is_total: bool

    def verify(self, rest: bytes) -> None:
        """Check the digest over the recovered part and the rest of the message; Iso9796Error if it differs."""
        if self.is_total and rest:
            raise Iso9796Error("a signature that leaves no room for the rest of the message")
        expected = hashlib.new(self.hash_name, self.message + rest, usedforsecurity=True).digest()
        if not hmac.compare_digest(expected, self.digest):
            raise Iso9796Error("the digest is another message's")


def verify(modulus: int, exponent: int, signature: bytes, rest: bytes) -> Recovered:
    """Check the signature of a message whose unrecovered part is ``rest``; return what it gave back.

    Raises Iso9796Error if it does not hold.
    """
    recovered = decode(open_signature(modulus, exponent, signature))
    recovered.verify(rest)
    return recovered


def open_signature(modulus: int, exponent: int, signature: bytes) -> bytes:
    """Undo the RSA operation; the representative has the length of the modulus.

    Tolerance: a signature may lack leading zeros. A signer may have taken the smaller of s and n - s; the one that ends in the trailer's C is meant. Raises Iso9796Error for
    a signature that is longer than the modulus or not below it.
    """
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if modulus.bit_length() < _MIN_MODULUS_BITS or len(signature) > size or number >= modulus:
        raise Iso9796Error("a signature that does not fit its key")
    opened = pow(number, exponent, modulus)
    if opened & 0xF != _TRAILER_NIBBLE:
        opened = modulus - opened
    return opened.to_bytes(size, "big")


def decode(representative: bytes) -> Recovered:
    """Take a representative apart; Iso9796Error if it has not the shape of scheme 1."""
    end, hash_name = _trailer(representative)
    digest_start = end - hashlib.new(hash_name, usedforsecurity=True).digest_size
    start, is_total = _header(representative)
    if digest_start < start:
        raise Iso9796Error("a representative that is too short for its digest")
    return Recovered(
        representative[start:digest_start], representative[digest_start:end], hash_name, is_total
    )


def _trailer(representative: bytes) -> tuple[int, str]:
    """Return where the trailer begins and the hash that it stands for."""
    if representative[-1:] == bytes((_TRAILER_IMPLICIT,)):
        return len(representative) - 1, IMPLICIT_HASH
    if len(representative) > 2 and representative[-1] == _TRAILER_EXPLICIT:
        hash_name = _EXPLICIT_HASHES.get(representative[-2])
        if hash_name is not None:
            return len(representative) - 2, hash_name
    raise Iso9796Error("a representative without a trailer that is known")


def _header(representative: bytes) -> tuple[int, bool]:
    """Return where the recovered message begins and whether all of the message is recovered."""
    kind, nibble = representative[0] >> 4, representative[0] & 0xF
    if kind not in (_PARTIAL, _TOTAL):
        raise Iso9796Error("a representative without its header")
    start = 1
    while nibble == _PADDING and start < len(representative):
        high, nibble = representative[start] >> 4, representative[start] & 0xF
        if high != _PADDING:
            raise Iso9796Error("a representative with broken padding")
        start += 1
    if nibble != _BORDER:
        raise Iso9796Error("a representative with broken padding")
    return start, kind == _TOTAL
