"""Falling from PACE to BAC is weaker access: whether it may happen is decided beforehand, never by the card alone."""

from enum import StrEnum


class BacPolicy(StrEnum):
    """When a chip may be opened by BAC.

    `ALLOW`: also where PACE was offered and failed, or is of a kind that is not built; the result then says FAILED where
    the signed DG14 announces PACE. `ONLY_IF_NOT_OFFERED`: where the chip shows no PACE. `NEVER`: not at all.
    """

    ALLOW = "allow"
    ONLY_IF_NOT_OFFERED = "only-if-not-offered"
    NEVER = "never"


class AccessProtocol(StrEnum):
    """How a chip was opened; BAC and PACE are those of Doc 9303-11 4.3 and 4.4."""

    PACE = "PACE"
    BAC = "BAC"
    NONE = "NONE"
