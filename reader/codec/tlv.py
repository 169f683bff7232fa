"""BER-TLV data objects of ISO/IEC 7816-4: definite lengths, tags of one to three bytes.

Tolerances, because issued chips need them: a length may use more bytes than it needs (seen in DG2), and a long tag may
hold a number below 31 (EF.COM's 5F01). `encode` always writes the shortest length.
"""

from dataclasses import dataclass

from reader.errors import TlvError

MAX_VALUE_LENGTH = 0xFFFFFF
"""Longest value accepted, in bytes: far above any file of an eMRTD, far below what hurts."""

MAX_ITEMS = 256
"""Most data objects that `parse_all` accepts unless told otherwise."""

_MAX_TAG_LENGTH = 3
_MAX_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Tlv:
    """One data object: `tag` as the number its bytes spell (0x7F49), `value` as the raw bytes."""

    tag: int
    value: bytes

    def __repr__(self) -> str:
        """Show the tag and the length only: values of a card are nobody's business in a log."""
        return f"Tlv({self.tag:X}, {len(self.value)} bytes)"

    def encode(self) -> bytes:
        """Return the data object as bytes, its length in the shortest form."""
        return encode(self.tag, self.value)


def encode(tag: int, *values: bytes) -> bytes:
    """Return tag, shortest length and the concatenated `values`; ValueError if `tag` is not a BER-TLV tag."""
    tag_bytes = _encode_tag(tag)
    value = b"".join(values)
    return tag_bytes + _encode_length(len(value)) + value


def parse(data: bytes) -> Tlv:
    """Parse exactly one data object; TlvError if anything is missing or follows."""
    tlv, rest = parse_prefix(data)
    if rest:
        raise TlvError(f"{len(rest)} bytes follow the data object {tlv.tag:X}")
    return tlv


def parse_prefix(data: bytes) -> tuple[Tlv, bytes]:
    """Parse the first data object; return it and the bytes after it."""
    tag, start = _parse_tag(data)
    length, start = _parse_length(data, start)
    end = start + length
    if end > len(data):
        raise TlvError(f"data object {tag:X} is cut short: {len(data) - start} of {length} bytes")
    return Tlv(tag, bytes(data[start:end])), bytes(data[end:])


def parse_all(data: bytes, *, max_items: int = MAX_ITEMS) -> tuple[Tlv, ...]:
    """Parse a concatenation of data objects, at most `max_items` of them; b"" gives ()."""
    items: list[Tlv] = []
    rest = data
    while rest:
        if len(items) == max_items:
            raise TlvError(f"more than {max_items} data objects")
        item, rest = parse_prefix(rest)
        items.append(item)
    return tuple(items)


def unpack(tag: int, data: bytes) -> bytes:
    """Return the value of the one data object in `data`; TlvError if its tag is not `tag` or bytes follow."""
    tlv = parse(data)
    if tlv.tag != tag:
        raise TlvError(f"expected data object {tag:X}, found {tlv.tag:X}")
    return tlv.value


def header_length_and_size(data: bytes) -> tuple[int, int]:
    """Return (bytes of tag and length, bytes of value) from the first bytes of a data object.

    The value itself need not be there: this sizes a file from its beginning. TlvError if the header is cut short.
    """
    _, start = _parse_tag(data)
    length, start = _parse_length(data, start)
    return start, length


def _encode_tag(tag: int) -> bytes:
    if tag <= 0:
        raise ValueError("a tag is a positive number")
    data = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    try:
        _, end = _parse_tag(data)
    except TlvError as error:
        raise ValueError(f"{tag:X} is not a BER-TLV tag") from error
    if end != len(data):
        raise ValueError(f"{tag:X} is not a BER-TLV tag")
    return data


def _encode_length(length: int) -> bytes:
    if length > MAX_VALUE_LENGTH:
        raise ValueError(f"a value of {length} bytes is too long")
    if length < 0x80:
        return bytes((length,))
    body = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(body),)) + body


def _parse_tag(data: bytes) -> tuple[int, int]:
    if not data:
        raise TlvError("no data object")
    first = data[0]
    if first == 0:
        raise TlvError("00 is not a tag")
    if first & 0x1F != 0x1F:
        return first, 1
    if data[1:2] == b"\x80":
        raise TlvError("a tag number starts with a zero digit")
    for end in range(2, _MAX_TAG_LENGTH + 1):
        if end > len(data):
            raise TlvError("a tag is cut short")
        if not data[end - 1] & 0x80:
            return int.from_bytes(data[:end], "big"), end
    raise TlvError(f"a tag is longer than {_MAX_TAG_LENGTH} bytes")


def _parse_length(data: bytes, start: int) -> tuple[int, int]:
    if start >= len(data):
        raise TlvError("a length is missing")
    first = data[start]
    start += 1
    if first < 0x80:
        return first, start
    count = first & 0x7F
    if not 1 <= count <= _MAX_LENGTH_BYTES:
        raise TlvError(f"length byte {first:02X} is not definite or too long")
    body = data[start : start + count]
    if len(body) != count:
        raise TlvError("a length is cut short")
    length = int.from_bytes(body, "big")
    if length > MAX_VALUE_LENGTH:
        raise TlvError(f"a value of {length} bytes is too long")
    return length, start + count
