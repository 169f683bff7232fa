"""kill -9 at every step of a commit, and at any moment of a stream of them: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.unit.kiosk.store.samples import NOW, draft, open_store, person

if TYPE_CHECKING:
    from pathlib import Path

COMMITTER = """
import os, signal, sys
from pathlib import Path
from tests.unit.kiosk.store.samples import NOW, draft, open_store, person

directory, die_at, first, last = Path(sys.argv[1]), *map(int, sys.argv[2:])
store = open_store(directory)
if die_at:
    seen = 0
    def trace(_):
        global seen
        seen += 1
        if seen == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
    store._database.conn.set_trace_callback(trace)
for n in range(first, last):
    ticket = store.commit_visit(draft(session=f"s{n}", identity=person(f"{n:012d}")), NOW)
    print(n, ticket.number, flush=True)
print("end", flush=True)
"""
ONE_COMMIT_AT_MOST = 200


def committer(directory: Path, die_at: int, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", COMMITTER, str(directory), str(die_at), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acknowledged(line: str) -> tuple[str, str]:
    session, number = line.split()
    return f"s{session}", number


def check(directory: Path, given: dict[str, str]) -> None:
    """Every acknowledged session has exactly its number; numbers have no hole and no double; the audit chain holds."""
    with open_store(directory) as store:
        tickets = store._database.execute(
            "SELECT c.session_id, t.series || printf('%03d', t.number) FROM commits c JOIN tickets t ON t.id = c.ticket_id ORDER BY t.number"
        ).fetchall()
        assert [number for _, number in tickets] == [f"A{n + 1:03d}" for n in range(len(tickets))]
        kept = dict(tickets)
        assert len(kept) == len(tickets)
        assert given.items() <= kept.items()
        assert store.verify_audit().broken_at == 0
        for table in ("visits", "orders", "tickets", "consents", "coverage_answers", "audit", "outbox"):
            assert store._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == len(kept), table
        assert store._database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert store._database.execute("PRAGMA cipher_integrity_check").fetchall() == []


@pytest.mark.timeout(300)
def test_kill_at_every_statement_of_a_commit(tmp_path: Path) -> None:
    """The child kills itself before its n-th statement, for every n there is; then the same session is committed anew."""
    with open_store(tmp_path) as store:
        given = {"s0": store.commit_visit(draft(session="s0", identity=person(f"{0:012d}")), NOW).number}
    for die_at in range(1, ONE_COMMIT_AT_MOST):
        with committer(tmp_path, die_at, die_at, die_at + 1) as child:
            assert child.stdout is not None
            lines = child.stdout.read().splitlines()
        given |= dict(acknowledged(line) for line in lines if line != "end")
        check(tmp_path, given)
        if child.returncode == 0:
            assert die_at > 20
            break
        assert child.returncode == -signal.SIGKILL
        with open_store(tmp_path) as store:
            again = store.commit_visit(draft(session=f"s{die_at}", identity=person(f"{die_at:012d}")), NOW)
        given[f"s{die_at}"] = again.number
        check(tmp_path, given)
    else:
        pytest.fail("a commit has no end")


@pytest.mark.timeout(300)
def test_kill_at_any_moment_of_a_stream_of_commits(tmp_path: Path) -> None:
    given: dict[str, str] = {}
    chance = random.Random(20261122)
    for turn in range(25):
        first = turn * 1000
        with committer(tmp_path, 0, first, first + 1000) as child:
            assert child.stdout is not None
            for _ in range(chance.randint(1, 25)):
                given.update([acknowledged(child.stdout.readline())])
            for _ in range(chance.randint(0, 200_000)):  # somewhere within the next commit
                pass
            child.kill()
            given.update(acknowledged(line) for line in child.stdout.read().splitlines() if line != "end")
        assert child.returncode == -signal.SIGKILL
        check(tmp_path, given)


WRITER = """
import sys
from pathlib import Path
from kiosk.store.connection import open_database
from kiosk.store.visits import SqlVisitStore
from tests.unit.kiosk.store.samples import KEY, NOW, draft, person

directory, name = Path(sys.argv[1]), sys.argv[2]
store = SqlVisitStore(open_database(directory / "kiosk.db", KEY, busy_seconds=30), "01999")
sys.stdin.readline()
for n in range(100):
    number = name + f"{n:011d}"
    print(name + str(n), store.commit_visit(draft(session=f"s{name}{n}", identity=person(number)), NOW).number, flush=True)
"""


def test_two_processes_never_give_the_same_number(tmp_path: Path) -> None:
    """Without the instance lock, as a hub's import or a second kiosk on the same file would be."""
    open_store(tmp_path).close()
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "12"
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    given = dict(acknowledged(line) for writer in writers for line in writer.communicate()[0].splitlines())
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(set(given.values())) == len(given) == 200
    check(tmp_path, given)
