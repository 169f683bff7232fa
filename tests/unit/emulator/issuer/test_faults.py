"""The registry of faults: each is applied, each does what its name says, as OpenSSL and a small terminal see it."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from emulator.card import CardImage, EmrtdCard
from emulator.card.misbehaviour import CardLiftedError, CardMuteError
from emulator.card.profiles import PROFILES, profile_by_name
from emulator.citizens import by_name
from emulator.issuer import authority, personalise
from emulator.issuer.authority import Authority
from emulator.issuer.faults import FAULTS, FaultKind, make_card, make_image, parse_fault
from emulator.issuer.faults.records import read_fields
from reader.codec.tlv import parse_all, unpack
from tests.unit.emulator.card.profile_terminal import length_of
from tests.unit.emulator.card.terminal import send
from tests.unit.emulator.issuer.openssl import run, to_pem

CITIZEN = by_name("nguyen-van-mau")
RIGHT = personalise(CITIZEN)
FILES = {1: 0x0101, 2: 0x0102, 3: 0x0103, 13: 0x010D, 14: 0x010E, 15: 0x010F}
SOD = 0x011D
SELECT = "00A4040C07A0000002471001"


def image_with(*faults: str, profile: str = "cccd") -> CardImage:
    return make_image(CITIZEN, profile_by_name(profile), faults)


def changed_files(image: CardImage, right: CardImage = RIGHT) -> set[int]:
    """Files of the application that differ, appear or are missing."""
    every = image.application.keys() | right.application.keys()
    return {file for file in every if image.application.get(file) != right.application.get(file)}


def refuted(image: CardImage, hashed: bytes) -> set[int]:
    """Data groups whose hash is not in the list."""
    entries = [parse_all(entry.value) for entry in parse_all(parse_all(unpack(0x30, hashed))[2].value)]
    listed = {number.value[0]: digest.value for number, digest in entries}
    return {
        number
        for number, file in FILES.items()
        if file in image.application and listed.get(number) != sha256(image.application[file]).digest()
    }


def verify(image: CardImage, anchors: Path, *more: str) -> bytes:
    """The signed content as OpenSSL accepts it; AssertionError if it does not."""
    signed_data = unpack(0x77, image.application[SOD])
    return run(
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-CAfile",
        anchors,
        "-purpose",
        "any",
        "-binary",
        *more,
        data=signed_data,
    )


@pytest.mark.parametrize("name", list(FAULTS))
def test_every_fault_makes_a_card(name: str) -> None:
    fault = FAULTS[name]
    assert fault.name == name
    assert fault.about
    card = make_card(CITIZEN, faults=[name])
    # No fault touches the very first commands.
    answer, sw = card.process(bytes.fromhex("00B0810000"))[:-2], card.process(bytes.fromhex(SELECT))
    assert (answer.hex(), sw.hex()) == ("47039401e07f66080202100002021000", "9000")


@pytest.mark.parametrize("name", ["bac-plain", "cam", "aa-ecdsa"])
def test_every_fault_goes_with_a_profile_that_lacks_what_it_spoils(name: str) -> None:
    for fault in FAULTS:
        # This citizen has no national record either.
        assert make_image(by_name("le-vi-du"), PROFILES[name], [fault]).profile is PROFILES[name]


def test_names_and_arguments_are_checked() -> None:
    assert parse_fault("pulled-at-apdu").argument == "12"
    assert parse_fault("pulled-at-apdu=3").argument == "3"
    with pytest.raises(KeyError, match="wrong-mac"):
        parse_fault("no-such-fault")
    with pytest.raises(ValueError, match="no argument"):
        parse_fault("pace-bad-token=3")
    for wrong in ("pulled-at-apdu=0", "wrong-mac=x", "pulled-at-byte=2:x"):
        with pytest.raises(ValueError):  # noqa: PT011 - int() words it
            make_card(CITIZEN, faults=[wrong])


def test_faults_of_the_link_come_at_their_place() -> None:
    for fault, error in (("pulled-at-apdu=2", CardLiftedError), ("apdu-dropped=2", CardMuteError)):
        card = make_card(CITIZEN, faults=[fault])
        card.process(bytes.fromhex(SELECT))
        with pytest.raises(error):
            card.process(bytes.fromhex(SELECT))
    card = make_card(CITIZEN, profile_by_name("no-access-control"), ["pulled-at-byte=011E:4"])
    assert card.process(bytes.fromhex(SELECT)).hex() == "9000"
    assert card.process(bytes.fromhex("00B09E0004"))[-2:].hex() == "9000"
    with pytest.raises(CardLiftedError):
        card.process(bytes.fromhex("00B0000404"))


def test_nonces_are_replayed() -> None:
    card = make_card(CITIZEN, faults=["pace-nonce-replay"])
    nonces = set()
    for _ in range(3):
        card.process(bytes.fromhex("0022C1A40F800A04007F00070202040202830102"))
        nonces.add(card.process(bytes.fromhex("10860000027C0000")))
    assert len(nonces) == 1


@pytest.mark.parametrize("number", [1, 2, 13, 14])
def test_tampered_and_swapped_groups_are_refuted(number: int, csca: Path) -> None:
    image = image_with(f"tampered-dg{number}")
    assert changed_files(image) == {FILES[number]}
    assert refuted(image, verify(image, csca)) == {number}
    if f"swapped-dg{number}" in FAULTS:
        swapped = image_with(f"swapped-dg{number}")
        assert (
            swapped.application[FILES[number]]
            == personalise(by_name("tran-thi-thu")).application[FILES[number]]
        )
        assert refuted(swapped, verify(swapped, csca)) == {number}


@pytest.mark.parametrize(
    "name",
    [
        fault.name
        for fault in FAULTS.values()
        if fault.kind is FaultKind.DATA and not fault.name.startswith(("tampered", "swapped", "endless"))
    ],
)
def test_other_wrong_data_is_signed(name: str, csca: Path) -> None:
    image = image_with(name)
    assert changed_files(image) - {SOD}
    assert refuted(image, verify(image, csca)) == set()


@pytest.mark.parametrize(
    ("name", "matches"),
    [
        ("sod-wrong-digest", "verification failure|digest"),
        ("sod-bad-signature", "verification failure|signature"),
        ("sod-no-content-type", "content type|invalid|error"),
        ("sod-no-message-digest", "digest|error"),
        ("sod-no-certificate", "certificate"),
        ("signer-unknown", "certificate"),
    ],
)
def test_openssl_refuses_what_is_broken(name: str, matches: str, csca: Path) -> None:
    image = image_with(name)
    assert changed_files(image) == {SOD}
    with pytest.raises(AssertionError, match=f"(?i){matches}"):
        verify(image, csca)


@pytest.mark.parametrize(
    "name", [fault.name for fault in FAULTS.values() if fault.kind is FaultKind.SIGNATURE]
)
def test_every_mutant_of_the_sod_is_another(name: str) -> None:
    image = image_with(name)
    assert changed_files(image) == {SOD}
    assert length_of(image.application[SOD]) == len(image.application[SOD])


def test_signers_are_what_they_are_called(csca: Path, tmp_path: Path) -> None:
    moment = "1685577600"  # 2023-06-01, when the card was signed
    for name in ("signer-expired", "signer-not-yet-valid"):
        with pytest.raises(AssertionError, match=r"expired|not yet valid"):
            verify(image_with(name), csca, "-attime", moment)
    verify(image_with("signer-revoked"), csca, "-attime", moment)
    crl = tmp_path / "crl.pem"
    crl.write_bytes(run("crl", "-inform", "DER", data=Authority().crl()))
    both = tmp_path / "both.pem"
    both.write_bytes(csca.read_bytes() + crl.read_bytes())
    with pytest.raises(AssertionError, match="revoked"):
        verify(image_with("signer-revoked"), both, "-crl_check")
    verify(RIGHT, both, "-crl_check")


@pytest.mark.parametrize(
    "name",
    [
        fault.name
        for fault in FAULTS.values()
        if fault.kind is FaultKind.VARIANT and not fault.name.startswith("csca")
    ],
)
def test_variants_are_valid(name: str, csca: Path) -> None:
    image = image_with(name)
    # OpenSSL refuses certificates with explicit curves; the signature it checks all the same.
    content = verify(image, csca, *(["-noverify"] if name.endswith("explicit") else []))
    if name not in {"sod-sha1", "sod-sha512"}:
        assert refuted(image, content) == set()


def test_a_linked_signer_needs_the_link(csca: Path, tmp_path: Path) -> None:
    fault = FAULTS["csca-link"]
    assert fault.anchors is not None
    (link,) = fault.anchors()
    both = tmp_path / "both.pem"
    both.write_bytes(csca.read_bytes() + to_pem(link, tmp_path / "link.pem").read_bytes())
    # OpenSSL wants a path length that no CSCA with a link has: it is asked for the partial chain.
    verify(image_with("csca-link"), both, "-partial_chain")
    with pytest.raises(AssertionError):
        verify(image_with("csca-link"), csca)
    next_root = to_pem(Authority().next_root_certificate(), tmp_path / "next.pem")
    verify(image_with("csca-link"), next_root)


def test_an_explicit_authority_is_the_one_that_signed() -> None:
    fault = FAULTS["csca-explicit"]
    assert fault.anchors is not None
    (certificate,) = fault.anchors()
    shown = run("x509", "-inform", "DER", "-noout", "-text", data=certificate).decode()
    assert "Field Type: prime-field" in shown
    assert "TEST CSCA VNM 01 explicit" in shown
    assert changed_files(image_with("csca-explicit")) == {SOD}


@pytest.mark.parametrize(
    ("name", "profile", "changed"),
    [
        ("clone-hides-dg14", "cccd", {0x010E}),
        ("clone-hides-dg15", "aa-rsa", {0x010F}),
        ("clone-own-dg14", "ca-keyid", {0x010E}),
        ("clone-foreign-key", "aa-ecdsa", set()),
        ("clone-no-keys", "ca-and-aa", set()),
        ("clone-pace-stripped", "cccd", set()),
    ],
)
def test_clones_have_the_files_of_the_genuine_card(name: str, profile: str, changed: set[int]) -> None:
    right = personalise(CITIZEN, profile_by_name(profile))
    image = image_with(name, profile=profile)
    assert changed_files(image, right) == changed


def test_clones_lack_the_keys() -> None:
    right = personalise(CITIZEN, profile_by_name("ca-and-aa"))
    foreign = image_with("clone-foreign-key", profile="ca-and-aa")
    assert foreign.chip_private_key != right.chip_private_key
    assert foreign.active_key != right.active_key
    without = image_with("clone-no-keys", profile="ca-and-aa")
    assert (without.authentication_keys, without.active_key) == ((), None)
    own = image_with("clone-own-dg14")
    assert own.authentication_keys[0].secret != RIGHT.authentication_keys[0].secret


def test_clones_refuse() -> None:
    profile = profile_by_name("ca-and-aa")
    card = make_card(CITIZEN, profile, ["clone-refuses-ca", "clone-refuses-aa"])
    card.process(bytes.fromhex(SELECT))
    assert card.process(bytes.fromhex("002241A40C800A04007F00070202030202")).hex() == "6985"
    assert card.process(bytes.fromhex("0088000008000000000000000000")).hex() == "6d00"
    assert card.process(bytes.fromhex("0022C1A40F800A04007F00070202040202830102")).hex() == "9000"


def test_a_stripped_card_falls_back_to_bac() -> None:
    card = EmrtdCard(image_with("clone-pace-stripped"))
    assert send(card, "00B09C0000") == (bytes.fromhex("310F300D060804007F0007020202020101"), 0x9000)
    assert send(card, "0022C1A40F800A04007F00070202040202830102") == (b"", 0x6A80)
    assert send(EmrtdCard(image_with("clone-no-card-access")), "00B09C0000") == (b"", 0x6A82)
    send(card, SELECT)
    assert send(card, "0084000008")[1] == 0x9000


def test_records_are_read_back() -> None:
    fields = dict(read_fields(RIGHT.application[0x010D]))
    assert fields[1] == b"\x13\x0c" + CITIZEN.number.encode()
    assert len(fields) == 16
    mismatched = dict(read_fields(image_with("dg13-name-mismatch").application[0x010D]))
    assert {number for number in fields if fields[number] != mismatched[number]} == {2}


def test_sizes_are_what_they_are_called() -> None:
    assert 55_000 < len(image_with("dg2-60k").application[0x0102]) < 65_535
    assert len(image_with("dg2-huge").application[0x0102]) > 1_000_000
    endless = image_with("endless-file").application[0x0102]
    assert length_of(endless[:8]) == len(endless) > 16_000_000
    for name in ("dg2-60k", "dg2-jpeg", "dg2-huge"):
        image = image_with(name)
        assert length_of(image.application[0x0102]) == len(image.application[0x0102])


def test_faults_add_up() -> None:
    image = image_with("signer-expired", "tampered-dg2", "dg13-shuffled")
    assert changed_files(image) == {0x0102, 0x010D, SOD}


def test_default_authority_is_unharmed() -> None:
    assert authority.test_csca() == Authority().root_certificate()
    assert replace(Authority()) == Authority()
