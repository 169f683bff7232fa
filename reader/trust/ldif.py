"""LDIF of the ICAO PKD: the certificates, revocation lists and master lists in it (RFC 2849)."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError

if TYPE_CHECKING:
    from collections.abc import Iterator

_STARTS = (b"version:", b"dn:", b"#")
_MAX_VALUE = 24_000_000


def is_ldif(data: bytes) -> bool:
    """Whether the data begins as LDIF does."""
    return data.lstrip(b"\xef\xbb\xbf\r\n ").lower().startswith(_STARTS)


def ldif_values(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield attribute (lower case, without options such as ``;binary``) and bytes of each base64 value, in order.

    Raises MalformedDataError for base64 that is none.
    """
    for line in _unfolded(data):
        name, separator, text = line.partition(b"::")
        if not separator or len(text) > _MAX_VALUE or b" " in name:
            continue
        attribute = name.split(b";", maxsplit=1)[0].decode("ascii", "replace").strip().lower()
        try:
            yield attribute, base64.b64decode(text.strip(), validate=True)
        except binascii.Error as error:
            raise MalformedDataError("LDIF with broken base64") from error


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Yield the logical lines: one that begins with a blank goes on with the line before (RFC 2849, note 2)."""
    parts: list[bytes] = []
    for line in data.splitlines():
        if line.startswith(b" "):
            parts.append(line[1:])
            continue
        if parts:
            yield b"".join(parts)
        parts = [line]
    if parts:
        yield b"".join(parts)
