"""EF.DIR: the applications of the chip (ISO/IEC 7816-4 12.2.3; Doc 9303-10 3.11.1)."""

from __future__ import annotations

from dataclasses import dataclass

from reader.codec import tlv
from reader.errors import MalformedDataError

_TEMPLATE = 0x61
_IDENTIFIER = 0x4F
_LABEL = 0x50
_MAX_IDENTIFIER_LENGTH = 16
_MAX_APPLICATIONS = 32


@dataclass(frozen=True, slots=True)
class Application:
    """One application: its identifier (AID) and, if the card gives one, its label."""

    identifier: bytes
    label: str | None = None


def parse_directory(data: bytes) -> tuple[Application, ...]:
    """Decode EF.DIR: application templates one behind the other, or bare identifiers, padding left out.

    Raises MalformedDataError if there is not a single application.
    """
    found: list[Application] = []
    rest = data.rstrip(b"\x00")
    while rest and rest[0] in (_TEMPLATE, _IDENTIFIER) and len(found) < _MAX_APPLICATIONS:
        item, rest = tlv.parse_prefix(rest)
        members = {_IDENTIFIER: item.value} if item.tag == _IDENTIFIER else _members(item.value)
        identifier = members.get(_IDENTIFIER, b"")
        if not 0 < len(identifier) <= _MAX_IDENTIFIER_LENGTH:
            raise MalformedDataError("an application without an identifier")
        label = members.get(_LABEL)
        found.append(Application(identifier, label.decode("utf-8", "replace") if label else None))
    if not found:
        raise MalformedDataError("EF.DIR without an application")
    return tuple(found)


def _members(value: bytes) -> dict[int, bytes]:
    return {item.tag: item.value for item in tlv.parse_all(value)}
