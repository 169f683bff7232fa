"""EF.DG1: the machine readable zone (Doc 9303-10 4.7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.codec.mrz import parse_mrz
from reader.errors import MalformedDataError

if TYPE_CHECKING:
    from reader.codec.mrz import Mrz

_DG1 = 0x61
_MRZ = 0x5F1F


def parse_dg1(data: bytes) -> Mrz:
    """Decode EF.DG1; MalformedDataError if it or its MRZ is broken."""
    try:
        text = tlv.unpack(_MRZ, tlv.unpack(_DG1, data)).decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedDataError("an MRZ with characters outside ASCII") from error
    return parse_mrz(text)
