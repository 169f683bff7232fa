"""Signed data that is none, or says two things at once: the one error, whatever is wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.codec import oid, tlv
from reader.errors import MalformedDataError
from reader.trust.certificate import parse_certificate
from reader.trust.cms import MAX_SIGNED_DATA_LENGTH, parse_signed_data
from reader.trust.crl import MAX_CRL_LENGTH, parse_crl
from reader.trust.master_list import parse_master_list
from tests.unit.reader.trust.issuing import (
    SodRecipe,
    csca,
    document_signer,
    list_signer,
    master_list,
    revocation_list,
)

ROOT = csca()
GOOD = SodRecipe(document_signer(ROOT), {1: b"x"})


def content_info(content_type: str, content: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(content_type)), tlv.encode(0xA0, content))


def twice(members: list[bytes]) -> list[bytes]:
    return sorted([*members, members[0]])


def two_values(members: list[bytes]) -> list[bytes]:
    kind, values = tlv.parse_all(tlv.unpack(0x30, members[0]))
    doubled = tlv.encode(0x30, kind.encode(), tlv.encode(0x31, values.value, values.value))
    return sorted([doubled, *members[1:]])


BROKEN: dict[str, Callable[[], bytes]] = {
    "too long": lambda: bytes(MAX_SIGNED_DATA_LENGTH + 1),
    "plain data": lambda: content_info("1.2.840.113549.1.7.1", tlv.encode(0x04, b"x")),
    "empty": lambda: content_info("1.2.840.113549.1.7.2", tlv.encode(0x30)),
    "no content": lambda: replace(GOOD, pieces=lambda _: b"").content_info(),
    "an attribute twice": lambda: replace(GOOD, attribute_order=twice).content_info(),
    "two values of an attribute": lambda: replace(GOOD, attribute_order=two_values).content_info(),
    "too many certificates": lambda: replace(
        GOOD, carried=tuple(csca(number, f"CSCA {number}").certificate for number in range(17))
    ).content_info(),
    "pieces and nonsense": lambda: tlv.encode(0x30, tlv.encode(0x24, tlv.encode(0x04, b"x"))),
}


@pytest.mark.parametrize("build", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_signed_data_raises(build: Callable[[], bytes]) -> None:
    with pytest.raises(MalformedDataError):
        parse_signed_data(build())


def test_a_list_of_absurd_length_is_not_read() -> None:
    with pytest.raises(MalformedDataError):
        parse_crl(bytes(MAX_CRL_LENGTH + 1))


def test_a_list_with_no_entry_revokes_nothing() -> None:
    assert dict(parse_crl(revocation_list(ROOT, {})).revoked) == {}


def test_a_master_list_signed_by_the_root_itself_is_believed() -> None:
    root = parse_certificate(ROOT.certificate)

    assert parse_master_list(master_list(ROOT, [ROOT.certificate])).verify([root]) == root


def test_a_master_list_without_its_signer_is_not_believed() -> None:
    signer = list_signer(ROOT)
    content = tlv.encode(0x30, b"\x02\x01\x00", tlv.encode(0x31, ROOT.certificate))
    recipe = SodRecipe(
        signer,
        {},
        content_type="2.23.136.1.1.2",
        attribute_content_type="2.23.136.1.1.2",
        content=content,
        carries_certificate=False,
    )

    with pytest.raises(MalformedDataError) as caught:
        parse_master_list(recipe.content_info()).verify([])

    assert caught.value.reason == "list-signer-missing"
