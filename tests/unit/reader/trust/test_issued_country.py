"""A whole country as the emulator issues it, with master list, CRL, link and faulty signers: written by other hands."""

from datetime import timedelta
from pathlib import Path

import pytest

from emulator.citizens import by_name
from emulator.issuer.faults.cards import make_image
from emulator.issuer.issuing import issue
from reader.result import CheckOutcome
from reader.trust import TrustStore, authenticate

PASSED, FAILED, NOT_PERFORMED = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.NOT_PERFORMED
CITIZEN = by_name("nguyen-van-mau")
SOD = 0x011D


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("country")
    issue(directory, citizens=(CITIZEN,))
    return directory


@pytest.fixture(scope="module")
def trust(country: Path) -> TrustStore:
    return TrustStore.load([country, country / "csca"])


def judge(fault: str, trust: TrustStore) -> tuple[CheckOutcome, str, str]:
    image = make_image(CITIZEN, faults=[fault] if fault else [])
    groups = {number: image.application[0x0100 + number] for number in (1, 2, 13, 14)}
    now = trust.crl(trust.crls[0]).this_update + timedelta(days=1)
    check = authenticate(
        image.application[SOD], groups, trust, now=now, issuing_state="VNM", document_code="I"
    )
    return check.outcome, check.reason, check.evidence.get("crl", "")


def test_certificates_list_and_crl_are_taken_without_complaint(trust: TrustStore) -> None:
    assert (len(trust), trust.refused, trust.noted) == (3, (), ())
    assert (len(trust.lists), len(trust.crls)) == (1, 1)


FAULTS = {
    "": (PASSED, "verified"),
    "csca-link": (PASSED, "verified"),
    "sod-by-key-id": (PASSED, "verified"),
    "sod-indefinite-length": (PASSED, "verified"),
    "sod-sha1": (PASSED, "verified"),
    "signer-rsa-pss-2048": (PASSED, "verified"),
    "signer-ecdsa-p384-explicit": (PASSED, "verified"),
    "sod-version": (FAILED, "sod-malformed"),
    "sod-signer-version": (FAILED, "sod-malformed"),
    "sod-wrong-digest": (FAILED, "message-digest"),
    "sod-bad-signature": (FAILED, "signature-invalid"),
    "sod-no-attributes": (FAILED, "signed-attributes"),
    "sod-leaves-dg1-out": (FAILED, "dg-not-in-sod"),
    "sod-no-certificate": (NOT_PERFORMED, "signer-certificate-missing"),
    "signer-expired": (FAILED, "not-valid-at-signing"),
    "signer-not-yet-valid": (FAILED, "signer-not-yet-valid"),
    "signer-unknown": (NOT_PERFORMED, "csca-unknown"),
    "signer-revoked": (FAILED, "signer-revoked"),
}


@pytest.mark.parametrize(("fault", "expected"), FAULTS.items(), ids=[name or "good" for name in FAULTS])
def test_every_signer_is_judged_as_it_deserves(
    fault: str, expected: tuple[CheckOutcome, str], trust: TrustStore
) -> None:
    outcome, reason, crl = judge(fault, trust)

    assert (outcome, reason) == expected
    if outcome is PASSED:
        assert crl == "good (on-no-list)"
