"""`kiosk verify` and `kiosk trust` from outside: what they say, what they write, how they end."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kiosk import cli
from tests.unit.reader.lds.samples import SPECIMEN_MRZ
from tests.unit.reader.trust.issuing import (
    NOW,
    SodRecipe,
    csca,
    days,
    document_signer,
    ec_key,
    issue,
    revocation_list,
)

FIXTURES = Path(str(files("fixtures")))
GERMAN_LIST = FIXTURES / "master-lists" / "DE_ML_2026-05-28-08-28-45.ml"
GERMAN_ROOT = FIXTURES / "master-lists" / "DE_ROOT_CA_CSCA07.cer"
ROOT = csca()
MRZ = SPECIMEN_MRZ.encode()
DG1 = b"\x61" + bytes([len(MRZ) + 3]) + b"\x5f\x1f" + bytes([len(MRZ)]) + MRZ


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "EF_SOD.bin").write_bytes(SodRecipe(document_signer(ROOT), {1: DG1}).build())
    (folder / "DG1.bin").write_bytes(DG1)
    return folder


@pytest.fixture
def root_file(tmp_path: Path) -> Path:
    file = tmp_path / "root.cer"
    file.write_bytes(ROOT.certificate)
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = cli.main([str(argument) for argument in arguments])
    return status, capsys.readouterr().out


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    status, text = run(capsys, *arguments, "--json")
    return status, json.loads(text)


def test_a_good_dump_is_verified(capsys: pytest.CaptureFixture[str], dump: Path, root_file: Path) -> None:
    status, document = run_json(capsys, "verify", "--strict", "--files", dump, "--trust", root_file)

    assert status == 0
    assert (document["outcome"], document["reason"]) == ("PASSED", "verified")
    assert document["files"] == {"1": {"file": "DG1.bin", "state": "hash holds"}}
    assert document["trust"]["certificates"] == 1
    assert "NGUYEN" not in json.dumps(document)


@pytest.mark.parametrize("folder", ["2008", "tr03105-5"])
def test_the_published_sets_hold_and_their_country_signer_is_not_known(
    capsys: pytest.CaptureFixture[str], folder: str, root_file: Path
) -> None:
    arguments = ("verify", "--files", FIXTURES / "bsi" / folder, "--trust", root_file)

    status, document = run_json(capsys, *arguments)

    assert status == 0
    assert (document["outcome"], document["reason"]) == ("NOT_PERFORMED", "csca-unknown")
    assert document["evidence"]["signature"] == "holds"
    assert document["files"]["1"]["state"] == "hash holds"
    assert document["files"]["15"]["state"] == "not listed in the SOD"
    assert cli.main([*map(str, arguments), "--strict"]) == 1


def test_a_changed_dump_fails(capsys: pytest.CaptureFixture[str], dump: Path, root_file: Path) -> None:
    (dump / "DG1.bin").write_bytes(DG1.replace(b"NGUYEN", b"NGUYEM"))

    status, text = run(capsys, "verify", "--files", dump, "--trust", root_file)

    assert status == 1
    assert text.startswith("FAILED: dg-hash-mismatch\n")
    assert "hash differs" in text


def test_a_folder_without_a_sod_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, root_file: Path
) -> None:
    status, document = run_json(capsys, "verify", "--files", tmp_path, "--trust", root_file)

    assert status == 1
    assert document["error"]["reason"] == "dump-without-sod"


def test_the_german_list_is_imported_listed_and_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store = ("--store", tmp_path / "store")

    status, document = run_json(capsys, "trust", "import", GERMAN_LIST, "--root", GERMAN_ROOT, *store)
    assert (status, document["certificates"], len(document["added"])) == (0, 588, 2)

    status, listed = run_json(capsys, "trust", "list", *store)
    assert (status, len(listed)) == (0, 588)
    status, text = run(capsys, "trust", "list", "--country", "at", *store)
    assert {line[:2] for line in text.splitlines()[1:]} == {"AT"}

    status, checked = run_json(capsys, "trust", "check", *store)
    assert (checked["certificates"], checked["countries"], checked["refused"]) == (588, 112, [])
    assert "not-anchored (12)" in run(capsys, "trust", "check", *store)[1]


def test_a_list_alone_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, text = run(capsys, "trust", "import", GERMAN_LIST, "--store", tmp_path / "store")

    assert status == 1
    assert "list-not-anchored" in text


def test_check_names_what_needs_a_hand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, document = run_json(capsys, "trust", "check", "--store", tmp_path)
    assert (status, document["problems"]) == (1, ["no CSCA is configured: no card can be proven genuine"])

    old = issue("CSCA Cu", ec_key(60), is_ca=True, until=datetime(2025, 1, 1, tzinfo=UTC)).certificate
    stale = revocation_list(ROOT, {}, this_update=NOW - days(900), next_update=NOW - days(800))
    for name, data in (("a.cer", ROOT.certificate), ("b.cer", old), ("c.crl", stale)):
        (tmp_path / name).write_bytes(data)
    status, document = run_json(capsys, "trust", "check", "--store", tmp_path)

    assert status == 1
    assert document["problems"][0].startswith("1 certificates have expired")
    assert "is stale since 2024-03-23" in document["problems"][1]


def test_expire_removes_what_it_says(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    old = tmp_path / "old.cer"
    old.write_bytes(
        issue("CSCA Cu", ec_key(60), is_ca=True, until=datetime(2025, 1, 1, tzinfo=UTC)).certificate
    )
    store = tmp_path / "store"
    cli.main(["trust", "import", str(old), "--store", str(store)])
    capsys.readouterr()

    status, text = run(capsys, "trust", "expire", "--dry-run", "--store", store)
    assert (status, text.splitlines()[0], len(list(store.iterdir()))) == (0, "1 files would be removed", 1)
    status, document = run_json(capsys, "trust", "expire", "--store", store)
    assert (document["removed"], len(document["files"]), list(store.iterdir())) == (True, 1, [])
    assert run(capsys, "trust", "expire", "--store", store) == (0, "Nothing has expired.\n")


@pytest.mark.parametrize("action", [("import", "gone.cer"), ("expire",)])
def test_what_is_not_there_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, action: tuple[str, ...]
) -> None:
    status, document = run_json(capsys, "trust", *action, "--store", tmp_path / "none")

    assert status == 1
    assert document["error"]["reason"] in {"no-such-file", "no-store"}


def test_the_configuration_names_the_store(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, root_file: Path
) -> None:
    config = tmp_path / "kiosk.toml"
    text = (
        '[facility]\ncode = "01999"\nname = "Mẫu"\n[database]\npath = "kiosk.db"\nkey_file = "kiosk.key"\n'
        '[[service]]\nid = "g"\nname = "Nội"\nroom = "203"\nfloor = "2"\nseries = "A"\n[trust]\npaths = ["csca"]\n'
    )
    config.write_text(text, encoding="utf-8")

    assert cli.main(["--config", str(config), "trust", "import", str(root_file)]) == 0
    assert len(list((tmp_path / "csca").iterdir())) == 1
    capsys.readouterr()
    status, listed = run_json(capsys, "--config", config, "trust", "list")
    assert (status, len(listed)) == (0, 1)
