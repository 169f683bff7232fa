"""The keys of a Vietnamese citizen's card, from what its printed QR code says: number, birth and issue dates.

The CAN is the end of the number. The expiry date, which the MRZ key needs, is not in the code: it follows from the law's
ages, as a guess of few candidates. The code is unsigned: it opens the chip and proves nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.access.candidates import Candidates
from reader.access.key import AccessKey, AccessKeyError, Can, MrzKey

if TYPE_CHECKING:
    from datetime import date

MAX_MRZ_CANDIDATES = 3
NO_EXPIRY = "991231"
"""What the zone says of a card without an end."""

_NUMBER = re.compile(r"[0-9]{12}")
_FIRST_YEAR, _LAST_YEAR = 1850, 2150
_CAN_LENGTH = 6
_DOCUMENT_NUMBER_LENGTH = 9
_AGES = (14, 25, 40, 60)
_RENEWED_EARLY = 2
"""A card issued this many years before an age, or less, runs to the next one."""


def citizen_keys(number: str, birth: date | None = None, issued: date | None = None) -> Candidates:
    """Return the CAN and, where both dates are known, at most three MRZ keys, the likeliest first.

    `number` has the 12 digits of the personal number; AccessKeyError if not.
    """
    if _NUMBER.fullmatch(number) is None:
        raise AccessKeyError("a personal number has 12 digits")
    keys: list[AccessKey] = [Can(number[-_CAN_LENGTH:])]
    if birth is not None and issued is not None:
        document_number = number[-_DOCUMENT_NUMBER_LENGTH:]
        keys += [
            MrzKey(document_number, birth.strftime("%y%m%d"), expiry)
            for expiry in expiry_candidates(birth, issued)
        ]
    return Candidates(tuple(keys))


def expiry_candidates(birth: date, issued: date) -> tuple[str, ...]:
    """Return at most three expiry dates (YYMMDD) of a card, the likeliest first.

    Cards end at the ages of 14, 25, 40 and 60; one issued within two years before an age runs to the next, one issued
    from 58 on has no end. At the edge of those two years, and with cards that kept to the age, the neighbour is possible
    too; so are both days for whoever was born on 29 February. () for dates that no card can have.
    """
    if not (birth.year >= _FIRST_YEAR and birth < issued and issued.year <= _LAST_YEAR):
        return ()
    ends = [end for age in _AGES if (end := _birthday(birth, age)) > issued]
    lawful = [end for end in ends if _birthday(end, -_RENEWED_EARLY) > issued]
    likely = lawful[0] if lawful else None
    near = next((end for end in ends if end != likely), None)
    choices = [*_days(birth, likely), *_days(birth, near)]
    return tuple(dict.fromkeys(choices))[:MAX_MRZ_CANDIDATES]


def _birthday(birth: date, age: int) -> date:
    """Return the day on which the age is reached; the last of February where there is no 29th."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return birth.replace(year=birth.year + age, day=28)


def _days(birth: date, end: date | None) -> tuple[str, ...]:
    if end is None:
        return (NO_EXPIRY,)
    day = end.strftime("%y%m%d")
    return (day, end.strftime("%y0301")) if end.day != birth.day else (day,)
