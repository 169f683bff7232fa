"""Padding method 2 of ISO/IEC 9797-1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.crypto.padding import pad, unpad
from reader.errors import MalformedDataError

BLOCKS = st.sampled_from([8, 16])


@given(st.binary(max_size=70), BLOCKS)
def test_round_trip(data: bytes, block: int) -> None:
    padded = pad(data, block)
    assert len(padded) % block == 0
    assert 1 <= len(padded) - len(data) <= block
    assert unpad(padded, block) == data


@given(st.binary(max_size=48), BLOCKS)
def test_what_unpads_was_padded(data: bytes, block: int) -> None:
    try:
        plain = unpad(data, block)
    except MalformedDataError:
        return
    assert pad(plain, block) == data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("0102030405060780 00", id="not-whole-blocks"),
        pytest.param("0102030405060708", id="no-padding"),
        pytest.param("0000000000000000", id="zeros-only"),
        pytest.param("0102030405060780 0000000000000000", id="a-whole-block-too-much"),
    ],
)
def test_wrong_padding_is_refused(data: str) -> None:
    with pytest.raises(MalformedDataError) as caught:
        unpad(bytes.fromhex(data), 8)
    assert caught.value.reason == "bad-padding"
