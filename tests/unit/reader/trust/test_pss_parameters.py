"""RSASSA-PSS-params, member by member (RFC 4055 3.1), and names that the package does not have."""

from __future__ import annotations

import pytest

from reader import trust
from reader.codec import oid, tlv
from reader.trust.signature import SignatureError, parse_signature_algorithm

MGF1 = tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.8"))
OTHER = tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.9"))
SHA256 = tlv.encode(0x30, tlv.encode(0x06, oid.encode("2.16.840.1.101.3.4.2.1")))


def algorithm(*members: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.10")), tlv.encode(0x30, *members))


def test_every_member_is_read_and_the_trailer_is_one() -> None:
    found = parse_signature_algorithm(
        algorithm(
            tlv.encode(0xA0, SHA256),
            tlv.encode(0xA1, tlv.encode(0x30, MGF1, SHA256)),
            bytes.fromhex("A203 020120"),
            bytes.fromhex("A303 020101"),
        )
    )
    assert (found.hash_name, found.mgf_hash, found.salt_length) == ("sha256", "sha256", 32)


@pytest.mark.parametrize(
    "member",
    [
        tlv.encode(0xA1, tlv.encode(0x30, OTHER, SHA256)),
        bytes.fromhex("A204 02020FFF"),
        bytes.fromhex("A203 0201FF"),
        bytes.fromhex("A303 020102"),
        bytes.fromhex("A403 020101"),
    ],
)
def test_members_that_nobody_can_check_are_refused(member: bytes) -> None:
    with pytest.raises(SignatureError):
        parse_signature_algorithm(algorithm(member))


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        getattr(trust, "nothing_of_the_kind")  # noqa: B009 - mypy knows that it is not there
