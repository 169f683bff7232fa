"""DG7, DG11, DG12, DG16, EF.DIR and several faces: what optional files say, and what broken ones must not do."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds.dg2 import parse_dg2, parse_faces
from reader.lds.dg7 import parse_dg7
from reader.lds.dg11 import PersonalDetails, parse_dg11
from reader.lds.dg12 import parse_dg12
from reader.lds.directory import Application, parse_directory
from reader.lds.raw import parse_raw
from tests.unit.reader.lds.test_dg2 import JP2, JPEG, face_record, face_record_39794

AID = bytes.fromhex("A0000002471001")


def dg11(*items: bytes) -> bytes:
    return tlv.encode(0x6B, tlv.encode(0x5C, bytes.fromhex("5F0E5F10")), *items)


def test_dg11_whole() -> None:
    others = tlv.encode(
        0xA0, b"\x02\x01\x02", tlv.encode(0x5F0F, b"MAU<<TY"), tlv.encode(0x5F0F, "TÝ".encode())
    )
    data = dg11(
        tlv.encode(0x5F0E, "NGUYỄN<<VĂN<MẪU".encode()),
        others,
        tlv.encode(0x5F10, b"001090123456"),
        tlv.encode(0x5F2B, b"19900101"),
        tlv.encode(0x5F11, "Mẫu<Hà Nội".encode()),
        tlv.encode(0x5F42, "1 Đường Mẫu<<Hà Nội".encode()),
        tlv.encode(0x5F12, b"0900000000"),
        tlv.encode(0x5F13, b"nurse"),
        tlv.encode(0x5F14, b"Dr"),
        tlv.encode(0x5F15, b"..."),
        tlv.encode(0x5F16, JPEG),
        tlv.encode(0x5F17, b"123<456"),
        tlv.encode(0x5F18, b"none"),
    )

    details = parse_dg11(data)

    assert details == PersonalDetails(
        full_name="NGUYỄN VĂN MẪU",
        other_names=("MAU TY", "TÝ"),
        personal_number="001090123456",
        birth_date="19900101",
        place_of_birth=("Mẫu", "Hà Nội"),
        address=("1 Đường Mẫu", "Hà Nội"),
        telephone="0900000000",
        profession="nurse",
        title="Dr",
        summary="...",
        proof_of_citizenship=JPEG,
        other_document_numbers=("123", "456"),
        custody="none",
    )
    assert repr(details) == "PersonalDetails(...)"


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (bytes.fromhex("19900101"), "19900101"),
        (b"19900101", "19900101"),
        (b"1990", None),
        (b"1990<<<<", None),
        (b"", None),
    ],
)
def test_dates_are_digits_or_bcd(value: bytes, date: str | None) -> None:
    # Four ASCII digits look like BCD and are no date either way.
    found = parse_dg11(dg11(tlv.encode(0x5F2B, value), tlv.encode(0x5F14, b"Dr"))).birth_date

    assert found == (date if value != b"1990" else "31393930")


def test_text_that_is_no_utf_8_shows_its_holes() -> None:
    assert parse_dg11(dg11(tlv.encode(0x5F0E, b"M\xc5U<<X"))).full_name == "M\ufffdU X"
    assert parse_dg11(dg11(tlv.encode(0x5F0E, bytes(5_000)), tlv.encode(0x5F14, b"Dr"))).full_name is None


def test_dg12_whole() -> None:
    data = tlv.encode(
        0x6C,
        tlv.encode(0x5C, b"\x5f\x19"),
        tlv.encode(0x5F19, "Cục Mẫu".encode()),
        tlv.encode(0x5F26, bytes.fromhex("20240501")),
        tlv.encode(0xA0, b"\x02\x01\x01", tlv.encode(0x5F1A, b"TRAN<<THI")),
        tlv.encode(0x5F1B, b"none"),
        tlv.encode(0x5F1C, b"paid"),
        tlv.encode(0x5F1D, JPEG),
        tlv.encode(0x5F1E, JP2),
        tlv.encode(0x5F55, b"20240501120000"),
        tlv.encode(0x5F56, b"M-1"),
    )

    details = parse_dg12(data)

    assert (details.issuing_authority, details.issue_date) == ("Cục Mẫu", "20240501")
    assert (details.other_persons, details.endorsements, details.tax_or_exit) == (
        ("TRAN THI",),
        "none",
        "paid",
    )
    assert (details.front_image, details.rear_image) == (JPEG, JP2)
    assert (details.personalised_at, details.personalisation_system) == ("20240501120000", "M-1")
    assert repr(details) == "DocumentDetails(...)"


def test_dg7_gives_its_pictures() -> None:
    data = tlv.encode(0x67, b"\x02\x01\x02", tlv.encode(0x5F43, JPEG), tlv.encode(0x5F43, JP2))

    assert [item.media_type for item in parse_dg7(data)] == ["image/jpeg", "image/jp2"]


def test_dg16_is_kept_as_it_is() -> None:
    data = tlv.encode(0x70, b"\x02\x01\x01", tlv.encode(0xA1, tlv.encode(0x5F51, b"TRAN<<THI")))

    raw = parse_raw(16, data)

    assert (raw.encoded, raw.value) == (data, data[2:])
    assert "TRAN" not in repr(raw)
    with pytest.raises(MalformedDataError):
        parse_raw(15, data)


@pytest.mark.parametrize(
    ("data", "applications"),
    [
        (tlv.encode(0x61, tlv.encode(0x4F, AID)), (Application(AID),)),
        (
            tlv.encode(0x61, tlv.encode(0x4F, AID), tlv.encode(0x50, b"eMRTD"))
            + tlv.encode(0x4F, b"\xa0\x01"),
            (Application(AID, "eMRTD"), Application(b"\xa0\x01")),
        ),
        (tlv.encode(0x61, tlv.encode(0x4F, AID)) + bytes(20), (Application(AID),)),
    ],
)
def test_directory_names_the_applications(data: bytes, applications: tuple[Application, ...]) -> None:
    assert parse_directory(data) == applications


def faces(*records: bytes) -> bytes:
    templates = [tlv.encode(0x7F60, tlv.encode(0xA1, b""), record) for record in records]
    return tlv.encode(0x75, tlv.encode(0x7F61, b"\x02\x01\x02", *templates))


def test_several_templates_are_several_faces() -> None:
    data = faces(face_record(JPEG), face_record_39794(JP2))

    assert [item.media_type for item in parse_faces(data)] == ["image/jpeg", "image/jp2"]
    assert parse_dg2(data).image == JPEG


def test_several_faces_stand_in_one_record() -> None:
    def block(image: bytes) -> bytes:
        return (32 + len(image)).to_bytes(4, "big") + bytes(28) + image

    body = block(JPEG) + block(JP2)
    record = b"FAC\x00010\x00" + (14 + len(body)).to_bytes(4, "big") + b"\x00\x02" + body

    found = parse_faces(faces(tlv.encode(0x5F2E, record)))

    assert [item.image for item in found] == [JPEG, JP2]


def test_a_broken_face_does_not_cost_the_others() -> None:
    data = faces(face_record(b"no picture"), face_record(JPEG))

    assert [item.image for item in parse_faces(data)] == [JPEG]
    assert parse_dg2(data).image == JPEG


PARSERS: list[Callable[[bytes], object]] = [
    parse_dg7,
    parse_dg11,
    parse_dg12,
    parse_directory,
    parse_faces,
    lambda data: parse_raw(16, data),
]
BROKEN = [
    b"",
    b"\x00",
    b"\x6b\x00",
    b"\x6c\x00",
    b"\x67\x00",
    b"\x61\x00",
    b"\x75\x00",
    b"\x6b\x05\x5f\x0e\x7f",
    b"\x61\x02\x4f\x00",
]


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("data", BROKEN, ids=lambda data: data.hex() or "nothing")
def test_broken_files_raise_the_one_error(parse: Callable[[bytes], object], data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse(data)


@given(data=st.binary(max_size=120), tag=st.sampled_from([0x67, 0x6B, 0x6C, 0x61, 0x70, 0x75]))
def test_nothing_else_is_ever_raised(data: bytes, tag: int) -> None:
    for parse in PARSERS:
        for whole in (data, tlv.encode(tag, data)):
            try:
                parse(whole)
            except MalformedDataError:
                continue
