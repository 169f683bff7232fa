"""The files of the eMRTD application and of the master file, byte by byte (Doc 9303-10; Doc 9303-11 9.2)."""

from collections.abc import Iterable

from emulator.card.emrtd import capabilities
from emulator.card.files import EMRTD_AID
from emulator.card.profile import CCCD, ChipProfile
from emulator.citizens import Citizen, National
from emulator.issuer import der
from emulator.issuer.security_infos import CARD_ACCESS
from emulator.mrz import mrz_information
from reader.codec.tlv import encode

__all__ = [
    "CARD_ACCESS",
    "build_atr_info",
    "build_com",
    "build_dg1",
    "build_dg2",
    "build_dg3",
    "build_dg13",
    "build_dg15",
    "build_dir",
    "mrz_information",
]

_NATIONAL_RECORD = "1.0.10646.1.0.8"
_TAG_OF_DATA_GROUP = {1: 0x61, 2: 0x75, 3: 0x63, 13: 0x6D, 14: 0x6E, 15: 0x6F}
_JPEG = b"\xff\xd8"
_SEX = {"M": "Nam", "F": "Nữ"}


def build_dir() -> bytes:
    """Return EF.DIR: the one application (ISO/IEC 7816-4)."""
    return encode(0x61, encode(0x4F, EMRTD_AID))


def build_atr_info(command_buffer: int, response_buffer: int, profile: ChipProfile = CCCD) -> bytes:
    """Return EF.ATR/INFO: card capabilities and, with extended length, the longest APDUs in bytes (ISO/IEC 7816-4)."""
    described = encode(0x47, capabilities(profile))
    if not profile.extended_length:
        return described
    sizes = [encode(0x02, size.to_bytes(2, "big")) for size in (command_buffer, response_buffer)]
    return described + encode(0x7F66, *sizes)


def build_com(data_groups: Iterable[int], lds_version: int = 0) -> bytes:
    """Return EF.COM: LDS 1.7 or 1.8, Unicode 4.0.0, the data groups that there are (Doc 9303-10 4.6.1)."""
    tags = bytes(_TAG_OF_DATA_GROUP[number] for number in sorted(data_groups))
    return encode(
        0x60,
        encode(0x5F01, b"0108" if lds_version else b"0107"),
        encode(0x5F36, b"040000"),
        encode(0x5C, tags),
    )


def build_dg1(mrz_lines: Iterable[str]) -> bytes:
    """Return EF.DG1: the lines of the MRZ without separators."""
    return encode(0x61, encode(0x5F1F, "".join(mrz_lines).encode("ascii")))


def build_dg2(picture: bytes, width: int, height: int, sex: str) -> bytes:
    """Return EF.DG2 with one picture, JPEG or JPEG 2000 (Doc 9303-10 4.7.2; ISO/IEC 19794-5:2005)."""
    # Biometric type 02 (face); format owner and type: ISO/IEC JTC 1/SC 37, 0008.
    header = encode(0xA1, encode(0x81, b"\x02"), encode(0x87, b"\x01\x01"), encode(0x88, b"\x00\x08"))
    template = encode(0x7F60, header, encode(0x5F2E, _face_record(picture, width, height, sex)))
    return encode(0x75, encode(0x7F61, der.integer(1), template))


def build_dg3() -> bytes:
    """Return EF.DG3 without any finger: no terminal here may read it (Doc 9303-10 4.7.3)."""
    return encode(0x63, encode(0x7F61, der.integer(0)))


def build_dg13(citizen: Citizen, national: National) -> bytes:
    """Return EF.DG13, the national record: numbered fields, empty ones left out but for the spouse."""
    expiry = f"{citizen.expiry_date:%d/%m/%Y}" if citizen.expiry_date else "Không thời hạn"
    fields = [
        (1, der.printable(citizen.number)),
        (2, der.utf8(citizen.full_name)),
        # A date of which the MRZ knows the year alone is no more here.
        (
            3,
            der.printable(
                f"{citizen.birth_date:%Y}" if citizen.birth_digits else f"{citizen.birth_date:%d/%m/%Y}"
            ),
        ),
        (4, der.utf8(_SEX[citizen.sex])),
        (5, der.utf8("Việt Nam")),
        (6, der.utf8(national.ethnicity)),
        (7, der.utf8(national.religion)),
        (8, der.utf8(national.place_of_origin)),
        (9, der.utf8(national.residence)),
        (10, der.utf8(national.identification_marks)),
        (11, der.printable(f"{citizen.issue_date:%d/%m/%Y}")),
        (12, der.utf8(expiry)),
        (13, b"".join(der.sequence(der.utf8(parent)) for parent in national.parents)),
        (14, der.sequence(der.utf8(national.spouse)) if national.spouse else b""),
        (15, der.printable(national.old_number) if national.old_number else None),
        (16, der.printable(national.chip_id)),
    ]
    # The cards number their fields upwards, which is not the order that DER would give a SET OF.
    record = [der.sequence(der.integer(number), value) for number, value in fields if value is not None]
    return encode(0x6D, der.sequence(der.integer(1), der.oid(_NATIONAL_RECORD), encode(0x31, *record)))


def build_dg15(public_key_info: bytes) -> bytes:
    """Return EF.DG15: the active authentication key (Doc 9303-10 4.7.15)."""
    return encode(0x6F, public_key_info)


def _face_record(picture: bytes, width: int, height: int, sex: str) -> bytes:
    image_information = (
        b"\x01"  # full frontal
        + (b"\x00" if picture.startswith(_JPEG) else b"\x01")
        + width.to_bytes(2, "big")
        + height.to_bytes(2, "big")
        + b"\x01"  # sRGB
        b"\x02"  # photograph by a digital camera
        b"\x00\x00"  # device not given
        b"\x00\x00"  # quality not given
    )
    gender = b"\x01" if sex == "M" else b"\x02"
    # Feature points, gender, eyes, hair, properties (3), expression (2), pose (3), uncertainty of the pose (3).
    described = b"\x00\x00" + gender + bytes(2 + 3 + 2 + 3 + 3)
    block_length = 4 + len(described) + len(image_information) + len(picture)
    block = block_length.to_bytes(4, "big") + described + image_information + picture
    return b"FAC\x00" + b"010\x00" + (14 + len(block)).to_bytes(4, "big") + b"\x00\x01" + block
