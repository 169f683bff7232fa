"""DG13: Vietnam's national record."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.dg13_vn import parse_dg13


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_dg13(data)
