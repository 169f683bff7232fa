"""Padding method 2 of ISO/IEC 9797-1: one byte 80, then zero bytes up to a whole block (Doc 9303-11 9.8)."""

from reader.errors import MalformedDataError


def pad(data: bytes, block_length: int) -> bytes:
    """Return `data` padded to a multiple of `block_length` bytes; at least one byte is always added."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block_length)


def unpad(data: bytes, block_length: int) -> bytes:
    """Remove the padding; MalformedDataError unless `data` is whole blocks and the last one holds the padding."""
    if not data or len(data) % block_length:
        raise MalformedDataError("padded data is not a whole number of blocks", reason="bad-padding")
    stripped = data.rstrip(b"\x00")
    if stripped[-1:] != b"\x80" or len(data) - len(stripped) >= block_length:
        raise MalformedDataError("the padding is wrong", reason="bad-padding")
    return stripped[:-1]
