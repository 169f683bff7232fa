"""EF.DG1: the machine readable zone (Doc 9303-10 4.7.1)."""

from __future__ import annotations

from dataclasses import fields

from reader.codec import tlv
from reader.codec.mrz import Mrz, MrzFormat, parse_mrz
from reader.errors import MalformedDataError

_DG1 = 0x61
_MRZ = 0x5F1F
_TEXT_FIELDS = tuple(field.name for field in fields(Mrz) if field.name not in {"format", "lines"})


def parse_dg1(data: bytes) -> Mrz:
    """Decode EF.DG1; MalformedDataError if it or its MRZ is broken."""
    try:
        text = tlv.unpack(_MRZ, tlv.unpack(_DG1, data)).decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedDataError("an MRZ with characters outside ASCII") from error
    return parse_mrz(text)


def unreadable_mrz() -> Mrz:
    """Return an MRZ without a single value: what is left of a DG1 that was tampered with until it does not parse."""
    texts = dict.fromkeys(_TEXT_FIELDS, "")
    return Mrz(format=MrzFormat.TD1, lines=(), **texts)
