"""EF.COM: an unsigned table of contents, read for curiosity and never trusted (Doc 9303-10 4.6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from reader.codec import tlv
from reader.codec.files import ElementaryFile
from reader.errors import MalformedDataError

_COM = 0x60
_LDS_VERSION = 0x5F01
_UNICODE_VERSION = 0x5F36
_TAG_LIST = 0x5C

_NUMBERS = {file.tag: file.data_group for file in ElementaryFile if file.data_group is not None}


@dataclass(frozen=True, slots=True)
class Com:
    """``lds_version`` and ``unicode_version`` as the card's digits; ``data_groups`` by number, unknown tags left out."""

    lds_version: str
    unicode_version: str
    data_groups: tuple[int, ...]


def parse_com(data: bytes) -> Com:
    """Decode EF.COM; MalformedDataError if it does not have its shape."""
    fields = {item.tag: item.value for item in tlv.parse_all(tlv.unpack(_COM, data))}
    try:
        versions = (fields[_LDS_VERSION].decode("ascii"), fields[_UNICODE_VERSION].decode("ascii"))
        tags = fields[_TAG_LIST]
    except (KeyError, UnicodeDecodeError) as error:
        raise MalformedDataError("EF.COM lacks a version or its list of tags") from error
    return Com(*versions, tuple(_NUMBERS[tag] for tag in tags if tag in _NUMBERS))
