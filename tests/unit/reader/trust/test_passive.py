"""Passive authentication: published sets, a small State of our own, and everything that may be wrong with either."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.codec import tlv
from reader.result import CheckOutcome
from reader.trust.passive import authenticate, judge_sod
from reader.trust.trust_store import TrustStore
from tests.unit.reader.lds.samples import SPECIMEN_MRZ, bsi_file
from tests.unit.reader.trust.issuing import (
    NOW,
    RSA_ENCRYPTION,
    SIGNED_AT,
    Signer,
    SodRecipe,
    csca,
    days,
    document_signer,
    ec_key,
    issue,
    key_usage,
    name,
    pss_algorithm,
    rsa_key,
    sign_pss,
)

PASSED, FAILED, NOT_PERFORMED = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.NOT_PERFORMED
BSI_GROUPS = {"2008": (1, 2, 14), "tr03105-5": (1, 14)}

DG1 = tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()))
DG14 = tlv.encode(0x6E, tlv.encode(0x31))
GROUPS = {1: DG1, 14: DG14}
ROOT = csca()
SIGNER = document_signer(ROOT)
GOOD = SodRecipe(SIGNER, GROUPS)
GOOD_SOD = GOOD.build()
TRUST = TrustStore.of([ROOT.certificate])
NO_TRUST = TrustStore()


def outcome(sod: bytes, trust: TrustStore = TRUST, *, now: datetime = NOW) -> tuple[CheckOutcome, str]:
    check = authenticate(sod, GROUPS, trust, now=now, issuing_state="VNM")
    return check.outcome, check.reason


@pytest.mark.parametrize("folder", BSI_GROUPS)
def test_reference_set_holds_but_for_its_country_signer(folder: str) -> None:
    groups = {number: bsi_file(folder, f"Datagroup{number}.bin") for number in BSI_GROUPS[folder]}

    check = authenticate(bsi_file(folder, "EF_SOD.bin"), groups, NO_TRUST, issuing_state="D")

    assert (check.outcome, check.reason) == (NOT_PERFORMED, "no-csca")


@pytest.mark.parametrize("folder", BSI_GROUPS)
@pytest.mark.parametrize("number", [1, 14])
def test_reference_set_with_a_changed_data_group_fails(folder: str, number: int) -> None:
    raw = bytearray(bsi_file(folder, f"Datagroup{number}.bin"))
    raw[20] ^= 1

    check = authenticate(bsi_file(folder, "EF_SOD.bin"), {number: bytes(raw)}, NO_TRUST)

    assert (check.outcome, check.reason) == (FAILED, "dg-hash-mismatch")
    assert check.evidence["mismatched_data_groups"] == str(number)


def test_reference_set_with_an_unlisted_data_group_fails() -> None:
    groups = {15: bsi_file("2008", "Datagroup15.bin")}

    check = authenticate(bsi_file("2008", "EF_SOD.bin"), groups, NO_TRUST)

    assert (check.outcome, check.reason) == (FAILED, "dg-not-in-sod")


@pytest.mark.parametrize("folder", BSI_GROUPS)
@settings(max_examples=60)
@given(data=st.data())
def test_reference_sod_with_a_flipped_bit_is_never_better(folder: str, data: st.DataObject) -> None:
    sod = bytearray(bsi_file(folder, "EF_SOD.bin"))
    position = data.draw(st.integers(0, len(sod) - 1))
    sod[position] ^= 1 << data.draw(st.integers(0, 7))

    assert judge_sod(bytes(sod), NO_TRUST).check.outcome in {FAILED, NOT_PERFORMED}


def test_signed_content_or_signature_changed_fails() -> None:
    sod = bsi_file("2008", "EF_SOD.bin")
    hash_of_dg1 = bytes.fromhex("fb1bc1921f4dc07947408a7cdd5cc0c928353809")
    content = sod.replace(hash_of_dg1, bytes(20))
    signature = sod[:-1] + bytes((sod[-1] ^ 1,))

    assert judge_sod(content, NO_TRUST).check.reason == "message-digest"
    assert judge_sod(signature, NO_TRUST).check.reason == "signature-invalid"


def test_good_sod_passes_with_its_evidence() -> None:
    check = authenticate(GOOD.build(), GROUPS, TRUST, now=NOW, issuing_state="VNM")

    assert (check.outcome, check.reason) == (PASSED, "verified")
    assert check.evidence["data_groups"] == "1,14"
    assert "CSCA Mau" in check.evidence["csca"]
    assert check.evidence["signing_time"].startswith("2024-03-01")
    assert check.evidence["revocation"] == "not-checked"


def with_rsa(recipe: SodRecipe) -> SodRecipe:
    signer = issue("DS RSA", rsa_key(), ROOT, usage=key_usage("digital_signature"))
    return replace(recipe, signer=signer, signature_algorithm=RSA_ENCRYPTION)


def in_pieces(content: bytes) -> bytes:
    """The content as a constructed OCTET STRING of a short and a long piece."""
    pieces = tlv.encode(0x04, content[:20]), tlv.encode(0x04, content[20:])
    return tlv.encode(0x24, *pieces)


def test_a_sod_of_indefinite_length_is_read() -> None:
    inside = replace(GOOD, indefinite=True).content_info()

    assert outcome(b"\x77\x80" + inside + b"\x00\x00") == (PASSED, "verified")


def test_pieces_of_another_type_are_no_content() -> None:
    broken = replace(GOOD, pieces=lambda content: tlv.encode(0x24, tlv.encode(0x0C, content))).build()

    assert outcome(broken) == (FAILED, "sod-malformed")


GOOD_VARIANTS: dict[str, Callable[[SodRecipe], SodRecipe]] = {
    "indefinite lengths": lambda recipe: replace(recipe, indefinite=True),
    "content in pieces": lambda recipe: replace(recipe, pieces=in_pieces),
    "content in pieces of indefinite length": lambda recipe: replace(
        recipe,
        indefinite=True,
        pieces=lambda content: b"\x24\x80" + in_pieces(content)[2:] + b"\x00\x00",
    ),
    "signer by key identifier": lambda recipe: replace(recipe, by_key_identifier=True),
    "no signing time": lambda recipe: replace(recipe, signing_time=None),
    "attributes out of order": lambda recipe: replace(
        recipe, attribute_order=lambda members: sorted(members, reverse=True)
    ),
    "rsa with a separate digest": with_rsa,
    "rsa pss": lambda recipe: replace(
        with_rsa(recipe), signature_algorithm=pss_algorithm(32), sign=sign_pss(32)
    ),
    "rsa pss with a short salt": lambda recipe: replace(
        with_rsa(recipe), signature_algorithm=pss_algorithm(8), sign=sign_pss(8)
    ),
}


@pytest.mark.parametrize("vary", GOOD_VARIANTS.values(), ids=GOOD_VARIANTS.keys())
def test_every_lawful_shape_passes(vary: Callable[[SodRecipe], SodRecipe]) -> None:
    assert outcome(vary(GOOD).build()) == (PASSED, "verified")


def test_signature_is_checked_with_the_parameters_of_the_signer_info() -> None:
    lying = replace(with_rsa(GOOD), signature_algorithm=pss_algorithm(20), sign=sign_pss(32))

    assert outcome(lying.build()) == (FAILED, "signature-invalid")


def test_no_country_signer_is_never_passed() -> None:
    assert outcome(GOOD.build(), NO_TRUST) == (NOT_PERFORMED, "no-csca")


def test_a_country_signer_not_loaded_yet_is_not_called_a_forger() -> None:
    other = TrustStore.of([csca(7, "CSCA Khac").certificate])
    next_generation = TrustStore.of([csca(8, "CSCA Mau").certificate])

    assert outcome(GOOD.build(), other) == (NOT_PERFORMED, "csca-unknown")
    assert outcome(GOOD.build(), next_generation) == (NOT_PERFORMED, "csca-unknown")


def test_a_signer_that_only_claims_the_trusted_key_is_a_forger() -> None:
    forged = document_signer(ROOT, 67)
    # The last byte of a certificate belongs to its issuer's signature.
    certificate = forged.certificate[:-1] + bytes((forged.certificate[-1] ^ 1,))
    sod = replace(GOOD, signer=Signer(certificate, forged.key)).build()

    assert outcome(sod) == (FAILED, "signer-signature-invalid")


def test_without_key_identifiers_the_names_lead_to_the_country_signer() -> None:
    root = issue("CSCA Cu", ec_key(30), is_ca=True, key_identifiers=False)
    signer = issue("DS Cu", ec_key(31), root, key_identifiers=False)

    assert outcome(replace(GOOD, signer=signer).build(), TrustStore.of([root.certificate])) == (
        PASSED,
        "verified",
    )


def test_names_are_compared_whatever_their_case() -> None:
    root = issue("CSCA Cu", ec_key(30), is_ca=True, key_identifiers=False)
    signer = issue("DS Cu", ec_key(31), root, key_identifiers=False, issuer_name=name("csca  CU"))

    assert outcome(replace(GOOD, signer=signer).build(), TrustStore.of([root.certificate]))[0] is PASSED


BAD_SIGNERS: dict[str, tuple[Callable[[], Signer], str]] = {
    "may not sign data": (
        lambda: issue("DS", ec_key(40), ROOT, usage=key_usage("crl_sign")),
        "signer-key-usage",
    ),
    "is a country signer": (
        lambda: issue("DS", ec_key(41), ROOT, is_ca=True, usage=key_usage("digital_signature")),
        "signer-not-a-document-signer",
    ),
    "is for another purpose": (
        lambda: issue("DS", ec_key(42), ROOT, usage=key_usage("digital_signature"), extended_usage=True),
        "signer-not-a-document-signer",
    ),
    "is of another country": (
        lambda: issue("DS", ec_key(43), ROOT, country="LA", usage=key_usage("digital_signature")),
        "country-mismatch",
    ),
    "was expired when it signed": (
        lambda: issue("DS", ec_key(44), ROOT, until=SIGNED_AT - days(1)),
        "not-valid-at-signing",
    ),
    "was not valid yet when it signed": (
        lambda: issue("DS", ec_key(45), ROOT, since=SIGNED_AT + days(1)),
        "not-valid-at-signing",
    ),
    "is from the future": (
        lambda: issue("DS", ec_key(46), ROOT, since=NOW + days(3)),
        "signer-not-yet-valid",
    ),
}


@pytest.mark.parametrize(("signer", "reason"), BAD_SIGNERS.values(), ids=BAD_SIGNERS.keys())
def test_wrong_signers_fail(signer: Callable[[], Signer], reason: str) -> None:
    assert outcome(replace(GOOD, signer=signer()).build()) == (FAILED, reason)


def test_signer_expired_today_passes_if_it_was_valid_when_it_signed() -> None:
    signer = issue("DS", ec_key(47), ROOT, until=SIGNED_AT + days(30))

    assert outcome(replace(GOOD, signer=signer).build()) == (PASSED, "verified")


def test_country_signer_that_was_not_valid_then_fails() -> None:
    root = issue("CSCA", ec_key(48), is_ca=True, until=SIGNED_AT - days(5))
    sod = replace(GOOD, signer=document_signer(root, 49)).build()

    assert outcome(sod, TrustStore.of([root.certificate])) == (FAILED, "not-valid-at-signing")


def test_mrz_of_another_state_fails() -> None:
    check = authenticate(GOOD.build(), GROUPS, TRUST, now=NOW, issuing_state="LAO")

    assert (check.outcome, check.reason) == (FAILED, "country-mismatch")


BAD_SODS: dict[str, tuple[Callable[[], bytes], CheckOutcome, str]] = {
    "missing": (lambda: b"", FAILED, "sod-missing"),
    "garbage": (lambda: b"\x77\x03\x30\x01\x00", FAILED, "sod-malformed"),
    "another tag": (lambda: b"\x76" + GOOD.build()[1:], FAILED, "sod-malformed"),
    "cut": (lambda: GOOD.build()[:-40], FAILED, "sod-malformed"),
    "too long": (lambda: tlv.encode(0x77, bytes(70_000)), FAILED, "sod-malformed"),
    "other content": (
        lambda: replace(GOOD, content_type="2.23.136.1.1.2").build(),
        FAILED,
        "sod-content-type",
    ),
    "attributes of other content": (
        lambda: replace(GOOD, attribute_content_type="2.23.136.1.1.2").build(),
        FAILED,
        "signed-attributes",
    ),
    "no signed attributes": (
        lambda: replace(GOOD, signed_attributes=False).build(),
        FAILED,
        "signed-attributes",
    ),
    "two signers": (lambda: replace(GOOD, signer_count=2).build(), FAILED, "sod-malformed"),
    "no signer": (lambda: replace(GOOD, signer_count=0).build(), FAILED, "sod-malformed"),
    "no certificate": (
        lambda: replace(GOOD, carries_certificate=False).build(),
        NOT_PERFORMED,
        "signer-certificate-missing",
    ),
    "signed with another key": (
        lambda: replace(GOOD, signer=Signer(SIGNER.certificate, ec_key(50))).build(),
        FAILED,
        "signature-invalid",
    ),
    "an algorithm nobody knows": (
        lambda: replace(GOOD, signature_algorithm=bytes.fromhex("300506032B6570")).build(),
        NOT_PERFORMED,
        "unsupported-signature-algorithm",
    ),
    "rsa claimed for an elliptic key": (
        lambda: replace(GOOD, signature_algorithm=RSA_ENCRYPTION).build(),
        FAILED,
        "signature-invalid",
    ),
}


@pytest.mark.parametrize(("build", "expected", "reason"), BAD_SODS.values(), ids=BAD_SODS.keys())
def test_wrong_sods_never_pass(build: Callable[[], bytes], expected: CheckOutcome, reason: str) -> None:
    assert outcome(build()) == (expected, reason)


def test_signer_on_a_curve_that_nobody_standardised_fails() -> None:
    key = ec.derive_private_key(77, ec.SECP256K1())
    signer = issue("DS", key, ROOT, usage=key_usage("digital_signature"))

    assert outcome(replace(GOOD, signer=signer).build()) == (FAILED, "signer-key-unusable")


def test_reference_page_names_every_reason() -> None:
    page = (Path(__file__).parents[4] / "docs" / "reference" / "verdict.md").read_text(encoding="utf-8")
    reasons = {reason for _, _, reason in BAD_SODS.values()} | {reason for _, reason in BAD_SIGNERS.values()}

    assert {reason for reason in reasons if f"`{reason}`" not in page} == set()


def test_changed_data_fails_even_where_nothing_could_be_proven() -> None:
    check = authenticate(GOOD.build(), {1: DG1 + b"\x00"}, NO_TRUST, now=NOW)

    assert (check.outcome, check.reason) == (FAILED, "dg-hash-mismatch")


def test_a_failed_signature_is_not_hidden_by_a_changed_data_group() -> None:
    sod = replace(GOOD, signer=Signer(SIGNER.certificate, ec_key(50))).build()

    check = authenticate(sod, {1: b"\x61\x00"}, TRUST, now=NOW)

    assert check.reason == "signature-invalid"
    assert check.evidence["mismatched_data_groups"] == "1"


def test_data_groups_are_held_by_raw_bytes() -> None:
    judged = judge_sod(GOOD.build(), TRUST, now=NOW)
    same_value_other_length_form = b"\x6e\x81\x02" + DG14[2:]

    assert judged.holds(14, DG14)
    assert not judged.holds(14, same_value_other_length_form)
    assert not judged.holds(2, DG14)


def test_only_the_moment_of_a_clock_is_asked_for() -> None:
    assert outcome(GOOD.build(), now=datetime(2060, 1, 1, tzinfo=UTC)) == (PASSED, "verified")


@settings(max_examples=80)
@given(data=st.data())
def test_no_mutant_of_a_good_sod_passes_with_other_content(data: st.DataObject) -> None:
    good = GOOD_SOD
    mutant = bytearray(good)
    position = data.draw(st.integers(0, len(good) - 1))
    mutant[position] ^= data.draw(st.integers(1, 255))
    judged = judge_sod(bytes(mutant), TRUST, now=NOW)

    if judged.check.outcome is PASSED:
        assert judged.security_object == judge_sod(good, TRUST, now=NOW).security_object
