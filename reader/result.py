"""What came of an inspection, check by check, and the one written policy that turns checks into a verdict.

The policy is explained for clinics in ``docs/reference/verdict.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reader.authenticity.evidence import Evidence
    from reader.codec.mrz import Mrz
    from reader.lds.dg2 import Portrait
    from reader.lds.dg13_vn import NationalRecord


class CheckOutcome(StrEnum):
    """What one check came to; only PASSED says that something was proven."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    NOT_PERFORMED = "NOT_PERFORMED"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its outcome, a stable reason code, a sentence for people, and public evidence (never patient data)."""

    outcome: CheckOutcome
    reason: str
    detail: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the check ran and proved what it is there to prove."""
        return self.outcome is CheckOutcome.PASSED

    @property
    def failed(self) -> bool:
        """Whether the check ran and contradicts the card."""
        return self.outcome is CheckOutcome.FAILED


NOT_RUN = Check(CheckOutcome.NOT_PERFORMED, "not-run", "The inspection did not come to this check.")

ONLINE_NOT_CHECKED = Check(
    CheckOutcome.NOT_PERFORMED, "revocation-not-checked", "Card revocation not checked online."
)


@dataclass(frozen=True, slots=True)
class Checks:
    """The four checks of the card, and what its issuer says of it online, where somebody is asked."""

    access: Check = NOT_RUN
    passive: Check = NOT_RUN
    chip: Check = NOT_RUN
    active: Check = NOT_RUN
    revocation: Check = ONLINE_NOT_CHECKED

    def __iter__(self) -> Iterator[Check]:
        """Yield the four checks of the card in the order in which they are shown."""
        return iter((self.access, self.passive, self.chip, self.active))


class Verdict(StrEnum):
    """The one word for the desk."""

    GENUINE = "GENUINE"
    NOT_GENUINE = "NOT_GENUINE"
    NOT_PROVABLE = "NOT_PROVABLE"


def judge(checks: Checks) -> Verdict:
    """Turn the checks into the verdict: any failure denies; signed data and a proven chip affirm; all else is open.

    An issuer that withdrew the card denies too; one that was not asked, or knows nothing, changes nothing.
    """
    if checks.revocation.failed or any(check.failed for check in checks):
        return Verdict.NOT_GENUINE
    if checks.passive.passed and (checks.chip.passed or checks.active.passed):
        return Verdict.GENUINE
    return Verdict.NOT_PROVABLE


@dataclass(frozen=True, slots=True)
class InspectionResult:
    """Everything an inspection found. Patient data and the picture stay out of the repr.

    ``mrz`` has empty fields where a DG1 that was tampered with does not even parse; ``sod_hash`` is SHA-256 of the raw EF.SOD.
    ``access_protocol`` is ``PACE``, ``BAC`` or ``NONE``; ``data_groups`` are the numbers the SOD lists; ``seconds``
    holds the wall time of each step by its name; ``bytes_transferred`` counts APDU bytes both ways. ``presence`` is the
    evidence that a witness was asked for, of a genuine card that signs.
    """

    verdict: Verdict
    checks: Checks
    access_protocol: str
    mrz: Mrz = field(repr=False)
    national_record: NationalRecord | None = field(repr=False)
    portrait: Portrait | None = field(repr=False)
    sod_hash: bytes = field(repr=False)
    data_groups: tuple[int, ...]
    apdus: int
    bytes_transferred: int
    seconds: Mapping[str, float]
    presence: Evidence | None = field(default=None, repr=False)
