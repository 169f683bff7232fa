"""What the caller of an inspection decides beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from reader.access.policy import BacPolicy
from reader.card.limits import DEFAULT_MAX_RESPONSE


@dataclass(frozen=True, slots=True)
class Options:
    """What to read beyond DG1: the face (DG2) and the national record (DG13); and how.

    `max_response` is the longest answer asked for, in bytes with its status word, of a card and a reader that carry
    extended APDUs: a cancel waits for one answer at most. `bac` says when a chip may be opened by BAC.
    """

    read_portrait: bool = True
    read_national_record: bool = True
    max_response: int = DEFAULT_MAX_RESPONSE
    bac: BacPolicy = BacPolicy.ONLY_IF_NOT_OFFERED
