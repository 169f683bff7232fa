"""EF.DG7: pictures of the holder's signature (Doc 9303-10 4.7.7)."""

from __future__ import annotations

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds.dg2 import Portrait, picture

_DG7 = 0x67
_SIGNATURE = 0x5F43
_MAX_SIGNATURES = 8


def parse_dg7(data: bytes) -> tuple[Portrait, ...]:
    """Return the pictures, JPEG or JPEG 2000; MalformedDataError if there is none of a known kind."""
    items = tlv.parse_all(tlv.unpack(_DG7, data), max_items=_MAX_SIGNATURES + 1)
    found = tuple(picture(item.value) for item in items if item.tag == _SIGNATURE)
    if not found:
        raise MalformedDataError("EF.DG7 without a picture")
    return found
