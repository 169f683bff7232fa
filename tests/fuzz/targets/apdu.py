"""A card's answer, and a command as the bytes of one."""

from __future__ import annotations

from contextlib import suppress

from reader.codec.apdu import CommandApdu, ResponseApdu
from reader.errors import ReaderError


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        ResponseApdu.parse(data)
    with suppress(ReaderError):
        CommandApdu.parse(data).encode()
