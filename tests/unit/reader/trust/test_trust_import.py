"""Filling and clearing a store: content-addressed, deduplicated, and only what is believed."""

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.trust import TrustStore, TrustStoreError, expired_files, import_files, remove
from tests.unit.reader.trust.issuing import (
    NOW,
    csca,
    days,
    document_signer,
    ec_key,
    issue,
    list_signer,
    master_list,
    pem,
    revocation_list,
)

ROOT = csca(200, "CSCA Goc")
MEMBERS = [csca(number, f"CSCA {number}", "LA").certificate for number in (201, 202)]
LIST = master_list(list_signer(ROOT), MEMBERS)
CRL = revocation_list(ROOT, {})


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents = {
        "root.cer": ROOT.certificate,
        "list.ml": LIST,
        "root.crl": CRL,
        "other.pem": pem(MEMBERS[0]) + pem(document_signer(ROOT).certificate),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in contents}


def names(store: Path) -> set[str]:
    return {file.name for file in store.iterdir()}


def name_of(data: bytes, suffix: str) -> str:
    return hashlib.sha256(data).hexdigest() + suffix


def test_a_list_is_imported_with_its_root(files: dict[str, Path], tmp_path: Path) -> None:
    store = tmp_path / "store"

    report = import_files([files["list.ml"], files["root.crl"]], store, roots=[files["root.cer"]])

    assert names(store) == {name_of(LIST, ".ml"), name_of(ROOT.certificate, ".cer"), name_of(CRL, ".crl")}
    assert (len(report.added), report.known, len(report.store), report.refused) == (3, 0, 3, ())
    assert len(TrustStore.load([store])) == 3


def test_a_list_without_its_root_is_not_imported(files: dict[str, Path], tmp_path: Path) -> None:
    report = import_files([files["list.ml"], files["root.crl"]], tmp_path / "store")

    assert not (tmp_path / "store").exists()
    assert [item.reason for item in report.refused] == ["list-not-anchored", "crl-not-anchored"]


def test_the_same_again_adds_nothing(files: dict[str, Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_files([files["root.cer"]], store)

    report = import_files([files["root.cer"]], store)

    assert (report.added, report.known) == ((), 1)


def test_later_imports_build_on_what_is_there(files: dict[str, Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_files([files["root.cer"]], store)

    report = import_files([files["list.ml"]], store)

    assert report.added == (name_of(LIST, ".ml"),)


def test_files_of_several_are_split_and_the_wrong_ones_left_out(
    files: dict[str, Path], tmp_path: Path
) -> None:
    report = import_files([files["other.pem"]], tmp_path / "store")

    assert names(tmp_path / "store") == {name_of(MEMBERS[0], ".cer")}
    assert [(item.source, item.reason) for item in report.refused] == [
        (f"{files['other.pem']} (2)", "not-a-ca")
    ]


def test_ldif_of_the_pkd_is_read(files: dict[str, Path], tmp_path: Path) -> None:
    def value(name: str, data: bytes) -> str:
        text = base64.b64encode(data).decode()
        folded = "\n ".join(text[start : start + 70] for start in range(0, len(text), 70))
        return f"{name}:: {folded}\n"

    ldif = tmp_path / "icaopkd.ldif"
    ldif.write_text(
        "version: 1\n\ndn: o=ml,c=VN,dc=data,dc=download\nobjectClass: top\n"
        + value("pkdMasterListContent", LIST)
        + "\ndn: o=crl,c=VN\n"
        + value("certificateRevocationList;binary", CRL)
        + "\ndn: o=dsc,c=VN\n"
        + value("userCertificate;binary", document_signer(ROOT).certificate)
        + "\ndn: o=csca,c=VN\n"
        + value("cACertificate;binary", csca(203, "CSCA Khac").certificate),
        encoding="ascii",
    )

    report = import_files([ldif], tmp_path / "store", roots=[files["root.cer"]])

    assert report.refused == ()
    assert len(report.added) == 4
    assert len(report.store) == 4


@pytest.mark.parametrize("text", ["dn: x\nuserCertificate:: !!!\n", "dn: x\ncn: nothing\n"])
def test_ldif_without_sense_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.ldif"
    file.write_text(text, encoding="ascii")

    report = import_files([file], tmp_path / "store")

    assert [item.reason for item in report.refused] == ["not-a-certificate"]


def test_what_cannot_be_read_or_written_raises(files: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(TrustStoreError):
        import_files([tmp_path / "gone.cer"], tmp_path / "store")
    with pytest.raises(TrustStoreError):
        import_files([files["root.cer"]], files["root.crl"] / "store")


def test_expired_and_overtaken_files_are_found_and_removed(tmp_path: Path) -> None:
    old = issue("CSCA Cu", ec_key(60), is_ca=True, until=datetime(2025, 1, 1, tzinfo=UTC))
    older = revocation_list(ROOT, {}, this_update=NOW - days(60))
    contents = {"a.cer": ROOT.certificate, "b.cer": old.certificate, "c.crl": older, "d.crl": CRL}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    store = tmp_path / "store"
    import_files([tmp_path / name for name in contents], store)
    (store / "own.cer").write_bytes(old.certificate)

    found = expired_files(store, NOW)

    assert {(item.file.name, item.reason) for item in found} == {
        (name_of(old.certificate, ".cer"), "expired"),
        (name_of(older, ".crl"), "overtaken"),
    }
    remove(found)
    assert names(store) == {"own.cer", name_of(ROOT.certificate, ".cer"), name_of(CRL, ".crl")}


def test_an_overtaken_list_goes_and_its_root_stays(files: dict[str, Path], tmp_path: Path) -> None:
    newer = master_list(list_signer(ROOT), MEMBERS[:1], signing_time=NOW)
    (tmp_path / "newer.ml").write_bytes(newer)
    store = tmp_path / "store"
    import_files([files["list.ml"], tmp_path / "newer.ml"], store, roots=[files["root.cer"]])

    found = expired_files(store, datetime(2050, 1, 1, tzinfo=UTC))

    assert [(item.file.name, item.reason) for item in found] == [(name_of(LIST, ".ml"), "overtaken")]
