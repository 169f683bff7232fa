"""SubjectPublicKeyInfo: the RSA and elliptic curve keys of certificates, DG14 and DG15 (RFC 5280 4.1.2.7, RFC 5480).

Explicit curve parameters are the rule in this field. They are matched, all of them, against the curves that the library
knows, and the key is used on the known curve; a curve that is not known is refused (CVE-2020-0601).
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.codec import tlv
from reader.crypto.curves import (
    PARAMETER_IDS,
    Curve,
    UnknownCurveError,
    curve_by_id,
    curve_by_oid,
    curve_by_parameters,
)
from reader.crypto.ec import Point, decode_point
from reader.errors import MalformedDataError
from reader.lds import der

_RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
_RSASSA_PSS = "1.2.840.113549.1.1.10"
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_ECDH = "1.3.132.1.12"
_PRIME_FIELD = "1.2.840.10045.1.1"
_STANDARDIZED_DOMAIN_PARAMETERS = "0.4.0.127.0.7.1.2"
_RSA_BITS = range(1024, 8193)
_MAX_RSA_EXPONENT_BITS = 64
_COMPRESSED = (2, 3)


@dataclass(frozen=True, slots=True)
class RsaPublicKey:
    """An RSA key of 1024 to 8192 bits."""

    modulus: int
    exponent: int


@dataclass(frozen=True, slots=True)
class EcPublicKey:
    """A point on a known curve."""

    point: Point

    @property
    def curve(self) -> Curve:
        """The known curve."""
        return self.point.curve


def parse_public_key(encoded: bytes) -> RsaPublicKey | EcPublicKey:
    """Decode a SubjectPublicKeyInfo.

    Raises UnknownCurveError for a curve that is not in the table and MalformedDataError for anything else that is
    broken, too large, or of another algorithm.
    """
    algorithm, key = der.sequence(tlv.parse(encoded), at_least=2)[:2]
    members = der.sequence(algorithm, at_least=1)
    protocol = der.object_identifier(members[0])
    if protocol in (_RSA_ENCRYPTION, _RSASSA_PSS):
        return _rsa(der.bit_string(key))
    if protocol in (_EC_PUBLIC_KEY, _ECDH) and len(members) > 1:
        return EcPublicKey(_decode(curve_of(members[1]), der.bit_string(key)))
    if protocol == _STANDARDIZED_DOMAIN_PARAMETERS and len(members) > 1:
        curve = curve_by_id(der.integer(members[1]))
        return EcPublicKey(_decode(curve, der.bit_string(key)))
    raise MalformedDataError(f"a public key of the algorithm {protocol}", reason="unsupported-key")


def _rsa(encoded: bytes) -> RsaPublicKey:
    modulus, exponent = (der.integer(item) for item in der.sequence(tlv.parse(encoded), at_least=2)[:2])
    if modulus.bit_length() not in _RSA_BITS or modulus < 0:
        raise MalformedDataError(f"an RSA key of {modulus.bit_length()} bits")
    if not 1 < exponent.bit_length() <= _MAX_RSA_EXPONENT_BITS or exponent < 0 or not exponent & modulus & 1:
        raise MalformedDataError("an RSA key with an impossible exponent or modulus")
    return RsaPublicKey(modulus, exponent)


def curve_of(parameters: tlv.Tlv) -> Curve:
    """Return the known curve of a name or of ECParameters (RFC 5480 2.1.1); UnknownCurveError, MalformedDataError."""
    if parameters.tag == der.OBJECT_IDENTIFIER:
        return curve_by_oid(der.object_identifier(parameters))
    if parameters.tag == der.SEQUENCE:
        return _explicit_curve(parameters)
    raise UnknownCurveError("a key without the parameters of its curve")


def _explicit_curve(parameters: tlv.Tlv) -> Curve:
    """Match ECParameters (RFC 3279 2.3.5): version, fieldID, curve, base, order, cofactor OPTIONAL."""
    _, field_id, curve, base, order, *rest = der.sequence(parameters, at_least=5)
    field_type, prime = der.sequence(field_id, at_least=2)[:2]
    if der.object_identifier(field_type) != _PRIME_FIELD:
        raise UnknownCurveError("a curve over another field than a prime one")
    a, b = (_octets(item) for item in der.sequence(curve, at_least=2)[:2])
    p, generator = der.integer(prime), base.value
    if base.tag != der.OCTET_STRING or p <= 0:
        raise MalformedDataError("curve parameters without a base point or a prime")
    size = (p.bit_length() + 7) // 8
    gx = int.from_bytes(generator[1 : 1 + size], "big")
    return curve_by_parameters(
        p=p,
        a=int.from_bytes(a, "big"),
        b=int.from_bytes(b, "big"),
        gx=gx,
        gy=_generator_y(generator, p, gx, size),
        n=der.integer(order),
        h=der.integer(rest[0]) if rest and rest[0].tag == der.INTEGER else None,
    )


def _generator_y(generator: bytes, p: int, gx: int, size: int) -> int:
    """Return y of the base point; a compressed one is looked up by its x and parity among what is known."""
    if len(generator) == 1 + 2 * size and generator[0] == 4:
        return int.from_bytes(generator[1 + size :], "big")
    if len(generator) == 1 + size and generator[0] in _COMPRESSED:
        for curve in (curve_by_id(number) for number in PARAMETER_IDS):
            if (curve.p, curve.gx, curve.gy & 1) == (p, gx, generator[0] & 1):
                return curve.gy
    raise UnknownCurveError("a base point that is none of a known curve")


def _octets(item: tlv.Tlv) -> bytes:
    if item.tag != der.OCTET_STRING:
        raise MalformedDataError("a curve coefficient that is no OCTET STRING")
    return item.value


def _decode(curve: Curve, data: bytes) -> Point:
    """Decode a point in the uncompressed form, or in the compressed one that RFC 5480 2.2 permits a certificate."""
    if len(data) != 1 + curve.size or data[0] not in _COMPRESSED:
        return decode_point(curve, data)
    if curve.p % 4 != 3:
        raise MalformedDataError("a compressed point of a curve whose square roots are not taken here")
    x = int.from_bytes(data[1:], "big")
    y = pow(x**3 + curve.a * x + curve.b, (curve.p + 1) // 4, curve.p)
    return Point(curve, x, y if y & 1 == data[0] & 1 else curve.p - y)
