"""QR codes as a scanner gives them, and the keys that they lead to."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.scanner import decode_code
from reader.vn_qr import keys_of, parse_qr


def target(data: bytes) -> None:
    """Take any bytes."""
    for text in (decode_code(data), data.decode("latin-1")):
        with suppress(ReaderError):
            keys_of(parse_qr(text))
