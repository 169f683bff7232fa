"""Dumped files: the names they come under, the published sets, and what a folder may hold wrongly."""

import shutil
from pathlib import Path

import pytest

from reader.codec import tlv
from reader.result import CheckOutcome
from reader.trust import DumpError, TrustStore, read_dump, verify_dump
from tests.unit.reader.lds.samples import SPECIMEN_MRZ, bsi_file
from tests.unit.reader.trust.issuing import NOW, SodRecipe, csca, document_signer

PASSED, FAILED, NOT_PERFORMED = CheckOutcome.PASSED, CheckOutcome.FAILED, CheckOutcome.NOT_PERFORMED
DG1 = tlv.encode(0x61, tlv.encode(0x5F1F, SPECIMEN_MRZ.encode()))
ROOT = csca()
SOD = SodRecipe(document_signer(ROOT), {1: DG1}).build()
TRUST = TrustStore.of([ROOT.certificate])
BSI = {"2008": (1, 2, 14, 15), "tr03105-5": (1, 14, 15)}


def bsi_folder(folder: str, target: Path) -> Path:
    for number in BSI[folder]:
        name = f"Datagroup{number}.bin"
        (target / name).write_bytes(bsi_file(folder, name))
    (target / "EF_SOD.bin").write_bytes(bsi_file(folder, "EF_SOD.bin"))
    return target


@pytest.mark.parametrize("folder", BSI)
def test_reference_sets_hold_as_far_as_without_their_country_signer(folder: str, tmp_path: Path) -> None:
    verified = verify_dump(read_dump(bsi_folder(folder, tmp_path)), TRUST)

    assert (verified.check.outcome, verified.check.reason) == (NOT_PERFORMED, "csca-unknown")
    assert verified.check.evidence["signature"] == "holds"
    assert verified.left_out == (15,)
    assert verified.check.evidence["left_out_data_groups"] == "15"
    assert "mismatched_data_groups" not in verified.check.evidence


@pytest.mark.parametrize("folder", BSI)
def test_reference_sets_with_a_changed_file_fail(folder: str, tmp_path: Path) -> None:
    file = bsi_folder(folder, tmp_path) / "Datagroup1.bin"
    file.write_bytes(file.read_bytes().replace(b"MUSTERMANN", b"MUSTERFRAU"))

    check = verify_dump(read_dump(tmp_path), TRUST).check

    assert (check.outcome, check.reason) == (FAILED, "dg-hash-mismatch")


@pytest.mark.parametrize(
    ("sod", "dg1"),
    [
        ("EF_SOD.bin", "Datagroup1.bin"),
        ("SOD.bin", "DG1.bin"),
        ("sod.BIN", "dg1.bin"),
        ("ef.sod", "EF.DG1"),
        ("EF-SOD.dat", "EF_DG01.dat"),
        ("Sod", "data_group_1"),
    ],
)
def test_names_of_many_tools_are_known(sod: str, dg1: str, tmp_path: Path) -> None:
    (tmp_path / sod).write_bytes(SOD)
    (tmp_path / dg1).write_bytes(DG1)
    (tmp_path / "notes.txt").write_text("DG2 is missing", encoding="utf-8")
    (tmp_path / "DG99.bin").write_bytes(b"")
    (tmp_path / "DG2").mkdir()

    dump = read_dump(tmp_path)

    assert dict(dump.names) == {1: dg1}
    assert verify_dump(dump, TRUST, now=NOW).check.passed


def test_country_of_the_mrz_counts(tmp_path: Path) -> None:
    lao = csca(70, "CSCA Lao", "LA")
    (tmp_path / "SOD.bin").write_bytes(SodRecipe(document_signer(lao, 71, "LA"), {1: DG1}).build())
    (tmp_path / "DG1.bin").write_bytes(DG1)

    check = verify_dump(read_dump(tmp_path), TrustStore.of([lao.certificate]), now=NOW).check

    assert (check.outcome, check.reason) == (FAILED, "country-mismatch")


def test_a_data_group_that_nobody_signed_fails(tmp_path: Path) -> None:
    (tmp_path / "SOD.bin").write_bytes(SOD)
    (tmp_path / "DG1.bin").write_bytes(DG1)
    (tmp_path / "DG2.bin").write_bytes(b"\x75\x00")

    check = verify_dump(read_dump(tmp_path), TRUST, now=NOW).check

    assert (check.outcome, check.reason) == (FAILED, "dg-not-in-sod")


def test_an_mrz_that_is_none_is_judged_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "SOD.bin").write_bytes(SOD)
    (tmp_path / "DG1.bin").write_bytes(b"\x61\x00")

    verified = verify_dump(read_dump(tmp_path), TRUST, now=NOW)

    assert verified.check.reason == "dg-hash-mismatch"
    assert verified.mrz is None


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ((), "dump-without-sod"),
        (("DG1.bin",), "dump-without-sod"),
        (("SOD.bin", "EF_SOD.bin"), "dump-ambiguous"),
        (("SOD.bin", "DG1.bin", "Datagroup1.bin"), "dump-ambiguous"),
    ],
)
def test_folders_that_are_no_dump_raise(names: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"")

    with pytest.raises(DumpError) as caught:
        read_dump(tmp_path)

    assert caught.value.reason == reason


def test_what_cannot_be_read_raises(tmp_path: Path) -> None:
    with pytest.raises(DumpError):
        read_dump(tmp_path / "gone")
    (tmp_path / "SOD.bin").write_bytes(bytes(4_194_305))
    with pytest.raises(DumpError):
        read_dump(tmp_path)


def test_nothing_of_the_person_is_shown(tmp_path: Path) -> None:
    shutil.copytree(bsi_folder("2008", tmp_path), tmp_path / "copy")
    dump = read_dump(tmp_path / "copy")

    assert "MUSTERMANN" not in repr(dump) + repr(verify_dump(dump, TRUST))
