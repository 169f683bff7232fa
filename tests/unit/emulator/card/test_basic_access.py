"""Basic access control from the card's side: appendix D of Doc 9303-11 byte for byte, and what a guesser is told."""

from dataclasses import replace
from typing import Any

import pytest

from emulator.card import CardImage, EmrtdCard
from emulator.card.profiles import profile_by_name
from tests.unit.emulator.card.samples import make_image, scripted
from tests.unit.emulator.card.terminal import Session, establish_pace, send
from tests.unit.emulator.card.triple_des_terminal import challenge, establish_bac
from tests.vectors import ICAO, ICAO_AND_VIETNAM, load

D2: dict[str, Any] = load(ICAO_AND_VIETNAM)["bac"]
EXCHANGES: list[dict[str, str]] = load(ICAO)["SM_D4"]["exchanges"]
SELECT_APPLICATION = "00A4040C07A0000002471001"
COM_OF_D4 = bytes.fromhex("60145F0104303130365F36063034303030305C026175")
MRZ = D2["mrz_information"]


def make_bac_image(profile: str = "cccd") -> CardImage:
    """The sample chip with the MRZ and the EF.COM of appendix D."""
    image = make_image()
    return replace(
        image,
        mrz_information=MRZ,
        application={**image.application, 0x011E: COM_OF_D4},
        profile=profile_by_name(profile),
    )


@pytest.fixture
def bac_card() -> EmrtdCard:
    """A chip with BAC whose application is selected."""
    card = EmrtdCard(make_bac_image())
    assert send(card, SELECT_APPLICATION) == (b"", 0x9000)
    return card


def test_card_answers_appendix_d_byte_for_byte() -> None:
    card = EmrtdCard(
        make_bac_image(), random=scripted(bytes.fromhex(D2["rnd_ic"]), bytes.fromhex(D2["k_ic"]))
    )
    send(card, SELECT_APPLICATION)
    assert send(card, "0084000008") == (bytes.fromhex(D2["rnd_ic"]), 0x9000)
    answer, sw = send(card, D2["external_authenticate_apdu"])
    assert (answer.hex().upper(), sw) == (D2["e_ic"] + D2["m_ic"], 0x9000)
    for exchange in EXCHANGES:
        assert card.process(bytes.fromhex(exchange["protected_c"])).hex().upper() == exchange["protected_r"]


def test_the_session_reads(bac_card: EmrtdCard) -> None:
    session = establish_bac(bac_card, MRZ)
    assert session.send("00B09E00", le="00") == (COM_OF_D4, 0x9000)
    assert session.send("00A4020C", bytes.fromhex("0103")) == (b"", 0x6982)
    assert session.send("00B08200", le="00")[0] == bytes(make_image().application[0x0102][:231])


def test_a_wrong_key_is_refused_and_the_challenge_spent(bac_card: EmrtdCard) -> None:
    with pytest.raises(AssertionError, match="6300"):
        establish_bac(bac_card, MRZ[:-1] + "7")
    assert send(bac_card, "0082000028" + "00" * 40 + "28") == (b"", 0x6985)
    establish_bac(bac_card, MRZ)


def test_a_challenge_does_not_outlive_another_command(bac_card: EmrtdCard) -> None:
    challenge(bac_card)
    send(bac_card, "00A4020C02011E")
    assert send(bac_card, "0082000028" + "00" * 40 + "28") == (b"", 0x6985)


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("0084000108", 0x6A86),
        ("00840000", 0x6700),
        ("0084000007", 0x6700),
        ("00840000010008", 0x6700),
        ("0082000128" + "00" * 40, 0x6A86),
        ("0082000027" + "00" * 39, 0x6700),
        ("0082000028" + "00" * 40, 0x6985),
    ],
)
def test_a_malformed_command_is_refused(bac_card: EmrtdCard, command: str, sw: int) -> None:
    assert send(bac_card, command) == (b"", sw)


def test_bac_belongs_to_the_application_and_to_nobody_who_has_a_session(session: Session) -> None:
    assert send(EmrtdCard(make_bac_image()), "0084000008") == (b"", 0x6D00)
    session.select_application()
    assert session.send("00840000", le="08") == (b"", 0x6985)


def test_a_chip_without_bac_does_not_know_the_commands() -> None:
    card = EmrtdCard(make_bac_image("pace-only"))
    send(card, SELECT_APPLICATION)
    assert send(card, "0084000008") == (b"", 0x6D00)
    establish_pace(card, b"123456", 2)


def test_wrong_keys_are_counted_down_and_answered_ever_later() -> None:
    waited: list[float] = []
    card = EmrtdCard(make_bac_image("bac-63cx-delay"), wait=waited.append)
    for expected in ("63C4", "63C3", "63C2", "63C1", "63C0", "63C0"):
        # The chip remembers over a reset.
        card.reset()
        send(card, SELECT_APPLICATION)
        with pytest.raises(AssertionError, match=expected):
            establish_bac(card, MRZ[:-1] + "7")
    assert waited == [0.1, 0.2, 0.4, 0.8, 0.8, 0.8]
    establish_bac(card, MRZ)
    card.reset()
    send(card, SELECT_APPLICATION)
    with pytest.raises(AssertionError, match="63C4"):
        establish_bac(card, MRZ[:-1] + "7")


def test_a_chip_without_access_control_is_read_plainly() -> None:
    card = EmrtdCard(make_bac_image("no-access-control"))
    send(card, SELECT_APPLICATION)
    assert send(card, "00B09E0000") == (COM_OF_D4, 0x9000)
    # But for the fingers.
    assert send(card, "00B0830000") == (b"", 0x6982)
    assert send(card, "0084000008") == (b"", 0x6D00)
