"""What may be the key of the card on the reader: one key, or the few that a printed code leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.access.key import AccessKey, AccessKeyError, MrzKey

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CANDIDATES = 4
"""Most keys tried on one card: a CAN and three MRZs. A card that counts wrong keys is never driven further."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Keys in the order in which they are tried, none twice; AccessKeyError for none or more than MAX_CANDIDATES."""

    keys: tuple[AccessKey, ...] = field(repr=False)

    def __post_init__(self) -> None:
        """Check the number."""
        if not 1 <= len(self.keys) <= MAX_CANDIDATES or len(set(self.keys)) != len(self.keys):
            raise AccessKeyError(f"1 to {MAX_CANDIDATES} different keys are tried on a card")

    def __iter__(self) -> Iterator[AccessKey]:
        """Go through the keys."""
        return iter(self.keys)

    @property
    def mrz_keys(self) -> tuple[MrzKey, ...]:
        """The keys that open a chip by BAC too."""
        return tuple(key for key in self.keys if isinstance(key, MrzKey))


def candidates_of(key: AccessKey | Candidates) -> Candidates:
    """Return one key as the only candidate, candidates as they are."""
    return key if isinstance(key, Candidates) else Candidates((key,))
