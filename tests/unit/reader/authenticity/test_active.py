"""Active Authentication: RSA with every trailer, ECDSA in both forms, and chips that refuse or hold another key."""

import hashlib
from functools import cache

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reader.authenticity.active import ActiveAuthentication, authenticate_active
from reader.card.channel import CardChannel
from reader.card.limits import ApduLimits
from reader.codec import oid, tlv
from reader.errors import CardRemovedError
from reader.lds.security_info import SecurityInfos, parse_security_infos
from reader.result import CheckOutcome
from tests.scripted_card import Answer, ScriptedCard

PASSED, FAILED, NOT_PERFORMED = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.NOT_PERFORMED
CHALLENGE = bytes.fromhex("0102030405060708")
COMMAND = bytes.fromhex("0088000008") + CHALLENGE + b"\x00"
TRAILERS = {
    b"\xbc": "sha1",
    b"\x33\xcc": "sha1",
    b"\x38\xcc": "sha224",
    b"\x34\xcc": "sha256",
    b"\x36\xcc": "sha384",
    b"\x35\xcc": "sha512",
}
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
ARCS = {"sha1": 1, "sha224": 2, "sha256": 3, "sha384": 4, "sha512": 5}


@cache
def rsa_key(bits: int = 1024) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(number: int = 0, curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(0xB0B + number, curve())


def public(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def rsa_signature(key: rsa.RSAPrivateKey, trailer: bytes = b"\xbc", challenge: bytes = CHALLENGE) -> bytes:
    numbers = key.private_numbers()
    size = key.key_size // 8
    hash_name = TRAILERS[trailer]
    length = size - 1 - hashlib.new(hash_name).digest_size - len(trailer)
    message = bytes(range(length % 256)).ljust(length, b"\x55")
    opened = b"\x6a" + message + hashlib.new(hash_name, message + challenge).digest() + trailer
    return pow(int.from_bytes(opened, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


def ecdsa_signature(
    key: ec.EllipticCurvePrivateKey, hash_name: str = "sha256", *, plain: bool = True, size: int = 32
) -> bytes:
    encoded = key.sign(CHALLENGE, ec.ECDSA(HASHES[hash_name]))
    if not plain:
        return encoded
    r, s = decode_dss_signature(encoded)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def dg14(hash_name: str) -> SecurityInfos:
    algorithm = oid.encode(f"0.4.0.127.0.7.1.1.4.1.{ARCS[hash_name]}")
    info = tlv.encode(
        0x30, tlv.encode(0x06, oid.encode("2.23.136.1.1.5")), b"\x02\x01\x01", tlv.encode(0x06, algorithm)
    )
    return parse_security_infos(tlv.encode(0x31, info))


def run(
    key_info: bytes, answer: Answer, infos: SecurityInfos | None = None
) -> tuple[CheckOutcome, str, ActiveAuthentication]:
    with ScriptedCard((COMMAND, answer)) as card:
        done = authenticate_active(CardChannel.open(card), key_info, infos, random=lambda _: CHALLENGE)
    return done.check.outcome, done.check.reason, done


@pytest.mark.parametrize("trailer", TRAILERS, ids=lambda trailer: trailer.hex())
def test_rsa_with_every_trailer_passes(trailer: bytes) -> None:
    outcome, reason, done = run(public(rsa_key()), rsa_signature(rsa_key(), trailer) + b"\x90\x00")

    assert (outcome, reason) == (PASSED, "active-key-proven")
    assert done.check.evidence["signature_algorithm"].endswith(TRAILERS[trailer])
    assert done.check.evidence["key"] == "RSA 1024"
    assert done.challenge == CHALLENGE


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("hash_name", HASHES)
def test_ecdsa_plain_and_der_with_the_announced_hash_passes(hash_name: str, plain: bool) -> None:
    signature = ecdsa_signature(ec_key(), hash_name, plain=plain)

    outcome, _, done = run(public(ec_key()), signature + b"\x90\x00", dg14(hash_name))

    assert outcome is PASSED
    assert hash_name in done.check.evidence["signature_algorithm"]
    assert "hash" not in done.check.evidence


def test_sha_512_is_cut_to_a_curve_of_256_bits_and_not_to_one_of_521() -> None:
    wide = ec_key(1, ec.SECP521R1)

    assert (
        run(public(ec_key()), ecdsa_signature(ec_key(), "sha512") + b"\x90\x00", dg14("sha512"))[0] is PASSED
    )
    signature = ecdsa_signature(wide, "sha512", size=66)
    assert run(public(wide), signature + b"\x90\x00", dg14("sha512"))[0] is PASSED


def test_leading_zeros_of_r_and_s_stand_in_plain_form() -> None:
    zeros = 0
    while zeros < 3:
        signature = ecdsa_signature(ec_key())
        if 0 in (signature[0], signature[32]):
            zeros += 1
            assert run(public(ec_key()), signature + b"\x90\x00")[0] is PASSED


def test_a_hash_that_is_not_announced_is_found_and_said_so() -> None:
    outcome, _, done = run(public(ec_key()), ecdsa_signature(ec_key(), "sha384") + b"\x90\x00")

    assert outcome is PASSED
    assert done.check.evidence["hash"] == "not announced by DG14"


def test_the_announced_hash_is_the_only_one_that_counts() -> None:
    signature = ecdsa_signature(ec_key(), "sha384")

    assert run(public(ec_key()), signature + b"\x90\x00", dg14("sha256"))[:2] == (
        FAILED,
        "active-key-not-proven",
    )


WRONG = {
    "another rsa key": (public(rsa_key()), rsa_signature(rsa.generate_private_key(65537, 1024))),
    "another challenge": (public(rsa_key()), rsa_signature(rsa_key(), challenge=bytes(8))),
    "another ec key": (public(ec_key()), ecdsa_signature(ec_key(7))),
    "zeros": (public(ec_key()), bytes(64)),
    "too long": (public(ec_key()), b"\x30" * 250),
    "one byte": (public(ec_key()), b"\x30"),
    "an ec signature of an rsa key": (public(rsa_key()), ecdsa_signature(ec_key())),
}


@pytest.mark.parametrize(("key_info", "signature"), WRONG.values(), ids=WRONG.keys())
def test_wrong_signatures_fail(key_info: bytes, signature: bytes) -> None:
    assert run(key_info, signature + b"\x90\x00")[:2] == (FAILED, "active-key-not-proven")


@pytest.mark.parametrize("answer", ["6982", "6D00", "9000", "6A80"])
def test_a_chip_that_will_not_sign_fails(answer: Answer) -> None:
    outcome, reason, done = run(public(rsa_key()), answer)

    assert (outcome, reason, done.session_open) == (FAILED, "active-authentication-refused", True)


def test_a_key_of_an_unknown_kind_is_not_asked_for() -> None:
    key_info = tlv.encode(
        0x30, tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.3.101.112"))), b"\x03\x02\x00\x01"
    )

    with ScriptedCard() as card:
        done = authenticate_active(CardChannel.open(card), key_info, None)

    assert (done.check.outcome, done.check.reason) == (NOT_PERFORMED, "active-key-unsupported")


def test_a_long_signature_is_fetched_in_pieces_from_a_short_card() -> None:
    key = rsa_key(3072)
    signature = rsa_signature(key)
    with ScriptedCard(
        (COMMAND, signature[:256] + b"\x61\x80"), (bytes.fromhex("00C0000080"), signature[256:] + b"\x90\x00")
    ) as card:
        done = authenticate_active(CardChannel.open(card), public(key), None, challenge=CHALLENGE)

    assert done.check.passed


def test_a_long_signature_is_asked_for_in_extended_length_where_that_is_carried() -> None:
    key = rsa_key(3072)
    command = bytes.fromhex("0088000000" + "0008") + CHALLENGE + bytes.fromhex("0180")
    with ScriptedCard((command, rsa_signature(key) + b"\x90\x00")) as card:
        channel = CardChannel.open(card).with_limits(ApduLimits(4096, 4096))
        done = authenticate_active(channel, public(key), None, challenge=CHALLENGE)

    assert done.check.passed


def test_a_challenge_of_another_length_is_a_mistake() -> None:
    with ScriptedCard() as card, pytest.raises(ValueError, match="eight"):
        authenticate_active(CardChannel.open(card), public(rsa_key()), None, challenge=b"1234567")


def test_a_pulled_card_decides_nothing() -> None:
    with pytest.raises(CardRemovedError):
        run(public(rsa_key()), CardRemovedError())
