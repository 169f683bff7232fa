"""Faults of the other files: MRZ, portrait, files without end, files that are not there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import shake_256

from emulator.card.data_objects import split_data_objects
from emulator.card.files import ApplicationEf
from emulator.card.image import CardImage
from emulator.citizens import Citizen, Picture, by_name
from emulator.issuer.data_groups import build_dg2
from emulator.issuer.faults.fault import Fault, FaultKind, after_signing, before_signing, image_edit
from emulator.issuer.personalise import personalise
from emulator.issuer.portrait import HEIGHT, WIDTH, draw_portrait
from reader.codec.tlv import encode

_EXPIRED = date(2024, 1, 31)
_CODESTREAM = bytes.fromhex("FF4FFF51")
_LONGEST = 0xFFFFFF
_HUGE = 1_000_000
_FACE_RECORD = b"FAC\x00010\x00"


def _noise(length: int) -> bytes:
    return shake_256(b"noise of a test").digest(length)


def _picture(citizen: Citizen) -> bytes:
    return draw_portrait(citizen.portrait, citizen.picture)


def _dg2(picture: Callable[[Citizen], bytes]) -> Callable[[bytes, Citizen], bytes]:
    return lambda _content, citizen: build_dg2(picture(citizen), WIDTH, HEIGHT, citizen.sex)


def _raw_codestream(citizen: Citizen) -> bytes:
    """Return JPEG 2000 without the file format around it: the last box of the file is the codestream."""
    picture = draw_portrait(citizen.portrait)
    return picture[picture.index(_CODESTREAM) :]


def _with_box(length: int) -> Callable[[Citizen], bytes]:
    """Return what makes a picture longer by a box that decoders skip (ISO/IEC 15444-1 I.7.2)."""

    def picture(citizen: Citizen) -> bytes:
        body = b"uuid" + _noise(length)
        return draw_portrait(citizen.portrait) + (len(body) + 4).to_bytes(4, "big") + body

    return picture


def _wrong_record_length(content: bytes, _citizen: Citizen) -> bytes:
    """Let the face record say that it is three bytes longer than it is."""
    place = content.index(_FACE_RECORD) + len(_FACE_RECORD)
    length = int.from_bytes(content[place : place + 4], "big") + 3
    return content[:place] + length.to_bytes(4, "big") + content[place + 4 :]


def _no_face(_content: bytes, _citizen: Citizen) -> bytes:
    return encode(0x75, encode(0x7F61, encode(0x02, b"\x00")))


def _wrong_check_digit(content: bytes, _citizen: Citizen) -> bytes:
    ((_, field),) = split_data_objects(content)
    ((_, mrz),) = split_data_objects(field)
    place = 14 if len(mrz) == 90 else len(mrz) // 2 + 9
    wrong = b"%d" % ((mrz[place] - 0x30 + 1) % 10)
    return encode(0x61, encode(0x5F1F, mrz[:place] + wrong + mrz[place + 1 :]))


def _other_state(content: bytes, _citizen: Citizen) -> bytes:
    """Name another issuing state; no check digit covers it."""
    return content.replace(b"IDVNM", b"IDUTO", 1)


def _endless(_content: bytes, _citizen: Citizen) -> bytes:
    return b"\x75\x83" + _LONGEST.to_bytes(3, "big") + bytes(_LONGEST)


def _another(number: int) -> Callable[[bytes, Citizen], bytes]:
    """Return what puts another person's data group in the place of this one's."""

    def swap(content: bytes, citizen: Citizen) -> bytes:
        other = by_name("tran-thi-thu" if citizen.name != "tran-thi-thu" else "nguyen-van-mau")
        return personalise(other).application.get(0x0100 | number, content)

    return swap


def _com(content: Callable[[bytes], bytes | None]) -> Callable[[CardImage], CardImage]:
    def edit(image: CardImage) -> CardImage:
        files = dict(image.application)
        changed = content(files.pop(ApplicationEf.COM))
        if changed is not None:
            files[ApplicationEf.COM] = changed
        return replace(image, application=files)

    return edit


SWAPPED = tuple(
    Fault(
        f"swapped-dg{number}",
        FaultKind.DATA,
        f"DG{number} is another person's",
        recipe=after_signing(number, _another(number)),
    )
    for number in (1, 2, 13)
)

FILE_FAULTS = (
    *SWAPPED,
    Fault(
        "document-expired",
        FaultKind.DATA,
        f"The document expired on {_EXPIRED}",
        citizen=lambda citizen: replace(citizen, expiry_date=_EXPIRED),
    ),
    Fault(
        "endless-file",
        FaultKind.DATA,
        "DG2 says that it has 16 MB, and gives them",
        recipe=after_signing(2, _endless),
    ),
    *(
        Fault(name, FaultKind.DATA, about, recipe=before_signing(number, edit))
        for name, number, about, edit in (
            ("dg1-check-digit", 1, "The MRZ of DG1, signed, has a wrong check digit", _wrong_check_digit),
            (
                "dg1-other-state",
                1,
                "The MRZ of DG1, signed, names a state that is not the CSCA's",
                _other_state,
            ),
            (
                "dg1-garbage",
                1,
                "DG1, signed, holds no MRZ",
                lambda _content, _citizen: encode(0x61, encode(0x5F1F, _noise(90))),
            ),
            ("dg2-broken", 2, "The portrait, signed, is no picture", _dg2(lambda _citizen: _noise(9000))),
            ("dg2-no-face", 2, "DG2, signed, has no face in it", _no_face),
            ("dg2-cut", 2, "The portrait, signed, ends in the middle", _dg2(lambda c: _picture(c)[:6000])),
            ("dg2-huge", 2, "DG2 has a megabyte", _dg2(_with_box(_HUGE))),
        )
    ),
)

FILE_VARIANTS = (
    *(
        Fault(name, FaultKind.VARIANT, about, recipe=before_signing(2, edit))
        for name, about, edit in (
            ("dg2-raw-codestream", "The portrait is JPEG 2000 without a file format", _dg2(_raw_codestream)),
            (
                "dg2-jpeg",
                "The portrait is JPEG",
                _dg2(lambda citizen: draw_portrait(citizen.portrait, Picture.JPEG)),
            ),
            ("dg2-60k", "DG2 has 60 KB: read by the odd instruction", _dg2(_with_box(46_000))),
            ("dg2-record-length", "The face record says that it is three bytes longer", _wrong_record_length),
        )
    ),
    Fault("com-missing", FaultKind.VARIANT, "There is no EF.COM", recipe=image_edit(_com(lambda _com: None))),
    Fault(
        "com-lies",
        FaultKind.VARIANT,
        "EF.COM lists DG1 alone",
        recipe=image_edit(
            _com(
                lambda _com: encode(
                    0x60, encode(0x5F01, b"0107"), encode(0x5F36, b"040000"), encode(0x5C, b"\x61")
                )
            )
        ),
    ),
)
