"""The audit chain: each row's hash covers the row and the hash before it, so that a changed or missing row is found and located."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlite_utils

    from kiosk.store.times import Moment

GENESIS = "0" * 64
ACTOR = "kiosk"
COLUMNS = ("seq", "at", "raw_at", "actor", "action", "visit_id", "detail", "previous_hash")


@dataclass(frozen=True, slots=True)
class ChainReport:
    """``broken_at`` is the sequence number of the first row that does not fit (0: all fit); ``problem`` says in what way."""

    rows: int
    broken_at: int = 0
    problem: str = ""


def append(
    database: sqlite_utils.Database,
    moment: Moment,
    action: str,
    visit_id: str | None,
    detail: Mapping[str, object],
) -> None:
    """Add one row, within the caller's transaction."""
    head = database.execute("SELECT seq, hash FROM audit_head").fetchone() or (0, GENESIS)
    row: dict[str, object] = {
        "seq": head[0] + 1,
        "at": moment.at_text,
        "raw_at": moment.raw_text,
        "actor": ACTOR,
        "action": action,
        "visit_id": visit_id,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        "previous_hash": head[1],
    }
    digest = row_hash(tuple(row[column] for column in COLUMNS))
    database.table("audit").insert({**row, "hash": digest})
    database.execute(
        "INSERT INTO audit_head (id, seq, hash) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        (row["seq"], digest),
    )


def row_hash(values: tuple[object, ...]) -> str:
    """SHA-256, in hexadecimal, over the values of COLUMNS as a JSON list."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def verify(database: sqlite_utils.Database) -> ChainReport:
    """Walk the whole chain."""
    previous, expected = GENESIS, 1
    for *values, digest in database.execute(f"SELECT {', '.join(COLUMNS)}, hash FROM audit ORDER BY seq"):  # noqa: S608 - constant names
        if values[0] != expected:
            return ChainReport(expected - 1, expected, "a row is missing")
        if not hmac.compare_digest(str(values[-1]), previous):
            return ChainReport(expected - 1, expected, "the row does not follow the one before it")
        if not hmac.compare_digest(str(digest), row_hash(tuple(values))):
            return ChainReport(expected - 1, expected, "the row was changed")
        previous, expected = digest, expected + 1
    head = database.execute("SELECT seq, hash FROM audit_head").fetchone() or (0, GENESIS)
    if (expected - 1, previous) != tuple(head):
        return ChainReport(expected - 1, expected, "the last rows are missing")
    return ChainReport(expected - 1)
