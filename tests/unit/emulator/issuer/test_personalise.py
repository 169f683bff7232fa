"""Whole cards: the same in every process, readable by a terminal, genuine or not."""

import hashlib
import os
import subprocess
import sys

import pytest

from emulator.card import CardImage, EmrtdCard
from emulator.citizens import load
from reader.codec.tlv import parse_all, unpack
from reader.crypto.ec import Point, decode_point
from tests.unit.emulator.card.terminal import CURVE, establish_pace, send

FINGERPRINT = """
import hashlib
from emulator.citizens import load
from emulator.issuer import personalise, test_csca
digest = hashlib.sha256(test_csca())
for citizen in load():
    image = personalise(citizen)
    for files in (image.master_file, image.application):
        for identifier, content in sorted(files.items()):
            digest.update(identifier.to_bytes(2, "big") + content)
    digest.update(image.chip_private_key.to_bytes(32, "big"))
print(digest.hexdigest())
"""


def chip_key_of(image: CardImage) -> Point:
    """The chip authentication key that DG14 promises."""
    *_, info = parse_all(unpack(0x31, unpack(0x6E, image.application[0x010E])))
    return decode_point(CURVE, parse_all(parse_all(info.value)[1].value)[1].value[1:])


def fingerprint(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", FINGERPRINT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_two_processes_make_the_same_bytes() -> None:
    assert fingerprint("1") == fingerprint("2")


@pytest.mark.parametrize("name", [citizen.name for citizen in load()])
def test_a_terminal_reads_every_file_that_com_lists(images: dict[str, CardImage], name: str) -> None:
    image = images[name]
    session = establish_pace(EmrtdCard(image), image.can.encode(), 2)
    session.select_application()
    for identifier, content in image.application.items():
        read = b""
        while len(read) < len(content) and identifier not in image.locked:
            header = f"00B0{0x80 | identifier & 0x1F:02X}00" if not read else f"00B0{len(read):04X}"
            data, sw = session.send(header, le="0000")
            assert sw == 0x9000
            read += data
        assert read == (b"" if identifier in image.locked else content)


def test_the_mrz_opens_the_card_too(images: dict[str, CardImage]) -> None:
    image = images["pham-thi-gia-dinh"]
    assert image.mrz_information == "146345678446050569912315"
    password = hashlib.sha1(image.mrz_information.encode()).digest()
    establish_pace(EmrtdCard(image), password, 1).select_application()


def test_a_genuine_chip_proves_its_key(images: dict[str, CardImage]) -> None:
    image = images["nguyen-van-mau"]
    session = establish_pace(EmrtdCard(image), image.can.encode(), 2)
    session.select_application()
    renewed = session.authenticate_chip(chip_key_of(image))
    assert renewed.send("00B08100", le="02") == (bytes.fromhex("615D"), 0x9000)


def test_a_clone_goes_along_but_cannot_answer(images: dict[str, CardImage]) -> None:
    image = images["nguyen-van-mau-clone"]
    session = establish_pace(EmrtdCard(image), image.can.encode(), 2)
    session.select_application()
    renewed = session.authenticate_chip(chip_key_of(image))
    assert send(session.card, renewed.protect(bytes.fromhex("00B08100"), le=b"\x02")) == (b"", 0x6988)


def test_repr_of_an_image_shows_no_secret(images: dict[str, CardImage]) -> None:
    image = images["nguyen-van-mau"]
    shown = repr(image)
    assert image.can not in shown
    assert str(image.chip_private_key) not in shown
    assert image.mrz_information not in shown
