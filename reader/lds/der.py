"""The few DER types that the files of the card use, read as expectations on top of the Tlv helper (ITU-T X.690)."""

from __future__ import annotations

from reader.codec import oid, tlv
from reader.errors import MalformedDataError

INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
OBJECT_IDENTIFIER = 0x06
SEQUENCE = 0x30
SET = 0x31

_CONSTRUCTED = 0x20
_EXPLICIT = 0xA0
_PIECES = 0x24
_MAX_INTEGER_LENGTH = 1025
_MAX_MEMBERS = 8192
_MAX_DEPTH = 16
_END_OF_CONTENTS = b"\x00\x00"


def integer(item: tlv.Tlv) -> int:
    """Return the value of an INTEGER; MalformedDataError for another type, an empty or an oversized one."""
    if item.tag != INTEGER or not 0 < len(item.value) <= _MAX_INTEGER_LENGTH:
        raise MalformedDataError(f"expected an INTEGER, got tag {item.tag:02X} of {len(item.value)} bytes")
    return int.from_bytes(item.value, "big", signed=True)


def object_identifier(item: tlv.Tlv) -> str:
    """Return the dotted form of an OBJECT IDENTIFIER; MalformedDataError if it is none."""
    if item.tag != OBJECT_IDENTIFIER:
        raise MalformedDataError(f"expected an OBJECT IDENTIFIER, got tag {item.tag:02X}")
    return oid.decode(item.value)


def sequence(item: tlv.Tlv, *, at_least: int = 0) -> tuple[tlv.Tlv, ...]:
    """Return the members of a SEQUENCE; MalformedDataError for another type or too few members."""
    if item.tag != SEQUENCE:
        raise MalformedDataError(f"expected a SEQUENCE, got tag {item.tag:02X}")
    members = tlv.parse_all(item.value)
    if len(members) < at_least:
        raise MalformedDataError(f"a SEQUENCE of {len(members)} members where {at_least} are due")
    return members


def bit_string(item: tlv.Tlv) -> bytes:
    """Return the bytes of a BIT STRING without unused bits; MalformedDataError if it is none."""
    if item.tag != BIT_STRING or item.value[:1] != b"\x00":
        raise MalformedDataError(f"expected a BIT STRING of whole bytes, got tag {item.tag:02X}")
    return item.value[1:]


def definite(data: bytes) -> bytes:
    """Return one BER value with every indefinite length made definite (X.690 8.1.3.6), else unchanged.

    Raises MalformedDataError if an end is missing or the nesting is deeper than any file of a card.
    """
    value, rest = _definite(data, 0)
    return value + rest


def _definite(data: bytes, depth: int) -> tuple[bytes, bytes]:
    if depth > _MAX_DEPTH:
        raise MalformedDataError(f"BER nested deeper than {_MAX_DEPTH}")
    if len(data) < 2 or data[0] & 0x1F == 0x1F or data[1] != 0x80:
        item, rest = tlv.parse_prefix(data)
        if item.tag in (SEQUENCE, SET):
            item = tlv.Tlv(item.tag, _definite_members(item.value, depth))
        return item.encode(), rest
    if not data[0] & _CONSTRUCTED:
        raise MalformedDataError("a primitive value of indefinite length")
    members = bytearray()
    rest = data[2:]
    while rest[:2] != _END_OF_CONTENTS:
        member, rest = _definite(rest, depth + 1)
        members += member
    return tlv.encode(data[0], bytes(members)), rest[2:]


def _definite_members(data: bytes, depth: int) -> bytes:
    members = bytearray()
    while data:
        member, data = _definite(data, depth + 1)
        members += member
    return bytes(members)


def joined(data: bytes) -> bytes:
    """Return one BER value in which every OCTET STRING that comes in pieces is whole (X.690 8.7.3).

    Lengths become definite on the way. Raises MalformedDataError as `definite` does.
    """
    return _joined(tlv.parse(definite(data)), 0).encode()


def _joined(item: tlv.Tlv, depth: int) -> tlv.Tlv:
    if depth > _MAX_DEPTH:
        raise MalformedDataError(f"BER nested deeper than {_MAX_DEPTH}")
    if item.tag not in (SEQUENCE, SET, _EXPLICIT, _PIECES):
        return item
    members = [_joined(member, depth + 1) for member in tlv.parse_all(item.value, max_items=_MAX_MEMBERS)]
    if item.tag != _PIECES:
        return tlv.Tlv(item.tag, b"".join(member.encode() for member in members))
    if any(member.tag != OCTET_STRING for member in members):
        raise MalformedDataError("an OCTET STRING in pieces of another type")
    return tlv.Tlv(OCTET_STRING, b"".join(member.value for member in members))
