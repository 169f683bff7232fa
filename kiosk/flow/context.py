"""What an effect may look at beside the session: the step in which it happens, and what the flow cannot know by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kiosk.flow.facts import ELDER_YEARS, Moment
from kiosk.model import Language

if TYPE_CHECKING:
    from datetime import date, datetime

    from kiosk.flow.states import Event

T = TypeVar("T")


class BadFactError(Exception):
    """An event came with another kind of value than it carries; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the flow cannot know by itself: an id for the session that may begin, the time, the consent text that is shown."""

    session_id: str
    now: datetime
    consent_text: str = ""
    default_language: Language = Language.VI


@dataclass(frozen=True, slots=True)
class Context:
    """The step in which an effect happens: where it began, the event, and what came with it."""

    before: Moment
    event: Event
    data: object
    stamp: Stamp

    def given(self, kind: type[T]) -> T:
        """Return what came with the event; BadFactError if it is of another kind."""
        if not isinstance(self.data, kind):
            raise BadFactError(f"{self.event} needs a {kind.__name__}, not a {type(self.data).__name__}")
        return self.data


def is_elder(birth_date: date | None, birth_text: str, today: date | None) -> bool:
    """Answer whether the person is at least 75; of a partial birth date the year decides."""
    if today is None:
        return False
    if birth_date is not None:
        birthday_to_come = (today.month, today.day) < (birth_date.month, birth_date.day)
        return today.year - birth_date.year - birthday_to_come >= ELDER_YEARS
    year = birth_text[-4:]
    return year.isdigit() and today.year - int(year) >= ELDER_YEARS
