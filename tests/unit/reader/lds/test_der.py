"""The few DER types, each with what it must refuse."""

import pytest

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der


@pytest.mark.parametrize("shape", ["0080 0000", "0480 0000", "3080 0280 0000 0000"])
def test_a_primitive_value_of_indefinite_length_is_refused(shape: str) -> None:
    with pytest.raises(MalformedDataError):
        der.definite(bytes.fromhex(shape))


def test_indefinite_lengths_become_definite_at_every_depth() -> None:
    assert der.definite(bytes.fromhex("3080 3180 020101 0000 0000")).hex() == "30053103020101"


@pytest.mark.parametrize("shape", ["3080 020101", "3080" * 40, "30"])
def test_a_value_without_end_or_of_no_sane_depth_is_refused(shape: str) -> None:
    with pytest.raises(MalformedDataError):
        der.definite(bytes.fromhex(shape))


def test_a_string_in_pieces_is_joined() -> None:
    assert der.joined(bytes.fromhex("3008 2406 0401AA 0401BB")).hex() == "30040402aabb"


@pytest.mark.parametrize("shape", ["2403 020101", "A003" * 20 + "020101"])
def test_pieces_of_another_type_are_refused(shape: str) -> None:
    with pytest.raises(MalformedDataError):
        der.joined(bytes.fromhex(shape))


def test_pieces_nested_too_deep_are_refused() -> None:
    nested = b""
    for _ in range(20):
        nested = tlv.encode(0x24, nested)
    with pytest.raises(MalformedDataError):
        der.joined(nested)


@pytest.mark.parametrize(
    ("expect", "item"),
    [
        (der.integer, "0200"),
        (der.integer, "0401AA"),
        (der.object_identifier, "0401AA"),
        (der.sequence, "3100"),
        (der.bit_string, "030107"),
        (der.bit_string, "0401AA"),
    ],
)
def test_another_type_or_a_broken_value_is_refused(expect: object, item: str) -> None:
    assert callable(expect)
    with pytest.raises(MalformedDataError):
        expect(tlv.parse(bytes.fromhex(item)))
