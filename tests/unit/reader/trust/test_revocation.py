"""CRLs and chains: good, revoked, unknown; one list for every key of a State; links; what a signer may sign."""

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.result import Check, CheckOutcome
from reader.trust import TrustStore
from reader.trust.certificate import parse_certificate
from reader.trust.crl import parse_crl
from reader.trust.passive import authenticate, judge_sod
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
    revocation_list,
)

PASSED, FAILED, NOT_PERFORMED = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.NOT_PERFORMED
DG1 = tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()))
SERIAL = 0xABCDEF
CA_USAGE = key_usage("key_cert_sign", "crl_sign")
ROOT = csca(80, "CSCA Thu Hoi")
DS_USAGE = key_usage("digital_signature")
SIGNER = issue("DS", ec_key(81), ROOT, usage=DS_USAGE, serial_number=SERIAL)


def judge(
    *trusted: bytes, signer: Signer = SIGNER, carried: tuple[bytes, ...] = (), code: str | None = None
) -> Check:
    sod = SodRecipe(signer, {1: DG1}, carried=carried).build()
    return authenticate(
        sod, {1: DG1}, TrustStore.of(trusted), now=NOW, issuing_state="VNM", document_code=code
    )


def crl(revoked: dict[int, datetime] | None = None, issuer: Signer = ROOT, **changes: datetime) -> bytes:
    return revocation_list(
        issuer,
        revoked or {},
        this_update=changes.get("this_update", NOW - days(10)),
        next_update=changes.get("next_update", NOW + days(80)),
    )


def test_without_a_list_it_is_unknown_and_said_so() -> None:
    check = judge(ROOT.certificate)

    assert (check.outcome, check.evidence["crl"]) == (PASSED, "unknown (none)")
    assert check.evidence["revocation"] == "not-checked"


def test_a_fresh_list_without_the_signer_is_good() -> None:
    check = judge(ROOT.certificate, crl({1: SIGNED_AT}))

    assert (check.outcome, check.evidence["crl"]) == (PASSED, "good (on-no-list)")
    assert check.evidence["crl_next_update"].startswith("2026-08-20")


def test_a_stale_list_leaves_it_unknown() -> None:
    check = judge(ROOT.certificate, crl(this_update=NOW - days(100), next_update=NOW - days(1)))

    assert (check.outcome, check.evidence["crl"]) == (PASSED, "unknown (stale)")


def test_a_list_of_tomorrow_leaves_it_unknown() -> None:
    check = judge(ROOT.certificate, crl(this_update=NOW + days(5), next_update=NOW + days(50)))

    assert check.evidence["crl"] == "unknown (not-yet)"


@pytest.mark.parametrize("age", [10, 1000])
def test_a_revoked_signer_fails_however_old_the_list(age: int) -> None:
    revoked = crl({SERIAL: SIGNED_AT}, this_update=NOW - days(age), next_update=NOW - days(age - 5))

    check = judge(ROOT.certificate, revoked)

    assert (check.outcome, check.reason) == (FAILED, "signer-revoked")
    assert check.evidence["crl"] == "revoked (key_compromise)"
    assert check.evidence["crl_revoked_at"].startswith("2024-03-01")


def test_an_older_list_that_revokes_is_not_outdone_by_a_newer_one() -> None:
    older = crl({SERIAL: SIGNED_AT}, this_update=NOW - days(50))

    assert judge(ROOT.certificate, crl(), older).reason == "signer-revoked"


def link_of(root: Signer, number: int, subject: str = "CSCA Thu Hoi", serial_number: int = 77) -> Signer:
    """The next key of a State, certified by the one before."""
    return issue(subject, ec_key(number), root, is_ca=True, usage=CA_USAGE, serial_number=serial_number)


def test_a_list_of_the_newest_key_covers_signers_of_the_older_one() -> None:
    new = issue("CSCA Thu Hoi", ec_key(82), is_ca=True, usage=CA_USAGE)
    revoked = crl({SERIAL: SIGNED_AT}, issuer=new)

    assert judge(ROOT.certificate, new.certificate, revoked).reason == "signer-revoked"


def test_a_list_of_a_linked_key_of_another_name_covers_it_too() -> None:
    new = link_of(ROOT, 83, "CSCA Moi")
    revoked = crl({SERIAL: SIGNED_AT}, issuer=new)

    assert judge(ROOT.certificate, new.certificate, revoked).reason == "signer-revoked"


def test_a_list_of_an_unrelated_authority_says_nothing() -> None:
    other = csca(84, "CSCA Ho Chieu")
    revoked = crl({SERIAL: SIGNED_AT}, issuer=other)

    assert judge(ROOT.certificate, other.certificate, revoked).evidence["crl"] == "unknown (none)"


def test_a_list_of_another_country_says_nothing() -> None:
    other = issue("CSCA Thu Hoi", ec_key(85), country="LA", is_ca=True, usage=CA_USAGE)

    assert judge(ROOT.certificate, other.certificate, crl({SERIAL: SIGNED_AT}, issuer=other)).passed


def test_a_revoked_country_signer_takes_its_links_with_it() -> None:
    link = link_of(ROOT, 86)
    signer = issue("DS", ec_key(87), link, usage=DS_USAGE)
    root_serial = parse_certificate(ROOT.certificate).serial_number
    revoked = crl({root_serial: SIGNED_AT}, issuer=link)

    check = judge(ROOT.certificate, link.certificate, revoked, signer=signer)

    assert (check.outcome, check.reason) == (FAILED, "csca-revoked")


def test_a_root_of_the_same_key_stands_where_the_link_to_it_fell() -> None:
    link = link_of(ROOT, 88, serial_number=78)
    root = issue("CSCA Thu Hoi", ec_key(88), is_ca=True, usage=CA_USAGE, serial_number=79)
    signer = issue("DS", ec_key(89), root, usage=DS_USAGE, serial_number=80)
    revoked = crl({78: SIGNED_AT}, issuer=root)

    check = judge(ROOT.certificate, link.certificate, root.certificate, revoked, signer=signer)

    assert check.passed
    assert check.evidence["csca_serial"] == "4F"


def test_lists_that_nobody_trusted_signed_are_refused() -> None:
    forged = crl({SERIAL: SIGNED_AT}, issuer=Signer(ROOT.certificate, ec_key(90)))
    no_crl_key = issue("CSCA", ec_key(91), is_ca=True, usage=key_usage("key_cert_sign"))
    store = TrustStore.of([ROOT.certificate, forged, no_crl_key.certificate, crl(issuer=no_crl_key)])

    assert [item.reason for item in store.refused] == ["crl-not-anchored", "crl-not-anchored"]
    assert store.crls == ()


PARTIAL: dict[str, x509.ExtensionType] = {
    "delta": x509.DeltaCRLIndicator(3),
    "distribution point": x509.IssuingDistributionPoint(
        full_name=None,
        relative_name=None,
        only_contains_user_certs=True,
        only_contains_ca_certs=False,
        only_some_reasons=None,
        indirect_crl=False,
        only_contains_attribute_certs=False,
    ),
}


@pytest.mark.parametrize("extension", PARTIAL.values(), ids=PARTIAL.keys())
def test_lists_of_a_part_are_refused(extension: x509.ExtensionType) -> None:
    with pytest.raises(MalformedDataError):
        parse_crl(revocation_list(ROOT, {}, extensions=[extension]))


def test_a_list_shows_what_it_is() -> None:
    parsed = parse_crl(crl({5: SIGNED_AT}))

    assert (parsed.number, dict(parsed.revoked)) == (7, {5: (SIGNED_AT, "key_compromise")})
    assert parsed.issuer.startswith("Common Name: CSCA Thu Hoi")
    for broken in (b"", b"\x30\x00", crl()[:-5], crl() + b"\x00"):
        with pytest.raises(MalformedDataError):
            parse_crl(broken)


def test_a_link_that_the_card_itself_carries_leads_to_the_root() -> None:
    link = link_of(ROOT, 92)
    second = link_of(link, 93)
    signer = issue("DS", ec_key(94), second, usage=DS_USAGE)

    check = judge(ROOT.certificate, signer=signer, carried=(link.certificate, second.certificate))

    assert check.passed
    assert len(check.evidence["links"].split(",")) == 2
    assert "CSCA Thu Hoi" in check.evidence["csca"]


def forged_links() -> dict[str, tuple[bytes, Signer]]:
    own = csca(95, "CSCA Thu Hoi")
    no_ca = issue("CSCA Thu Hoi", ec_key(96), ROOT, usage=DS_USAGE)
    no_signing = issue("CSCA Thu Hoi", ec_key(97), ROOT, is_ca=True, usage=key_usage("crl_sign"))
    foreign = issue("CSCA Thu Hoi", ec_key(98), ROOT, is_ca=True, usage=CA_USAGE, country="LA")
    loop = issue("CSCA Thu Hoi", ec_key(99), Signer(own.certificate, own.key), is_ca=True, usage=CA_USAGE)
    return {
        "a root of the card's own": (own.certificate, issue("DS", ec_key(1), own, usage=DS_USAGE)),
        "a signer as issuer": (no_ca.certificate, issue("DS", ec_key(1), no_ca, usage=DS_USAGE)),
        "a key for lists": (no_signing.certificate, issue("DS", ec_key(1), no_signing, usage=DS_USAGE)),
        "of another country": (foreign.certificate, issue("DS", ec_key(1), foreign, usage=DS_USAGE)),
        "below a stranger": (loop.certificate, issue("DS", ec_key(1), loop, usage=DS_USAGE)),
    }


@pytest.mark.parametrize(("carried", "signer"), forged_links().values(), ids=forged_links().keys())
def test_links_that_lead_nowhere_prove_nothing(carried: bytes, signer: Signer) -> None:
    assert not judge(ROOT.certificate, signer=signer, carried=(carried,)).passed


def document_types(*codes: str) -> x509.UnrecognizedExtension:
    value = tlv.encode(
        0x30, b"\x02\x01\x00", tlv.encode(0x31, *(tlv.encode(0x13, code.encode()) for code in codes))
    )
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("2.23.136.1.1.6.2"), value)


@pytest.mark.parametrize(
    ("codes", "code", "passes"),
    [
        (("ID",), "ID", True),
        (("P", "I"), "ID", True),
        (("P",), "ID", False),
        (("IP",), "ID", False),
        (("P<", "I<"), "I", True),
        (("P",), None, True),
    ],
)
def test_a_signer_signs_only_its_types_of_document(
    codes: tuple[str, ...], code: str | None, passes: bool
) -> None:
    signer = issue("DS", ec_key(101), ROOT, usage=DS_USAGE, extensions=[document_types(*codes)])

    check = judge(ROOT.certificate, signer=signer, code=code)

    assert check.passed is passes
    assert check.reason == ("verified" if passes else "document-type-mismatch")


def test_broken_document_types_make_no_certificate() -> None:
    broken = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.23.136.1.1.6.2"), b"\x30\x00")

    with pytest.raises(MalformedDataError):
        parse_certificate(issue("DS", ec_key(101), ROOT, extensions=[broken]).certificate)


def test_extensions_that_are_not_read_may_be_anything() -> None:
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\xff\xff\xff")

    assert parse_certificate(issue("DS", ec_key(101), ROOT, extensions=[odd]).certificate)


def test_a_key_that_also_issues_certificates_signs_no_documents() -> None:
    signer = issue("DS", ec_key(102), ROOT, usage=key_usage("digital_signature", "key_cert_sign"))

    assert judge(ROOT.certificate, signer=signer).reason == "signer-not-a-document-signer"


def test_a_signer_without_a_country_is_of_its_country_signers() -> None:
    key = ec_key(103)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "DS")]))
        .issuer_name(ROOT.parsed.subject)
        .public_key(key.public_key())
        .serial_number(9)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2035, 1, 1, tzinfo=UTC))
    )
    signer = Signer(builder.sign(ROOT.key, hashes.SHA256()).public_bytes(Encoding.DER), key)
    sod = SodRecipe(signer, {1: DG1}).build()
    trust = TrustStore.of([ROOT.certificate])

    assert authenticate(sod, {1: DG1}, trust, now=NOW, issuing_state="VNM").passed
    assert authenticate(sod, {1: DG1}, trust, now=NOW, issuing_state="LAO").reason == "country-mismatch"


def test_what_is_deprecated_is_said() -> None:
    short = rsa.generate_private_key(65537, 1024)
    signer = issue("DS", short, ROOT, usage=DS_USAGE)
    sod = SodRecipe(signer, {1: DG1}, signature_algorithm=RSA_ENCRYPTION).build()

    assert judge_sod(bsi_file("2008", "EF_SOD.bin"), TrustStore()).check.evidence["deprecated"] == "SHA-1"
    assert judge_sod(sod, TrustStore.of([ROOT.certificate])).check.evidence["deprecated"] == "RSA 1024"
    assert "deprecated" not in judge(ROOT.certificate).evidence


def test_evidence_names_signer_and_country_signer_by_number_and_fingerprint() -> None:
    evidence = judge(ROOT.certificate).evidence

    assert evidence["signer_serial"] == "ABCDEF"
    assert evidence["signer_sha256"] == parse_certificate(SIGNER.certificate).fingerprint
    assert evidence["csca_sha256"] == parse_certificate(ROOT.certificate).fingerprint
    assert evidence["signature"] == "holds"


def test_the_ordinary_signer_still_passes() -> None:
    assert judge(csca().certificate, signer=document_signer(csca())).passed
    assert judge(csca().certificate, signer=SIGNER).outcome is NOT_PERFORMED
