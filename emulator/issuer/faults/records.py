"""The national record (EF.DG13) in the forms that cards have been seen with, and in forms that they must not have."""

import unicodedata
from collections.abc import Callable

from emulator.card.data_objects import split_data_objects
from emulator.citizens import Citizen
from emulator.issuer import der
from emulator.issuer.faults.fault import Fault, FaultKind, before_signing
from reader.codec.tlv import encode

_OID = "1.0.10646.1.0.8"
_DG13, _UTF8 = 0x6D, 0x0C
_NAME, _BIRTH, _EXPIRY, _PARENTS, _SPOUSE, _OLD_NUMBER, _CHIP_ID = 2, 3, 12, 13, 14, 15, 16

Fields = list[tuple[int, bytes]]
"""Number and the encoded values behind it."""
FieldsEdit = Callable[[Fields, Citizen], Fields]


def read_fields(content: bytes) -> Fields:
    """Return the fields of a record as this issuer writes it."""
    ((_, record),) = split_data_objects(content)
    ((_, parts),) = split_data_objects(record)
    fields = split_data_objects(split_data_objects(parts)[2][1])
    return [(value[2], value[3:]) for _, value in fields]


def write_fields(fields: Fields, tag: int = _DG13, *, has_header: bool = True) -> bytes:
    """Return the record of `fields` in their order."""
    listed = encode(0x31, *(der.sequence(der.integer(number), value) for number, value in fields))
    return encode(tag, der.sequence(der.integer(1), der.oid(_OID), listed) if has_header else listed)


def _with(number: int, value: Callable[[Citizen], bytes]) -> FieldsEdit:
    return lambda fields, citizen: [
        (found, value(citizen) if found == number else old) for found, old in fields
    ]


def _nfd(fields: Fields, _citizen: Citizen) -> Fields:
    """Write every text with its marks apart (NFD)."""

    def apart(value: bytes) -> bytes:
        parts = []
        for tag, inner in split_data_objects(value):
            if tag == _UTF8:
                parts.append(der.utf8(unicodedata.normalize("NFD", inner.decode())))
            else:
                parts.append(encode(tag, apart(inner) if tag == 0x30 else inner))
        return b"".join(parts)

    return [(number, apart(value)) for number, value in fields]


def _parents_in_one(fields: Fields, _citizen: Citizen) -> Fields:
    def joined(value: bytes) -> bytes:
        return der.sequence(*(inner for _, inner in split_data_objects(value)))

    return [(number, joined(value) if number == _PARENTS else value) for number, value in fields]


def _old_number_at_16(fields: Fields, _citizen: Citizen) -> Fields:
    renumbered = [(_CHIP_ID, value) for number, value in fields if number == _OLD_NUMBER]
    return [field for field in fields if field[0] not in {_OLD_NUMBER, _CHIP_ID}] + renumbered


def _long(fields: Fields, _citizen: Citizen) -> Fields:
    """Make every text longer than 255 bytes: lengths of two and three bytes."""
    return [
        (number, der.utf8("Thôn Rất Dài, " * 24)) if number in {8, 9, 10} else (number, value)
        for number, value in fields
    ]


def _edited(edit: FieldsEdit) -> Callable[[bytes, Citizen], bytes]:
    return lambda content, citizen: write_fields(edit(read_fields(content), citizen))


def _outer_30(content: bytes, _citizen: Citizen) -> bytes:
    return write_fields(read_fields(content), 0x30)


def _no_header(content: bytes, _citizen: Citizen) -> bytes:
    return write_fields(read_fields(content), has_header=False)


def _deep(_content: bytes, _citizen: Citizen) -> bytes:
    nested = b""
    for _ in range(1000):
        nested = encode(0x30, nested)
    return encode(_DG13, nested)


def _many(_content: bytes, _citizen: Citizen) -> bytes:
    return encode(_DG13, encode(0x30, b"\x05\x00" * 12_000))


def _cut(content: bytes, _citizen: Citizen) -> bytes:
    """The outer length is right, one inside points past the end."""
    ((_, record),) = split_data_objects(content)
    return encode(_DG13, b"\x30\x82\x7f\xff" + record[4:])


def _mismatch(name: str, number: int, value: Callable[[Citizen], bytes], what: str) -> Fault:
    return Fault(
        name,
        FaultKind.DATA,
        f"DG13, signed, has {what} than the MRZ",
        recipe=before_signing(13, _edited(_with(number, value))),
    )


def _variant(name: str, about: str, edit: Callable[[bytes, Citizen], bytes]) -> Fault:
    return Fault(name, FaultKind.VARIANT, about, recipe=before_signing(13, edit))


RECORD_FAULTS = (
    _mismatch("dg13-number-mismatch", 1, lambda _citizen: der.printable("000999999999"), "another number"),
    _mismatch("dg13-name-mismatch", _NAME, lambda _citizen: der.utf8("NGUYỄN VĂN KHÁC"), "another name"),
    _mismatch("dg13-birth-mismatch", _BIRTH, lambda _citizen: der.printable("01/01/1901"), "another birth"),
    _mismatch(
        "dg13-sex-mismatch", 4, lambda citizen: der.utf8("Nữ" if citizen.sex == "M" else "Nam"), "another sex"
    ),
    _mismatch("dg13-expiry-mismatch", _EXPIRY, lambda _citizen: der.utf8("01/01/2031"), "another expiry"),
    *(
        Fault(name, FaultKind.DATA, about, recipe=before_signing(13, edit))
        for name, about, edit in (
            ("dg13-deep", "DG13, signed, is a thousand sequences in one another", _deep),
            ("dg13-many", "DG13, signed, has twelve thousand empty values", _many),
            ("dg13-cut", "DG13, signed, has a length that points past its end", _cut),
            (
                "dg13-garbage",
                "DG13, signed, is noise",
                lambda _content, _citizen: encode(_DG13, bytes(range(200))),
            ),
        )
    ),
)

RECORD_VARIANTS = (
    _variant("dg13-tag-30", "DG13 has the outer tag 30", _outer_30),
    _variant("dg13-no-header", "DG13 lacks version and object identifier", _no_header),
    _variant("dg13-shuffled", "DG13's fields come in any order", _edited(lambda fields, _c: fields[::-1])),
    _variant("dg13-nfd", "DG13's texts have their marks apart (NFD)", _edited(_nfd)),
    _variant(
        "dg13-unknown-field",
        "DG13 has fields of unknown numbers",
        _edited(lambda fields, _c: [*fields, (17, der.utf8("THỬ")), (42, der.octet_string(b"TEST"))]),
    ),
    _variant(
        "dg13-only-name",
        "DG13 has number, name and birth alone",
        _edited(lambda fields, _c: fields[:3]),
    ),
    _variant("dg13-parents-in-one", "DG13 has both parents in one sequence", _edited(_parents_in_one)),
    _variant(
        "dg13-no-spouse-field",
        "DG13 leaves the spouse's field out",
        _edited(lambda fields, _c: [field for field in fields if field[0] != _SPOUSE]),
    ),
    _variant(
        "dg13-empty-spouse", "DG13 has the spouse's field empty", _edited(_with(_SPOUSE, lambda _c: b""))
    ),
    _variant("dg13-old-number-at-16", "DG13 has the old number at 16", _edited(_old_number_at_16)),
    _variant(
        "dg13-partial-birth",
        "DG13 knows the year of birth alone",
        _edited(_with(_BIRTH, lambda citizen: der.printable(f"{citizen.birth_date:%Y}"))),
    ),
    _variant("dg13-long", "DG13 has texts longer than 255 bytes", _edited(_long)),
)
