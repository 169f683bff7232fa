"""A terminal for these tests alone that opens a card of any profile the way its profile says."""

from emulator.card import CardImage, EmrtdCard
from emulator.card.protocols import announced_pace
from reader.crypto.cipher import SymmetricCipher
from tests.unit.emulator.card.pace_terminal import PaceRun, run_pace
from tests.unit.emulator.card.terminal import AID, Session, send
from tests.unit.emulator.card.triple_des_terminal import establish_bac

CARD_ACCESS = 0x011C


class PlainSession(Session):
    """No secure messaging at all."""

    def send(self, header: str, data: bytes = b"", le: str = "") -> tuple[bytes, int]:
        command = bytes.fromhex(header) + (bytes((len(data),)) + data if data else b"") + bytes.fromhex(le)
        return send(self.card, command)


def open_image(image: CardImage) -> Session:
    """The application of a chip with `image`, selected, under the best session that it offers."""
    card = EmrtdCard(image)
    if image.profile.is_open:
        session: Session = PlainSession(card, b"", b"")
        assert session.send("00A4040C", AID) == (b"", 0x9000)
    elif announced_pace(image.master_file.get(CARD_ACCESS, b"")):
        session = open_by_pace(card, image).session
        session.select_application()
    else:
        assert send(card, b"\x00\xa4\x04\x0c\x07" + AID) == (b"", 0x9000)
        session = establish_bac(card, image.mrz_information)
    return session


def open_by_pace(card: EmrtdCard, image: CardImage) -> PaceRun:
    """The first PACE that the card announces, by CAN."""
    return run_pace(card, announced_pace(image.master_file[CARD_ACCESS])[0], image.can.encode(), 2)


def read_file(session: Session, identifier: int, block: int = 0xDF) -> bytes:
    """SELECT, then READ BINARY by offset in blocks until the file's own length is reached."""
    assert session.send("00A4020C", identifier.to_bytes(2, "big")) == (b"", 0x9000)
    content = b""
    while len(content) < 4 or len(content) < length_of(content):
        if len(content) < 0x8000:
            data, sw = session.send(f"00B0{len(content):04X}", le=f"{block:02X}")
        else:
            raise AssertionError("longer than READ BINARY reaches")
        assert sw in {0x9000, 0x6282}, f"{sw:04X}"
        assert data
        content += data
    return content


def length_of(beginning: bytes) -> int:
    """The whole length of a file of one data object, from its first four bytes."""
    place = 2 if beginning[0] & 0x1F == 0x1F else 1
    first = beginning[place]
    if first < 0x80:
        return place + 1 + first
    count = first - 0x80
    return place + 1 + count + int.from_bytes(beginning[place + 1 : place + 1 + count], "big")


def cipher_of(image: CardImage) -> SymmetricCipher:
    """The cipher of the first session that the card announces."""
    return announced_pace(image.master_file[CARD_ACCESS])[0].cipher
