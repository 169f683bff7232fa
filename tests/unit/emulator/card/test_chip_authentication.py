"""Chip authentication from the card's side: the answer under the old keys, then the new ones, from counter zero."""

import pytest

from emulator.card import EmrtdCard
from reader.crypto.ec import decode_point, generator, multiply
from tests.unit.emulator.card.samples import CHIP_PRIVATE_KEY
from tests.unit.emulator.card.terminal import CA_OID, CURVE, Session, send, tlv
from tests.vectors import BSI, load

PUBLIC_KEY = multiply(CHIP_PRIVATE_KEY, generator(CURVE))


def test_sample_key_is_that_of_the_bsi_example() -> None:
    assert decode_point(CURVE, bytes.fromhex(load(BSI)["examples"][0]["ca_picc_pub_key"])) == PUBLIC_KEY


def test_session_goes_on_under_new_keys(session: Session) -> None:
    session.select_application()
    renewed = session.authenticate_chip(PUBLIC_KEY)
    assert renewed.send("00B09E00", le="04") == (bytes.fromhex("60145F01"), 0x9000)


def test_a_chip_without_the_key_gives_itself_away(session: Session) -> None:
    session.select_application()
    renewed = session.authenticate_chip(multiply(2, PUBLIC_KEY))
    # The card cannot read the command, for it has other keys: unprotected refusal, session gone.
    assert send(session.card, renewed.protect(bytes.fromhex("00B09E00"), le=b"\x04")) == (b"", 0x6988)


def test_the_old_keys_are_no_longer_good(session: Session) -> None:
    session.authenticate_chip(PUBLIC_KEY)
    assert send(session.card, session.protect(bytes.fromhex("00B09E00"), le=b"\x04")) == (b"", 0x6988)


@pytest.mark.parametrize(
    ("set_at", "sw"),
    [
        pytest.param(
            tlv(0x80, CA_OID) + tlv(0x84, b"\x01"), 0x6A88, id="a key identifier that DG14 does not have"
        ),
        pytest.param(tlv(0x80, CA_OID[:-1] + b"\x04"), 0x6A80, id="another cipher"),
        pytest.param(tlv(0x83, b"\x02"), 0x6A80, id="no mechanism"),
    ],
)
def test_set_at_refuses_and_keeps_the_session(session: Session, set_at: bytes, sw: int) -> None:
    assert session.send("002241A4", set_at) == (b"", sw)
    assert session.send("00A4040C", bytes.fromhex("A0000002471001")) == (b"", 0x9000)


@pytest.mark.parametrize(
    "data",
    [
        tlv(0x7C, b""),
        tlv(0x7C, tlv(0x81, PUBLIC_KEY.encode())),
        tlv(0x7C, tlv(0x80, PUBLIC_KEY.encode()[:-1] + b"\x00")),
        tlv(0x7C, tlv(0x80, b"\x00")),
        b"\x7c\x05",
    ],
)
def test_a_bad_key_is_refused_and_the_session_stays(session: Session, data: bytes) -> None:
    assert session.send("002241A4", tlv(0x80, CA_OID)) == (b"", 0x9000)
    assert session.send("00860000", data, "00") == (b"", 0x6A80)
    assert session.send("00860000", data, "00") == (b"", 0x6985)
    session.select_application()


def test_a_chain_is_refused(session: Session) -> None:
    assert session.send("002241A4", tlv(0x80, CA_OID)) == (b"", 0x9000)
    data = tlv(0x7C, tlv(0x80, PUBLIC_KEY.encode()))
    assert session.send("10860000", data, "00") == (b"", 0x6883)


def test_no_chip_authentication_without_a_session(card: EmrtdCard) -> None:
    assert send(card, "002241A40C800A04007F00070202030202") == (b"", 0x6982)
    assert send(card, "00860000047C02800000") == (b"", 0x6985)
