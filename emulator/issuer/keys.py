"""TEST KEYS, derived from a public seed: whoever reads this file has them all. They sign test documents, nothing else."""

from dataclasses import dataclass, field
from hashlib import shake_256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from emulator.issuer import der
from reader.crypto.curves import Curve, curve_by_id

_SEED = b"cccd-kiosk TEST KEY, never for real documents: "
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_PRIME_FIELD = "1.2.840.10045.1.1"
_LIBRARY_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
}


@dataclass(frozen=True, slots=True)
class TestKey:
    """A private key: scalar `secret` on `curve`."""

    curve: Curve
    secret: int = field(repr=False)

    @classmethod
    def derive(cls, label: str, curve_id: int) -> "TestKey":
        """Return the key that the seed and `label` make, on the curve of that standardized parameter id."""
        curve = curve_by_id(curve_id)
        stream = shake_256(_SEED + label.encode("utf-8")).digest(curve.size + 8)
        return cls(curve, int.from_bytes(stream, "big") % (curve.n - 1) + 1)

    def point(self) -> bytes:
        """Return the public key as an uncompressed point."""
        numbers = self._library_key().public_key().public_numbers()
        size = self.curve.size
        return b"\x04" + numbers.x.to_bytes(size, "big") + numbers.y.to_bytes(size, "big")

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
