"""The face: cut out of both record formats, named by its own first bytes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds.dg2 import parse_dg2
from tests.unit.reader.lds.samples import bsi_file

JPEG = b"\xff\xd8\xff\xe0 picture"
JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n picture"
CODESTREAM = b"\xff\x4f\xff\x51 picture"


def group(*records: bytes) -> bytes:
    template = tlv.encode(0x7F60, tlv.encode(0xA1, tlv.encode(0x81, b"\x02")), *records)
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01"), template))


def face_record(image: bytes, *, feature_points: int = 0, length_error: int = 0) -> bytes:
    block_length = 20 + 8 * feature_points + 12 + len(image) + length_error
    header = b"FAC\x00010\x00" + (14 + block_length).to_bytes(4, "big") + b"\x00\x01"
    block = block_length.to_bytes(4, "big") + feature_points.to_bytes(2, "big") + bytes(14)
    return tlv.encode(0x5F2E, header + block + bytes(8 * feature_points) + bytes(12) + image)


def face_record_39794(image: bytes, *, in_front: bytes = b"") -> bytes:
    picture = tlv.encode(0xA0, in_front, tlv.encode(0x80, image), tlv.encode(0xA1, b""))
    representation = tlv.encode(0x30, tlv.encode(0x80, b"\x00"), tlv.encode(0xA1, tlv.encode(0xA0, picture)))
    block = tlv.encode(0x65, tlv.encode(0xA0, b""), tlv.encode(0xA1, representation))
    return tlv.encode(0x7F2E, tlv.encode(0xA1, block))


def test_face_of_the_reference_set_is_jpeg_2000() -> None:
    portrait = parse_dg2(bsi_file("2008", "Datagroup2.bin"))

    assert portrait.media_type == "image/jp2"
    assert portrait.image.startswith(JP2[:12])
    assert len(portrait.image) > 14_000


@pytest.mark.parametrize(
    ("image", "media_type"), [(JPEG, "image/jpeg"), (JP2, "image/jp2"), (CODESTREAM, "image/jp2")]
)
@pytest.mark.parametrize("record", [face_record, face_record_39794])
def test_picture_is_named_by_its_first_bytes(
    record: Callable[[bytes], bytes], image: bytes, media_type: str
) -> None:
    portrait = parse_dg2(group(record(image)))

    assert (portrait.image, portrait.media_type) == (image, media_type)


@pytest.mark.parametrize("error", [-5, -1, 1, 300])
def test_record_lengths_may_be_off(error: int) -> None:
    assert parse_dg2(group(face_record(JPEG, length_error=error))).image == JPEG


@given(points=st.integers(0, 60))
def test_feature_points_are_passed_over(points: int) -> None:
    assert parse_dg2(group(face_record(JPEG, feature_points=points))).image == JPEG


def test_members_that_are_optional_may_stand_in_front() -> None:
    assert parse_dg2(group(face_record_39794(JP2, in_front=tlv.encode(0x8F, b"?")))).image == JP2


def test_repr_does_not_show_the_picture() -> None:
    assert "picture" not in repr(parse_dg2(group(face_record(JPEG))))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(group(), id="no record"),
        pytest.param(group(face_record(b"GIF89a")), id="another format"),
        pytest.param(group(tlv.encode(0x5F2E, b"FIR\x00" + bytes(60) + JPEG)), id="a finger"),
        pytest.param(group(tlv.encode(0x5F2E, b"FAC\x00")), id="header cut"),
        pytest.param(group(face_record(JPEG, feature_points=3)[:-40] + bytes(40)), id="picture overwritten"),
        pytest.param(tlv.encode(0x75, tlv.encode(0x7F61)), id="no template"),
        pytest.param(group(tlv.encode(0x7F2E, tlv.encode(0xA1, tlv.encode(0x65)))), id="empty block"),
        pytest.param(tlv.encode(0x63, b""), id="another data group"),
    ],
)
def test_broken_groups_raise(data: bytes) -> None:
    with pytest.raises(MalformedDataError):
        parse_dg2(data)


@given(st.binary(max_size=100))
def test_hostile_bytes_raise_nothing_else(data: bytes) -> None:
    for hostile in (data, tlv.encode(0x75, data), group(data), group(tlv.encode(0x5F2E, b"FAC\x00", data))):
        try:
            parse_dg2(hostile)
        except MalformedDataError:
            continue
