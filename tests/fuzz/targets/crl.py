"""Certificate revocation lists."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.trust.crl import parse_crl


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_crl(data)
