"""EF.DG2: the face (Doc 9303-10 4.7.2), as ISO/IEC 19794-5 (5F2E) or ISO/IEC 39794-5 (7F2E).

The picture is cut out and named by its own first bytes, never by what the record says of it. It is not decoded here:
see ``reader.portrait``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError

if TYPE_CHECKING:
    from collections.abc import Callable

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
_COUNT_AT = 12
_MAX_FACES = 8
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
    return parse_faces(data)[0]


def parse_faces(data: bytes) -> tuple[Portrait, ...]:
    """Cut every face out of EF.DG2 that can be named, in the card's order; MalformedDataError if there is none.

    Tolerance: a face behind the first one that is broken is left out.
    """
    group = tlv.unpack(_TEMPLATE_GROUP, tlv.unpack(_DG2, data))
    templates = [item.value for item in tlv.parse_all(group) if item.tag == _TEMPLATE]
    records = [item for template in templates for item in tlv.parse_all(template) if item.tag in _RECORDS]
    found: list[Portrait] = []
    broken: MalformedDataError | None = None
    for record in records:
        try:
            found += [picture(image) for image in _RECORDS[record.tag](record.value)]
        except MalformedDataError as error:
            broken = broken or error
    if not found:
        raise broken or MalformedDataError("a biometric template without a record")
    return tuple(found)


def _first(data: bytes, tag: int) -> bytes:
    for item in tlv.parse_all(data):
        if item.tag == tag:
            return item.value
    raise MalformedDataError(f"no data object {tag:X}")


def _walk(data: bytes, path: tuple[int, ...]) -> bytes:
    for tag in path:
        data = _first(data, tag)
    return data


def _images_of_39794(record: bytes) -> list[bytes]:
    """Return the picture of each representation block."""
    blocks = [item for item in tlv.parse_all(_walk(record, _PATH_39794[:3])) if item.tag == _PATH_39794[3]]
    images = [_walk(block.value, _PATH_39794[4:]) for block in blocks]
    if not images:
        raise MalformedDataError("a face record without a representation")
    return images


def _images_of_19794(record: bytes) -> list[bytes]:
    """Return the bytes of each face (ISO/IEC 19794-5:2005 5).

    Tolerance: issued cards have record and block lengths off by a few bytes, so the last picture, which mostly is the only
    one, runs to the end of the data object; a decoder ignores what follows it.
    """
    if not record.startswith(_FACE_HEADER):
        raise MalformedDataError("a face record without its header")
    count = int.from_bytes(record[_COUNT_AT : _COUNT_AT + 2], "big")
    face = record[_HEADER_LENGTH:]
    images: list[bytes] = []
    for _ in range(min(count, _MAX_FACES) - 1):
        length = int.from_bytes(face[:4], "big")
        if not _FACE_INFORMATION_LENGTH <= length < len(face):
            break
        images.append(_image_of_face(face[:length]))
        face = face[length:]
    return [*images, _image_of_face(face)]


def _image_of_face(face: bytes) -> bytes:
    if len(face) < _FACE_INFORMATION_LENGTH:
        raise MalformedDataError("a face record without its header")
    feature_points = int.from_bytes(face[4:6], "big")
    start = _FACE_INFORMATION_LENGTH + feature_points * _FEATURE_POINT_LENGTH + _IMAGE_INFORMATION_LENGTH
    return face[start:]


def picture(image: bytes) -> Portrait:
    """Name a picture by its first bytes; MalformedDataError if it is neither JPEG nor JPEG 2000."""
    for magic, media_type in _MAGIC:
        if image.startswith(magic):
            return Portrait(image, media_type)
    raise MalformedDataError("a face picture that is neither JPEG nor JPEG 2000")


_RECORDS: dict[int, Callable[[bytes], list[bytes]]] = {
    _RECORD_39794: _images_of_39794,
    _RECORD_19794: _images_of_19794,
}
