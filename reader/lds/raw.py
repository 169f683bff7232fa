"""Data groups that are kept as they are: DG16, and every other that this library does not look into (Doc 9303-10 4.7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.codec import tlv
from reader.codec.files import data_group_file
from reader.errors import MalformedDataError


@dataclass(frozen=True, slots=True)
class RawDataGroup:
    """A data group by its number: the whole file, and the value inside its outer tag."""

    number: int
    encoded: bytes = field(repr=False)
    value: bytes = field(repr=False)


def parse_raw(number: int, data: bytes) -> RawDataGroup:
    """Take the file of data group 1 to 16 as it is; MalformedDataError if it is none, or of another data group."""
    item = tlv.parse(data)
    if item.tag != data_group_file(number).tag:
        raise MalformedDataError(f"a file with the tag {item.tag:X} for data group {number}")
    return RawDataGroup(number, data, item.value)
