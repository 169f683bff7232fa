"""The card's own parser of data objects."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.card.data_objects import DataObjectError, is_complete, parse_data_objects
from reader.codec.tlv import encode


def test_parse_keeps_order_and_values() -> None:
    assert list(parse_data_objects(bytes.fromhex("8001AA830102840100")).items()) == [
        (0x80, b"\xaa"),
        (0x83, b"\x02"),
        (0x84, b"\x00"),
    ]


@pytest.mark.parametrize(
    "data", ["80", "8002AA", "8080", "80840000000100", "8001AA8001BB", "7F", "7FFF0100", "808101"]
)
def test_parse_refuses_what_does_not_fit(data: str) -> None:
    with pytest.raises(DataObjectError):
        parse_data_objects(bytes.fromhex(data))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([0x80, 0x81, 0x7C, 0x7F49, 0x5F2E]), st.binary(max_size=700)))
def test_parse_takes_back_what_was_encoded(objects: dict[int, bytes]) -> None:
    data = b"".join(encode(tag, content) for tag, content in objects.items())
    assert parse_data_objects(data) == objects


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(1, 400))
def test_is_complete_tells_a_fragment_from_the_whole(content: bytes, cut: int) -> None:
    whole = encode(0x7C, content)
    assert is_complete(whole)
    assert not is_complete(whole[: -min(cut, len(whole))])
