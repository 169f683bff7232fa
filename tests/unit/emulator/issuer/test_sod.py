"""EF.SOD, verified by OpenSSL against the test CSCA."""

from hashlib import sha256
from pathlib import Path

import pytest

from emulator.card import CardImage
from emulator.citizens import load
from reader.codec.tlv import parse_all, unpack
from tests.unit.emulator.issuer.openssl import run

SOD = 0x011D
FILES = {1: 0x0101, 2: 0x0102, 3: 0x0103, 13: 0x010D, 14: 0x010E}
NAMES = [citizen.name for citizen in load()]


def verified_hashes(image: CardImage, csca: Path) -> dict[int, bytes]:
    """The hashes that EF.SOD holds, after OpenSSL has verified signature and chain."""
    signed_data = unpack(0x77, image.application[SOD])
    content = run(
        "cms", "-verify", "-inform", "DER", "-CAfile", csca, "-purpose", "any", "-binary", data=signed_data
    )
    version, algorithm, hashes = parse_all(unpack(0x30, content))
    assert version.encode().hex() == "020100"
    assert algorithm.encode().hex() == "300b0609608648016503040201"
    found = {}
    for entry in parse_all(hashes.value):
        number, digest = parse_all(entry.value)
        found[number.value[0]] = digest.value
    return found


@pytest.mark.parametrize("name", NAMES)
def test_openssl_verifies_every_card(images: dict[str, CardImage], csca: Path, name: str) -> None:
    image = images[name]
    hashes = verified_hashes(image, csca)
    matching = {
        number
        for number, digest in hashes.items()
        if sha256(image.application[FILES[number]]).digest() == digest
    }
    refuted = {1} if name.endswith("-tampered") else set()
    assert hashes.keys() - matching == refuted
    stored = {number for number, identifier in FILES.items() if identifier in image.application}
    assert hashes.keys() == stored


def test_openssl_refuses_another_authority(images: dict[str, CardImage], tmp_path: Path) -> None:
    key = run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    other = tmp_path / "other.pem"
    (tmp_path / "key.pem").write_bytes(key)
    run("req", "-new", "-x509", "-key", tmp_path / "key.pem", "-subj", "/C=VN/CN=TEST other", "-out", other)
    with pytest.raises(AssertionError, match="certificate"):
        verified_hashes(images["le-vi-du"], other)


def test_openssl_refuses_a_changed_hash(images: dict[str, CardImage], csca: Path) -> None:
    image = images["le-vi-du"]
    digest = sha256(image.application[FILES[1]]).digest()
    forged = image.application[SOD].replace(digest, bytes(32))
    signed_data = unpack(0x77, forged)
    with pytest.raises(AssertionError, match="verify_content"):
        run("cms", "-verify", "-inform", "DER", "-CAfile", csca, "-purpose", "any", data=signed_data)


def test_signature_was_made_on_the_day_of_issue(images: dict[str, CardImage]) -> None:
    signed_data = unpack(0x77, images["nguyen-van-mau"].application[SOD])
    shown = run("cms", "-cmsout", "-print", "-inform", "DER", data=signed_data).decode()
    assert "UTCTIME:Jun  1 00:00:00 2023 GMT" in shown
