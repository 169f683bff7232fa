"""The trust store: what it takes, what it refuses and says so, and that it never shrinks in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from reader.trust import TrustStore, TrustStoreError
from reader.trust.certificate import parse_certificate
from reader.trust.countries import states_of
from tests.unit.reader.trust.issuing import Signer, csca, document_signer, ec_key, issue, key_usage

ROOT = csca()
OTHER = csca(1, "CSCA Khac")


def pem(signer: Signer) -> bytes:
    return signer.parsed.public_bytes(Encoding.PEM)


def subjects(store: TrustStore) -> list[str]:
    return [certificate.subject.split(",", maxsplit=1)[0] for certificate in store.certificates]


def test_nothing_configured_is_a_state_of_its_own(tmp_path: Path) -> None:
    assert TrustStore.load([]).is_empty
    assert TrustStore.load([tmp_path]).is_empty
    assert not TrustStore.of([ROOT.certificate]).is_empty


def test_der_and_pem_files_and_directories_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.cer").write_bytes(ROOT.certificate)
    (tmp_path / "b.PEM").write_bytes(b"Subject: anything\n" + pem(OTHER) + pem(csca(2, "CSCA Ba")))
    (tmp_path / "README.txt").write_text("not a certificate", encoding="utf-8")
    single = tmp_path / "elsewhere"
    single.mkdir()
    (single / "no-suffix").write_bytes(csca(3, "CSCA Bon").certificate)

    store = TrustStore.load([tmp_path, single / "no-suffix"])

    assert subjects(store) == [f"Common Name: CSCA {word}" for word in ("Mau", "Khac", "Ba", "Bon")]
    assert store.refused == ()


def test_the_same_certificate_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.der").write_bytes(ROOT.certificate)
    (tmp_path / "b.pem").write_bytes(pem(ROOT))

    assert len(TrustStore.load([tmp_path]).certificates) == 1


def test_a_missing_path_raises(tmp_path: Path) -> None:
    with pytest.raises(TrustStoreError):
        TrustStore.load([tmp_path / "gone.cer"])


def broken_self_signature() -> bytes:
    return ROOT.certificate[:-1] + bytes((ROOT.certificate[-1] ^ 1,))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "document signer": (lambda: document_signer(ROOT).certificate, "not-a-ca"),
    "said to be no ca": (
        lambda: issue("CSCA", ec_key(9), is_ca=False, usage=key_usage("key_cert_sign")).certificate,
        "not-a-ca",
    ),
    "may not sign certificates": (
        lambda: issue("CSCA", ec_key(9), is_ca=True, usage=key_usage("crl_sign")).certificate,
        "key-usage",
    ),
    "broken self-signature": (broken_self_signature, "not-anchored"),
    "text": (lambda: b"hello", "not-a-certificate"),
    "cut": (lambda: ROOT.certificate[:-10], "not-a-certificate"),
    "bytes behind": (lambda: ROOT.certificate + b"\x00", "not-a-certificate"),
    "too long": (lambda: b"\x30" * 100_000, "not-a-certificate"),
}


@pytest.mark.parametrize(("build", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_country_signer_is_refused_and_reported(build: Callable[[], bytes], reason: str) -> None:
    store = TrustStore.of([build(), OTHER.certificate])

    assert subjects(store) == ["Common Name: CSCA Khac"]
    (refusal,) = store.refused
    assert (refusal.source, refusal.reason) == ("certificate 1", reason)


def test_refusals_name_their_file(tmp_path: Path) -> None:
    (tmp_path / "broken.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n")
    (tmp_path / "key.pem").write_bytes(b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    (tmp_path / "two.pem").write_bytes(pem(ROOT) + pem(document_signer(ROOT)))

    store = TrustStore.load([tmp_path])

    assert {Path(item.source.split(" ", maxsplit=1)[0]).name for item in store.refused} == {
        "broken.pem",
        "key.pem",
        "two.pem",
    }
    assert any(item.source.endswith("two.pem (2)") for item in store.refused)


def test_a_file_of_absurd_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.pem").write_bytes(b"\x00" * (17 * 65_536))

    assert TrustStore.load([tmp_path]).refused[0].reason == "too-large"


def test_a_link_is_taken_with_the_key_that_signed_it_and_not_without() -> None:
    usage = key_usage("key_cert_sign")
    link = issue("CSCA Mau", ec_key(20), ROOT, is_ca=True, usage=usage).certificate
    second = issue("CSCA Mau", ec_key(21), Signer(link, ec_key(20)), is_ca=True, usage=usage).certificate

    assert len(TrustStore.of([second, link, ROOT.certificate]).certificates) == 3
    assert {item.reason for item in TrustStore.of([second, link]).refused} == {"not-anchored"}


def test_issuers_are_found_by_key_identifier_before_names() -> None:
    namesake = csca(5, "CSCA Mau")
    store = TrustStore.of([namesake.certificate, ROOT.certificate])

    (issuer,) = store.issuers_of(parse_certificate(document_signer(ROOT).certificate))

    assert issuer.encoded == ROOT.certificate


@pytest.mark.parametrize(
    ("country", "localities", "states"),
    [
        ("VN", frozenset(), {"VNM"}),
        ("DE", frozenset({"DEU"}), {"D"}),
        ("CN", frozenset({"MAC"}), {"CHN", "MAC"}),
        ("UA", frozenset({"UA"}), {"UKR"}),
        ("", frozenset(), set()),
        ("QQ", frozenset(), set()),
    ],
)
def test_countries_become_issuing_states(country: str, localities: frozenset[str], states: set[str]) -> None:
    assert states_of(country, localities) == states
