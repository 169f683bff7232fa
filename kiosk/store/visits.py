"""SqlVisitStore: the VisitStore of kiosk.ports on the encrypted database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from uuid6 import uuid7

from kiosk.store import audit
from kiosk.store.commit import Commit
from kiosk.store.connection import open_database, require_sound, transaction
from kiosk.store.errors import translated
from kiosk.store.instance import InstanceLock
from kiosk.store.rows import TICKET_SQL, ticket_of, visit_of
from kiosk.store.times import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    import sqlite_utils

    from kiosk.model import Ticket, VisitDraft, VisitRecord
    from kiosk.store.audit import ChainReport

LARGEST_LIST = 1000


def new_id() -> str:
    """A UUIDv7: made by the client, ordered by time."""
    return str(uuid7())


class SqlVisitStore:
    """Visits on disk. One thread at a time; every method may raise StoreError."""

    def __init__(
        self,
        database: sqlite_utils.Database,
        facility_code: str,
        *,
        make_id: Callable[[], str] = new_id,
        lock: InstanceLock | None = None,
    ) -> None:
        """Work on an open database; ``lock`` is released with it."""
        self._database = database
        self._facility_code = facility_code
        self._make_id = make_id
        self._lock = lock

    @classmethod
    def open(cls, path: Path, key: bytes, facility_code: str) -> Self:
        """The kiosk's own way in: alone, writing. Raises StoreError, among them SecondInstanceError and WrongKeyError."""
        lock = InstanceLock(path)
        try:
            return cls(open_database(path, key), facility_code, lock=lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open_to_read(cls, path: Path, key: bytes, facility_code: str) -> Self:
        """Beside a running kiosk: nothing can be written. Raises StoreError."""
        return cls(open_database(path, key, read_only=True), facility_code)

    def close(self) -> None:
        """Close the file, then let another process in."""
        try:
            with translated():
                self._database.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def find_today(self, personal_number: str, day: date) -> VisitRecord | None:
        """The open visit of this person on that business day (on the newest recorded day, if the clock fell behind it)."""
        with translated():
            rows = self._database.query(
                "SELECT * FROM visits WHERE personal_number = ? AND business_day = ? AND facility_code = ? AND status = 'OPEN' "
                "ORDER BY id DESC LIMIT 1",
                (personal_number, self._effective(day), self._facility_code),
            )
            row = next(iter(rows), None)
            return None if row is None else visit_of(self._database, row)

    def waiting_counts(self, day: date) -> Mapping[str, int]:
        """Service id -> tickets not yet called."""
        with translated():
            rows = self._database.execute(
                "SELECT o.service_id, count(*) FROM tickets t JOIN orders o ON o.id = t.order_id "
                "WHERE t.business_day = ? AND t.status = 'WAITING' AND o.service_id IS NOT NULL GROUP BY o.service_id",
                (self._effective(day),),
            )
            return dict(rows.fetchall())

    def commit_visit(self, draft: VisitDraft, now: datetime) -> Ticket:
        """See VisitStore: one transaction, idempotent by session id. Raises NoOpenVisitError when nothing is there to reprint."""
        if now.tzinfo is None:
            raise ValueError("the time of a commit needs a zone")
        with transaction(self._database):
            return Commit(
                self._database, self._facility_code, self._make_id, draft, moment(self._database, now)
            ).run()

    def ticket_of_session(self, session_id: str) -> Ticket | None:
        """What a session was given, or None when it committed nothing."""
        with translated():
            rows = self._database.query(
                f"{TICKET_SQL.replace('FROM', ', c.reprint FROM', 1)} JOIN commits c ON c.ticket_id = t.id WHERE c.session_id = ?",
                (session_id,),
            )
            row = next(iter(rows), None)
            return None if row is None else ticket_of(row, reprint=bool(row["reprint"]))

    def mark_ticket_shown(self, visit_id: str, now: datetime) -> None:
        """Note, once for each ticket, that the person has seen the number."""
        with transaction(self._database):
            instant = moment(self._database, now)
            changed = self._database.execute(
                "UPDATE tickets SET shown_at = ? WHERE visit_id = ? AND shown_at IS NULL",
                (instant.at_text, visit_id),
            ).rowcount
            if changed:
                audit.append(self._database, instant, "ticket-shown", visit_id, {})

    def unshown_tickets(self, day: date) -> tuple[Ticket, ...]:
        """Tickets saved but never shown: after a crash the desk calls these people."""
        with translated():
            rows = self._database.query(
                f"{TICKET_SQL} WHERE t.business_day = ? AND t.shown_at IS NULL AND t.status = 'WAITING' ORDER BY t.id",
                (self._effective(day),),
            )
            return tuple(ticket_of(row) for row in rows)

    def list_visits(self, day: date | None, limit: int) -> tuple[VisitRecord, ...]:
        """Newest first, of one business day or of all; at most LARGEST_LIST."""
        with translated():
            rows = self._database.query(
                "SELECT * FROM visits WHERE (?1 IS NULL OR business_day = ?1) ORDER BY id DESC LIMIT ?2",
                (None if day is None else day.isoformat(), max(0, min(limit, LARGEST_LIST))),
            )
            return tuple(visit_of(self._database, row) for row in list(rows))

    def show_visit(self, visit_id: str) -> VisitRecord | None:
        """One visit, or None."""
        with translated():
            rows = self._database.query("SELECT * FROM visits WHERE id = ?", (visit_id,))
            row = next(iter(rows), None)
            return None if row is None else visit_of(self._database, row)

    def verify_audit(self) -> ChainReport:
        """Walk the audit chain and say where it breaks."""
        with translated():
            return audit.verify(self._database)

    def require_sound(self) -> None:
        """Look at all of the file. Raises DamagedError where it is spoilt."""
        require_sound(self._database)

    def _effective(self, day: date) -> str:
        """Numbers and visits go on under the newest recorded day when the clock fell behind it."""
        newest = self._database.execute("SELECT max(business_day) FROM visits").fetchone()[0]
        return max(day.isoformat(), newest or "")
