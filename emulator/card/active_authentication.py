"""Active authentication, the card's side: its own ISO/IEC 9796-2 signatures, and ECDSA (Doc 9303-11 6.1)."""

import hashlib
from dataclasses import dataclass, field

from emulator.card.groups import Random
from emulator.card.profile import SignatureForm
from reader.codec.tlv import encode
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import generator, multiply, random_scalar

_HEADER = 0x6A
"""Partial recovery: part of the message, the challenge, is not in the signature (ISO/IEC 9796-2 scheme 1)."""
_TRAILER_OF_SHA1 = b"\xbc"
_TRAILERS = {
    "sha1": b"\x33\xcc",
    "sha224": b"\x38\xcc",
    "sha256": b"\x34\xcc",
    "sha384": b"\x36\xcc",
    "sha512": b"\x35\xcc",
}


@dataclass(frozen=True, slots=True)
class RsaActiveKey:
    """An RSA key: modulus, private exponent, and the hash named as hashlib names it.

    With `explicit_trailer` SHA-1 too is named in the trailer (33CC); without, SHA-1 has the trailer BC.
    """

    modulus: int
    private_exponent: int = field(repr=False)
    digest: str = "sha1"
    explicit_trailer: bool = False

    def sign(self, challenge: bytes, random: Random) -> bytes:
        """Return the signature over random bytes and `challenge`, as long as the modulus."""
        length = (self.modulus.bit_length() + 7) // 8
        trailer = _TRAILERS[self.digest]
        if self.digest == "sha1" and not self.explicit_trailer:
            trailer = _TRAILER_OF_SHA1
        digest_length = hashlib.new(self.digest).digest_size
        recoverable = random(length - digest_length - len(trailer) - 1)
        digest = hashlib.new(self.digest, recoverable + challenge).digest()
        representative = bytes((_HEADER,)) + recoverable + digest + trailer
        signature = pow(int.from_bytes(representative, "big"), self.private_exponent, self.modulus)
        return signature.to_bytes(length, "big")


@dataclass(frozen=True, slots=True)
class EcdsaActiveKey:
    """A key on a curve; the signature is plain r || s (BSI TR-03111 5.2.1), or DER as some chips have it."""

    parameter_id: int
    secret: int = field(repr=False)
    digest: str = "sha256"
    form: SignatureForm = SignatureForm.PLAIN

    def sign(self, challenge: bytes, random: Random) -> bytes:
        """Return the signature over `challenge`."""
        curve = curve_by_id(self.parameter_id)
        order, bits = curve.n, curve.n.bit_length()
        digest = hashlib.new(self.digest, challenge).digest()
        # The leftmost bits of the hash, as many as the order has.
        number = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - bits)
        r = s = 0
        while not (r and s):
            nonce = random_scalar(curve, random)
            r = multiply(nonce, generator(curve)).x % order
            s = pow(nonce, -1, order) * (number + r * self.secret) % order
        if self.form is SignatureForm.DER:
            return encode(
                0x30, *(encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big")) for value in (r, s))
            )
        length = (bits + 7) // 8
        return r.to_bytes(length, "big") + s.to_bytes(length, "big")
