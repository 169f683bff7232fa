"""DG15: the active authentication key."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.dg15 import parse_dg15
from reader.lds.public_key import parse_public_key


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_public_key(parse_dg15(data))
