"""How what a scanner sends is cut into codes, and decoded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.scanner import (
    MAX_CODE_BYTES,
    CodeFramer,
    CodeScanned,
    CodeTooLong,
    ScannerEvent,
    decode_code,
)

NAME = "NGUYỄN VĂN MẪU"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (NAME.encode(), NAME),
        (unicodedata.normalize("NFD", NAME).encode(), NAME),
        ("\ufeff]Q3000085123456".encode(), "000085123456"),
        (b"\x02000085123456\x03", "000085123456"),
        (b"NGUY\xca\xdeN V\xc3N M\xc2\xdeU \xd0\xf5", "NGUYỄN VĂN MẪU Đơ"),
        (b"\xff\x8a", "ÿ\ufffd"),
        (b" \t ", ""),
    ],
)
def test_codes_are_utf_8_or_windows_1258(code: bytes, text: str) -> None:
    assert decode_code(code) == text


@given(st.lists(st.text("ABĐỄ|0123", min_size=1, max_size=40), max_size=8), st.data())
def test_codes_come_out_as_they_went_in_whatever_the_pieces(codes: list[str], data: st.DataObject) -> None:
    stream = b"".join(
        code.encode() + data.draw(st.sampled_from([b"\r", b"\n", b"\r\n", b"\n\n"])) for code in codes
    )
    framer, seen = CodeFramer(), list[ScannerEvent]()
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        seen += framer.feed(stream[:size])
        stream = stream[size:]
    assert seen == [CodeScanned(code) for code in codes]
    assert not framer.is_open


@given(st.lists(st.binary(max_size=3000), max_size=12))
def test_no_bytes_break_the_framing_or_outgrow_it(pieces: list[bytes]) -> None:
    framer = CodeFramer()
    events = [event for piece in pieces for event in framer.feed(piece)] + framer.end()
    texts = [event.text for event in events if isinstance(event, CodeScanned)]
    assert len(texts) + events.count(CodeTooLong()) == len(events)
    assert all(0 < len(text) <= MAX_CODE_BYTES for text in texts)


def test_a_code_of_the_greatest_length_is_taken() -> None:
    framer = CodeFramer()
    assert framer.feed(b"x" * MAX_CODE_BYTES + b"\r") == [CodeScanned("x" * MAX_CODE_BYTES)]
    assert framer.feed(b"x" * (MAX_CODE_BYTES + 1) + b"\ry\r") == [CodeTooLong(), CodeScanned("y")]
    assert "xy" not in repr(CodeScanned("xy"))
