"""OpenPACE (libeac3) as the terminal of every sort of PACE that it knows."""

from dataclasses import replace

import pytest

from emulator.card import EmrtdCard
from emulator.card.profile import CCCD
from emulator.card.protocols import Mapping, PaceProtocol
from emulator.citizens import by_name
from emulator.issuer import personalise
from reader.crypto.cipher import SymmetricCipher
from tests.unit.emulator.card.terminal import general_authenticate, send, tlv
from tests.unit.emulator.card.test_openpace import CAN_SECRET, OpenPace

CITIZEN = by_name("nguyen-van-mau")
GM, DH = Mapping.ECDH_GENERIC, Mapping.DH_GENERIC
TRIPLE_DES, AES_128 = SymmetricCipher.TRIPLE_DES, SymmetricCipher.AES_128
AES_192, AES_256 = SymmetricCipher.AES_192, SymmetricCipher.AES_256


@pytest.mark.parametrize(
    ("mapping", "cipher", "parameter_id"),
    [
        (GM, TRIPLE_DES, 13),
        (GM, AES_192, 13),
        (GM, AES_256, 13),
        *((GM, AES_128, parameter_id) for parameter_id in (10, 11, 12, 14, 15, 16, 17, 18)),
        *((DH, AES_128, parameter_id) for parameter_id in (0, 1, 2)),
        (DH, AES_256, 2),
    ],
)
def test_openpace_agrees_on_keys(mapping: Mapping, cipher: SymmetricCipher, parameter_id: int) -> None:
    protocol = PaceProtocol(mapping, cipher, parameter_id)
    image = personalise(CITIZEN, replace(CCCD, pace=(protocol,)))
    card, terminal = EmrtdCard(image), OpenPace()
    try:
        run(card, terminal, protocol, image.master_file[0x011C], image.can)
    finally:
        terminal.close()
    assert card.session is not None


def run(card: EmrtdCard, terminal: OpenPace, protocol: PaceProtocol, card_access: bytes, can: str) -> None:
    terminal.read_card_access(card_access)
    set_at = tlv(0x80, protocol.oid) + tlv(0x83, b"\x02")
    assert send(card, b"\x00\x22\xc1\xa4" + bytes((len(set_at),)) + set_at) == (b"", 0x9000)
    terminal.decrypt_nonce(can.encode(), CAN_SECRET, general_authenticate(card, None, b"", 0x80))
    mapping = terminal.make("PACE_STEP3A_generate_mapping_data")
    terminal.do("PACE_STEP3A_map_generator", general_authenticate(card, 0x81, mapping, 0x82))
    chip_key = general_authenticate(card, 0x83, terminal.make("PACE_STEP3B_generate_ephemeral_key"), 0x84)
    terminal.do("PACE_STEP3B_compute_shared_secret", chip_key)
    terminal.do("PACE_STEP3C_derive_keys")
    token = terminal.make("PACE_STEP3D_compute_authentication_token", chip_key)
    terminal.do(
        "PACE_STEP3D_verify_authentication_token", general_authenticate(card, 0x85, token, 0x86, last=True)
    )
