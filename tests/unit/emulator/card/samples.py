"""Small chips and scripted randomness for the tests of the card."""

from collections.abc import Callable

from emulator.card import CardImage, EmrtdCard
from emulator.issuer.data_groups import CARD_ACCESS, build_atr_info, build_dir

CAN = "123456"
MRZ_INFORMATION = "T22000129364081251010318"
CHIP_PRIVATE_KEY = 0x7984674CF3B3A524BF929CE8A67FCF22173DA0BAD595EED6DEB72D22C542FA9D
COM = bytes.fromhex("60145F0104303130375F36063034303030305C026175")
DG1 = bytes.fromhex("6103040141")
DG2 = bytes.fromhex("75821388") + bytes(number * 7 % 251 for number in range(5000))


def make_image() -> CardImage:
    """A chip with short files: EF.COM, DG1, DG2 of 5004 bytes, a locked DG3."""
    return CardImage(
        master_file={0x2F00: build_dir(), 0x2F01: build_atr_info(4096, 4096), 0x011C: CARD_ACCESS},
        application={0x011E: COM, 0x0101: DG1, 0x0102: DG2, 0x0103: bytes.fromhex("6300")},
        locked=frozenset({0x0103}),
        can=CAN,
        mrz_information=MRZ_INFORMATION,
        chip_private_key=CHIP_PRIVATE_KEY,
    )


def make_card(random: Callable[[int], bytes] | None = None) -> EmrtdCard:
    """That chip; `random` replaces its random numbers."""
    return EmrtdCard(make_image()) if random is None else EmrtdCard(make_image(), random=random)


def scripted(*drawn: bytes) -> Callable[[int], bytes]:
    """Random numbers that come out in this order; each must be asked for at its own length."""
    waiting = list(drawn)

    def draw(count: int) -> bytes:
        number = waiting.pop(0)
        assert len(number) == count
        return number

    return draw


def scalar(digits: str) -> bytes:
    """What must be drawn on a 256-bit curve so that the secret key with these hexadecimal digits comes out."""
    return (int(digits, 16) - 1).to_bytes(40, "big")
