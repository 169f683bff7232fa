"""READ BINARY with the odd instruction: files over 32 KB, plain and under both sorts of secure messaging."""

from dataclasses import replace

import pytest

from emulator.card import EmrtdCard
from emulator.card.profiles import profile_by_name
from emulator.card.protocols import Mapping, PaceProtocol
from reader.codec.tlv import encode
from reader.crypto.cipher import SymmetricCipher
from tests.unit.emulator.card.pace_terminal import run_pace
from tests.unit.emulator.card.samples import CAN, make_image
from tests.unit.emulator.card.terminal import Session, send, tlv

BODY = bytes(number * 31 % 253 for number in range(70_000))
LARGE = b"\x75\x83" + len(BODY).to_bytes(3, "big") + BODY


def open_large(cipher: SymmetricCipher = SymmetricCipher.AES_128) -> Session:
    protocol = PaceProtocol(Mapping.ECDH_GENERIC, cipher, 13)
    image = make_image()
    image = replace(
        image,
        application={**image.application, 0x0102: LARGE},
        master_file={**image.master_file, 0x011C: encode(0x31, protocol.info())},
    )
    session = run_pace(EmrtdCard(image), protocol, CAN.encode(), 2).session
    session.select_application()
    return session


def offset(number: int) -> bytes:
    return tlv(0x54, number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big"))


def inner(data: bytes) -> bytes:
    """What is in DO 53."""
    assert data[0] == 0x53
    start = 2 if data[1] < 0x80 else 2 + data[1] - 0x80
    assert tlv(0x53, data[start:]) == data
    return data[start:]


@pytest.mark.parametrize("cipher", [SymmetricCipher.TRIPLE_DES, SymmetricCipher.AES_128])
@pytest.mark.parametrize("le", ["00", "80", "0000", "0400"])
def test_a_large_file_is_read_whole(cipher: SymmetricCipher, le: str) -> None:
    session = open_large(cipher)
    assert session.send("00A4020C", b"\x01\x02") == (b"", 0x9000)
    content = b""
    while len(content) < len(LARGE):
        data, sw = session.send("00B10000", offset(len(content)), le)
        assert sw in {0x9000, 0x6282}, f"{sw:04X}"
        assert len(data) <= (int(le, 16) or (256 if len(le) == 2 else 65536))
        content += inner(data)
    assert content == LARGE


def test_the_file_may_be_named() -> None:
    session = open_large()
    for header in ("00B10002", "00B10102"):
        data, sw = session.send(header, offset(40_000), "10")
        assert (inner(data), sw) == (LARGE[40_000:40_014], 0x9000)
    # And is selected then.
    assert session.send("00B00000", le="02") == (b"\x75\x83", 0x9000)
    assert inner(session.send("00B10000", offset(1), "04")[0]) == LARGE[1:3]


@pytest.mark.parametrize(
    ("header", "data", "le", "sw"),
    [
        ("00B10002", offset(len(LARGE)), "00", 0x6B00),
        ("00B10002", offset(0), "", 0x6700),
        ("00B10002", b"", "00", 0x6A80),
        ("00B10002", b"\x54\x00", "00", 0x6A80),
        ("00B10002", b"\x55\x01\x00", "00", 0x6A80),
        ("00B10002", b"\x54\x05\x00", "00", 0x6A80),
        ("00B10003", offset(0), "00", 0x6982),
        ("00B1000B", offset(0), "00", 0x6A82),
        ("00B1010B", offset(0), "00", 0x6A82),
        ("00B10000", offset(0), "00", 0x6986),
        ("00B10002", offset(0), "FF", 0x6CDC),
    ],
)
def test_what_is_refused(header: str, data: bytes, le: str, sw: int) -> None:
    session = open_large()
    answer, status = session.send(header, data, le)
    assert (answer, f"{status:04X}") == (b"", f"{sw:04X}")


def test_the_end_is_told() -> None:
    session = open_large()
    data, sw = session.send("00B10002", offset(len(LARGE) - 3), "10")
    assert (inner(data), sw) == (LARGE[-3:], 0x6282)


def test_plainly_where_there_is_no_access_control() -> None:
    image = make_image()
    image = replace(
        image,
        application={**image.application, 0x0102: LARGE},
        profile=profile_by_name("no-access-control"),
    )
    card = EmrtdCard(image)
    send(card, "00A4040C07A0000002471001")
    data, sw = send(card, "00B10002055403011000" + "00")
    assert (inner(data), len(data), sw) == (LARGE[0x011000 : 0x011000 + 253], 256, 0x9000)
    # A file this long does not fit the two bytes of its size.
    assert send(card, "00A4020402010200")[0].hex() == "620c8003011175820101830201" + "02"


def test_some_chips_do_not_know_it() -> None:
    card = EmrtdCard(replace(make_image(), profile=profile_by_name("no-odd-read")))
    assert send(card, "00B1001C035401000" + "0") == (b"", 0x6D00)
