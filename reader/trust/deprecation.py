"""Algorithms and keys that old cards and country signers use and that nobody should choose any more (BSI TR-03116-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import MalformedDataError
from reader.lds.public_key import EcPublicKey, RsaPublicKey
from reader.trust.signature import parse_signature_algorithm

if TYPE_CHECKING:
    from reader.trust.certificate import Certificate

_MIN_RSA_BITS = 2048
_MIN_EC_BITS = 224
_SHA1 = "sha1"


def deprecated_hash(name: str) -> tuple[str, ...]:
    """Return the hash as a report shows it if it is no longer collision resistant, else nothing."""
    return ("SHA-1",) if name == _SHA1 else ()


def deprecated_key(key: RsaPublicKey | EcPublicKey) -> tuple[str, ...]:
    """Return the key's kind and size if it is too short for this day, else nothing."""
    if isinstance(key, RsaPublicKey):
        bits = key.modulus.bit_length()
        return (f"RSA {bits}",) if bits < _MIN_RSA_BITS else ()
    bits = key.curve.p.bit_length()
    return (f"{key.curve.name}",) if bits < _MIN_EC_BITS else ()


def deprecated(certificate: Certificate) -> tuple[str, ...]:
    """Return what of a certificate is deprecated: the hash of its signature, its key."""
    found: tuple[str, ...] = ()
    try:
        found += deprecated_hash(parse_signature_algorithm(certificate.signature_algorithm).hash_name)
        found += deprecated_key(certificate.public_key())
    except MalformedDataError:
        return found
    return found
