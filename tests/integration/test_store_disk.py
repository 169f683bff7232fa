"""Disks that really fail: one that is full (a small tmpfs in a mount namespace of its own) and one that is mounted read-only."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FULL = """
import sys
from pathlib import Path
from kiosk.store.errors import DiskFullError
from tests.unit.kiosk.store.samples import NOW, draft, open_store, person

directory = Path(sys.argv[1])
ballast = directory / "ballast"
ballast.write_bytes(bytes(60_000))
kept = 0
with open_store(directory) as store:
    try:
        for n in range(5000):
            store.commit_visit(draft(session=f"s{n}", identity=person(f"{n:012d}")), NOW)
            kept = n + 1
    except DiskFullError as error:
        print(error)
    else:
        sys.exit("the disk never filled")
    assert 0 < kept == len(store.list_visits(None, 1000)), kept
    ballast.unlink()
    ticket = store.commit_visit(draft(session=f"s{kept}", identity=person(f"{kept:012d}")), NOW)
    assert ticket.number == f"A{kept + 1:03d}", ticket.number
with open_store(directory) as store:
    assert len(store.list_visits(None, 1000)) == kept + 1
    assert store.verify_audit().broken_at == 0
print("recovered")
"""
READ_ONLY = """
import sys
from pathlib import Path
from kiosk.store.errors import DatabaseMissingError, ReadOnlyError
from tests.unit.kiosk.store.samples import open_store

try:
    open_store(Path(sys.argv[1]))
except (ReadOnlyError, DatabaseMissingError) as error:
    print(error)
else:
    sys.exit("opened")
"""


def run(mount: str, code: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run Python code with ``directory`` mounted as told, seen by that process alone."""
    script = f'{mount} && exec "$PYTHON" -c "$CODE" "$DIRECTORY"'
    variables = {
        "PYTHON": sys.executable,
        "CODE": code,
        "DIRECTORY": str(directory),
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    }
    return subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script],
        capture_output=True,
        text=True,
        env={**variables, "LC_ALL": "C.UTF-8"},
        check=False,
    )


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    probe = subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this machine allows no mount namespaces")
    return tmp_path


def test_full_disk_loses_nothing_that_was_acknowledged_and_recovers(directory: Path) -> None:
    ended = run('mount -t tmpfs -o size=800k none "$DIRECTORY"', FULL, directory)
    assert ended.returncode == 0, ended.stderr
    assert "Free some space" in ended.stdout
    assert ended.stdout.endswith("recovered\n")


def test_read_only_disk_is_said(directory: Path) -> None:
    ended = run('mount -t tmpfs -o ro none "$DIRECTORY"', READ_ONLY, directory)
    assert ended.returncode == 0, ended.stderr
    assert "the kiosk's user" in ended.stdout
