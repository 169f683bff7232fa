"""Object identifiers: known encodings, refusals, round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import oid
from reader.errors import MalformedDataError

ARCS = st.integers(0, 2**40)


@pytest.mark.parametrize(
    ("dotted", "encoded"),
    [
        ("0.4.0.127.0.7.2.2.4.2.2", "04007F00070202040202"),
        ("2.23.136.1.1.1", "678108010101"),
        ("1.2.840.113549.1.7.2", "2A864886F70D010702"),
        ("1.0.10646.1.0.8", "28D316010008"),
        ("2.999.3", "883703"),
        ("0.0", "00"),
        ("1.39", "4F"),
        ("2.0", "50"),
    ],
)
def test_known_identifiers(dotted: str, encoded: str) -> None:
    assert oid.encode(dotted) == bytes.fromhex(encoded)
    assert oid.decode(bytes.fromhex(encoded)) == dotted


@given(
    st.tuples(st.integers(0, 1), st.integers(0, 39)) | st.tuples(st.just(2), ARCS), st.lists(ARCS, max_size=6)
)
def test_round_trip(root: tuple[int, int], rest: list[int]) -> None:
    dotted = ".".join(str(arc) for arc in (*root, *rest))
    assert oid.decode(oid.encode(dotted)) == dotted


@given(st.binary(max_size=80))
def test_decoding_is_strict_so_that_it_re_encodes_the_same(data: bytes) -> None:
    try:
        dotted = oid.decode(data)
    except MalformedDataError:
        return
    if max(len(arc) for arc in dotted.split(".")) <= 19:
        assert oid.encode(dotted) == data


@pytest.mark.parametrize("data", ["", "8048", "0480", "2A8001", "2A81", "01" * 65])
def test_malformed_encodings_are_refused(data: str) -> None:
    with pytest.raises(MalformedDataError):
        oid.decode(bytes.fromhex(data))


@pytest.mark.parametrize(
    "dotted", ["", "1", "3.1", "1.40", "0.40", "1.02", "1..2", "1.2.", "a.b", "2.1" + ".1" * 64]
)
def test_text_that_is_no_identifier_is_refused(dotted: str) -> None:
    with pytest.raises(ValueError, match=r"arc|identifier"):
        oid.encode(dotted)
