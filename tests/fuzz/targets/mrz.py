"""The zone as a chip's file holds it and as a person types it."""

from __future__ import annotations

from contextlib import suppress

from reader.access.mrz_text import read_mrz_text
from reader.codec.mrz import parse_mrz
from reader.errors import ReaderError


def target(data: bytes) -> None:
    """Take any bytes."""
    text = data.decode("latin-1")
    for parse in (parse_mrz, read_mrz_text):
        with suppress(ReaderError):
            parse(text)
