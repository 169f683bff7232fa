"""Open the encrypted file, and the one transaction that writes to it."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.store.errors import DamagedError, DatabaseMissingError, StoreError, WrongKeyError, translated
from kiosk.store.migrations import migrate, require_current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY_BYTES = 32
BUSY_SECONDS = 3.0
PLAIN_HEADER = b"SQLite format 3\0"


def open_database(
    path: Path, key: bytes, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> sqlite_utils.Database:
    """Open (and, unless ``read_only``, create and bring up to date) the database. Raises StoreError.

    ``key`` is the raw 32-byte page key: no password hashing, hence no start-up delay. The connection may move between threads, but only
    one at a time may use it.
    """
    if len(key) != KEY_BYTES:
        raise WrongKeyError(f"A database key has {KEY_BYTES} bytes")
    _prepare_file(path, read_only=read_only)
    with translated():
        uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        connection = sqlcipher.connect(
            uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
    try:
        with translated():
            _set_up(connection, key, read_only=read_only)
            database = sqlite_utils.Database(connection)
            if read_only:
                require_current(database)
            else:
                with transaction(database):
                    migrate(database)
    except BaseException:
        connection.close()
        raise
    return database


@contextmanager
def transaction(database: sqlite_utils.Database) -> Iterator[None]:
    """BEGIN IMMEDIATE ... COMMIT; anything raised inside rolls all of it back. Raises StoreError.

    The write lock is taken at the start: a deferred BEGIN could find, after reading, that another process has written meanwhile.
    """
    with translated():
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
            database.execute("COMMIT")
        except BaseException:
            if database.conn.in_transaction:
                database.execute("ROLLBACK")
            raise


def require_sound(database: sqlite_utils.Database) -> None:
    """Look at every page that is in use, writing nothing. Raises StoreError, DamagedError if a page's MAC or form is wrong.

    Through the pager, unlike ``cipher_integrity_check``: a running kiosk that moves pages from its log meanwhile raises no false alarm.
    """
    with translated():
        found = database.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise DamagedError("A part of the database is damaged")


def _prepare_file(path: Path, *, read_only: bool) -> None:
    try:
        if not read_only:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        with path.open("rb") as file:
            header = file.read(len(PLAIN_HEADER))
    except OSError as error:
        raise DatabaseMissingError(f"The database {path} cannot be opened ({error.strerror})") from error
    if header == PLAIN_HEADER:
        raise StoreError(
            f"{path} is an unencrypted database",
            "Name another file in database.path; patients' data is never kept in the clear",
        )


def _set_up(connection: sqlcipher.Connection, key: bytes, *, read_only: bool) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA cipher_log_level = NONE")
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
        cursor.execute("PRAGMA foreign_keys = ON")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
            return
        cursor.execute("PRAGMA journal_mode = WAL").fetchone()
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA secure_delete = ON").fetchone()
        cursor.execute("PRAGMA temp_store = MEMORY")
