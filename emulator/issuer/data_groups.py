"""The files of the eMRTD application and of the master file, byte by byte (Doc 9303-10; Doc 9303-11 9.2)."""

from collections.abc import Iterable

from emulator.card.files import EMRTD_AID
from emulator.citizens import Citizen, National
from emulator.issuer import der
from emulator.issuer.keys import TestKey
from reader.codec.tlv import encode, unpack

CARD_ACCESS = bytes.fromhex(
    "3134"
    "300D060804007F0007020202020101"  # terminal authentication, version 1
    "300F060A04007F00070202030202020101"  # chip authentication ECDH, AES-CBC-CMAC-128, version 1, no key identifier
    "3012060A04007F0007020204020202010202010D"  # PACE ECDH-GM, AES-CBC-CMAC-128, version 2, parameters 13
)
"""EF.CardAccess as the cards of Vietnam carry it."""

_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
_NATIONAL_RECORD = "1.0.10646.1.0.8"
_TAG_OF_DATA_GROUP = {1: 0x61, 2: 0x75, 3: 0x63, 13: 0x6D, 14: 0x6E}
_SEX = {"M": "Nam", "F": "Nữ"}


def build_dir() -> bytes:
    """Return EF.DIR: the one application (ISO/IEC 7816-4)."""
    return encode(0x61, encode(0x4F, EMRTD_AID))


def build_atr_info(command_buffer: int, response_buffer: int) -> bytes:
    """Return EF.ATR/INFO: card capabilities and the longest APDUs in bytes (ISO/IEC 7816-4)."""
    # Selection by full name, file identifier and short identifier; unit of one byte; command chaining, extended length,
    # buffer sizes in EF.ATR/INFO.
    capabilities = encode(0x47, bytes.fromhex("9401E0"))
    sizes = [encode(0x02, size.to_bytes(2, "big")) for size in (command_buffer, response_buffer)]
    return capabilities + encode(0x7F66, *sizes)


def build_com(data_groups: Iterable[int]) -> bytes:
    """Return EF.COM: LDS 1.7, Unicode 4.0.0, the data groups that there are (Doc 9303-10 4.6.1)."""
    tags = bytes(_TAG_OF_DATA_GROUP[number] for number in sorted(data_groups))
    return encode(0x60, encode(0x5F01, b"0107"), encode(0x5F36, b"040000"), encode(0x5C, tags))


def build_dg1(mrz_lines: Iterable[str]) -> bytes:
    """Return EF.DG1: the lines of the MRZ without separators."""
    return encode(0x61, encode(0x5F1F, "".join(mrz_lines).encode("ascii")))


def build_dg2(picture: bytes, width: int, height: int, sex: str) -> bytes:
    """Return EF.DG2 with one JPEG 2000 picture (Doc 9303-10 4.7.2; ISO/IEC 19794-5:2005)."""
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
        (3, der.printable(f"{citizen.birth_date:%d/%m/%Y}")),
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


def build_dg14(chip_key: TestKey) -> bytes:
    """Return EF.DG14: what EF.CardAccess announces and the chip authentication key (Doc 9303-11 9.2)."""
    public_key = der.sequence(der.oid(_PK_ECDH), chip_key.explicit_public_key_info())
    return encode(0x6E, encode(0x31, unpack(0x31, CARD_ACCESS), public_key))


def mrz_information(mrz_lines: tuple[str, str, str]) -> str:
    """Return what the access keys are made of: document number, birth and expiry, with check digits (Doc 9303-11 4.3.2)."""
    return mrz_lines[0][5:15] + mrz_lines[1][0:7] + mrz_lines[1][8:15]


def _face_record(picture: bytes, width: int, height: int, sex: str) -> bytes:
    image_information = (
        b"\x01"  # full frontal
        b"\x01" + width.to_bytes(2, "big") + height.to_bytes(2, "big") + b"\x01"  # JPEG 2000  # sRGB
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
