"""Signatures: every scheme and curve against another implementation's signatures."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import oid, tlv
from reader.crypto.curves import PARAMETER_IDS, Curve, curve_by_id
from reader.crypto.ec import generator, multiply
from reader.errors import MalformedDataError
from reader.lds.public_key import EcPublicKey, RsaPublicKey
from reader.trust.signature import (
    SignatureAlgorithm,
    SignatureError,
    SignatureScheme,
    parse_signature_algorithm,
    verify,
)
from tests.unit.reader.trust.issuing import pss_algorithm, rsa_key

DATA = b"what was signed"
SECRET = 0xC0FFEE
NONCE = 0x5EED
ECDSA = SignatureAlgorithm(SignatureScheme.ECDSA, "sha256")
PLAIN = SignatureAlgorithm(SignatureScheme.ECDSA_PLAIN, "sha256")
RSA = RsaPublicKey(rsa_key().public_key().public_numbers().n, 65537)


def algorithm(identifier: str, *parameters: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(identifier)), *parameters)


def ecdsa_numbers(curve: Curve, hash_name: str) -> tuple[int, int]:
    """Sign DATA as FIPS 186-5 6.4.1 says, step by step."""
    hashed = hashlib.new(hash_name, DATA).digest()
    number = int.from_bytes(hashed, "big") >> max(0, 8 * len(hashed) - curve.n.bit_length())
    r = multiply(NONCE, generator(curve)).x % curve.n
    return r, pow(NONCE, -1, curve.n) * (number + r * SECRET) % curve.n


def public_key(curve: Curve) -> EcPublicKey:
    return EcPublicKey(multiply(SECRET, generator(curve)))


@pytest.mark.parametrize("hash_name", ["sha1", "sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("parameter_id", PARAMETER_IDS)
def test_ecdsa_holds_on_every_curve_with_every_hash(parameter_id: int, hash_name: str) -> None:
    curve = curve_by_id(parameter_id)
    r, s = ecdsa_numbers(curve, hash_name)
    plain = r.to_bytes(66, "big") + s.to_bytes(66, "big")

    verify(
        public_key(curve),
        SignatureAlgorithm(SignatureScheme.ECDSA, hash_name),
        encode_dss_signature(r, s),
        DATA,
    )
    verify(public_key(curve), SignatureAlgorithm(SignatureScheme.ECDSA_PLAIN, hash_name), plain, DATA)


@pytest.mark.parametrize("parameter_id", PARAMETER_IDS)
def test_ecdsa_over_other_data_fails_on_every_curve(parameter_id: int) -> None:
    curve = curve_by_id(parameter_id)
    signature = encode_dss_signature(*ecdsa_numbers(curve, "sha256"))

    with pytest.raises(SignatureError):
        verify(public_key(curve), ECDSA, signature, DATA + b".")


@pytest.mark.parametrize("parameter_id", [9, 13])
@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (None, 1), (1, None), (0, 0)])
def test_ecdsa_numbers_out_of_range_fail(parameter_id: int, r: int | None, s: int | None) -> None:
    curve = curve_by_id(parameter_id)
    signature = encode_dss_signature(curve.n if r is None else r, curve.n if s is None else s)

    with pytest.raises(SignatureError):
        verify(public_key(curve), ECDSA, signature, DATA)


@pytest.mark.parametrize("parameter_id", [11, 13])
@given(signature=st.binary(max_size=80))
def test_hostile_ecdsa_signatures_raise_nothing_else(parameter_id: int, signature: bytes) -> None:
    for scheme in (ECDSA, PLAIN):
        with pytest.raises(SignatureError):
            verify(public_key(curve_by_id(parameter_id)), scheme, signature, DATA)


@pytest.mark.parametrize(
    "kind", [hashes.SHA1(), hashes.SHA224(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()]
)
def test_rsa_pkcs1_holds_with_every_hash(kind: hashes.HashAlgorithm) -> None:
    hash_name = kind.name
    signature = rsa_key().sign(DATA, padding.PKCS1v15(), kind)

    verify(RSA, SignatureAlgorithm(SignatureScheme.RSA_PKCS1, hash_name), signature, DATA)
    with pytest.raises(SignatureError):
        verify(RSA, SignatureAlgorithm(SignatureScheme.RSA_PKCS1, hash_name), signature, DATA + b".")


def test_pss_takes_mask_hash_and_salt_from_its_parameters() -> None:
    signature = rsa_key().sign(DATA, padding.PSS(padding.MGF1(hashes.SHA1()), 20), hashes.SHA256())

    verify(RSA, SignatureAlgorithm(SignatureScheme.RSA_PSS, "sha256", "sha1", 20), signature, DATA)
    for mgf_hash, salt_length in (("sha256", 20), ("sha1", 32)):
        with pytest.raises(SignatureError):
            verify(
                RSA,
                SignatureAlgorithm(SignatureScheme.RSA_PSS, "sha256", mgf_hash, salt_length),
                signature,
                DATA,
            )


def test_key_and_scheme_of_different_kinds_fail() -> None:
    with pytest.raises(SignatureError):
        verify(RSA, ECDSA, b"\x00" * 256, DATA)
    with pytest.raises(SignatureError):
        verify(
            public_key(curve_by_id(13)),
            SignatureAlgorithm(SignatureScheme.RSA_PKCS1, "sha256"),
            b"\x00" * 64,
            DATA,
        )


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (algorithm("1.2.840.113549.1.1.11", b"\x05\x00"), (SignatureScheme.RSA_PKCS1, "sha256")),
        (algorithm("1.2.840.113549.1.1.1", b"\x05\x00"), (SignatureScheme.RSA_PKCS1, "sha384")),
        (algorithm("1.2.840.10045.4.1"), (SignatureScheme.ECDSA, "sha1")),
        (algorithm("1.2.840.10045.2.1"), (SignatureScheme.ECDSA, "sha384")),
        (algorithm("0.4.0.127.0.7.1.1.4.1.3"), (SignatureScheme.ECDSA_PLAIN, "sha256")),
        (algorithm("1.2.840.113549.1.1.10"), (SignatureScheme.RSA_PSS, "sha1", "sha1", 20)),
        (algorithm("1.2.840.113549.1.1.10", b"\x30\x00"), (SignatureScheme.RSA_PSS, "sha1", "sha1", 20)),
        (pss_algorithm(32), (SignatureScheme.RSA_PSS, "sha256", "sha256", 32)),
    ],
)
def test_algorithms_are_named(encoded: bytes, expected: tuple[SignatureScheme, str]) -> None:
    assert parse_signature_algorithm(encoded, "sha384") == SignatureAlgorithm(*expected)


@pytest.mark.parametrize(
    "encoded",
    [
        algorithm("1.3.101.112"),
        algorithm("1.2.840.113549.1.1.10", bytes.fromhex("3005A303020102")),
        algorithm("1.2.840.113549.1.1.10", bytes.fromhex("3005A603020101")),
        algorithm("1.2.840.113549.1.1.10", bytes.fromhex("3007A0053003060103")),
        b"\x30\x00",
        b"\x05\x00",
    ],
)
def test_unknown_or_broken_algorithms_are_refused(encoded: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_signature_algorithm(encoded, "sha256")


def test_an_algorithm_without_its_digest_is_refused() -> None:
    with pytest.raises(SignatureError):
        parse_signature_algorithm(algorithm("1.2.840.113549.1.1.1"), None)
