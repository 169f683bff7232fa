"""The file itself: keys, versions, one instance, full and read-only disks, tampering."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.store import migrations
from kiosk.store.connection import open_database, transaction
from kiosk.store.errors import (
    DatabaseMissingError,
    DiskFullError,
    LockedError,
    NewerDatabaseError,
    OlderDatabaseError,
    SecondInstanceError,
    StoreError,
    WrongKeyError,
)
from kiosk.store.instance import InstanceLock
from kiosk.store.visits import SqlVisitStore
from tests.unit.kiosk.store.samples import FACILITY, KEY, NOW, draft, open_store, person

if TYPE_CHECKING:
    from pathlib import Path

OTHER_KEY = bytes(32)


def test_wrong_key_says_what_to_do_and_harms_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_store(tmp_path) as store:
        store.commit_visit(draft(), NOW)
    before = (tmp_path / "kiosk.db").read_bytes()
    with pytest.raises(WrongKeyError, match="Bring back the key file") as caught:
        SqlVisitStore.open(tmp_path / "kiosk.db", OTHER_KEY, FACILITY)
    assert isinstance(caught.value, StoreError)
    assert KEY.hex() not in str(caught.value)
    assert (tmp_path / "kiosk.db").read_bytes() == before
    with open_store(tmp_path) as store:
        assert len(store.list_visits(None, 10)) == 1
    assert capfd.readouterr().err == ""


def test_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongKeyError, match="32 bytes"):
        open_database(tmp_path / "kiosk.db", b"short")


def test_unencrypted_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = sqlcipher.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    with pytest.raises(StoreError, match="unencrypted"):
        open_database(path, KEY)


def test_nothing_personal_is_readable_without_the_key(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    canary = person("000085424242", "HOÀNG YẾN THỬ")
    for n in range(20):
        store.commit_visit(draft(identity=canary, session=f"canary-{n}"), NOW)
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    store.close()
    assert {"kiosk.db", "kiosk.db-wal"} <= set(files)
    assert len(files["kiosk.db-wal"]) > 4096
    for name, content in files.items():
        for word in ("000085424242", "HOÀNG", "GD4990099000001", "canary-1", "CREATE TABLE", "SQLite format"):
            assert word.encode() not in content, (name, word)


def test_file_is_the_owners_alone(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.commit_visit(draft(), NOW)
        assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_writing_is_as_durable_as_it_gets(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    pragmas = {
        name: database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    database.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_all_tables_are_strict(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    tables = database.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    database.close()
    assert len(tables) > 9
    assert all(strict for _, strict in tables), tables


def test_newer_database_is_refused(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    database.execute(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    database.close()
    for read_only in (False, True):
        with pytest.raises(NewerDatabaseError, match="newest version of the program"):
            open_database(tmp_path / "kiosk.db", KEY, read_only=read_only)


def test_reader_refuses_a_database_that_was_never_brought_up_to_date(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    database.execute("PRAGMA user_version = 0")
    database.close()
    with pytest.raises(OlderDatabaseError, match="Start the kiosk once"):
        open_database(tmp_path / "kiosk.db", KEY, read_only=True)


def test_broken_migration_leaves_the_former_version(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    steps = (*migrations.STEPS, "CREATE TABLE later (a TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(StoreError), transaction(database):
        migrations.migrate(database, steps)
    assert migrations.version_of(database) == len(migrations.STEPS)
    assert not database.table("later").exists()
    database.close()


def test_next_migration_runs_once(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    steps = (*migrations.STEPS, "CREATE TABLE later (a TEXT) STRICT;\n")
    for _ in range(2):
        with transaction(database):
            migrations.migrate(database, steps)
    assert migrations.version_of(database) == len(steps)
    database.close()


def test_missing_directory_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError, match=r"database\.path"):
        SqlVisitStore.open(tmp_path / "none" / "kiosk.db", KEY, FACILITY)


def test_reader_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError):
        SqlVisitStore.open_to_read(tmp_path / "kiosk.db", KEY, FACILITY)
    assert list(tmp_path.iterdir()) == []


def test_full_database_keeps_nothing_of_the_commit_and_recovers(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.commit_visit(draft(), NOW)
        pages = store._database.execute("PRAGMA page_count").fetchone()[0]
        store._database.execute(f"PRAGMA max_page_count = {pages}").fetchone()
        kept = 0

        def fill() -> None:
            nonlocal kept
            for kept in range(1000):
                store.commit_visit(draft(session=f"full-{kept}", identity=person(f"{kept:012d}")), NOW)

        with pytest.raises(DiskFullError, match="Free some space"):
            fill()
        assert len(store.list_visits(None, 1000)) == kept + 1
        store._database.execute("PRAGMA max_page_count = 100000").fetchone()
        assert (
            store.commit_visit(draft(session=f"full-{kept}", identity=person(f"{kept:012d}")), NOW).number
            == f"A{kept + 2:03d}"
        )
        assert store.verify_audit().broken_at == 0


def test_held_database_is_said_after_the_wait(tmp_path: Path) -> None:
    first = open_database(tmp_path / "kiosk.db", KEY)
    second = open_database(tmp_path / "kiosk.db", KEY, busy_seconds=0.05)
    with transaction(first), pytest.raises(LockedError, match="Try again"), transaction(second):
        raise AssertionError("must not get in")
    with transaction(second):
        second.execute("SELECT 1")
    first.close()
    second.close()


def test_error_text_quotes_no_value(tmp_path: Path) -> None:
    database = open_database(tmp_path / "kiosk.db", KEY)
    with pytest.raises(StoreError) as caught, transaction(database):
        database.execute("INSERT INTO audit (seq, at) VALUES ('NGUYỄN VĂN MẪU', 1)")
    assert "MẪU" not in str(caught.value)
    database.close()


def test_second_instance_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    with pytest.raises(SecondInstanceError, match="Use the one that runs, or end it first"):
        open_store(tmp_path)
    first.close()
    open_store(tmp_path).close()


def test_failed_open_gives_the_lock_back(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with pytest.raises(WrongKeyError):
        SqlVisitStore.open(tmp_path / "kiosk.db", OTHER_KEY, FACILITY)
    open_store(tmp_path).close()


HOLD = """
import sys
from pathlib import Path
from kiosk.store.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_killed_instance_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(SecondInstanceError, match=f"process {other.pid}"):
            InstanceLock(path)
        other.kill()
        other.wait()
    InstanceLock(path).release()


@pytest.fixture
def chained(store: SqlVisitStore) -> SqlVisitStore:
    """Six audit rows, and the triggers out of the way, as they would be for someone with the key and bad intent."""
    for n in range(6):
        store.commit_visit(draft(identity=person(f"00008500000{n}")), NOW)
    assert store.verify_audit().rows == 6
    for trigger in ("audit_is_append_only", "audit_is_kept"):
        store._database.execute(f"DROP TRIGGER {trigger}")
    return store


@pytest.mark.parametrize("seq", range(1, 7))
@pytest.mark.parametrize(
    "column", ["at", "raw_at", "actor", "action", "visit_id", "detail", "previous_hash", "hash"]
)
def test_changed_audit_row_is_located(chained: SqlVisitStore, seq: int, column: str) -> None:
    chained._database.execute(f"UPDATE audit SET {column} = {column} || 'x' WHERE seq = ?", (seq,))
    assert chained.verify_audit().broken_at == seq


@pytest.mark.parametrize("seq", range(1, 7))
def test_missing_audit_row_is_located(chained: SqlVisitStore, seq: int) -> None:
    chained._database.execute("DELETE FROM audit WHERE seq = ?", (seq,))
    report = chained.verify_audit()
    assert (report.broken_at, report.problem) == (
        seq,
        "the last rows are missing" if seq == 6 else "a row is missing",
    )


def test_audit_rows_cannot_be_changed_by_accident(store: SqlVisitStore) -> None:
    store.commit_visit(draft(), NOW)
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(sqlcipher.IntegrityError):
            store._database.execute(statement)
