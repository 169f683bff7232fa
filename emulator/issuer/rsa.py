"""RSA with TEST KEYS that come out of a seed, the same every time: key generation, PKCS #1 v1.5 and PSS (RFC 8017)."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from itertools import count

import gmpy2

from emulator.issuer import der
from emulator.issuer.algorithms import digest_identifier

_EXPONENT = 65537
_RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
_PSS_TRAILER = b"\xbc"


@dataclass(frozen=True, slots=True)
class RsaNumbers:
    """Modulus and private exponent; the public exponent is 65537."""

    modulus: int
    private_exponent: int = field(repr=False)

    @property
    def length(self) -> int:
        """Bytes of the modulus."""
        return (self.modulus.bit_length() + 7) // 8

    def public_key(self) -> bytes:
        """Return RSAPublicKey."""
        return der.sequence(der.integer(self.modulus), der.integer(_EXPONENT))

    def public_key_info(self) -> bytes:
        """Return SubjectPublicKeyInfo."""
        algorithm = der.sequence(der.oid(_RSA_ENCRYPTION), der.NULL)
        return der.sequence(algorithm, der.bit_string(self.public_key()))

    def sign_pkcs1(self, data: bytes, digest: str) -> bytes:
        """Return the signature of RSASSA-PKCS1-v1_5."""
        # DigestInfo holds NULL parameters here (RFC 8017 9.2).
        algorithm = digest_identifier(digest)
        with_null = der.sequence(algorithm[2:], der.NULL)
        info = der.sequence(with_null, der.octet_string(hashlib.new(digest, data).digest()))
        filler = b"\xff" * (self.length - len(info) - 3)
        return self._power(b"\x00\x01" + filler + b"\x00" + info)

    def sign_pss(self, data: bytes, digest: str) -> bytes:
        """Return the signature of RSASSA-PSS with a salt as long as the hash, made of key and data."""
        hashed = hashlib.new(digest, data).digest()
        length = len(hashed)
        salt = hashlib.shake_256(self.private_exponent.to_bytes(self.length, "big") + data).digest(length)
        seed = hashlib.new(digest, bytes(8) + hashed + salt).digest()
        bits = self.modulus.bit_length() - 1
        block_length = (bits + 7) // 8 - length - 1
        block = bytes(block_length - length - 1) + b"\x01" + salt
        mask = _mask(seed, block_length, digest)
        masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
        masked[0] &= 0xFF >> (8 * ((bits + 7) // 8) - bits)
        return self._power(bytes(masked) + seed + _PSS_TRAILER)

    def _power(self, representative: bytes) -> bytes:
        number = int(gmpy2.powmod(int.from_bytes(representative, "big"), self.private_exponent, self.modulus))
        return number.to_bytes(self.length, "big")


@cache
def derive_rsa(label: str, bits: int) -> RsaNumbers:
    """Return the key of exactly `bits` bits that `label` makes."""
    p, q = _prime(f"{label} p", bits // 2), _prime(f"{label} q", bits // 2)
    exponent = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    return RsaNumbers(p * q, exponent)


def _prime(label: str, bits: int) -> int:
    """Return a prime of `bits` bits with the two highest set, so that a product has twice as many."""
    for attempt in count():
        stream = hashlib.shake_256(f"{label} {attempt}".encode()).digest(bits // 8)
        candidate = int.from_bytes(stream, "big") | 0b11 << (bits - 2) | 1
        if candidate % _EXPONENT != 1 and gmpy2.is_prime(candidate, 30):
            return candidate
    raise AssertionError("there are primes without end")


def _mask(seed: bytes, length: int, digest: str) -> bytes:
    """Return the output of MGF1 (RFC 8017 B.2.1)."""
    output = b""
    for counter in count():
        if len(output) >= length:
            break
        output += hashlib.new(digest, seed + counter.to_bytes(4, "big")).digest()
    return output[:length]
