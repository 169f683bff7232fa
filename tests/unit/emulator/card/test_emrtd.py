"""The chip as a whole: classes, chains, answers in pieces, sessions that end, reset."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.card import EmrtdCard
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import generator
from tests.unit.emulator.card.samples import CAN, COM, make_card
from tests.unit.emulator.card.terminal import Session, establish_pace, send

SET_AT_CAN = "0022C1A40F800A04007F00070202040202830102"
GET_NONCE = "10860000027C0000"
BASE_POINT = generator(curve_by_id(13)).encode()


def test_atr_is_that_of_a_contactless_card(card: EmrtdCard) -> None:
    atr = card.atr
    assert atr.hex().upper() == "3B85800180739401E082"
    check = 0
    for byte in atr[1:]:
        check ^= byte
    assert check == 0
    assert atr[1] & 0x0F == len(atr) - 5


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        ("0084000008", 0x6D00),
        ("00FF000000", 0x6D00),
        ("80A4000C023F00", 0x6E00),
        ("01A4000C023F00", 0x6E00),
        ("04A4000C023F00", 0x6E00),
        ("FFCA000000", 0x6E00),
        ("10A4000C023F00", 0x6884),
        ("0CB09C000D9701048E08000000000000000000", 0x6985),
        ("00C0000000", 0x6985),
        ("00", 0x6700),
    ],
)
def test_what_the_card_does_not_do(card: EmrtdCard, command: str, sw: int) -> None:
    assert send(card, command) == (b"", sw)


def test_a_command_longer_than_the_buffer_is_refused(card: EmrtdCard) -> None:
    body = bytes(4096 - 7)
    fitting = b"\x00\xa4\x04\x0c\x00" + len(body).to_bytes(2, "big") + body
    assert send(card, fitting) == (b"", 0x6A82)
    longer = b"\x00\xa4\x04\x0c\x00" + (len(body) + 1).to_bytes(2, "big") + body + b"\x00"
    assert send(card, longer) == (b"", 0x6700)


def test_an_answer_too_long_for_le_comes_in_pieces(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    whole = b""
    data, sw = send(card, "10860000027C0005")
    whole += data
    assert (len(data), sw) == (5, 0x610F)
    data, sw = send(card, "00C0000006")
    whole += data
    assert (len(data), sw) == (6, 0x6109)
    data, sw = send(card, "00C0000009")
    whole += data
    assert sw == 0x9000
    assert whole[:4].hex() == "7c128010"
    assert len(whole) == 20
    assert send(card, "00C0000009") == (b"", 0x6985)
    # Asking in pieces has not ended the run.
    assert send(card, f"10860000457C438141{BASE_POINT.hex()}00")[1] == 0x9000


@pytest.mark.parametrize(
    ("command", "sw"), [("00C0000105", 0x6A86), ("00C00000", 0x6700), ("00C000000155", 0x6700)]
)
def test_a_wrong_get_response_is_refused(card: EmrtdCard, command: str, sw: int) -> None:
    send(card, SET_AT_CAN)
    assert send(card, "10860000027C00")[1] == 0x6114
    assert send(card, command) == (b"", sw)


def test_another_command_forgets_the_rest_of_an_answer(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    send(card, "10860000027C0005")
    send(card, "00A4000C023F00")
    assert send(card, "00C0000000") == (b"", 0x6985)


def test_a_protected_answer_comes_in_pieces_too(session: Session) -> None:
    session.select_application()
    command = session.protect(bytes.fromhex("00B09E00"), le=b"\x16")[:-1] + b"\x10"
    data, sw = send(session.card, command)
    assert (len(data), sw >> 8) == (16, 0x61)
    rest = session.card.process(bytes.fromhex("00C0000000"))
    assert session.unprotect(data + rest) == (COM, 0x9000)


def test_a_step_too_long_for_one_command_comes_in_a_chain(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    send(card, GET_NONCE)
    step = bytes.fromhex("7C438141") + BASE_POINT
    assert send(card, b"\x10\x86\x00\x00\x1e" + step[:30]) == (b"", 0x9000)
    assert send(card, b"\x10\x86\x00\x00\x01" + step[30:31]) == (b"", 0x9000)
    data, sw = send(card, b"\x10\x86\x00\x00" + bytes((len(step) - 31,)) + step[31:] + b"\x00")
    assert (data[:4].hex(), sw) == ("7c438241", 0x9000)


def test_a_chain_without_end_is_refused(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    fragment = b"\x10\x86\x00\x00\xff" + b"\x7c\x83\x10\x00\x00" + bytes(250)
    answers = [send(card, fragment)[1] for _ in range(17)]
    assert answers == [0x9000] * 16 + [0x6700]


def test_a_chain_cut_off_by_another_command_is_forgotten(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    assert send(card, "10860000017C") == (b"", 0x9000)
    send(card, SET_AT_CAN)
    assert send(card, GET_NONCE)[1] == 0x9000


def test_a_plain_command_ends_the_session(session: Session) -> None:
    session.select_application()
    assert send(session.card, "00B09E0004") == (b"", 0x6982)
    assert send(session.card, session.protect(bytes.fromhex("00B09E00"), le=b"\x04")) == (b"", 0x6985)


@pytest.mark.parametrize(("spoil", "sw"), [("mac", 0x6988), ("no mac", 0x6987)])
def test_a_secure_messaging_error_ends_the_session_in_plain(session: Session, spoil: str, sw: int) -> None:
    session.select_application()
    command = session.protect(bytes.fromhex("00B09E00"), le=b"\x04")
    bad = (
        command[:-2] + bytes((command[-2] ^ 1,)) + command[-1:]
        if spoil == "mac"
        else command[:4] + b"\x03\x97\x01\x04\x00"
    )
    assert send(session.card, bad) == (b"", sw)
    assert send(session.card, command) == (b"", 0x6985)
    assert send(session.card, "00B09E0004") == (b"", 0x6982)


def test_reset_forgets_session_and_selection(session: Session) -> None:
    session.select_application()
    session.card.reset()
    assert send(session.card, session.protect(bytes.fromhex("00B09E00"), le=b"\x04")) == (b"", 0x6985)
    # Short identifier 1E is EF.DIR again, not EF.COM: the master file is selected.
    assert send(session.card, "00B09E0002") == (bytes.fromhex("6109"), 0x9000)
    establish_pace(session.card, CAN.encode(), 2).select_application()


def test_reset_forgets_a_run_of_pace(card: EmrtdCard) -> None:
    send(card, SET_AT_CAN)
    card.reset()
    assert send(card, GET_NONCE) == (b"", 0x6985)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=5))
def test_no_bytes_make_the_card_fall_over(commands: list[bytes]) -> None:
    card = make_card()
    for command in commands:
        assert len(card.process(command)) >= 2


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x00, 0x10, 0x0C, 0x1C]),
            st.sampled_from([0x22, 0x86, 0xA4, 0xB0, 0xC0]),
            st.binary(min_size=2, max_size=2),
            st.binary(max_size=80),
        ),
        max_size=8,
    )
)
def test_no_likely_command_makes_the_card_fall_over(commands: list[tuple[int, int, bytes, bytes]]) -> None:
    session = establish_pace(make_card(), CAN.encode(), 2)
    for cla, ins, parameters, body in commands:
        answer = session.card.process(bytes((cla, ins)) + parameters + bytes((len(body),)) + body + b"\x00")
        assert len(answer) >= 2
