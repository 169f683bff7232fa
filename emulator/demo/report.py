"""What came of one check-in, and how it is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.citizens import Expected

_NEVER = "-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One citizen's check-in; a dash stands for what never came."""

    citizen: str
    authentic: str = _NEVER
    insurance: str = "NONE"
    ticket: str = _NEVER
    ends: str = _NEVER
    seconds: float = 0.0
    """From the card laid on to the number on the screen, less the time that the robot looked at screens."""
    trouble: str = ""
    """Why it went no further; empty when it came to its end."""

    def differences(self, expected: Expected) -> tuple[str, ...]:
        """What went otherwise than expected, each as a phrase; empty when all is well."""
        pairs = (
            ("authentic", self.authentic, expected.authentic.value),
            ("insurance", self.insurance, expected.coverage.value),
            ("ends", self.ends, expected.ends.value),
        )
        wrong = tuple(f"{what} {got}, expected {wanted}" for what, got, wanted in pairs if got != wanted)
        return (self.trouble, *wrong) if self.trouble else wrong

    def as_line(self, differences: tuple[str, ...]) -> str:
        """One line for people."""
        verdict = "as expected" if not differences else "; ".join(differences)
        return (
            f"{self.citizen:<34} {self.authentic:<12} {self.insurance:<10} {self.ticket:<5} "
            f"{self.seconds:5.1f} s  {verdict}"
        )

    def as_json(self, differences: tuple[str, ...]) -> dict[str, object]:
        """The same for machines."""
        return {**asdict(self), "seconds": round(self.seconds, 3), "differences": list(differences)}


HEADING = f"{'citizen':<34} {'authentic?':<12} {'insurance':<10} {'no.':<5} {'seconds':>7}"
