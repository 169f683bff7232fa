"""BER-TLV: examples by hand, refusals, round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import tlv
from reader.errors import TlvError

ONE_BYTE_TAGS = st.integers(1, 0xFF).filter(lambda tag: tag & 0x1F != 0x1F)
LEADING = st.integers(0, 7).map(lambda top: top << 5 | 0x1F)
TWO_BYTE_TAGS = st.builds(lambda first, second: first << 8 | second, LEADING, st.integers(0, 0x7F))
THREE_BYTE_TAGS = st.builds(
    lambda first, second, third: first << 16 | second << 8 | third,
    LEADING,
    st.integers(0x81, 0xFF),
    st.integers(0, 0x7F),
)
TAGS = ONE_BYTE_TAGS | TWO_BYTE_TAGS | THREE_BYTE_TAGS
VALUES = st.binary(max_size=300) | st.integers(0, 70_000).map(bytes)


@given(TAGS, VALUES)
def test_round_trip(tag: int, value: bytes) -> None:
    assert tlv.parse(tlv.encode(tag, value)) == tlv.Tlv(tag, value)


@given(st.lists(st.builds(tlv.Tlv, TAGS, st.binary(max_size=40)), max_size=8))
def test_round_trip_of_a_sequence(items: list[tlv.Tlv]) -> None:
    assert tlv.parse_all(b"".join(item.encode() for item in items)) == tuple(items)


@given(st.binary(max_size=80))
def test_any_bytes_parse_or_raise_tlv_error(data: bytes) -> None:
    try:
        item, rest = tlv.parse_prefix(data)
    except TlvError:
        return
    assert len(item.encode()) + len(rest) <= len(data)
    assert data.endswith(rest)


@given(TAGS, st.integers(0, tlv.MAX_VALUE_LENGTH))
def test_header_tells_the_size_without_the_value(tag: int, size: int) -> None:
    whole = tlv.encode(tag, bytes(min(size, 70_000)))
    header, value = tlv.header_length_and_size(whole[:8])
    assert header + value == len(whole)


@pytest.mark.parametrize(
    ("length", "header"),
    [
        (0, "0400"),
        (0x7F, "047F"),
        (0x80, "048180"),
        (0xFF, "0481FF"),
        (0x100, "04820100"),
        (0xFFFF, "0482FFFF"),
        (0x10000, "0483010000"),
    ],
)
def test_shortest_length_is_written(length: int, header: str) -> None:
    assert tlv.encode(0x04, bytes(length))[: len(header) // 2] == bytes.fromhex(header)


def test_values_are_concatenated() -> None:
    assert tlv.encode(0x7C, b"\x81\x01a", b"\x82\x00") == bytes.fromhex("7C05 810161 8200")


@pytest.mark.parametrize("data", ["5F1F0161", "7F490161", "5F010161", "0181 01 61", "01840000000161"])
def test_forms_of_issued_chips_are_accepted(data: str) -> None:
    assert tlv.parse(bytes.fromhex(data)).value == b"a"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("0000", id="tag-zero"),
        pytest.param("04", id="no-length"),
        pytest.param("5F", id="tag-cut"),
        pytest.param("5F81", id="long-tag-cut"),
        pytest.param("5F8001 00", id="tag-with-leading-zero-digit"),
        pytest.param("5F818101 00", id="tag-of-four-bytes"),
        pytest.param("0480 0000", id="indefinite-length"),
        pytest.param("04850000000000", id="length-of-five-bytes"),
        pytest.param("04FF", id="reserved-length"),
        pytest.param("0482 01", id="length-cut"),
        pytest.param("0484 01000000", id="value-above-the-cap"),
        pytest.param("0402 61", id="value-cut"),
        pytest.param("040161 00", id="trailing-byte"),
    ],
)
def test_malformed_data_is_refused(data: str) -> None:
    with pytest.raises(TlvError):
        tlv.parse(bytes.fromhex(data))


def test_unpack_returns_the_value_of_the_expected_tag() -> None:
    assert tlv.unpack(0x61, bytes.fromhex("61025F01")) == bytes.fromhex("5F01")


def test_unpack_refuses_another_tag() -> None:
    with pytest.raises(TlvError, match="expected data object 61, found 62"):
        tlv.unpack(0x61, bytes.fromhex("6200"))


def test_parse_all_of_nothing_is_empty() -> None:
    assert tlv.parse_all(b"") == ()


def test_parse_all_refuses_more_items_than_allowed() -> None:
    assert len(tlv.parse_all(b"\x04\x00" * 3, max_items=3)) == 3
    with pytest.raises(TlvError, match="more than 2"):
        tlv.parse_all(b"\x04\x00" * 3, max_items=2)


@pytest.mark.parametrize("tag", [-1, 0, 0x1F, 0x0401, 0x5F80, 0x5F8181, 0x5F818181])
def test_encode_refuses_what_is_no_tag(tag: int) -> None:
    with pytest.raises(ValueError, match="tag"):
        tlv.encode(tag, b"")


def test_encode_refuses_a_value_above_the_cap() -> None:
    with pytest.raises(ValueError, match="too long"):
        tlv.encode(0x04, bytes(tlv.MAX_VALUE_LENGTH + 1))


def test_repr_shows_no_value() -> None:
    assert repr(tlv.Tlv(0x7F49, b"secret")) == "Tlv(7F49, 6 bytes)"
