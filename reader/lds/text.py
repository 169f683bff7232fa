"""Texts and dates as the optional data groups hold them (Doc 9303-10 4.7)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_TEXT_LENGTH = 4_096
_BCD_DATE = 4
_BCD_TIME = 7
_TAG_LIST = 0x5C
_GROUP = 0xA0
_COUNT = 0x02


def text(value: bytes | None) -> str | None:
    """Return UTF-8 in NFC; one that does not decode shows its holes rather than costing the rest. None for nothing."""
    if not value or len(value) > _MAX_TEXT_LENGTH:
        return None
    return unicodedata.normalize("NFC", value.decode("utf-8", "replace")).strip() or None


def texts(value: bytes | None) -> tuple[str, ...]:
    """Return a list that the filler ``<`` separates, such as the parts of an address."""
    whole = text(value)
    return tuple(part.strip() for part in whole.split("<") if part.strip()) if whole else ()


def name(value: bytes | None) -> str | None:
    """Return a name with its fillers as blanks, primary identifier first, as the card writes it."""
    return " ".join(texts(value)) or None


def digits(value: bytes | None) -> str | None:
    """Return a date (YYYYMMDD) or a time (YYYYMMDDhhmmss), which cards give as digits or, older ones, in BCD."""
    if not value:
        return None
    shown = value.hex() if len(value) in (_BCD_DATE, _BCD_TIME) else value.decode("ascii", "replace")
    return shown if shown.isascii() and shown.isdecimal() else None


def fields(tag: int, data: bytes) -> tuple[Mapping[int, bytes], tuple[bytes, ...]]:
    """Return the data objects of a file by tag, and those of its A0 group in order; the list of tags is left out.

    MalformedDataError for another file. Tolerance: the first of a tag that stands twice counts.
    """
    found: dict[int, bytes] = {}
    grouped: list[bytes] = []
    for item in tlv.parse_all(tlv.unpack(tag, data)):
        if item.tag == _GROUP:
            grouped += [inner.value for inner in tlv.parse_all(item.value) if inner.tag != _COUNT]
        elif item.tag != _TAG_LIST:
            found.setdefault(item.tag, item.value)
    if not found and not grouped:
        raise MalformedDataError(f"a file {tag:X} without a single data object")
    return found, tuple(grouped)
