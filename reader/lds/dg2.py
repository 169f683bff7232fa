"""EF.DG2: the face (Doc 9303-10 4.7.2), as ISO/IEC 19794-5 (5F2E) or ISO/IEC 39794-5 (7F2E).

The picture is cut out and named by its own first bytes, never by what the record says of it. It is not decoded here:
see ``reader.portrait``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.codec import tlv
from reader.errors import MalformedDataError

_DG2 = 0x75
_TEMPLATE_GROUP = 0x7F61
_TEMPLATE = 0x7F60
_RECORD_19794 = 0x5F2E
_RECORD_39794 = 0x7F2E

# ISO/IEC 39794-5: [1] -> [APPLICATION 5] FaceImageDataBlock -> representationBlocks [1] -> the first of them
# -> imageRepresentation [1] -> base [0] -> imageRepresentation2DBlock [0] -> representationData2D [0]
_PATH_39794 = (0xA1, 0x65, 0xA1, 0x30, 0xA1, 0xA0, 0xA0, 0x80)

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)

_FACE_HEADER = b"FAC\x00"
_HEADER_LENGTH = 14
_FACE_INFORMATION_LENGTH = 20
_FEATURE_POINT_LENGTH = 8
_IMAGE_INFORMATION_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Portrait:
    """The picture of the face as it stands on the card: JPEG, or JPEG 2000 (file or raw codestream)."""

    image: bytes = field(repr=False)
    media_type: str


def parse_dg2(data: bytes) -> Portrait:
    """Cut the first face out of EF.DG2; MalformedDataError if there is none that can be named."""
    group = tlv.unpack(_TEMPLATE_GROUP, tlv.unpack(_DG2, data))
    template = _first(group, _TEMPLATE)
    for item in tlv.parse_all(template):
        if item.tag == _RECORD_39794:
            return _portrait(_walk(item.value, _PATH_39794))
        if item.tag == _RECORD_19794:
            return _portrait(_image_of_19794(item.value))
    raise MalformedDataError("a biometric template without a record")


def _first(data: bytes, tag: int) -> bytes:
    for item in tlv.parse_all(data):
        if item.tag == tag:
            return item.value
    raise MalformedDataError(f"no data object {tag:X}")


def _walk(data: bytes, path: tuple[int, ...]) -> bytes:
    for tag in path:
        data = _first(data, tag)
    return data


def _image_of_19794(record: bytes) -> bytes:
    """Return the bytes from the first image on (ISO/IEC 19794-5:2005 5).

    Tolerance: issued cards have record and block lengths off by a few bytes, so the picture runs to the end of the
    data object; a decoder ignores what follows it.
    """
    face = record[_HEADER_LENGTH:]
    if not record.startswith(_FACE_HEADER) or len(face) < _FACE_INFORMATION_LENGTH:
        raise MalformedDataError("a face record without its header")
    feature_points = int.from_bytes(face[4:6], "big")
    start = _FACE_INFORMATION_LENGTH + feature_points * _FEATURE_POINT_LENGTH + _IMAGE_INFORMATION_LENGTH
    return face[start:]


def _portrait(image: bytes) -> Portrait:
    for magic, media_type in _MAGIC:
        if image.startswith(magic):
            return Portrait(image, media_type)
    raise MalformedDataError("a face picture that is neither JPEG nor JPEG 2000")
