"""Every chip profile is read whole; each strict one shows what it is named after."""

from dataclasses import replace

import pytest

from emulator.card import EmrtdCard
from emulator.card.profile import CCCD, LongLe
from emulator.card.profiles import PROFILES, profile_by_name
from emulator.citizens import by_name
from emulator.issuer import personalise
from reader.codec.tlv import parse, parse_all
from tests.unit.emulator.card.profile_terminal import open_by_pace, open_image, read_file
from tests.unit.emulator.card.terminal import Session, send

CITIZEN = by_name("nguyen-van-mau")
SELECT_APPLICATION = "00A4040C07A0000002471001"


def open_profile(name: str) -> Session:
    return open_image(personalise(CITIZEN, profile_by_name(name)))


@pytest.mark.parametrize("name", list(PROFILES))
def test_every_profile_is_read_whole(name: str) -> None:
    image = personalise(CITIZEN, profile_by_name(name))
    session = open_image(image)
    for identifier, content in image.application.items():
        if identifier not in image.locked:
            assert read_file(session, identifier) == content


def test_the_default_is_the_card_of_vietnam() -> None:
    assert next(iter(PROFILES.values())) is CCCD
    assert personalise(CITIZEN) == personalise(CITIZEN, CCCD)
    assert personalise(CITIZEN).master_file[0x011C].hex().startswith("3134300d060804007f00")
    with pytest.raises(KeyError, match="no-sfi"):
        profile_by_name("no such thing")
    assert all(name == profile.name and profile.about for name, profile in PROFILES.items())


def test_drops_sm_on_any_error() -> None:
    session = open_profile("drops-sm-on-any-error")
    assert session.send("00B09E00", le="02")[1] == 0x9000
    answer = session.card.process(session.protect(bytes.fromhex("00A4020C"), b"\x01\x0b"))
    assert answer.hex() == "6a82"
    assert send(session.card, session.protect(bytes.fromhex("00B09E00"), le=b"\x02")) == (b"", 0x6985)
    kept = open_profile("cccd")
    assert kept.send("00A4020C", b"\x01\x0b") == (b"", 0x6A82)
    assert kept.send("00B09E00", le="02")[1] == 0x9000


def test_a_warning_is_no_error() -> None:
    session = open_profile("drops-sm-on-any-error")
    assert session.send("00B09E00", le="DF")[1] == 0x6282
    assert session.send("00B09E00", le="02")[1] == 0x9000


def test_no_select_mf() -> None:
    card = EmrtdCard(personalise(CITIZEN, profile_by_name("no-select-mf")))
    assert send(card, "00A4000C023F00") == (b"", 0x6D00)
    assert send(card, "00B09C0002")[1] == 0x9000
    assert open_profile("no-select-mf").send("00A4000C", b"\x3f\x00") == (b"", 0x6D00)


def test_no_sfi() -> None:
    card = EmrtdCard(personalise(CITIZEN, profile_by_name("no-sfi")))
    assert send(card, "00B09C0002") == (b"", 0x6A86)
    assert send(card, "00A4020C02011C") == (b"", 0x9000)
    assert send(card, "00B0000002") == (b"\x31\x34", 0x9000)
    assert card.atr.hex().upper() == "3B85800180739001E086"


def test_short_length_only() -> None:
    image = personalise(CITIZEN, profile_by_name("short-length-only"))
    card = EmrtdCard(image)
    assert send(card, "00B09C00000000") == (b"", 0x6700)
    assert send(card, "00B09C0000")[1] == 0x9000
    # Nothing of buffers in EF.ATR/INFO, and no extended length in the ATR either.
    assert image.master_file[0x2F01].hex() == "4703940180"
    assert card.atr.hex().upper() == "3B858001807394018" + "0E2"
    assert len(send(card, "00B0810000")[0]) == 5


@pytest.mark.parametrize("name", ["buffer-1024", "cccd", "buffer-65535"])
def test_the_largest_answer_is_what_the_card_says(name: str) -> None:
    image = personalise(CITIZEN, profile_by_name(name))
    sizes = parse(image.master_file[0x2F01][5:])
    command, response = (int.from_bytes(size.value, "big") for size in parse_all(sizes.value))
    assert (command, response) == (image.profile.command_buffer, image.profile.response_buffer)
    session = open_image(image)
    protected = session.protect(bytes.fromhex("00B08200"), le=b"\x00\x00")
    answer = session.card.process(protected)
    assert response - 16 <= len(answer) <= response or len(answer) > len(image.application[0x0102])
    assert session.unprotect(answer)[1] == 0x9000


@pytest.mark.parametrize(
    ("name", "sw", "length"),
    [
        ("le-max-224", 0x6CDF, 0),
        ("le-max-224-6700", 0x6700, 0),
        ("le-max-224-6b00", 0x6B00, 0),
        ("le-max-224-6282", 0x6282, 223),
    ],
)
def test_le_over_224_protected(name: str, sw: int, length: int) -> None:
    session = open_profile(name)
    data, status = session.send("00B08200", le="FF")
    assert (len(data), f"{status:04X}") == (length, f"{sw:04X}")
    assert len(session.send("00B08200", le="00")[0]) == 223
    assert len(session.send("00B08200", le="DF")[0]) == 223


def test_le_over_224_ends_the_session() -> None:
    session = open_profile("le-max-224-ends-session")
    assert session.card.process(session.protect(bytes.fromhex("00B08200"), le=b"\xff")).hex() == "6700"
    assert session.card.session is None
    assert open_profile("le-max-224-ends-session").send("00B08200", le="DF")[1] == 0x9000


def test_le_over_224_plain() -> None:
    profile = replace(profile_by_name("no-access-control"), longest_read=224, long_le=LongLe.CORRECT)
    session = open_image(personalise(CITIZEN, profile))
    assert session.send("00B08200", le="E1") == (b"", 0x6CE0)
    assert len(session.send("00B08200", le="E0")[0]) == 224


def test_no_access_control_has_no_card_access() -> None:
    card = EmrtdCard(personalise(CITIZEN, profile_by_name("no-access-control")))
    assert send(card, "00B09C0000") == (b"", 0x6A82)
    send(card, SELECT_APPLICATION)
    assert send(card, "00B0810005") == (b"\x61\x5d\x5f\x1f\x5a", 0x9000)


def test_bac_only_refuses_pace() -> None:
    card = EmrtdCard(personalise(CITIZEN, profile_by_name("bac-only")))
    assert send(card, "00A4020C02011C") == (b"", 0x6A82)
    assert send(card, "0022C1A40F800A04007F00070202040202830102") == (b"", 0x6A80)


def test_card_security_waits_for_a_session() -> None:
    image = personalise(CITIZEN, profile_by_name("cam"))
    card = EmrtdCard(image)
    assert send(card, "00B09D0000") == (b"", 0x6982)
    session = open_by_pace(card, image).session
    content = b""
    while len(content) < len(image.master_file[0x011D]):
        header = f"00B0{len(content):04X}" if content else "00B09D00"
        data, sw = session.send(header, le="80")
        assert sw in {0x9000, 0x6282}
        content += data
    assert content == image.master_file[0x011D]
