"""Signatures of ISO/IEC 9796-2: the opened block, and one to be opened under an RSA-1024 key."""

from __future__ import annotations

from contextlib import suppress

from reader.crypto.iso9796 import decode, verify
from reader.errors import ReaderError

_MODULUS = (1 << 1024) - 105
_EXPONENT = 65537


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        decode(data).verify(b"12345678")
    with suppress(ReaderError):
        verify(_MODULUS, _EXPONENT, data, b"12345678")
