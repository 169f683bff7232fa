"""Conversations of PACE for a ScriptedCard, from published examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.codec import tlv

if TYPE_CHECKING:
    from collections.abc import Callable


def drawing(*numbers: int | bytes) -> Callable[[int], bytes]:
    """Random bytes that become exactly these secret exponents, or are these bytes."""
    queue = list(numbers)

    def random(count: int) -> bytes:
        number = queue.pop(0)
        if isinstance(number, bytes):
            assert len(number) == count
            return number
        return (number - 1).to_bytes(count, "big")

    return random


def command(tag: int | None, value: bytes = b"", *, last: bool = False) -> bytes:
    """GENERAL AUTHENTICATE with one object, or none; extended where it has to be."""
    data = tlv.encode(0x7C, tlv.encode(tag, value) if tag is not None else b"")
    header = bytes((0x00 if last else 0x10, 0x86, 0, 0))
    if len(data) > 255:
        return header + b"\x00" + len(data).to_bytes(2, "big") + data + b"\x00\x00"
    return header + bytes((len(data),)) + data + b"\x00"


def answer(*objects: tuple[int, bytes]) -> bytes:
    """The answer 7C with these objects, and 9000."""
    return tlv.encode(0x7C, *(tlv.encode(tag, value) for tag, value in objects)) + b"\x90\x00"


def select(protocol: bytes, reference: int, parameter: int | None) -> bytes:
    """MSE:Set AT for mutual authentication."""
    data = tlv.encode(0x80, protocol) + tlv.encode(0x83, bytes((reference,)))
    if parameter is not None:
        data += tlv.encode(0x84, bytes((parameter,)))
    return bytes.fromhex("0022C1A4") + bytes((len(data),)) + data
