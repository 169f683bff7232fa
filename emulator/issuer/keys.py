"""TEST KEYS, derived from a public seed: whoever reads this file has them all. They sign test documents, nothing else."""

from dataclasses import dataclass, field
from hashlib import shake_256
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from emulator.issuer import der
from emulator.issuer.algorithms import Algorithm
from emulator.issuer.rsa import RsaNumbers, derive_rsa
from reader.crypto.curves import Curve, curve_by_id
from reader.crypto.ec import generator, multiply

_SEED = "cccd-kiosk TEST KEY, never for real documents: "
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_PRIME_FIELD = "1.2.840.10045.1.1"
_LIBRARY_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
    "brainpoolP512r1": ec.BrainpoolP512R1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
}
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def seeded(label: str) -> bytes:
    """Return what keys called `label` are made of."""
    return (_SEED + label).encode("utf-8")


@dataclass(frozen=True, slots=True)
class TestKey:
    """A private key: scalar `secret` on `curve`."""

    curve: Curve
    secret: int = field(repr=False)

    @classmethod
    def derive(cls, label: str, curve_id: int) -> "TestKey":
        """Return the key that the seed and `label` make, on the curve of that standardized parameter id."""
        curve = curve_by_id(curve_id)
        stream = shake_256(seeded(label)).digest(curve.size + 8)
        return cls(curve, int.from_bytes(stream, "big") % (curve.n - 1) + 1)

    def point(self) -> bytes:
        """Return the public key as an uncompressed point."""
        return multiply(self.secret, generator(self.curve)).encode()

    def named_public_key_info(self) -> bytes:
        """Return SubjectPublicKeyInfo that names the curve (RFC 5480): for certificates.

        Doc 9303-12 asks for explicit parameters there too, most states name the curve all the same, and OpenSSL refuses a
        chain with explicit ones: named, the certificates can be checked by a party that knows nothing of this project.
        """
        return self._public_key_info(der.oid(self.curve.oid))

    def explicit_public_key_info(self) -> bytes:
        """Return SubjectPublicKeyInfo with explicit parameters and cofactor: for DG14 (Doc 9303-11 9.2)."""
        return self._public_key_info(_explicit_parameters(self.curve))

    def sign(self, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
        """Return an ECDSA signature (DER) that is the same every time (RFC 6979)."""
        return self._library_key().sign(data, ec.ECDSA(digest, deterministic_signing=True))

    def _public_key_info(self, parameters: bytes) -> bytes:
        return der.sequence(der.sequence(der.oid(_EC_PUBLIC_KEY), parameters), der.bit_string(self.point()))

    def _library_key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.secret, _LIBRARY_CURVES[self.curve.name]())


class SigningKey(Protocol):
    """A TEST KEY with the algorithm it signs by."""

    @property
    def algorithm(self) -> Algorithm:
        """How it signs."""

    def public_key_info(self) -> bytes:
        """Return SubjectPublicKeyInfo."""

    def public_bits(self) -> bytes:
        """Return the public key's bits, what key identifiers are hashed from."""

    def sign(self, data: bytes) -> bytes:
        """Return the signature, the same every time."""


@dataclass(frozen=True, slots=True)
class EcSigningKey:
    """A key on a curve."""

    algorithm: Algorithm
    key: TestKey

    def public_key_info(self) -> bytes:
        """See SigningKey."""
        key = self.key
        return key.explicit_public_key_info() if self.algorithm.explicit else key.named_public_key_info()

    def public_bits(self) -> bytes:
        """See SigningKey."""
        return self.key.point()

    def sign(self, data: bytes) -> bytes:
        """See SigningKey."""
        return self.key.sign(data, _HASHES[self.algorithm.digest]())


@dataclass(frozen=True, slots=True)
class RsaSigningKey:
    """An RSA key."""

    algorithm: Algorithm
    numbers: RsaNumbers

    def public_key_info(self) -> bytes:
        """See SigningKey."""
        return self.numbers.public_key_info()

    def public_bits(self) -> bytes:
        """See SigningKey."""
        return self.numbers.public_key()

    def sign(self, data: bytes) -> bytes:
        """See SigningKey."""
        sign = self.numbers.sign_pss if self.algorithm.pss else self.numbers.sign_pkcs1
        return sign(data, self.algorithm.digest)


def derive_signing_key(label: str, algorithm: Algorithm) -> SigningKey:
    """Return the key that the seed and `label` make for `algorithm`."""
    if algorithm.curve_id:
        return EcSigningKey(algorithm, TestKey.derive(label, algorithm.curve_id))
    return RsaSigningKey(algorithm, derive_rsa(_SEED + label, algorithm.rsa_bits))


def _explicit_parameters(curve: Curve) -> bytes:
    """Return ECParameters (SEC 1 C.2): version 1, field, curve, base, order, cofactor."""

    def element(value: int) -> bytes:
        return value.to_bytes(curve.size, "big")

    return der.sequence(
        der.integer(1),
        der.sequence(der.oid(_PRIME_FIELD), der.integer(curve.p)),
        der.sequence(der.octet_string(element(curve.a)), der.octet_string(element(curve.b))),
        der.octet_string(b"\x04" + element(curve.gx) + element(curve.gy)),
        der.integer(curve.n),
        der.integer(1),
    )
