"""Object identifiers: the value bytes of X.690 8.19 to dotted text and back."""

import re

from reader.errors import MalformedDataError

MAX_LENGTH = 64
"""Longest encoding accepted, in bytes."""

_DOTTED = re.compile(r"[0-2](\.(0|[1-9][0-9]{0,18}))+")


def encode(dotted: str) -> bytes:
    """Return the value bytes (no tag, no length) of a dotted identifier; ValueError if it is none."""
    if _DOTTED.fullmatch(dotted) is None:
        raise ValueError("not an object identifier")
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    if first < 2 and second > 39:
        raise ValueError("the second arc below 0 and 1 is at most 39")
    data = b"".join(_encode_arc(arc) for arc in (40 * first + second, *rest))
    if len(data) > MAX_LENGTH:
        raise ValueError("the object identifier is too long")
    return data


def decode(data: bytes) -> str:
    """Return the dotted text of the value bytes; MalformedDataError if they are cut short, padded or too long."""
    if not data or len(data) > MAX_LENGTH or data[-1] & 0x80:
        raise MalformedDataError(
            "an object identifier is empty, cut short or too long", reason="malformed-oid"
        )
    arcs: list[int] = []
    value = 0
    for byte in data:
        if not value and byte == 0x80:
            raise MalformedDataError("an arc of an object identifier is padded", reason="malformed-oid")
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(str(arc) for arc in (first, arcs[0] - 40 * first, *arcs[1:]))


def _encode_arc(arc: int) -> bytes:
    data = bytearray((arc & 0x7F,))
    while arc := arc >> 7:
        data.insert(0, arc & 0x7F | 0x80)
    return bytes(data)
