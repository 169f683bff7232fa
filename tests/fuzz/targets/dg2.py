"""DG2: faces in ISO/IEC 19794-5 and 39794-5."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.dg2 import parse_faces


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_faces(data)
