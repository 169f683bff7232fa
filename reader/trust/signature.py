"""Signatures of certificates and signed data: which scheme an AlgorithmIdentifier names, and whether one holds.

RSASSA-PKCS1-v1_5 and -PSS (RFC 8017), ECDSA in DER and plain form (BSI TR-03111 5.2), SHA-1 to SHA-512.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from reader.codec import tlv
from reader.crypto.ec import PointError, add, generator, multiply
from reader.errors import MalformedDataError
from reader.lds import der
from reader.lds.public_key import EcPublicKey, RsaPublicKey
from reader.lds.sod import HASH_ALGORITHMS

SIGNATURE_INVALID = "signature-invalid"
UNSUPPORTED_ALGORITHM = "unsupported-signature-algorithm"
_MGF1 = "1.2.840.113549.1.1.8"
_PSS = "1.2.840.113549.1.1.10"
_PSS_SALT_LENGTH = 20
_MAX_SALT_LENGTH = 512
_MAX_ECDSA_SIGNATURE = 160

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - issued cards carry it; Doc 9303-12 allowed it to older signers
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_CURVES: dict[str, ec.EllipticCurve] = {
    "secp224r1": ec.SECP224R1(),
    "secp256r1": ec.SECP256R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "secp384r1": ec.SECP384R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
    "secp521r1": ec.SECP521R1(),
}


class SignatureScheme(Enum):
    """How a signature is made from a digest."""

    RSA_PKCS1 = "RSASSA-PKCS1-v1_5"
    RSA_PSS = "RSASSA-PSS"
    ECDSA = "ECDSA"
    ECDSA_PLAIN = "ECDSA plain"


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm:
    """A scheme with its hashes by hashlib name; ``mgf_hash`` and ``salt_length`` (bytes) matter for PSS alone."""

    scheme: SignatureScheme
    hash_name: str
    mgf_hash: str = ""
    salt_length: int = 0

    def __str__(self) -> str:
        """Return the name that a report shows."""
        return f"{self.scheme.value} {self.hash_name}"


class SignatureError(MalformedDataError):
    """A signature does not hold, or is not of a kind that can."""

    default_reason = SIGNATURE_INVALID


# The algorithms that name their hash themselves.
_FIXED = {
    "1.2.840.113549.1.1.5": (SignatureScheme.RSA_PKCS1, "sha1"),
    "1.2.840.113549.1.1.14": (SignatureScheme.RSA_PKCS1, "sha224"),
    "1.2.840.113549.1.1.11": (SignatureScheme.RSA_PKCS1, "sha256"),
    "1.2.840.113549.1.1.12": (SignatureScheme.RSA_PKCS1, "sha384"),
    "1.2.840.113549.1.1.13": (SignatureScheme.RSA_PKCS1, "sha512"),
    "1.2.840.10045.4.1": (SignatureScheme.ECDSA, "sha1"),
    "1.2.840.10045.4.3.1": (SignatureScheme.ECDSA, "sha224"),
    "1.2.840.10045.4.3.2": (SignatureScheme.ECDSA, "sha256"),
    "1.2.840.10045.4.3.3": (SignatureScheme.ECDSA, "sha384"),
    "1.2.840.10045.4.3.4": (SignatureScheme.ECDSA, "sha512"),
    "0.4.0.127.0.7.1.1.4.1.1": (SignatureScheme.ECDSA_PLAIN, "sha1"),
    "0.4.0.127.0.7.1.1.4.1.2": (SignatureScheme.ECDSA_PLAIN, "sha224"),
    "0.4.0.127.0.7.1.1.4.1.3": (SignatureScheme.ECDSA_PLAIN, "sha256"),
    "0.4.0.127.0.7.1.1.4.1.4": (SignatureScheme.ECDSA_PLAIN, "sha384"),
    "0.4.0.127.0.7.1.1.4.1.5": (SignatureScheme.ECDSA_PLAIN, "sha512"),
}
# Those that take the SignerInfo's digestAlgorithm: rsaEncryption, id-ecPublicKey, ecdsa-with-Recommended.
_BY_DIGEST = {
    "1.2.840.113549.1.1.1": SignatureScheme.RSA_PKCS1,
    "1.2.840.10045.2.1": SignatureScheme.ECDSA,
    "1.2.840.10045.4.2": SignatureScheme.ECDSA,
}


def parse_signature_algorithm(encoded: bytes, digest_name: str | None = None) -> SignatureAlgorithm:
    """Decode an AlgorithmIdentifier; ``digest_name`` serves the algorithms that name no hash themselves.

    Raises SignatureError for an unknown algorithm and MalformedDataError for broken parameters.
    """
    members = der.sequence(tlv.parse(encoded), at_least=1)
    identifier = der.object_identifier(members[0])
    if identifier == _PSS:
        return _pss(members[1] if len(members) > 1 else None)
    if identifier in _FIXED:
        return SignatureAlgorithm(*_FIXED[identifier])
    if identifier in _BY_DIGEST and digest_name is not None:
        return SignatureAlgorithm(_BY_DIGEST[identifier], digest_name)
    raise SignatureError(
        f"signatures of the algorithm {identifier} are not checked here", reason=UNSUPPORTED_ALGORITHM
    )


def hash_name(algorithm: tlv.Tlv) -> str:
    """Return the hashlib name of a hash's AlgorithmIdentifier; SignatureError if it is none of SHA-1 to SHA-512."""
    identifier = der.object_identifier(der.sequence(algorithm, at_least=1)[0])
    if identifier not in HASH_ALGORITHMS:
        raise SignatureError(f"the hash {identifier} is not computed here", reason=UNSUPPORTED_ALGORITHM)
    return HASH_ALGORITHMS[identifier]


def digest(name: str, data: bytes) -> bytes:
    """Return the digest of the data; ``name`` as ``HASH_ALGORITHMS`` gives it."""
    return hashlib.new(name, data, usedforsecurity=True).digest()


def _pss(parameters: tlv.Tlv | None) -> SignatureAlgorithm:
    """Decode RSASSA-PSS-params (RFC 4055 3.1), whose defaults are SHA-1, MGF1 with SHA-1 and 20 bytes of salt."""
    name, mgf_name, salt_length = "sha1", "sha1", _PSS_SALT_LENGTH
    for member in () if parameters is None else der.sequence(parameters):
        inner = tlv.parse(member.value)
        match member.tag:
            case 0xA0:
                name = hash_name(inner)
            case 0xA1:
                mgf_name = _mgf_hash(inner)
            case 0xA2:
                salt_length = der.integer(inner)
            case _:
                if member.tag != 0xA3 or der.integer(inner) != 1:
                    raise SignatureError(
                        "PSS parameters with an unknown member", reason=UNSUPPORTED_ALGORITHM
                    )
    if not 0 <= salt_length <= _MAX_SALT_LENGTH:
        raise SignatureError("PSS parameters with an impossible salt length")
    return SignatureAlgorithm(SignatureScheme.RSA_PSS, name, mgf_name, salt_length)


def _mgf_hash(item: tlv.Tlv) -> str:
    generator_item, hash_item = der.sequence(item, at_least=2)[:2]
    if der.object_identifier(generator_item) != _MGF1:
        raise SignatureError("PSS with a mask generation other than MGF1", reason=UNSUPPORTED_ALGORITHM)
    return hash_name(hash_item)


def verify(
    key: RsaPublicKey | EcPublicKey, algorithm: SignatureAlgorithm, signature: bytes, data: bytes
) -> None:
    """Check the signature over the data; SignatureError if it does not hold or the key is of another kind."""
    if isinstance(key, RsaPublicKey):
        _verify_rsa(key, algorithm, signature, data)
    else:
        _verify_ec(key, algorithm, signature, data)


def _verify_rsa(key: RsaPublicKey, algorithm: SignatureAlgorithm, signature: bytes, data: bytes) -> None:
    scheme: padding.AsymmetricPadding
    match algorithm.scheme:
        case SignatureScheme.RSA_PKCS1:
            scheme = padding.PKCS1v15()
        case SignatureScheme.RSA_PSS:
            scheme = padding.PSS(padding.MGF1(_HASHES[algorithm.mgf_hash]), algorithm.salt_length)
        case _:
            raise SignatureError("an RSA key under an ECDSA signature")
    try:
        public_key = rsa.RSAPublicNumbers(key.exponent, key.modulus).public_key()
        public_key.verify(signature, data, scheme, _HASHES[algorithm.hash_name])
    except (InvalidSignature, ValueError) as error:
        raise SignatureError("the RSA signature does not hold") from error


def _verify_ec(key: EcPublicKey, algorithm: SignatureAlgorithm, signature: bytes, data: bytes) -> None:
    r, s = _ecdsa_numbers(algorithm, signature)
    if not (0 < r < key.curve.n and 0 < s < key.curve.n):
        raise SignatureError("an ECDSA signature whose numbers are out of range")
    hashed = digest(algorithm.hash_name, data)
    curve = _CURVES.get(key.curve.name)
    if curve is None:
        _verify_with_own_arithmetic(key, r, s, hashed)
        return
    try:
        public_key = ec.EllipticCurvePublicNumbers(key.point.x, key.point.y, curve).public_key()
        public_key.verify(encode_dss_signature(r, s), data, ec.ECDSA(_HASHES[algorithm.hash_name]))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError("the ECDSA signature does not hold") from error


def _ecdsa_numbers(algorithm: SignatureAlgorithm, signature: bytes) -> tuple[int, int]:
    """Return r and s of a DER signature, or of a plain one, which is both halves side by side."""
    if len(signature) > _MAX_ECDSA_SIGNATURE:
        raise SignatureError("an ECDSA signature that is too long")
    if algorithm.scheme is SignatureScheme.ECDSA_PLAIN:
        half = len(signature) // 2
        return int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    if algorithm.scheme is not SignatureScheme.ECDSA:
        raise SignatureError("an elliptic curve key under an RSA signature")
    try:
        return decode_dss_signature(signature)
    except ValueError as error:
        raise SignatureError("an ECDSA signature that is no DER") from error


def _verify_with_own_arithmetic(key: EcPublicKey, r: int, s: int, hashed: bytes) -> None:
    """Check ECDSA on a known curve that OpenSSL's bindings lack (FIPS 186-5 6.4.2): brainpoolP192r1, P224r1, P320r1."""
    curve = key.curve
    number = int.from_bytes(hashed, "big") >> max(0, 8 * len(hashed) - curve.n.bit_length())
    inverse = pow(s, -1, curve.n)
    try:
        point = multiply(r * inverse, key.point)
        if number * inverse % curve.n:
            point = add(multiply(number * inverse, generator(curve)), point)
    except PointError as error:
        raise SignatureError("the ECDSA signature does not hold") from error
    if point.x % curve.n != r:
        raise SignatureError("the ECDSA signature does not hold")
