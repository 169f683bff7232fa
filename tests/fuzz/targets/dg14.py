"""DG14: the announcements that are signed."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.dg14 import parse_dg14


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_dg14(data)
