"""Chip authentication in all its variants from the card's side: groups, ciphers, identifiers, one command or two."""

from dataclasses import replace

import pytest

from emulator.card import EmrtdCard
from emulator.card.image import ChipKey
from reader.crypto.cipher import SymmetricCipher
from tests.unit.emulator.card.pace_terminal import Arithmetic, make_session
from tests.unit.emulator.card.samples import CAN, COM, make_image
from tests.unit.emulator.card.terminal import Session, establish_pace, tlv
from tests.vectors import BSI, load

TRIPLE_DES, AES_128, AES_256 = SymmetricCipher.TRIPLE_DES, SymmetricCipher.AES_128, SymmetricCipher.AES_256
CHIP_SECRET, SECRET = 0xC0FFEE, 0x1234567
ARCS = {TRIPLE_DES: 1, AES_128: 2, SymmetricCipher.AES_192: 3, AES_256: 4}


def open_card(*keys: ChipKey) -> Session:
    """A PACE session with a chip that has these keys."""
    session = establish_pace(EmrtdCard(replace(make_image(), chip_keys=keys)), CAN.encode(), 2)
    session.select_application()
    return session


def oid(parameter_id: int, cipher: SymmetricCipher) -> bytes:
    return bytes.fromhex("04007F0007020203") + bytes((1 if parameter_id < 3 else 2, ARCS[cipher]))


def set_at(session: Session, key: ChipKey, cipher: SymmetricCipher, reference: bytes = b"") -> int:
    data = tlv(0x80, oid(key.parameter_id, cipher)) + (tlv(0x84, reference) if reference else b"")
    return session.send("002241A4", data)[1]


def authenticate(session: Session, key: ChipKey, cipher: SymmetricCipher, reference: bytes = b"") -> Session:
    """MSE:Set AT and GENERAL AUTHENTICATE; the session that follows."""
    assert set_at(session, key, cipher, reference) == 0x9000
    group = Arithmetic(key.parameter_id)
    own = group.power(SECRET, group.base)
    assert session.send("00860000", tlv(0x7C, tlv(0x80, own)), "0000") == (b"\x7c\x00", 0x9000)
    return renewed(session, key, cipher)


def renewed(session: Session, key: ChipKey, cipher: SymmetricCipher) -> Session:
    group = Arithmetic(key.parameter_id)
    public = group.power(key.secret, group.base)
    return make_session(session.card, group.shared(group.power(SECRET, public)), cipher)


def check_reading(session: Session) -> None:
    assert session.send("00B09E00", le="00") == (COM, 0x9000)


@pytest.mark.parametrize("cipher", list(SymmetricCipher))
@pytest.mark.parametrize("parameter_id", [0, 1, 2, 8, 12, 13, 16, 18])
def test_every_cipher_in_every_sort_of_group(parameter_id: int, cipher: SymmetricCipher) -> None:
    key = ChipKey(parameter_id, CHIP_SECRET, (cipher,))
    check_reading(authenticate(open_card(key), key, cipher))


@pytest.mark.parametrize("parameter_id", [1, 13])
def test_triple_des_in_one_command(parameter_id: int) -> None:
    key = ChipKey(parameter_id, CHIP_SECRET, (TRIPLE_DES,))
    session, group = open_card(key), Arithmetic(parameter_id)
    own = tlv(0x91, group.power(SECRET, group.base))
    assert session.send("002241A6", own, "00" if parameter_id == 13 else "0000") == (b"", 0x9000)
    check_reading(renewed(session, key, TRIPLE_DES))


def test_a_key_too_long_for_one_command_comes_in_a_chain() -> None:
    key = ChipKey(1, CHIP_SECRET, (TRIPLE_DES,))
    session, group = open_card(key), Arithmetic(1)
    own = tlv(0x91, group.power(SECRET, group.base))
    assert session.send("102241A6", own[:150]) == (b"", 0x9000)
    assert session.send("002241A6", own[150:]) == (b"", 0x9000)
    check_reading(renewed(session, key, TRIPLE_DES))


def test_identifiers_tell_keys_apart() -> None:
    first = ChipKey(13, CHIP_SECRET, (TRIPLE_DES, AES_128), 1)
    second = ChipKey(13, CHIP_SECRET + 1, (AES_128,), 2)
    for key, reference in ((first, b"\x01"), (second, b"\x02"), (second, b"\x00\x02")):
        check_reading(authenticate(open_card(first, second), key, AES_128, reference))
    session = open_card(first, second)
    assert set_at(session, first, AES_128) == 0x6A88
    assert set_at(session, first, AES_128, b"\x03") == 0x6A88
    assert set_at(session, second, TRIPLE_DES, b"\x02") == 0x6A88
    assert set_at(session, second, AES_256, b"\x02") == 0x6A80
    group = Arithmetic(13)
    own = tlv(0x91, group.power(SECRET, group.base))
    assert session.send("002241A6", own)[1] == 0x6A88
    assert session.send("002241A6", own + tlv(0x84, b"\x01"))[1] == 0x9000
    check_reading(renewed(session, first, TRIPLE_DES))


def test_a_refusal_keeps_the_session() -> None:
    key = ChipKey(13, CHIP_SECRET, (AES_128,))
    session, group = open_card(key), Arithmetic(13)
    own = group.power(SECRET, group.base)
    # No triple DES key for MSE:Set KAT; a bad point; data objects that do not belong.
    assert session.send("002241A6", tlv(0x91, own))[1] == 0x6A88
    assert session.send("002241A6", tlv(0x91, own) + tlv(0x92, b""))[1] == 0x6A80
    assert session.send("002241A4", tlv(0x80, oid(13, AES_128)) + tlv(0x91, own))[1] == 0x6A88
    check_reading(session)
    triple = open_card(ChipKey(13, CHIP_SECRET, (TRIPLE_DES,)))
    assert triple.send("002241A6", tlv(0x91, own[:-1] + b"\x00"))[1] == 0x6A80
    check_reading(triple)


def test_a_chip_without_a_key_refuses() -> None:
    session = open_card()
    assert set_at(session, ChipKey(13, CHIP_SECRET), AES_128) == 0x6A80
    check_reading(session)


@pytest.mark.parametrize("number", [0, 1])
def test_shared_secret_is_that_of_the_bsi_example(number: int) -> None:
    example = load(BSI)["examples"][number]
    key = ChipKey(13 if number == 0 else 0, int(example["ca_picc_priv_key"], 16), (AES_128,))
    group = key.group
    public = bytes.fromhex(example["ca_picc_pub_key"])
    assert group.power(key.secret, group.generator()) == public
    peer = bytes.fromhex(example["ca_pcd_pub_key"])
    secret = group.shared_secret(group.power(key.secret, peer))
    assert secret.hex().upper() == example["ca_shared_secret_k"]
