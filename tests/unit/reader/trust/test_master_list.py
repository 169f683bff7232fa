"""Master lists: the German one whole, and every way in which a list must not be believed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.trust import TrustStore
from reader.trust.certificate import parse_certificate
from reader.trust.master_list import parse_master_list
from tests.unit.reader.trust.issuing import (
    SIGNED_AT,
    Signer,
    SodRecipe,
    csca,
    days,
    document_signer,
    ec_key,
    issue,
    key_usage,
    list_signer,
    master_list,
)

FOLDER = files("fixtures") / "master-lists"
GERMAN_LIST = (FOLDER / "DE_ML_2026-05-28-08-28-45.ml").read_bytes()
GERMAN_ROOT = (FOLDER / "DE_ROOT_CA_CSCA07.cer").read_bytes()

ROOT = csca(200, "CSCA Goc")
LIST_SIGNER = list_signer(ROOT)
MEMBERS = [csca(number, f"CSCA {number}", "LA").certificate for number in range(201, 204)]


@pytest.fixture(scope="module")
def german_store() -> TrustStore:
    return TrustStore.of([GERMAN_ROOT, GERMAN_LIST])


def test_german_list_is_taken_whole(german_store: TrustStore) -> None:
    assert len(german_store) == 588
    assert german_store.refused == ()
    assert len({entry.country for entry in german_store.entries}) == 112
    for certificate in german_store.certificates:
        assert certificate.public_key()


def test_german_list_names_what_is_odd(german_store: TrustStore) -> None:
    counts = dict.fromkeys(("not-anchored", "not-a-ca", "no-basic-constraints"), 0)
    for note in german_store.noted:
        if note.reason in counts:
            counts[note.reason] += 1

    assert counts == {"not-anchored": 12, "not-a-ca": 7, "no-basic-constraints": 1}


def test_german_list_is_signed_under_its_root() -> None:
    parsed = parse_master_list(GERMAN_LIST)

    root = parsed.verify([parse_certificate(GERMAN_ROOT)])

    assert root.encoded == GERMAN_ROOT
    assert parsed.signing_time == datetime(2026, 5, 28, 6, 28, 45, tzinfo=UTC)
    assert parsed.fingerprint == hashlib.sha256(GERMAN_LIST).hexdigest()


def test_german_list_without_its_root_is_not_believed() -> None:
    store = TrustStore.of([ROOT.certificate, GERMAN_LIST])

    assert len(store) == 1
    assert [item.reason for item in store.refused] == ["list-not-anchored"]


def test_german_list_with_one_bit_changed_is_not_believed() -> None:
    position = len(GERMAN_LIST) // 2
    changed = GERMAN_LIST[:position] + bytes([GERMAN_LIST[position] ^ 1]) + GERMAN_LIST[position + 1 :]

    store = TrustStore.of([GERMAN_ROOT, changed])

    assert len(store) == 1
    assert [item.reason for item in store.refused] == ["message-digest"]


def test_a_list_is_taken_with_what_names_it() -> None:
    encoded = master_list(LIST_SIGNER, MEMBERS)

    store = TrustStore.of([encoded, ROOT.certificate])

    assert len(store) == 4
    assert [entry.source for entry in store.entries] == [
        "certificate 2",
        *(f"certificate 1 ({number})" for number in (1, 2, 3)),
    ]
    assert {entry.master_list for entry in store.entries[1:]} == {hashlib.sha256(encoded).hexdigest()}


def test_a_certificate_in_two_lists_and_a_file_counts_once() -> None:
    lists = [master_list(LIST_SIGNER, MEMBERS), master_list(LIST_SIGNER, MEMBERS[1:])]

    assert len(TrustStore.of([*lists, MEMBERS[0], ROOT.certificate])) == 4


def test_a_list_may_vouch_for_the_root_of_another() -> None:
    other = csca(210, "CSCA Hai", "LA")
    second = master_list(list_signer(other, 211, "LA"), [csca(212, "CSCA Ba").certificate])
    first = master_list(LIST_SIGNER, [other.certificate])

    assert len(TrustStore.of([second, first, ROOT.certificate])) == 3


def test_a_list_may_carry_the_link_to_its_root() -> None:
    link = issue("CSCA Goc", ec_key(220), ROOT, is_ca=True, usage=key_usage("key_cert_sign"))
    encoded = master_list(list_signer(link, 221), MEMBERS, carried=[link.certificate])

    assert len(TrustStore.of([encoded, ROOT.certificate])) == 4
    without = master_list(list_signer(link, 221), MEMBERS)
    assert [item.reason for item in TrustStore.of([without, ROOT.certificate]).refused] == [
        "list-not-anchored"
    ]


def test_indefinite_lengths_are_read() -> None:
    encoded = master_list(LIST_SIGNER, MEMBERS, indefinite=True)

    assert encoded[:2] == b"\x30\x80"
    assert len(TrustStore.of([encoded, ROOT.certificate])) == 4


def wrong_version() -> bytes:
    content = tlv.encode(0x30, b"\x02\x01\x01", tlv.encode(0x31, *MEMBERS))
    return _signed(content)


def _signed(content: bytes) -> bytes:
    recipe = SodRecipe(
        LIST_SIGNER, {}, content_type="2.23.136.1.1.2", attribute_content_type="2.23.136.1.1.2"
    )
    return replace(recipe, content=content).content_info()


BAD_LISTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "signer is no list signer": (
        lambda: master_list(document_signer(ROOT), MEMBERS),
        "list-signer-key-usage",
    ),
    "signer of a stranger": (
        lambda: master_list(list_signer(csca(230, "CSCA La")), MEMBERS),
        "list-not-anchored",
    ),
    "signed with another key": (
        lambda: master_list(Signer(LIST_SIGNER.certificate, ec_key(231)), MEMBERS),
        "signature-invalid",
    ),
    "signer was expired": (
        lambda: master_list(list_signer(ROOT, 232, until=SIGNED_AT - days(1)), MEMBERS),
        "list-not-valid-at-signing",
    ),
    "a SOD": (lambda: SodRecipe(LIST_SIGNER, {1: b"x"}).content_info(), "not-a-master-list"),
    "another version": (wrong_version, "not-a-master-list"),
    "no list at all": (lambda: _signed(b"\x04\x00"), "not-a-master-list"),
}


@pytest.mark.parametrize(("build", "reason"), BAD_LISTS.values(), ids=BAD_LISTS.keys())
def test_wrong_lists_are_refused_whole(build: Callable[[], bytes], reason: str) -> None:
    store = TrustStore.of([build(), ROOT.certificate])

    assert len(store) == 1
    assert [(item.source, item.reason) for item in store.refused] == [("certificate 1", reason)]


def test_members_without_a_usable_key_are_refused_one_by_one() -> None:
    members = [
        b"\x30\x03\x02\x01\x00",
        issue("X", ec_key(9), is_ca=True, usage=key_usage("crl_sign")).certificate,
    ]

    store = TrustStore.of([master_list(LIST_SIGNER, [*members, *MEMBERS]), ROOT.certificate])

    assert len(store) == 4
    assert sorted(item.reason for item in store.refused) == ["key-usage", "not-a-certificate"]


@pytest.mark.parametrize("length", [0, 1, 100, 5_000, len(GERMAN_LIST) - 1])
def test_a_cut_list_is_no_list(length: int) -> None:
    with pytest.raises(MalformedDataError):
        parse_master_list(GERMAN_LIST[:length])


def test_lists_and_their_roots_are_read_from_a_directory(tmp_path: Path) -> None:
    (tmp_path / "list.ml").write_bytes(master_list(LIST_SIGNER, MEMBERS))
    (tmp_path / "root.cer").write_bytes(ROOT.certificate)

    assert len(TrustStore.load([tmp_path])) == 4
