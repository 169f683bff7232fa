"""A disk that refuses a share of writes, or of syncs, at random (libfiu): every refusal is a typed error, a retry heals it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.unit.kiosk.store.samples import open_store

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS = 60
CODE = f"""
import sys
from pathlib import Path
from kiosk.store.errors import StoreError
from tests.unit.kiosk.store.samples import NOW, draft, open_store, person

directory = Path(sys.argv[1])
refused = 0

def opened():
    global refused
    while True:
        try:
            return open_store(directory)
        except StoreError:
            refused += 1

def commit(store, n):
    global refused
    while True:
        try:
            return store.commit_visit(draft(session=f"s{{n}}", identity=person(f"{{n:012d}}")), NOW)
        except StoreError:
            refused += 1

numbers = []
for batch in range(0, {SESSIONS}, 10):
    store = opened()
    numbers += [commit(store, n).number for n in range(batch, batch + 10)]
    store.close()
print(refused, *numbers, flush=True)
"""


@pytest.mark.parametrize(
    ("point", "error"),
    [("posix/io/rw/pwrite", 28), ("posix/io/rw/pwrite", 5), ("posix/io/sync/fsync", 5)],
    ids=["full", "write-error", "sync-error"],
)
def test_refused_writes_lose_and_double_nothing(tmp_path: Path, point: str, error: int) -> None:
    assert shutil.which("fiu-run"), "fiu-utils is missing: run make setup"
    open_store(tmp_path).close()
    fault = f"enable_random name={point},probability=0.05,failinfo={error}"
    command = ["fiu-run", "-x", "-c", fault, sys.executable, "-c", CODE, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    refused, *numbers = ended.stdout.split()
    assert int(refused) > 0
    assert numbers == [f"A{n + 1:03d}" for n in range(SESSIONS)]
    with open_store(tmp_path) as store:
        assert len(store.list_visits(None, 1000)) == SESSIONS
        assert store.verify_audit().broken_at == 0
        assert store._database.execute("PRAGMA cipher_integrity_check").fetchall() == []
