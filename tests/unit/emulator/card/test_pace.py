"""PACE from the card's side: published worked examples byte for byte, and what a wrong terminal is told."""

from typing import Any

import pytest

from emulator.card import EmrtdCard
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import generator, multiply
from tests.unit.emulator.card.samples import CAN, MRZ_INFORMATION, make_card, scalar, scripted
from tests.unit.emulator.card.terminal import Session, establish_pace, kdf, send
from tests.vectors import BSI, ICAO, load

G1: dict[str, Any] = load(ICAO)["PACE_GM_ECDH_G1"]
# Not in the file of vectors: the chip's secret keys of appendix G.1, whose public keys are.
G1_MAPPING_KEY = "498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560"
G1_EPHEMERAL_KEY = "107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A"

SET_AT_MRZ = "0022C1A40F800A04007F00070202040202830101"
SET_AT_CAN = "0022C1A40F800A04007F00070202040202830102"
GET_NONCE = "10860000027C0000"
BASE_POINT = generator(curve_by_id(13)).encode().hex()


def map_with(point: str) -> str:
    return f"10860000457C438141{point}00"


def agree_with(point: str) -> str:
    return f"10860000457C438341{point}00"


def show(token: str) -> str:
    return f"008600000C7C0A8508{token}00"


def test_card_answers_appendix_g1_byte_for_byte() -> None:
    card = make_card(scripted(bytes.fromhex(G1["s"]), scalar(G1_MAPPING_KEY), scalar(G1_EPHEMERAL_KEY)))
    assert send(card, SET_AT_MRZ) == (b"", 0x9000)
    for command, answer in (
        (GET_NONCE, "7C128010" + G1["z"]),
        (map_with(G1["map_pk_ifd"]), "7C438241" + G1["map_pk_ic"]),
        (agree_with(G1["pk_ifd"]), "7C438441" + G1["pk_ic"]),
        (show(G1["t_ifd"]), "7C0A8608" + G1["t_ic"]),
    ):
        data, sw = send(card, command)
        assert (data.hex().upper(), sw) == (answer, 0x9000)


def test_card_answers_the_bsi_example_byte_for_byte() -> None:
    example = load(BSI)["examples"][0]
    card = make_card(
        scripted(
            bytes.fromhex(example["pace_nonce"]),
            scalar(example["pace_static_picc_priv_key"]),
            scalar(example["pace_eph_picc_priv_key"]),
        )
    )
    # The example's PIN has the digits of this card's CAN.
    assert send(card, SET_AT_CAN) == (b"", 0x9000)
    for command, answer in (
        (GET_NONCE, "7C128010" + example["pace_enc_nonce"]),
        (map_with(example["pace_static_pcd_pub_key"]), "7C438241" + example["pace_static_picc_pub_key"]),
        (agree_with(example["pace_eph_pcd_pub_key"]), "7C438441" + example["pace_eph_picc_pub_key"]),
        (
            show(example["pace_authentication_token_pcd"]),
            "7C0A8608" + example["pace_authentication_token_picc"],
        ),
    ):
        data, sw = send(card, command)
        assert (data.hex().upper(), sw) == (answer, 0x9000)


@pytest.mark.parametrize(("password", "reference"), [("can", 2), ("mrz", 1)])
def test_session_opens_with_either_password(card: EmrtdCard, password: str, reference: int) -> None:
    import hashlib

    known = {"can": CAN.encode(), "mrz": hashlib.sha1(MRZ_INFORMATION.encode()).digest()}
    session = establish_pace(card, known[password], reference)
    session.select_application()
    assert session.send("00B09E00", le="04") == (bytes.fromhex("60145F01"), 0x9000)


def test_wrong_password_shows_at_the_last_step(card: EmrtdCard) -> None:
    with pytest.raises(AssertionError, match="6300"):
        establish_pace(card, b"654321", 2)
    assert send(card, show("0000000000000000")) == (b"", 0x6985)
    assert establish_pace(card, CAN.encode(), 2).counter == 0


@pytest.mark.parametrize(
    ("set_at", "sw"),
    [
        pytest.param("0022C1A40F800A04007F00070202040202830103", 0x6A88, id="no such password"),
        pytest.param("0022C1A40F800A04007F00070202040204830102", 0x6A80, id="another cipher"),
        pytest.param("0022C1A412800A04007F0007020204020283010284010D", 0x9000, id="its own parameters"),
        pytest.param("0022C1A412800A04007F0007020204020283010284010C", 0x6A88, id="other parameters"),
        pytest.param("0022C1A40C800A04007F00070202040202", 0x6A80, id="no password"),
        pytest.param("0022C1A403830102", 0x6A80, id="no mechanism"),
        pytest.param("0022C1A40F810A04007F00070202040202830102", 0x6A80, id="unknown data object"),
        pytest.param("0022C1A412800A04007F00070202040202830102850100", 0x6A80, id="one data object too many"),
        pytest.param("0022C1A4028005", 0x6A80, id="not a data object"),
        pytest.param("002281B6038301FF", 0x6A86, id="another function"),
    ],
)
def test_set_at_answers(card: EmrtdCard, set_at: str, sw: int) -> None:
    assert send(card, set_at) == (b"", sw)


@pytest.mark.parametrize(
    ("steps", "sw"),
    [
        pytest.param([show("0000000000000000")], 0x6985, id="chain ended at once"),
        pytest.param([map_with(BASE_POINT)], 0x6A80, id="mapping before the nonce"),
        pytest.param([GET_NONCE, agree_with(BASE_POINT)], 0x6A80, id="agreement before mapping"),
        pytest.param([GET_NONCE, GET_NONCE], 0x6A80, id="nonce twice"),
        pytest.param([GET_NONCE, map_with(BASE_POINT[:-2] + "00")], 0x6A80, id="off the curve"),
        pytest.param([GET_NONCE, map_with("04" + 64 * "00")], 0x6A80, id="zero point"),
        pytest.param([GET_NONCE, "10860000047C02810000"], 0x6A80, id="no point"),
        pytest.param([GET_NONCE, "10860000037D010000"], 0x6A80, id="another template"),
        pytest.param([GET_NONCE, "00860000037C810500"], 0x6A80, id="not a data object"),
        pytest.param([GET_NONCE, "10860001027C0000"], 0x6A86, id="P2 not zero"),
        pytest.param(
            [GET_NONCE, map_with(BASE_POINT), agree_with(BASE_POINT), "1" + show("00" * 8)[1:]],
            0x6883,
            id="chain goes on after the last step",
        ),
    ],
)
def test_a_terminal_that_breaks_the_protocol_is_refused(card: EmrtdCard, steps: list[str], sw: int) -> None:
    assert send(card, SET_AT_CAN) == (b"", 0x9000)
    for step in steps[:-1]:
        assert send(card, step)[1] == 0x9000
    assert send(card, steps[-1]) == (b"", sw)
    # The run is over, whatever comes next.
    assert send(card, GET_NONCE) == (b"", 0x6985)


def test_a_reflected_key_is_refused() -> None:
    card = make_card(scripted(bytes(15) + b"\x01", scalar("1"), scalar("5")))
    send(card, SET_AT_CAN)
    send(card, GET_NONCE)
    # The nonce is 1 and the shared point 3 * base, so the mapped generator is 4 * base.
    curve = curve_by_id(13)
    send(card, map_with(multiply(3, generator(curve)).encode().hex()))
    reflected = multiply(20, generator(curve)).encode().hex()
    assert send(card, agree_with(reflected)) == (b"", 0x6A80)


def test_another_command_in_between_ends_the_run(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    send(card, GET_NONCE)
    assert send(card, "00A4000C02011C") == (b"", 0x9000)
    assert send(card, map_with(BASE_POINT)) == (b"", 0x6985)


def test_every_run_has_a_nonce_of_its_own(card: EmrtdCard) -> None:
    nonces = set()
    for _ in range(4):
        send(card, SET_AT_CAN)
        nonces.add(send(card, GET_NONCE)[0])
    assert len(nonces) == 4


def test_another_run_ends_the_session_before(card: EmrtdCard) -> None:
    first = establish_pace(card, CAN.encode(), 2)
    second = establish_pace(card, CAN.encode(), 2)
    assert kdf(b"", 1) != first.encryption_key != second.encryption_key
    second.select_application()
    assert send(card, first.protect(bytes.fromhex("00B09E00"), le=b"\x04"))[1] == 0x6988


def test_pace_runs_under_a_session_too(session: Session) -> None:
    set_at, template = bytes.fromhex(SET_AT_CAN)[5:], bytes.fromhex("7C00")
    assert session.send("0022C1A4", set_at) == (b"", 0x9000)
    answer, sw = session.send("10860000", template, "00")
    assert (answer[:4].hex(), len(answer), sw) == ("7c128010", 20, 0x9000)
    # Giving it up leaves the session as it was.
    session.select_application()
    assert session.send("10860000", template, "00") == (b"", 0x6985)
