"""The files of a personalised chip, taken apart."""

from io import BytesIO

import pytest
from PIL import Image

from emulator.card import CardImage
from emulator.citizens import by_name, load
from reader.codec.tlv import parse_all, unpack
from tests.unit.emulator.issuer.openssl import run

NAMES = [citizen.name for citizen in load()]
COM, DG1, DG2, DG13, DG14 = 0x011E, 0x0101, 0x0102, 0x010D, 0x010E
CARD_ACCESS = "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
VOWELS = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"  # twelve vowels, six tones
)


def national_record(image: CardImage) -> dict[int, bytes]:
    """The fields of EF.DG13: number -> encoded values."""
    version, identifier, record = parse_all(unpack(0x30, unpack(0x6D, image.application[DG13])))
    assert version.encode().hex() == "020101"
    assert identifier.encode().hex() == "060628d316010008"
    fields = {}
    for field in parse_all(record.value):
        number, *values = parse_all(field.value)
        fields[number.value[0]] = b"".join(value.encode() for value in values)
    return fields


def face_record(image: CardImage) -> bytes:
    """The ISO/IEC 19794-5 record in EF.DG2."""
    count, template = parse_all(unpack(0x7F61, unpack(0x75, image.application[DG2])))
    assert count.encode().hex() == "020101"
    header, data = parse_all(template.value)
    assert (template.tag, header.tag, data.tag) == (0x7F60, 0xA1, 0x5F2E)
    assert header.value.hex() == "8101028702010188020008"
    return data.value


def picture_of(image: CardImage) -> bytes:
    return face_record(image)[46:]


def test_master_file_has_what_the_cards_of_vietnam_have(images: dict[str, CardImage]) -> None:
    for image in images.values():
        assert image.master_file[0x011C].hex().upper() == CARD_ACCESS
        assert unpack(0x7F66, image.master_file[0x2F01][5:]).hex() == "0202100002021000"


def test_dg1_of_a_literal_card(images: dict[str, CardImage]) -> None:
    expected = "IDVNM0851234564000085123456<<48503150M4503152VNM<<<<<<<<<<<8NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<"
    assert images["nguyen-van-mau"].application[DG1] == bytes.fromhex("615D5F1F5A") + expected.encode()


def test_tampered_dg1_has_another_name_only(images: dict[str, CardImage]) -> None:
    tampered = images["tran-thi-thu-tampered"].application[DG1].decode("ascii")
    original = images["tran-thi-thu"].application[DG1].decode("ascii")
    assert tampered[:-30] == original[:-30]
    assert tampered[-30:].rstrip("<") == "LE<<THI<TRAO"
    others = {
        fid: content for fid, content in images["tran-thi-thu-tampered"].application.items() if fid != DG1
    }
    assert others.items() <= images["tran-thi-thu"].application.items()


@pytest.mark.parametrize("name", NAMES)
def test_access_keys_come_from_the_mrz(images: dict[str, CardImage], name: str) -> None:
    citizen, image = by_name(name), images[name]
    upper, middle, _ = citizen.mrz.split("\n")
    assert image.mrz_information == upper[5:15] + middle[:7] + middle[8:15]
    assert len(image.mrz_information) == 24
    assert image.can == citizen.number[-6:]


@pytest.mark.parametrize("name", NAMES)
def test_dg2_is_a_face_record_with_a_picture(images: dict[str, CardImage], name: str) -> None:
    image = images[name]
    assert 12_000 <= len(image.application[DG2]) <= 16_000
    record = face_record(image)
    assert record[:8] == b"FAC\x00010\x00"
    assert int.from_bytes(record[8:12], "big") == len(record)
    assert record[12:14] == b"\x00\x01"
    assert int.from_bytes(record[14:18], "big") == len(record) - 14
    assert record[20] == (1 if by_name(name).sex == "M" else 2)
    assert record[34:36] == b"\x01\x01"
    width, height = int.from_bytes(record[36:38], "big"), int.from_bytes(record[38:40], "big")
    with Image.open(BytesIO(record[46:])) as picture:
        picture.load()
        assert (picture.format, picture.mode, picture.size) == ("JPEG2000", "RGB", (width, height))


def test_every_person_has_a_face_of_their_own(images: dict[str, CardImage]) -> None:
    originals = [citizen.name for citizen in load() if citizen.kind == "genuine"]
    assert len({picture_of(images[name]) for name in originals}) == len(originals)
    assert picture_of(images["nguyen-van-mau-clone"]) == picture_of(images["nguyen-van-mau"])


def test_dg13_of_a_literal_card(images: dict[str, CardImage]) -> None:
    fields = national_record(images["pham-thi-gia-dinh"])
    assert list(fields) == list(range(1, 17))
    assert fields[1] == b"\x13\x0c000146345678"
    assert fields[2] == b"\x0c" + bytes((len("PHẠM THỊ GIẢ ĐỊNH".encode()),)) + "PHẠM THỊ GIẢ ĐỊNH".encode()
    assert fields[3] == b"\x13\x0a05/05/1946"
    assert fields[4].decode() == "\x0c\x04Nữ"
    assert fields[12][2:].decode() == "Không thời hạn"
    father, mother = parse_all(fields[13])
    assert unpack(0x0C, father.value).decode() == "PHẠM VĂN CHA GIẢ"
    assert unpack(0x0C, mother.value).decode() == "VŨ THỊ MẸ GIẢ"
    assert fields[15] == b"\x13\x09000345678"


def test_dg13_without_spouse_and_old_number(images: dict[str, CardImage]) -> None:
    fields = national_record(images["tran-thi-thu"])
    assert fields[14] == b""
    assert 15 not in fields
    assert bytes.fromhex("300302010E") in images["tran-thi-thu"].application[DG13]


def test_dg13_has_long_values_and_every_vietnamese_letter(images: dict[str, CardImage]) -> None:
    records = [national_record(image) for image in images.values() if DG13 in image.application]
    text = "".join(value.decode("utf-8", "ignore") for fields in records for value in fields.values())
    assert set(VOWELS + VOWELS.upper() + "đĐ") <= set(text)
    longest = max(len(value) for fields in records for value in fields.values())
    assert longest > 255


def test_the_card_of_2024_has_no_national_record(images: dict[str, CardImage]) -> None:
    image = images["vo-the-moi"]
    assert DG13 not in image.application
    assert image.application[COM].hex().upper() == "60165F0104303130375F36063034303030305C046175636E"


def test_com_lists_the_data_groups(images: dict[str, CardImage]) -> None:
    expected = "60175F0104303130375F36063034303030305C056175636D6E"
    assert images["le-vi-du"].application[COM].hex().upper() == expected


@pytest.mark.parametrize("name", NAMES)
def test_dg14_has_all_of_card_access_and_an_explicit_key(images: dict[str, CardImage], name: str) -> None:
    image = images[name]
    infos = parse_all(unpack(0x31, unpack(0x6E, image.application[DG14])))
    announced = parse_all(unpack(0x31, image.master_file[0x011C]))
    assert infos[:-1] == announced
    identifier, public_key = parse_all(infos[-1].value)
    assert identifier.value.hex().upper() == "04007F000702020102"
    shown = run("pkey", "-pubin", "-inform", "DER", "-noout", "-text", data=public_key.encode()).decode()
    # OpenSSL prints the parameters one by one when they are explicit.
    assert "Field Type: prime-field" in shown
    assert "Cofactor:" in shown


def test_only_the_clone_lacks_the_key_of_its_dg14(images: dict[str, CardImage]) -> None:
    for name, image in images.items():
        *_, info = parse_all(unpack(0x31, unpack(0x6E, image.application[DG14])))
        stored = parse_all(parse_all(info.value)[1].value)[1].value[1:]
        assert (public_point(image.chip_private_key) == stored) is not name.endswith("-clone")
    assert images["nguyen-van-mau-clone"].application == images["nguyen-van-mau"].application


def public_point(secret: int) -> bytes:
    """The public key of a secret on brainpoolP256r1, by OpenSSL's arithmetic."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = ec.derive_private_key(secret, ec.BrainpoolP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
