"""What can go wrong with the records, by what the person in charge can do about it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

if TYPE_CHECKING:
    from collections.abc import Iterator


class StoreError(Exception):
    """The records cannot be used. ``reason`` is a stable code, ``remedy`` says what to do."""

    reason = "store"
    remedy = "See the kiosk's log and call support"

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy or self.remedy
        super().__init__(f"{problem}. {self.remedy}")


class WrongKeyError(StoreError):
    """The key does not open the file, or the file is no database of ours."""

    reason = "wrong-database-key"
    remedy = (
        "Bring back the key file that was made with this database; never delete the database. "
        "If the key is right, the file is damaged: restore it from its backup"
    )


class NewerDatabaseError(StoreError):
    """A later version of the program wrote this database."""

    reason = "newer-database"
    remedy = "Install the newest version of the program; an older one would spoil the records"


class OlderDatabaseError(StoreError):
    """The database was never brought up to date, and this caller only reads."""

    reason = "older-database"
    remedy = "Start the kiosk once (kiosk ui or kiosk checkin), then repeat this"


class SecondInstanceError(StoreError):
    """Another kiosk process works with this database."""

    reason = "second-instance"
    remedy = "Use the one that runs, or end it first"


class DatabaseMissingError(StoreError):
    """The file or its directory is not there, or may not be opened."""

    reason = "database-missing"
    remedy = "Check database.path in the configuration and that the kiosk's user owns that directory"


class DiskFullError(StoreError):
    """No room left; nothing of the transaction was kept."""

    reason = "disk-full"
    remedy = "Free some space on the disk of the database, then try again"


class ReadOnlyError(StoreError):
    """The file, its directory or the disk does not let us write."""

    reason = "read-only"
    remedy = "Give the kiosk's user the right to write the database file and its directory"


class LockedError(StoreError):
    """Another process held the database for longer than we wait."""

    reason = "locked"
    remedy = "Try again; if it stays so, look for another program that has the database open"


class DamagedError(StoreError):
    """The disk fails or the file is damaged."""

    reason = "damaged"
    remedy = "Check the disk, then restore the database from its backup"


class NoOpenVisitError(StoreError):
    """A reprint or results ticket was asked for, but this person has no open visit today."""

    reason = "no-open-visit"
    remedy = "Register a new visit"


_BY_CODE: dict[int, tuple[type[StoreError], str]] = {
    5: (LockedError, "The database is in use"),
    6: (LockedError, "The database is in use"),
    8: (ReadOnlyError, "The database cannot be written"),
    10: (DamagedError, "The disk refused a read or write of the database"),
    11: (DamagedError, "The database is damaged"),
    13: (DiskFullError, "The disk is full"),
    14: (DatabaseMissingError, "The database cannot be opened"),
    26: (WrongKeyError, "The key does not open the database"),
}


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLCipher's errors into StoreErrors. The driver's text stays out: it may quote values."""
    try:
        yield
    except sqlcipher.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kind, problem = _BY_CODE.get(code, (StoreError, "The database refused the work"))
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise kind(f"{problem} ({name})") from error
