"""The national record: every shape that cards or issuers may give it, and what it may contradict."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import oid, tlv
from reader.codec.mrz import parse_mrz
from reader.errors import MalformedDataError
from reader.lds.dg13_vn import NationalRecord, disagreements, parse_dg13
from tests.unit.reader.lds.samples import SPECIMEN_MRZ


def utf8(text: str) -> bytes:
    return tlv.encode(0x0C, text.encode())


def printable(text: str) -> bytes:
    return tlv.encode(0x13, text.encode())


def field(number: int, *values: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x02, bytes([number])), *values)


FIELDS = (
    field(1, printable("034058000022")),
    field(2, utf8("NGUYỄN VĂN TÝ")),
    field(3, printable("26/10/1958")),
    field(4, utf8("Nam")),
    field(5, utf8("Việt Nam")),
    field(6, utf8("Kinh")),
    field(7, utf8("Không")),
    field(8, utf8("Xã Mẫu, Huyện Mẫu, Thái Bình")),
    field(9, utf8("Số 1 Đường Mẫu, " + "Phường Mẫu, " * 12 + "Hà Nội")),
    field(10, utf8("Nốt ruồi C: 1cm dưới mắt trái")),
    field(11, printable("01/01/2022")),
    field(12, utf8("Không thời hạn")),
    field(13, tlv.encode(0x30, utf8("NGUYỄN VĂN CHA")), tlv.encode(0x30, utf8("TRẦN THỊ MẸ"))),
    field(14),
    field(15, printable("150123456")),
    field(16, printable("0123456789ABCDEF")),
)
RECORD = NationalRecord(
    personal_number="034058000022",
    full_name="NGUYỄN VĂN TÝ",
    birth_date="26/10/1958",
    sex="Nam",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    place_of_origin="Xã Mẫu, Huyện Mẫu, Thái Bình",
    residence="Số 1 Đường Mẫu, " + "Phường Mẫu, " * 12 + "Hà Nội",
    identification_marks="Nốt ruồi C: 1cm dưới mắt trái",
    issue_date="01/01/2022",
    expiry_date="Không thời hạn",
    father="NGUYỄN VĂN CHA",
    mother="TRẦN THỊ MẸ",
    old_number="150123456",
    chip_id="0123456789ABCDEF",
)


def with_header(*fields: bytes) -> bytes:
    header = (b"\x02\x01\x01", tlv.encode(0x06, oid.encode("1.0.10646.1.0.8")))
    return tlv.encode(0x6D, tlv.encode(0x30, *header, tlv.encode(0x31, *fields)))


SHAPES: dict[str, Callable[..., bytes]] = {
    "as described": with_header,
    "outer sequence": lambda *fields: b"\x30" + with_header(*fields)[1:],
    "no header": lambda *fields: tlv.encode(0x6D, tlv.encode(0x31, *fields)),
    "bare fields": lambda *fields: tlv.encode(0x6D, *fields),
    "bare sequence": lambda *fields: tlv.encode(0x30, *fields),
    "sequence instead of set": lambda *fields: tlv.encode(0x6D, tlv.encode(0x30, *fields)),
}


def same(record: NationalRecord, other: NationalRecord) -> bool:
    return replace(record, other={}) == replace(other, other={}) and dict(record.other) == dict(other.other)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_gives_the_same_record(shape: Callable[..., bytes]) -> None:
    assert same(parse_dg13(shape(*FIELDS)), RECORD)


@given(st.permutations(FIELDS))
def test_any_order_gives_the_same_record(fields: list[bytes]) -> None:
    assert same(parse_dg13(with_header(*fields)), RECORD)


@given(st.sets(st.sampled_from(FIELDS), min_size=1))
def test_absent_fields_are_none_and_disturb_no_other(fields: set[bytes]) -> None:
    parsed = parse_dg13(with_header(*fields))

    for number, name in ((1, "personal_number"), (2, "full_name"), (9, "residence"), (12, "expiry_date")):
        expected = getattr(RECORD, name) if FIELDS[number - 1] in fields else None
        assert getattr(parsed, name) == expected


def test_decomposed_text_is_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "NGUYỄN VĂN TÝ")

    assert parse_dg13(with_header(field(2, utf8(decomposed)))).full_name == "NGUYỄN VĂN TÝ"


@pytest.mark.parametrize(
    ("values", "father", "mother"),
    [
        ((tlv.encode(0x30, utf8("CHA")), tlv.encode(0x30, utf8("MẸ"))), "CHA", "MẸ"),
        ((tlv.encode(0x30, utf8("CHA"), utf8("MẸ")),), "CHA", "MẸ"),
        ((utf8("CHA"), utf8("MẸ")), "CHA", "MẸ"),
        ((tlv.encode(0x30), tlv.encode(0x30, utf8("MẸ"))), None, "MẸ"),
        ((tlv.encode(0x30, utf8("CHA")),), "CHA", None),
        ((), None, None),
    ],
)
def test_parents_in_one_sequence_or_two(
    values: tuple[bytes, ...], father: str | None, mother: str | None
) -> None:
    record = parse_dg13(with_header(field(13, *values)))

    assert (record.father, record.mother) == (father, mother)


def test_spouse_in_a_sequence_or_absent() -> None:
    assert parse_dg13(with_header(field(14, tlv.encode(0x30, utf8("VÕ THỊ MẪU"))))).spouse == "VÕ THỊ MẪU"
    assert parse_dg13(tlv.encode(0x6D, bytes.fromhex("300302010E"), FIELDS[0])).spouse is None


def test_old_number_is_known_by_its_form() -> None:
    swapped = with_header(field(15, printable("0123456789ABCDEF")), field(16, printable("150123456")))

    record = parse_dg13(swapped)

    assert (record.old_number, record.chip_id) == ("150123456", "0123456789ABCDEF")


def test_unknown_fields_are_kept() -> None:
    record = parse_dg13(with_header(FIELDS[0], field(77, utf8("mới"), tlv.encode(0x30, utf8("hơn")))))

    assert dict(record.other) == {77: ("mới", "hơn")}


def test_first_of_two_equal_numbers_counts() -> None:
    assert parse_dg13(with_header(field(4, utf8("Nữ")), field(4, utf8("Nam")))).sex == "Nữ"


def test_text_that_does_not_decode_costs_only_itself() -> None:
    record = parse_dg13(with_header(field(2, tlv.encode(0x0C, b"NGUY\xff")), FIELDS[0]))

    assert record.personal_number == "034058000022"
    assert record.full_name == "NGUY\ufffd"


def test_repr_shows_nothing() -> None:
    assert repr(RECORD) == "NationalRecord(...)"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(tlv.encode(0x61, FIELDS[0]), id="another tag"),
        pytest.param(with_header(), id="no field"),
        pytest.param(with_header(*FIELDS)[:-1], id="cut"),
        pytest.param(with_header(b"\x30\x05\x02\x01\x01\x0c\x09"), id="field cut"),
        pytest.param(tlv.encode(0x6D, b"\x30\x80" * 3), id="indefinite"),
    ],
)
def test_broken_records_raise(data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_dg13(data)


def test_deep_nesting_raises() -> None:
    data = FIELDS[0]
    for _ in range(20):
        data = tlv.encode(0x31, data)

    with pytest.raises(MalformedDataError):
        parse_dg13(tlv.encode(0x6D, data))


@given(st.binary(max_size=80))
def test_hostile_bytes_raise_nothing_else(data: bytes) -> None:
    for hostile in (data, tlv.encode(0x6D, data), with_header(data), with_header(field(13, data))):
        try:
            parse_dg13(hostile)
        except MalformedDataError:
            continue


def test_record_that_agrees_with_the_mrz_contradicts_nothing() -> None:
    assert disagreements(RECORD, parse_mrz(SPECIMEN_MRZ)) == ()


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (NationalRecord(personal_number="034058000023"), "personal_number"),
        (NationalRecord(birth_date="27/10/1958"), "birth_date"),
        (NationalRecord(sex="Nữ"), "sex"),
        (NationalRecord(expiry_date="26/10/2030"), "expiry_date"),
    ],
)
def test_contradictions_are_named_without_their_values(record: NationalRecord, name: str) -> None:
    assert disagreements(record, parse_mrz(SPECIMEN_MRZ)) == (name,)


def test_partial_dates_contradict_nothing() -> None:
    assert disagreements(NationalRecord(birth_date="1958"), parse_mrz(SPECIMEN_MRZ)) == ()
