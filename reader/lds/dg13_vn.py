"""EF.DG13 of Vietnam's chip identity card: the national record in Vietnamese.

    6D { SEQUENCE { INTEGER 1, OID, SET OF SEQUENCE { INTEGER n, value ... } } }

No public standard describes it, so the reading is tolerant on purpose: an outer tag 6D or 30, a missing header, any order,
unknown field numbers (kept), absent or empty fields, text composed or decomposed (returned as NFC). A field is a SEQUENCE
that begins with a small INTEGER and goes on with texts, wherever it stands; no offset is ever assumed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reader.codec.mrz import Mrz

_OUTER_TAGS = (0x6D, der.SEQUENCE)
_CONSTRUCTED = 0x20
_MAX_DEPTH = 6
_MAX_FIELD_NUMBER = 255
_MAX_TEXT_LENGTH = 1024
_TEXT_ENCODINGS = {
    0x0C: "utf-8",  # UTF8String
    0x13: "ascii",  # PrintableString
    0x16: "ascii",  # IA5String
    0x1E: "utf-16-be",  # BMPString
}
_OLD_NUMBER_LENGTHS = (9, 12)

_FIELDS = {
    1: "personal_number",
    2: "full_name",
    3: "birth_date",
    4: "sex",
    5: "nationality",
    6: "ethnicity",
    7: "religion",
    8: "place_of_origin",
    9: "residence",
    10: "identification_marks",
    11: "issue_date",
    12: "expiry_date",
    14: "spouse",
}
_PARENTS = 13
_SEXES = {"nam": "M", "nữ": "F"}
_NO_EXPIRY = "không thời hạn"
_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/[0-9]{2}([0-9]{2})")
_OLD_NUMBER_OR_CHIP_ID = (15, 16)


@dataclass(frozen=True, slots=True, repr=False)
class NationalRecord:
    """The national record, texts as the card holds them (dates ``dd/mm/yyyy``, perhaps partial); None where absent.

    ``other`` keeps every field whose number is not known. The repr shows nothing of it.
    """

    personal_number: str | None = None
    full_name: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    nationality: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    place_of_origin: str | None = None
    residence: str | None = None
    identification_marks: str | None = None
    issue_date: str | None = None
    expiry_date: str | None = None
    father: str | None = None
    mother: str | None = None
    spouse: str | None = None
    old_number: str | None = None
    chip_id: str | None = None
    other: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __repr__(self) -> str:
        """Return the bare class name: every field is a patient's."""
        return "NationalRecord(...)"


def parse_dg13(data: bytes) -> NationalRecord:
    """Decode EF.DG13; MalformedDataError if it is no TLV or holds not a single field."""
    outer = tlv.parse(data)
    if outer.tag not in _OUTER_TAGS:
        raise MalformedDataError(f"EF.DG13 with the tag {outer.tag:X}")
    fields: dict[int, tuple[str, ...]] = {}
    for number, texts in _fields(outer, 0):
        fields.setdefault(number, texts)
    if not fields:
        raise MalformedDataError("EF.DG13 without a single field")
    return _record(fields)


def _fields(item: tlv.Tlv, depth: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    if depth > _MAX_DEPTH:
        raise MalformedDataError(f"EF.DG13 nested deeper than {_MAX_DEPTH}")
    members = tlv.parse_all(item.value)
    number = _field_number(item, members)
    if number is not None:
        yield number, tuple(text for member in members[1:] for text in _texts(member, depth + 1))
        return
    for member in members:
        if member.tag & _CONSTRUCTED:
            yield from _fields(member, depth + 1)


def _field_number(item: tlv.Tlv, members: tuple[tlv.Tlv, ...]) -> int | None:
    """Return n if the item is a field; the header, which has an OID or a SET behind its INTEGER, is none."""
    if item.tag != der.SEQUENCE or not members or members[0].tag != der.INTEGER:
        return None
    if any(member.tag in (der.OBJECT_IDENTIFIER, der.SET) for member in members[1:]):
        return None
    number = der.integer(members[0])
    return number if 0 <= number <= _MAX_FIELD_NUMBER else None


def _texts(item: tlv.Tlv, depth: int) -> Iterator[str]:
    """Yield the texts of a value; an empty SEQUENCE counts as one empty text, so that a mother stays the mother."""
    if depth > _MAX_DEPTH:
        raise MalformedDataError(f"EF.DG13 nested deeper than {_MAX_DEPTH}")
    if item.tag & _CONSTRUCTED:
        members = tlv.parse_all(item.value)
        if not members:
            yield ""
        for member in members:
            yield from _texts(member, depth + 1)
        return
    encoding = _TEXT_ENCODINGS.get(item.tag)
    if encoding is not None and len(item.value) <= _MAX_TEXT_LENGTH:
        yield _decode(item.value, encoding)


def _decode(value: bytes, encoding: str) -> str:
    """Return the text in NFC; one that does not decode shows its holes rather than costing the whole record."""
    return unicodedata.normalize("NFC", value.decode(encoding, "replace")).strip()


def _record(fields: dict[int, tuple[str, ...]]) -> NationalRecord:
    named = {name: _text_at(fields.pop(number, ()), 0) for number, name in _FIELDS.items()}
    parents = fields.pop(_PARENTS, ())
    old_number, chip_id = _split_numbers([fields.pop(number, ()) for number in _OLD_NUMBER_OR_CHIP_ID])
    return NationalRecord(
        **named,
        father=_text_at(parents, 0),
        mother=_text_at(parents, 1),
        old_number=old_number,
        chip_id=chip_id,
        other=MappingProxyType(fields),
    )


def _text_at(texts: tuple[str, ...], index: int) -> str | None:
    return (texts[index] or None) if index < len(texts) else None


def _split_numbers(values: list[tuple[str, ...]]) -> tuple[str | None, str | None]:
    """Tell the old identity number from the chip's by its form: cards differ in which field holds which."""
    old_number: str | None = None
    chip_id: str | None = None
    for text in (_text_at(texts, 0) for texts in values):
        if text is None:
            continue
        if text.isdecimal() and len(text) in _OLD_NUMBER_LENGTHS:
            old_number = old_number or text
        else:
            chip_id = chip_id or text
    return old_number, chip_id


def disagreements(record: NationalRecord, mrz: Mrz) -> tuple[str, ...]:
    """Return the names of the fields in which the national record contradicts the MRZ; never a value.

    Partial dates and fields that one side lacks contradict nothing.
    """
    pairs = {
        "personal_number": (record.personal_number, mrz.personal_number),
        "birth_date": (_mrz_date(record.birth_date), mrz.birth_date),
        "sex": (_SEXES.get((record.sex or "").casefold()), mrz.sex),
        "expiry_date": (_mrz_date(record.expiry_date), mrz.expiry_date),
    }
    return tuple(name for name, (ours, theirs) in pairs.items() if ours and theirs and ours != theirs)


def _mrz_date(text: str | None) -> str | None:
    """Return ``dd/mm/yyyy`` as YYMMDD; "Không thời hạn" (no expiry) as the MRZ's 991231; None for anything partial."""
    if text is None:
        return None
    if text.casefold() == _NO_EXPIRY:
        return "991231"
    match = _DATE.fullmatch(text)
    return f"{match[3]}{match[2]}{match[1]}" if match else None
