"""Times as the records keep them: what the clock said, and a corrected time that never runs back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils


VIETNAM = timezone(timedelta(hours=7), "ICT")  # no summer time; the machine's own zone setting is not trusted


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of writing. ``at`` is ``raw`` unless the clock stands behind the newest record; then it is that record's time."""

    raw: datetime
    at: datetime

    @property
    def behind(self) -> bool:
        """The clock is not to be trusted: it stands behind what is already recorded."""
        return self.at > self.raw

    @property
    def business_day(self) -> date:
        """The day of the queue numbers, in the zone of the clock."""
        return self.at.astimezone(self.raw.tzinfo).date()

    @property
    def at_text(self) -> str:
        """``at`` as the database keeps it."""
        return to_text(self.at)

    @property
    def raw_text(self) -> str:
        """``raw`` as the database keeps it."""
        return to_text(self.raw)


def moment(database: sqlite_utils.Database, now: datetime) -> Moment:
    """The instant ``now`` (with a zone) set beside the newest audit row. A clock that fell back does not restart the day's numbers."""
    newest = database.execute("SELECT at FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Moment(now, max(now, from_text(newest[0])) if newest else now)


def to_text(value: datetime) -> str:
    """UTC with microseconds: text order is time order."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The instant in UTC."""
    return datetime.fromisoformat(text)
