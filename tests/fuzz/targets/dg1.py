"""DG1: the machine readable zone."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.dg1 import parse_dg1


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_dg1(data)
