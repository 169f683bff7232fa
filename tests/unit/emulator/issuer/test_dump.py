"""Dumps served as cards: both sets of the BSI, what was issued here, and what is no dump."""

from pathlib import Path

import pytest

from emulator.card.profiles import profile_by_name
from emulator.citizens import by_name
from emulator.issuer import personalise
from emulator.issuer.dump import DumpError, image_from_files
from emulator.issuer.issuing import issue
from reader.crypto.ec import decode_point, generator, multiply
from tests.unit.emulator.card.profile_terminal import open_image, read_file
from tests.unit.emulator.card.terminal import CURVE
from tests.unit.emulator.issuer.openssl import run

BSI = Path(__file__).parents[4] / "fixtures" / "bsi"
CITIZEN = by_name("nguyen-van-mau")


@pytest.mark.parametrize("name", ["2008", "tr03105-5"])
def test_both_sets_of_the_bsi_are_read_whole(name: str) -> None:
    image = image_from_files(BSI / name)
    session = open_image(image)
    assert {0x0101, 0x010E, 0x010F, 0x011D, 0x011E} <= image.application.keys()
    for identifier, content in image.application.items():
        assert read_file(session, identifier) == content
    # Without its keys it is a clone.
    assert session.send("002241A4", bytes.fromhex("800A04007F00070202030202"))[1] == 0x6A80
    assert session.send("00880000", bytes(8), "00")[1] == 0x6D00


@pytest.mark.parametrize("profile", ["cccd", "bac-only", "cam"])
def test_an_issued_card_is_served_again(tmp_path: Path, profile: str) -> None:
    issued = issue(tmp_path / "out", citizens=[CITIZEN], profile=profile_by_name(profile))
    image = image_from_files(issued.cards[CITIZEN.name], can=CITIZEN.can, profile=profile_by_name(profile))
    right = personalise(CITIZEN, profile_by_name(profile))
    assert image.application == right.application
    assert image.master_file == right.master_file
    assert image.mrz_information == right.mrz_information
    if profile == "cam":
        # Without the key the mapping cannot be done at all.
        with pytest.raises(AssertionError):
            open_image(image)
        return
    open_image(image)


@pytest.mark.parametrize(
    ("algorithm", "options", "parameter_id"),
    [
        ("EC", ["ec_paramgen_curve:brainpoolP256r1"], 13),
        ("EC", ["ec_paramgen_curve:secp384r1"], 15),
        ("DHX", ["group:dh_1024_160"], 0),
    ],
)
def test_a_chip_key_makes_it_genuine(
    tmp_path: Path, algorithm: str, options: list[str], parameter_id: int
) -> None:
    arguments = [part for option in options for part in ("-pkeyopt", option)]
    (tmp_path / "key.pem").write_bytes(run("genpkey", "-algorithm", algorithm, *arguments))
    image = image_from_files(BSI / "2008", chip_key=tmp_path / "key.pem")
    (key,) = image.authentication_keys
    assert key.parameter_id == parameter_id
    if parameter_id == 13:
        public = run("pkey", "-in", tmp_path / "key.pem", "-pubout", "-outform", "DER")
        assert multiply(key.secret, generator(CURVE)) == decode_point(CURVE, public[-65:])


@pytest.mark.parametrize(
    ("algorithm", "option", "length"),
    [("RSA", "rsa_keygen_bits:1024", 128), ("EC", "ec_paramgen_curve:P-256", 64)],
)
def test_an_active_key_signs(tmp_path: Path, algorithm: str, option: str, length: int) -> None:
    (tmp_path / "key.pem").write_bytes(run("genpkey", "-algorithm", algorithm, "-pkeyopt", option))
    session = open_image(image_from_files(BSI / "2008", active_key=tmp_path / "key.pem", digest="sha256"))
    answer, sw = session.send("00880000", bytes(8), "00")
    assert (len(answer), sw) == (length, 0x9000)


def test_what_is_no_dump_is_said(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="no DG1"):
        image_from_files(tmp_path)
    (tmp_path / "notes.txt").write_text("nothing of a card")
    (tmp_path / "DG1.bin").write_bytes(bytes.fromhex("61035F1F00"))
    with pytest.raises(DumpError, match="no MRZ"):
        image_from_files(tmp_path)
    (tmp_path / "DG1.bin").write_bytes((BSI / "2008" / "Datagroup1.bin").read_bytes())
    assert image_from_files(tmp_path).application.keys() == {0x0101}
    with pytest.raises(DumpError, match="six digits"):
        image_from_files(tmp_path, can="12345")
    with pytest.raises(DumpError, match="PEM"):
        image_from_files(tmp_path, chip_key=tmp_path / "notes.txt")
    (tmp_path / "ed.pem").write_bytes(run("genpkey", "-algorithm", "ED25519"))
    with pytest.raises(DumpError, match="chip authentication"):
        image_from_files(tmp_path, chip_key=tmp_path / "ed.pem")
    with pytest.raises(DumpError, match="active authentication"):
        image_from_files(tmp_path, active_key=tmp_path / "ed.pem")
