"""What the files of the card are refused for, one broken member at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.codec import oid, tlv
from reader.crypto.curves import UnknownCurveError, curve_by_id
from reader.errors import MalformedDataError
from reader.lds.dg2 import parse_dg2
from reader.lds.dg13_vn import parse_dg13
from reader.lds.directory import parse_directory
from reader.lds.public_key import EcPublicKey, parse_public_key
from reader.lds.security_info import parse_security_infos
from reader.lds.sod import parse_lds_security_object
from tests.unit.reader.lds.samples import explicit_parameters, unsigned

if TYPE_CHECKING:
    from collections.abc import Callable

P256 = curve_by_id(12)
EC_PUBLIC_KEY = tlv.encode(0x06, oid.encode("1.2.840.10045.2.1"))
SHA256 = tlv.encode(0x30, tlv.encode(0x06, oid.encode("2.16.840.1.101.3.4.2.1")))


def sequence(*members: bytes) -> bytes:
    return tlv.encode(0x30, *members)


def key_with(parameters: bytes) -> bytes:
    return sequence(sequence(EC_PUBLIC_KEY, parameters), tlv.encode(0x03, b"\x00\x04", bytes(64)))


def with_member(index: int, member: bytes) -> bytes:
    """Explicit parameters of P-256 with one member replaced."""
    members = [item.encode() for item in tlv.parse_all(tlv.unpack(0x30, explicit_parameters(P256)))]
    members[index] = member
    return sequence(*members)


BINARY_FIELD = sequence(tlv.encode(0x06, oid.encode("1.2.840.10045.1.2")), unsigned(P256.p))
NO_PRIME = sequence(tlv.encode(0x06, oid.encode("1.2.840.10045.1.1")), bytes.fromhex("020100"))


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        (with_member(1, BINARY_FIELD), UnknownCurveError),
        (with_member(1, NO_PRIME), MalformedDataError),
        (with_member(2, sequence(unsigned(1), unsigned(2))), MalformedDataError),
        (with_member(3, unsigned(4)), MalformedDataError),
        (explicit_parameters(P256, base=b"\x06" + bytes(64)), UnknownCurveError),
        (explicit_parameters(P256, base=b"\x02" + bytes(32)), UnknownCurveError),
        (b"\x05\x00", UnknownCurveError),
    ],
)
def test_strange_curve_parameters_are_refused(parameters: bytes, error: type[MalformedDataError]) -> None:
    with pytest.raises(error):
        parse_public_key(key_with(parameters))


def test_an_odd_compressed_base_point_of_a_known_curve_is_found() -> None:
    base = bytes((2 + (P256.gy & 1),)) + P256.gx.to_bytes(32, "big")
    point = b"\x04" + P256.gx.to_bytes(32, "big") + P256.gy.to_bytes(32, "big")
    parameters = sequence(EC_PUBLIC_KEY, explicit_parameters(P256, base=base))
    key = parse_public_key(sequence(parameters, tlv.encode(0x03, b"\x00", point)))
    assert isinstance(key, EcPublicKey)
    assert key.curve == P256


def test_a_compressed_point_is_refused_where_square_roots_are_not_taken() -> None:
    p224 = curve_by_id(10)
    key = sequence(
        sequence(EC_PUBLIC_KEY, explicit_parameters(p224)),
        tlv.encode(0x03, b"\x00\x02", p224.gx.to_bytes(p224.size, "big")),
    )
    with pytest.raises(MalformedDataError, match="square roots"):
        parse_public_key(key)


def security_object(hashes: bytes, version: bytes = b"") -> bytes:
    return sequence(bytes.fromhex("020100"), SHA256, hashes, version)


ONE_HASH = sequence(sequence(bytes.fromhex("020101"), tlv.encode(0x04, bytes(32))))


@pytest.mark.parametrize(
    "content",
    [
        security_object(sequence(sequence(bytes.fromhex("020101")))),
        sequence(bytes.fromhex("020101"), SHA256, ONE_HASH, sequence(unsigned(1), unsigned(2))),
    ],
)
def test_a_broken_lds_security_object_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_lds_security_object(content)


def info(protocol: str, *members: bytes) -> bytes:
    return tlv.encode(0x31, sequence(tlv.encode(0x06, oid.encode(protocol)), *members))


@pytest.mark.parametrize(
    "infos",
    [
        info("0.4.0.127.0.7.2.2.4.2.2", unsigned(2), unsigned(13), unsigned(1)),
        info("2.23.136.1.1.5", unsigned(1)),
    ],
)
def test_security_infos_of_a_wrong_number_of_members_are_refused(infos: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_security_infos(infos)


def nested(depth: int) -> bytes:
    value = tlv.encode(0x0C, b"x")
    for _ in range(depth):
        value = sequence(value)
    return value


@pytest.mark.parametrize(
    ("parse", "data"),
    [
        (parse_directory, bytes.fromhex("6103 500141")),
        (parse_directory, bytes.fromhex("6104 4F00 5000")),
        (parse_directory, b"\x4f\x11" + bytes(17)),
        (parse_directory, b""),
        (parse_dg13, tlv.encode(0x6D, sequence(sequence(unsigned(1), nested(40))))),
        (
            parse_dg2,
            tlv.encode(0x75, tlv.encode(0x7F61, unsigned(1), tlv.encode(0x7F60, tlv.encode(0x7F2E)))),
        ),
    ],
)
def test_a_file_without_sense_is_refused(parse: Callable[[bytes], object], data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse(data)
