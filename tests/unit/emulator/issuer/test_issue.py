"""Issuing into a directory: whole, the same every time, quick."""

import argparse
import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from emulator.card.profiles import profile_by_name
from emulator.citizens import by_name, load_all
from emulator.issuer.algorithms import ALGORITHMS
from emulator.issuer.authority import Authority
from emulator.issuer.command import add_issue_arguments, list_faults, list_profiles, run_issue
from emulator.issuer.faults import FAULTS
from emulator.issuer.issuing import MARK, IssuingError, issue, make_authority
from emulator.issuer.keys import EcSigningKey
from emulator.issuer.master_list import CSCA_MASTER_LIST
from reader.codec.tlv import parse_all, unpack
from tests.unit.emulator.issuer.openssl import run, to_pem

TWO = (by_name("nguyen-van-mau"), by_name("muster-anna-maria"))


def fingerprint(directory: Path) -> str:
    """Names and contents of all files."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(directory)).encode() + path.read_bytes())
    return digest.hexdigest()


def test_everything_is_written_and_the_same_every_time(tmp_path: Path) -> None:
    first = issue(tmp_path / "first")
    assert set(first.cards) == {citizen.name for citizen in load_all()}
    before = fingerprint(tmp_path / "first")
    # Once more into the same place, and into another.
    issue(tmp_path / "first")
    issue(tmp_path / "second")
    assert fingerprint(tmp_path / "first") == fingerprint(tmp_path / "second") == before
    assert (tmp_path / "first" / MARK).read_text().startswith("Everything here was made by a test issuer")
    card = json.loads((first.cards["nguyen-van-mau"] / "card.json").read_text())
    assert card["can"] == "123456"
    assert (first.cards["nguyen-van-mau"] / "emrtd" / "011D.bin").stat().st_size > 500


def test_a_hundred_cards_take_less_than_thirty_seconds(tmp_path: Path) -> None:
    people = [replace(TWO[0], name=f"copy-{n}", number=f"000085{n:06d}") for n in range(100)]
    start = time.monotonic()
    issue(tmp_path / "many", citizens=people, profile=profile_by_name("ca-and-aa"))
    assert time.monotonic() - start < 30


def test_openssl_accepts_chain_crl_and_master_list(tmp_path: Path) -> None:
    issued = issue(tmp_path / "out", citizens=TWO[:1])
    root, following, link = (to_pem(path.read_bytes(), path.with_suffix(".pem")) for path in issued.anchors)
    assert run("verify", "-CAfile", root, root).endswith(b"OK\n")
    assert run("verify", "-CAfile", following, following).endswith(b"OK\n")
    assert run("verify", "-partial_chain", "-trusted", root, link).endswith(b"OK\n")
    crl = tmp_path / "out" / "test-csca-vnm.crl"
    shown = run("crl", "-inform", "DER", "-in", crl, "-CAfile", root, "-noout", "-text").decode()
    assert "Serial Number: 5445535400000005" in shown
    assert "CRL Number" in shown
    content = run(
        *("cms", "-verify", "-inform", "DER", "-in", tmp_path / "out" / "test-csca-vnm.ml"),
        *("-CAfile", root, "-purpose", "any", "-binary"),
    )
    version, certificates = parse_all(unpack(0x30, content))
    assert version.value == b"\x00"
    assert {part.encode() for part in parse_all(certificates.value)} == {
        path.read_bytes() for path in issued.anchors[:2]
    }
    listed = run("cms", "-cmsout", "-print", "-inform", "DER", "-in", tmp_path / "out" / "test-csca-vnm.ml")
    assert CSCA_MASTER_LIST.encode() in listed
    signer = run("x509", "-inform", "DER", "-noout", "-text", data=Authority().list_signer().certificate)
    assert b"2.23.136.1.1.3" in signer


@pytest.mark.parametrize("name", list(ALGORITHMS))
def test_every_algorithm_signs_a_whole_chain(name: str, tmp_path: Path) -> None:
    authority = make_authority("VNM", [name, name])
    certificate = authority.document_signer().certificate
    if name.endswith("explicit"):
        # OpenSSL refuses such certificates: the signature is checked with the curve by its name.
        signer = x509.load_der_x509_certificate(certificate)
        key = authority.root().key
        assert isinstance(key, EcSigningKey)
        public = key.key._library_key().public_key()
        assert isinstance(signer.signature_hash_algorithm, hashes.SHA256 | hashes.SHA384)
        algorithm = ec.ECDSA(signer.signature_hash_algorithm)
        public.verify(signer.signature, signer.tbs_certificate_bytes, algorithm)
        return
    root = to_pem(authority.root_certificate(), tmp_path / "root.pem")
    leaf = to_pem(certificate, tmp_path / "leaf.pem")
    assert run("verify", "-auth_level", "0", "-CAfile", root, leaf).endswith(b"OK\n")


def test_another_seed_or_country_has_other_keys() -> None:
    roots = {
        make_authority(country, algorithms, seed).root_certificate()
        for country, algorithms, seed in (
            ("VNM", (), ""),
            ("VNM", (), "other"),
            ("UTO", (), ""),
            ("XYZ", (), ""),
            ("VNM", ("ecdsa-p384", "ecdsa-p256"), ""),
        )
    }
    assert len(roots) == 5
    assert make_authority() == Authority()


@pytest.mark.parametrize(
    ("country", "algorithms"),
    [("vnm", ()), ("VN", ()), ("VNM", ("md5",)), ("VNM", ("rsa-2048",) * 3)],
)
def test_what_is_not_known_is_said(country: str, algorithms: tuple[str, ...]) -> None:
    with pytest.raises(IssuingError):
        make_authority(country, algorithms)


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(IssuingError, match="not issued"):
        issue(tmp_path)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_the_command_issues(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_issue_arguments(parser)
    people = tmp_path / "people.toml"
    people.write_text(Path("fixtures/citizens.toml").read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["--out", str(tmp_path / "out"), "--country", "UTO", "--algorithms", "rsa-pss-2048"]
    told = run_issue(parser.parse_args([*arguments, "--citizens", str(people), "--profile", "aa-rsa"]))
    assert told["country"] == "UTO"
    assert len(told["cards"]) == len(load_all())
    assert json.dumps(told)
    people.write_text("[[citizen]]\nname = 'x'\n")
    with pytest.raises(IssuingError, match="does not describe"):
        run_issue(parser.parse_args([*arguments, "--citizens", str(people)]))


def test_lists_are_whole() -> None:
    assert [fault["name"] for fault in list_faults()] == list(FAULTS)
    assert all(fault["about"] for fault in list_faults())
    assert list_profiles()[0]["name"] == "cccd"
