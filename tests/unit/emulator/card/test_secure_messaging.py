"""Secure messaging from the card's side: Doc 9303-11 appendix D.4, and what ends a session."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, parse_command
from emulator.card.secure_messaging import AesSession, SecureSession, SessionCipher, TripleDesSession
from tests.unit.emulator.card.samples import make_card
from tests.unit.emulator.card.terminal import Session, aes_cbc, cmac, tlv
from tests.unit.emulator.card.terminal import pad as terminal_pad
from tests.vectors import ICAO, load

D4: dict[str, Any] = load(ICAO)["SM_D4"]


def make_d4_session(exchange: int = 0) -> SecureSession:
    """The session of appendix D.4 before that exchange."""
    cipher = TripleDesSession(bytes.fromhex(D4["ks_enc"]), bytes.fromhex(D4["ks_mac"]))
    return SecureSession(cipher, int(D4["ssc"], 16) + 2 * exchange)


def make_ciphers() -> list[SessionCipher]:
    return [TripleDesSession(bytes(range(16)), bytes(range(16, 32))), AesSession(bytes(16), b"\x01" * 16)]


@pytest.mark.parametrize("number", range(3))
def test_card_answers_each_exchange_of_appendix_d4(number: int) -> None:
    exchange = D4["exchanges"][number]
    plain = parse_command(bytes.fromhex(exchange["plain_c"]))
    session = make_d4_session(number)

    command = session.unwrap(parse_command(bytes.fromhex(exchange["protected_c"])))
    response = session.wrap(ResponseApdu(bytes.fromhex(exchange["plain_data"])), command.ins)

    assert (command.ins, command.p1_p2, command.data, command.ne) == (
        plain.ins,
        plain.p1_p2,
        plain.data,
        plain.ne,
    )
    assert response.encode().hex().upper() == exchange["protected_r"]


def test_one_session_runs_through_all_of_appendix_d4() -> None:
    session = make_d4_session()
    for exchange in D4["exchanges"]:
        session.unwrap(parse_command(bytes.fromhex(exchange["protected_c"])))
        response = session.wrap(ResponseApdu(bytes.fromhex(exchange["plain_data"])), 0xA4)
        assert response.encode().hex().upper() == exchange["protected_r"]


READ = "0CB000000D9701048E08ED6705417E96BA5500"


@pytest.mark.parametrize(
    ("command", "sw"),
    [
        pytest.param("0CB000000D9701048E08ED6705417E96BA5400", 0x6988, id="wrong MAC"),
        pytest.param("0CB000010D9701048E08ED6705417E96BA5500", 0x6988, id="header changed"),
        pytest.param("0CB000000D9701058E08ED6705417E96BA5500", 0x6988, id="Le changed"),
        pytest.param("0CB000000397010400", 0x6987, id="no MAC"),
        pytest.param("0CB0000000", 0x6987, id="nothing"),
        pytest.param("0CB0000006970104" + "8E02ED" + "00", 0x6988, id="cut short"),
        pytest.param("0CB000000D8E08ED6705417E96BA5597010400", 0x6988, id="MAC not last"),
        pytest.param("0CB00000109701048101008E08ED6705417E96BA5500", 0x6988, id="plain data object"),
    ],
)
def test_unwrap_refuses(command: str, sw: int) -> None:
    session = make_d4_session(1)
    with pytest.raises(CommandError) as refusal:
        session.unwrap(parse_command(bytes.fromhex(command)))
    assert refusal.value.sw == sw


def test_unwrap_refuses_a_command_sent_twice() -> None:
    session = make_d4_session(1)
    session.unwrap(parse_command(bytes.fromhex(READ)))
    with pytest.raises(CommandError) as refusal:
        session.unwrap(parse_command(bytes.fromhex(READ)))
    assert refusal.value.sw == 0x6988


@settings(deadline=None)
@given(room=st.integers(0, 5000), aes=st.booleans())
def test_capacity_is_the_most_that_fits(room: int, aes: bool) -> None:
    cipher = make_ciphers()[aes]
    session = SecureSession(cipher)
    most = session.capacity(room)
    if most:
        assert len(session.wrap(ResponseApdu(bytes(most)), 0xB0).data) <= room
    if room >= 14:
        assert len(session.wrap(ResponseApdu(bytes(most + 1)), 0xB0).data) > room


@pytest.mark.parametrize(("cipher", "most"), list(zip(make_ciphers(), (231, 223), strict=True)))
def test_capacity_of_a_short_answer_is_the_known_number(cipher: SessionCipher, most: int) -> None:
    assert SecureSession(cipher).capacity(256) == most


AES_KEYS = bytes(16), b"\x01" * 16


def make_aes_pair() -> tuple[SecureSession, Session]:
    """A card's session and a terminal's with the same keys."""
    return SecureSession(AesSession(*AES_KEYS)), Session(make_card(), *AES_KEYS)


def forge(terminal: Session, ins: int, body: bytes) -> CommandApdu:
    """A command whose data objects are these, rightly authenticated."""
    terminal.counter += 1
    header = bytes((0x0C, ins, 0, 0))
    counter = terminal.counter.to_bytes(16, "big")
    data = body + tlv(0x8E, cmac(AES_KEYS[1], terminal_pad(counter + terminal_pad(header) + body)))
    return CommandApdu(header[0], header[1], header[2], header[3], data, 256, wants_all=True)


def encrypt(terminal: Session, padded: bytes) -> bytes:
    """What the terminal's next command would make of `padded` data."""
    iv = aes_cbc(AES_KEYS[0], bytes(16), (terminal.counter + 1).to_bytes(16, "big"))
    return aes_cbc(AES_KEYS[0], iv, padded)


def test_odd_instructions_carry_data_object_85() -> None:
    card, terminal = make_aes_pair()
    cryptogram = encrypt(terminal, terminal_pad(bytes.fromhex("54020100")))
    command = card.unwrap(forge(terminal, 0xB1, tlv(0x85, cryptogram) + tlv(0x97, b"\x00\x00")))
    assert (command.data.hex(), command.ne, command.wants_all) == ("54020100", 65536, True)
    assert card.wrap(ResponseApdu(b"\x53\x00"), 0xB1).data[:2].hex() == "8510"


@pytest.mark.parametrize(
    ("ins", "body"),
    [
        pytest.param(0xB0, tlv(0x85, bytes(16)), id="85 with an even instruction"),
        pytest.param(0xB1, tlv(0x87, b"\x01" + bytes(16)), id="87 with an odd instruction"),
        pytest.param(0xB0, tlv(0x87, b"\x02" + bytes(16)), id="padding indicator 02"),
        pytest.param(0xB0, tlv(0x87, b"\x01"), id="no cryptogram"),
        pytest.param(0xB0, tlv(0x87, b"\x01" + bytes(15)), id="half a block"),
        pytest.param(0xB0, tlv(0x87, b"\x01" + bytes(16)), id="no padding inside"),
        pytest.param(0xB0, tlv(0x97, bytes(3)), id="Le of three bytes"),
        pytest.param(0xB0, tlv(0x97, b""), id="Le of no bytes"),
    ],
)
def test_unwrap_refuses_even_when_the_mac_is_right(ins: int, body: bytes) -> None:
    card, terminal = make_aes_pair()
    with pytest.raises(CommandError) as refusal:
        card.unwrap(forge(terminal, ins, body))
    assert refusal.value.sw == 0x6988


def test_unwrap_refuses_a_block_that_is_only_padding_zeros() -> None:
    card, terminal = make_aes_pair()
    cryptogram = encrypt(terminal, b"\x80" + bytes(31))
    with pytest.raises(CommandError):
        card.unwrap(forge(terminal, 0xA4, tlv(0x87, b"\x01" + cryptogram)))


@pytest.mark.parametrize("twice", [False, True])
def test_a_command_without_data_may_be_padded_once_or_twice(twice: bool) -> None:
    card, _ = make_aes_pair()
    header = bytes.fromhex("0CA4000C")
    authenticated = (1).to_bytes(16, "big") + terminal_pad(header)
    tag = cmac(AES_KEYS[1], terminal_pad(authenticated) if twice else authenticated)
    assert card.unwrap(CommandApdu(header[0], header[1], header[2], header[3], tlv(0x8E, tag))).data == b""
