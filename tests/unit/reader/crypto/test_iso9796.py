"""ISO/IEC 9796-2 scheme 1: the published representatives, every trailer, and every way to break one."""

import hashlib
import math
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.crypto.iso9796 import Iso9796Error, decode, open_signature, verify
from tests import vectors

EXAMPLES: list[dict[str, str]] = vectors.load(vectors.ICAO)["AA_decodeF"]
CHALLENGE = bytes.fromhex("0102030405060708")
TRAILERS = {
    "sha1": [b"\xbc", b"\x33\xcc"],
    "sha224": [b"\x38\xcc"],
    "sha256": [b"\x34\xcc"],
    "sha384": [b"\x36\xcc"],
    "sha512": [b"\x35\xcc"],
}
ALL_TRAILERS = [(name, trailer) for name, trailers in TRAILERS.items() for trailer in trailers]


@cache
def private_key(bits: int) -> rsa.RSAPrivateNumbers:
    return rsa.generate_private_key(65537, bits).private_numbers()


def representative(
    size: int,
    hash_name: str = "sha1",
    trailer: bytes = b"\xbc",
    *,
    header: int = 0x6A,
    rest: bytes = CHALLENGE,
) -> bytes:
    """Return a representative of this many bytes, full of recovered message."""
    length = size - 1 - hashlib.new(hash_name).digest_size - len(trailer)
    message = bytes(number % 251 for number in range(length))
    return bytes([header]) + message + hashlib.new(hash_name, message + rest).digest() + trailer


def sign(opened: bytes, bits: int = 1024) -> bytes:
    key = private_key(bits)
    modulus = key.public_numbers.n
    signature = pow(int.from_bytes(opened, "big"), key.d, modulus)
    return signature.to_bytes(math.ceil(bits / 8), "big")


def check(signature: bytes, rest: bytes = CHALLENGE, bits: int = 1024) -> Any:
    public = private_key(bits).public_numbers
    return verify(public.n, public.e, signature, rest)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_published_representatives_hold(number: int) -> None:
    example = {name: bytes.fromhex(text) for name, text in EXAMPLES[number].items()}

    recovered = decode(example["f"])

    assert recovered.message == example["m1"]
    assert recovered.digest == example["d"]
    recovered.verify(example["rnd_ifd"])
    with pytest.raises(Iso9796Error):
        recovered.verify(bytes(8))


@pytest.mark.parametrize(("hash_name", "trailer"), ALL_TRAILERS)
@pytest.mark.parametrize("bits", [1024, 1536, 2048])
def test_every_trailer_verifies(hash_name: str, trailer: bytes, bits: int) -> None:
    signature = sign(representative(bits // 8, hash_name, trailer), bits)

    recovered = check(signature, bits=bits)

    assert recovered.hash_name == hash_name
    assert not recovered.is_total


@pytest.mark.parametrize("padding", [b"\x6b\xba", b"\x6b\xbb\xba", b"\x6b" + b"\xbb" * 40 + b"\xba"])
def test_padding_is_taken_off(padding: bytes) -> None:
    message = bytes(range(30))
    digest = hashlib.sha256(message + CHALLENGE).digest()

    recovered = decode(padding + message + digest + b"\x34\xcc")

    assert recovered.message == message
    recovered.verify(CHALLENGE)


def test_the_other_root_is_taken_too() -> None:
    signature = sign(representative(128))
    other = private_key(1024).public_numbers.n - int.from_bytes(signature, "big")

    assert check(signature).message == check(other.to_bytes(128, "big")).message


def test_leading_zeros_may_be_missing() -> None:
    for number in range(2_000):
        opened = representative(128, rest=CHALLENGE)
        opened = opened[:20] + number.to_bytes(2, "big") + opened[22:]
        message = opened[1:-21]
        opened = opened[:1] + message + hashlib.sha1(message + CHALLENGE).digest() + b"\xbc"
        signature = sign(opened)
        if signature[0] == 0:
            check(signature)
            check(signature.lstrip(b"\x00"))
            return
    pytest.fail("no signature began with a zero")


def with_byte(data: bytes, position: int, value: int) -> bytes:
    changed = bytearray(data)
    changed[position] = value
    return bytes(changed)


GOOD = representative(128, "sha256", b"\x34\xcc")
BROKEN = {
    "no header": with_byte(GOOD, 0, 0x0A),
    "no border": with_byte(GOOD, 0, 0x6C),
    "padding that breaks off": with_byte(with_byte(GOOD, 0, 0x6B), 1, 0xCA),
    "padding to the end": b"\x6b" + b"\xbb" * 125 + b"\x34\xcc",
    "unknown trailer": with_byte(GOOD, -1, 0xDC),
    "unknown hash": with_byte(GOOD, -2, 0x77),
    "another hash": with_byte(GOOD, -2, 0x33),
    "wrong digest": with_byte(GOOD, -5, GOOD[-5] ^ 1),
    "another message": with_byte(GOOD, 9, GOOD[9] ^ 1),
    "all recovered": with_byte(GOOD, 0, 0x4A),
}


@pytest.mark.parametrize("opened", BROKEN.values(), ids=BROKEN.keys())
def test_broken_representatives_are_refused(opened: bytes) -> None:
    with pytest.raises(Iso9796Error):
        check(sign(opened))


@pytest.mark.parametrize(
    "opened", [b"", b"\xbc", b"\xcc", b"\x34\xcc", b"\x6a\xbc", b"\x6a" + bytes(20) + b"\x34\xcc"]
)
def test_short_representatives_are_refused(opened: bytes) -> None:
    with pytest.raises(Iso9796Error):
        decode(opened)


def test_signatures_that_do_not_fit_are_refused() -> None:
    public = private_key(1024).public_numbers
    for signature in (bytes(129), public.n.to_bytes(128, "big"), b"", b"\x00"):
        with pytest.raises(Iso9796Error):
            verify(public.n, public.e, signature, CHALLENGE)
    with pytest.raises(Iso9796Error):
        open_signature(12345, 3, b"\x01")


def test_total_recovery_holds_only_without_a_rest() -> None:
    opened = representative(128, "sha256", b"\x34\xcc", header=0x4A, rest=b"")

    assert decode(opened).is_total
    decode(opened).verify(b"")
    with pytest.raises(Iso9796Error):
        decode(opened).verify(CHALLENGE)


@settings(max_examples=100)
@given(opened=st.binary(max_size=300), rest=st.binary(max_size=16))
def test_nothing_random_holds_and_nothing_else_is_raised(opened: bytes, rest: bytes) -> None:
    with pytest.raises(Iso9796Error):
        decode(opened).verify(rest)
