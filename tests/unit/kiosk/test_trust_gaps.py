"""A path that was named and gives no certificate is told, and only such a one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk import cli, health
from kiosk.trust_gaps import trust_gaps
from reader.trust import TrustStore
from tests.unit.kiosk.test_bootstrap import TEXT
from tests.unit.kiosk.test_health import parsed
from tests.unit.reader.lds.samples import SPECIMEN_MRZ
from tests.unit.reader.trust.issuing import SodRecipe, csca, document_signer

if TYPE_CHECKING:
    from pathlib import Path

ROOT = csca()
MRZ = SPECIMEN_MRZ.encode()
DG1 = b"\x61" + bytes([len(MRZ) + 3]) + b"\x5f\x1f" + bytes([len(MRZ)]) + MRZ
NO_FILES = "there is no file whose name ends as those of certificates do"


@pytest.fixture
def full(tmp_path: Path) -> Path:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "root.cer").write_bytes(ROOT.certificate)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "root.txt").write_bytes(ROOT.certificate)
    return folder


def told(*paths: Path) -> list[tuple[Path, str]]:
    return [(gap.path, gap.why) for gap in trust_gaps(TrustStore.load(paths), paths)]


def test_directory_without_certificates_is_told(full: Path, empty: Path) -> None:
    assert told(full, empty) == [(empty, NO_FILES)]


def test_file_that_is_none_is_told_with_its_reason(full: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.cer"
    file.write_bytes(b"nothing")
    assert told(full, file) == [(file, f"{file}: not-a-certificate")]


def test_certificate_that_came_twice_counts_for_both(full: Path) -> None:
    assert told(full, full / "root.cer") == []


def test_file_with_another_suffix_is_taken_where_it_is_named(empty: Path) -> None:
    named = empty / "root.txt"
    assert told(named) == []
    assert len(TrustStore.load([named])) == 1


def test_verify_warns_and_says_what_to_do(
    full: Path, empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    (dump / "EF_SOD.bin").write_bytes(SodRecipe(document_signer(ROOT), {1: DG1}).build())
    (dump / "DG1.bin").write_bytes(DG1)
    assert cli.main(["verify", "--files", str(dump), "--trust", str(full), str(empty)]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("PASSED")
    assert shown.err.startswith(
        f"kiosk: {empty} gives no certificate to trust ({NO_FILES}).\nWhat to do: Name "
    )


def test_doctor_names_the_path(full: Path, empty: Path, tmp_path: Path) -> None:
    named = TEXT.replace("[gateway]", f'[trust]\npaths = ["{full.name}", "empty"]\n[gateway]')
    part = health._trust(parsed(tmp_path, named))
    assert part.health is health.Health.WARNING
    assert f"1 CSCA certificates; {empty} gives none ({NO_FILES})" == part.detail
    named = TEXT.replace("[gateway]", '[trust]\npaths = ["empty"]\n[gateway]')
    assert str(empty) in health._trust(parsed(tmp_path, named)).detail
