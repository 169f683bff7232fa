"""BER-TLV in every way in which it is cut."""

from __future__ import annotations

from contextlib import suppress

from reader.codec import tlv
from reader.errors import ReaderError
from reader.lds import der


def target(data: bytes) -> None:
    """Take any bytes."""
    for parse in (tlv.parse, tlv.parse_prefix, tlv.parse_all, tlv.header_length_and_size):
        with suppress(ReaderError):
            parse(data)
    for normalise in (der.definite, der.joined):
        with suppress(ReaderError):
            normalise(data)
