"""Which card the command line means: inspected as a kiosk would, by what it shows."""

import argparse
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from emulator.citizens import by_name
from emulator.cli import build_parser
from emulator.commands.card_choice import ChosenCard, choose_card
from emulator.commands.output import CommandFailure
from emulator.issuer import test_csca as issue_csca
from emulator.issuer.authority import Authority
from emulator.issuer.issuing import issue
from reader.access.key import MrzKey
from reader.errors import AccessProtocolError
from reader.inspection import inspect
from reader.result import InspectionResult
from reader.trust import TrustStore
from tests.emulated import EmulatedConnection

SAMPLE = by_name("nguyen-van-mau")


def parsed(*arguments: str) -> argparse.Namespace:
    return build_parser().parse_args(("card", *arguments))


def chosen(*arguments: str) -> ChosenCard:
    card = choose_card(parsed(*arguments))
    assert card is not None
    return card


def looked_at(card: ChosenCard) -> InspectionResult:
    trust = TrustStore.of([issue_csca(), *card.anchors])
    return inspect(EmulatedConnection(card.card), MrzKey.from_mrz_text(SAMPLE.mrz), trust)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the sample's card."""
    issued = issue(tmp_path_factory.mktemp("issued") / "country", citizens=(SAMPLE,))
    return issued.cards[SAMPLE.name]


def test_profile_faults_and_link_are_taken_together() -> None:
    card = chosen(
        *("--citizen", SAMPLE.name, "--profile", "bac-only", "--link", "106"),
        *("--fault", "dg2-jpeg", "--fault", "clone-no-keys"),
    )
    result = looked_at(card)
    assert (result.access_protocol, result.checks.chip.reason) == ("BAC", "chip-authentication-refused")
    assert result.portrait is not None
    assert result.portrait.media_type == "image/jpeg"
    assert card.as_json() == {
        "name": SAMPLE.name,
        "can": SAMPLE.can,
        "profile": "bac-only",
        "faults": ["dg2-jpeg", "clone-no-keys"],
        "link": "106",
    }


def test_a_fault_brings_what_a_terminal_must_trust() -> None:
    explicit = chosen("--citizen", SAMPLE.name, "--fault", "csca-explicit")
    assert looked_at(explicit).verdict.value == "GENUINE"
    assert chosen("--citizen", SAMPLE.name, "--fault", "signer-revoked").crls == (Authority().crl(),)
    assert (chosen("--citizen", SAMPLE.name).anchors, chosen("--citizen", SAMPLE.name).crls) == ((), ())


def test_files_without_their_keys_are_a_clone(files: Path) -> None:
    card = chosen("--files", str(files))
    assert (card.name, card.can, card.profile, card.link.name) == (files.name, "000000", "cccd", "instant")
    result = looked_at(card)
    assert (result.verdict.value, result.checks.passive.reason) == ("NOT_GENUINE", "verified")
    assert result.checks.chip.reason == "chip-authentication-refused"


def test_files_with_their_key_are_the_card(files: Path, tmp_path: Path) -> None:
    (told,) = json.loads((files / "card.json").read_text())["test_chip_keys"]
    assert told["parameter_id"] == 13
    private = ec.derive_private_key(int(told["secret"], 16), ec.BrainpoolP256R1())
    key = tmp_path / "test-key.pem"
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    card = chosen("--files", str(files), "--ca-key", str(key), "--can", "246810")
    assert card.can == "246810"
    assert looked_at(card).verdict.value == "GENUINE"


def test_files_take_the_faults_that_need_no_issuer(files: Path) -> None:
    with pytest.raises(AccessProtocolError) as caught:
        looked_at(chosen("--files", str(files), "--fault", "pace-reflected-key"))
    assert caught.value.reason == "pace-reflected-key"
    for name in ("tampered-dg1", "pace-nonce-replay"):
        with pytest.raises(CommandFailure, match=name) as refused:
            chosen("--files", str(files), "--fault", name)
        assert (refused.value.reason, refused.value.status) == ("fault-needs-issuer", 2)


def test_a_directory_without_a_card_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandFailure, match="DG1") as refused:
        chosen("--files", str(tmp_path))
    assert (refused.value.reason, refused.value.status) == ("bad-files", 1)


def test_no_card_may_be_meant() -> None:
    assert choose_card(build_parser().parse_args(("with", "--", "true"))) is None
