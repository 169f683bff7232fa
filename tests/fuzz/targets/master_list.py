"""CSCA master lists, and the trust files that may hold one: PEM, LDIF, DER."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.trust.master_list import parse_master_list
from reader.trust.trust_file import items_of


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_master_list(data)
    with suppress(ReaderError):
        for _ in items_of(data):
            pass
