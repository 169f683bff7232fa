"""`kiosk evidence verify` from outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kiosk import cli
from tests.unit.reader.authenticity.test_evidence import HUB_KEY, by_hub, by_kiosk
from tests.unit.reader.trust.issuing import csca

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    file = tmp_path / "root.cer"
    file.write_bytes(csca().certificate)
    return file


def test_good_evidence_is_proven(capsys: pytest.CaptureFixture[str], tmp_path: Path, trust: Path) -> None:
    file = tmp_path / "evidence.json"
    file.write_bytes(by_kiosk().encode())

    status = cli.main(["evidence", "verify", str(file), "--trust", str(trust), "--json"])

    document = json.loads(capsys.readouterr().out)
    assert (status, document["proven"], document["asserted_by"]) == (0, True, "kiosk")
    assert "NGUYEN" not in json.dumps(document)
    assert cli.main(["evidence", "verify", str(file), "--trust", str(trust)]) == 0
    assert "time and place asserted by the kiosk" in capsys.readouterr().out


def test_a_hub_is_believed_by_its_key(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, trust: Path
) -> None:
    file = tmp_path / "evidence.json"
    file.write_bytes(by_hub().encode())
    arguments = ["evidence", "verify", str(file), "--trust", str(trust), "--hub-key"]

    assert cli.main([*arguments, HUB_KEY.hex()]) == 0
    assert "attested by the hub's receipt" in capsys.readouterr().out
    assert cli.main([*arguments, "xyz"]) == 2


def test_what_proves_nothing_ends_with_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, trust: Path
) -> None:
    file = tmp_path / "evidence.json"
    empty = tmp_path / "empty"
    empty.mkdir()
    file.write_bytes(by_kiosk().encode())

    assert cli.main(["evidence", "verify", str(file), "--trust", str(empty)]) == 1
    assert capsys.readouterr().out.startswith("This file proves nothing.")
    file.write_bytes(b"{}")
    assert cli.main(["evidence", "verify", str(file), "--trust", str(trust)]) == 1
    assert cli.main(["evidence", "verify", str(tmp_path / "gone"), "--trust", str(trust)]) == 1
