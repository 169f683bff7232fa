"""How long an APDU may be: what the card's EF.ATR/INFO says, what the reader can carry, what this library wants.

Extended length is used exactly when the card announces its buffers (Doc 9303-11, extended length) and the reader carries
it. Without that everything is short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

from reader.codec import tlv
from reader.codec.apdu import MAX_SHORT_DATA, MAX_SHORT_EXPECTED
from reader.errors import TlvError

_STATUS_LENGTH = 2
_SHORT_COMMAND = MAX_SHORT_DATA + 6
_SHORT_RESPONSE = MAX_SHORT_EXPECTED + _STATUS_LENGTH
_EXTENDED_COMMAND_OVERHEAD = 9

_TAG_EXTENDED_LENGTH = 0x7F66
_TAG_INTEGER = 0x02
_MAX_SIZE_LENGTH = 4
_MAX_ITEMS = 32

DEFAULT_MAX_RESPONSE = 4_096
"""Longest answer asked for unless told otherwise, in bytes: longer ones keep cancel and progress waiting."""


@runtime_checkable
class SizedConnection(Protocol):
    """A card connection that knows how much data its reader carries in one APDU."""

    @property
    def max_apdu_data(self) -> int | None:
        """Most bytes of data; 256 or less: short APDUs alone; None: not known, so nothing speaks against extended ones."""


@dataclass(frozen=True, slots=True)
class ApduLimits:
    """The longest whole APDUs in bytes: `command` with its header and lengths, `response` with its status word."""

    command: int = _SHORT_COMMAND
    response: int = _SHORT_RESPONSE

    @property
    def is_extended(self) -> bool:
        """Whether commands may have extended length fields."""
        return self.command > _SHORT_COMMAND or self.response > _SHORT_RESPONSE

    @property
    def response_data(self) -> int:
        """Most bytes of data in one answer."""
        return self.response - _STATUS_LENGTH

    @property
    def command_data(self) -> int:
        """Most bytes of data in one command."""
        return max(self.command - _EXTENDED_COMMAND_OVERHEAD, MAX_SHORT_DATA)

    def within(self, *, max_response: int, reader: int | None = None) -> Self:
        """Return the limits cut to answers of `max_response` bytes and to the `reader`'s bytes of data.

        Never below the short ones. What is not more than short is short altogether.
        """
        response, command = min(self.response, max_response), self.command
        if reader is not None:
            if reader <= MAX_SHORT_EXPECTED:
                return type(self)()
            response = min(response, reader + _STATUS_LENGTH)
            command = min(command, reader + _EXTENDED_COMMAND_OVERHEAD)
        if response <= _SHORT_RESPONSE:
            return type(self)()
        return type(self)(max(command, _SHORT_COMMAND), response)


SHORT = ApduLimits()


def parse_atr_info(data: bytes) -> ApduLimits:
    """Return the buffer sizes that EF.ATR/INFO announces in DO 7F66 (ISO/IEC 7816-4); the short ones if it does not.

    `data` is the file's beginning. Never raises: the file is not signed, and what cannot be read announces nothing.
    """
    rest = data
    for _ in range(_MAX_ITEMS):
        try:
            item, rest = tlv.parse_prefix(rest)
        except TlvError:
            break
        if item.tag == _TAG_EXTENDED_LENGTH:
            return _sizes(item.value)
    return SHORT


def _sizes(value: bytes) -> ApduLimits:
    try:
        items = tlv.parse_all(value, max_items=_MAX_ITEMS)
    except TlvError:
        return SHORT
    sizes = [int.from_bytes(item.value, "big") for item in items if item.tag == _TAG_INTEGER]
    if len(sizes) < 2 or any(len(item.value) > _MAX_SIZE_LENGTH for item in items):
        return SHORT
    return ApduLimits(max(sizes[0], _SHORT_COMMAND), max(sizes[1], _SHORT_RESPONSE))
