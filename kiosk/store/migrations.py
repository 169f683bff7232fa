"""The tables, as numbered steps that are never edited once released: a change is the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.store.errors import NewerDatabaseError, OlderDatabaseError

if TYPE_CHECKING:
    import sqlite_utils

# Times are UTC, "2026-11-22T06:42:10.123456+00:00", so that text order is time order. ``raw_at`` is what the clock said; ``at`` never
# runs back (a clock found behind the newest row is corrected to it). Identifiers are UUIDv7 made here, never sequences.
_VISITS = """
CREATE TABLE visits (
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL UNIQUE, facility_code TEXT NOT NULL, business_day TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('OPEN', 'HANDED_OVER', 'CLOSED')),
  personal_number TEXT, full_name TEXT, birth_text TEXT, birth_date TEXT, sex TEXT, document_number TEXT,
  expiry_date TEXT, nationality TEXT, identity_source TEXT,
  authenticity TEXT NOT NULL, flags TEXT NOT NULL, priority INTEGER NOT NULL,
  started_at TEXT NOT NULL, at TEXT NOT NULL, raw_at TEXT NOT NULL, clock_behind INTEGER NOT NULL
) STRICT;
CREATE INDEX visits_by_person ON visits (personal_number, business_day);
CREATE INDEX visits_by_day ON visits (business_day, at);
CREATE TABLE orders (
  id TEXT PRIMARY KEY, visit_id TEXT NOT NULL REFERENCES visits, intent TEXT NOT NULL,
  service_id TEXT, service_name TEXT, service_name_en TEXT, room TEXT, floor TEXT, icon TEXT,
  priority INTEGER NOT NULL, at TEXT NOT NULL, raw_at TEXT NOT NULL
) STRICT;
CREATE INDEX orders_by_visit ON orders (visit_id);
CREATE TABLE queues (
  facility_code TEXT NOT NULL, business_day TEXT NOT NULL, series TEXT NOT NULL, last_number INTEGER NOT NULL,
  PRIMARY KEY (facility_code, business_day, series)
) STRICT;
CREATE TABLE tickets (
  id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders, visit_id TEXT NOT NULL REFERENCES visits,
  facility_code TEXT NOT NULL, business_day TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('WAITING', 'CALLED', 'DONE', 'CANCELLED')),
  to_desk INTEGER NOT NULL, ahead INTEGER NOT NULL, at TEXT NOT NULL, raw_at TEXT NOT NULL, shown_at TEXT,
  UNIQUE (facility_code, business_day, series, number)
) STRICT;
CREATE INDEX tickets_by_visit ON tickets (visit_id);
CREATE INDEX tickets_by_status ON tickets (business_day, status);
CREATE TABLE commits (
  session_id TEXT PRIMARY KEY, intent TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits,
  ticket_id TEXT NOT NULL REFERENCES tickets, reprint INTEGER NOT NULL, at TEXT NOT NULL, raw_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
_RECORDS = """
CREATE TABLE consents (
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits,
  purpose TEXT NOT NULL, text_version TEXT NOT NULL, language TEXT NOT NULL, given_at TEXT NOT NULL
) STRICT;
CREATE INDEX consents_by_visit ON consents (visit_id);
CREATE TABLE evidence (
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits,
  name TEXT NOT NULL, outcome TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_by_visit ON evidence (visit_id);
CREATE TABLE coverage_answers (
  id TEXT PRIMARY KEY, session_id TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits,
  kind TEXT NOT NULL, code TEXT NOT NULL, answered_at TEXT NOT NULL, card_number TEXT NOT NULL,
  registered_facility TEXT NOT NULL, registered_facility_name TEXT NOT NULL,
  valid_from TEXT, valid_to TEXT, five_years_from TEXT, ours INTEGER, name_matches INTEGER, raw_answer TEXT NOT NULL
) STRICT;
CREATE INDEX coverage_answers_by_visit ON coverage_answers (visit_id);
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, raw_at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  visit_id TEXT, detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows never go'); END;
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE outbox (
  id TEXT PRIMARY KEY, topic TEXT NOT NULL, visit_id TEXT NOT NULL REFERENCES visits, payload TEXT NOT NULL,
  at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, delivered_at TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (id) WHERE delivered_at IS NULL;
"""
STEPS: tuple[str, ...] = (_VISITS + _RECORDS,)


def version_of(database: sqlite_utils.Database) -> int:
    """How many steps this database has behind it."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def migrate(database: sqlite_utils.Database, steps: tuple[str, ...] = STEPS) -> None:
    """Apply the steps that are missing, within the caller's transaction. Raises NewerDatabaseError."""
    version = version_of(database)
    _refuse_newer(version, len(steps))
    for step in steps[version:]:
        for statement in _statements(step):
            database.execute(statement)
    if version < len(steps):
        database.execute(f"PRAGMA user_version = {len(steps)}")


def require_current(database: sqlite_utils.Database) -> None:
    """For callers that only read. Raises NewerDatabaseError or OlderDatabaseError."""
    version = version_of(database)
    _refuse_newer(version, len(STEPS))
    if version < len(STEPS):
        raise OlderDatabaseError(
            f"The database is of version {version}; this program needs version {len(STEPS)}"
        )


def _refuse_newer(version: int, known: int) -> None:
    if version > known:
        raise NewerDatabaseError(
            f"The database is of version {version}; this program knows versions up to {known}"
        )


def _statements(step: str) -> list[str]:
    """Split at the line ends: a trigger's inner semicolons are followed by a blank. ``executescript`` would commit first."""
    return [statement for statement in step.split(";\n") if statement.strip()]
