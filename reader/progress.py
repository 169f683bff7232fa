"""The steps of an inspection: how far it is, truly, and how long each took."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.codec.files import ElementaryFile

if TYPE_CHECKING:
    from collections.abc import Callable


class Step(StrEnum):
    """The steps of an inspection, in the order in which they are done."""

    CARD_ACCESS = "CARD_ACCESS"
    PACE = "PACE"
    SOD = "SOD"
    DG1 = "DG1"
    DG14 = "DG14"
    DG13 = "DG13"
    DG2 = "DG2"
    PASSIVE = "PASSIVE"
    CHIP = "CHIP"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is, in bytes of files. ``total_bytes`` is estimated until the headers of the files are known;
    ``done_bytes / total_bytes`` never falls.
    """

    step: Step
    done_bytes: int
    total_bytes: int


# Bytes of each file on the cards seen so far, until its own header tells.
_USUAL_LENGTHS = {
    ElementaryFile.SOD: 2_000,
    ElementaryFile.DG1: 95,
    ElementaryFile.DG14: 400,
    ElementaryFile.DG13: 800,
    ElementaryFile.DG2: 16_000,
}


class ProgressMeter:
    """Adds up what was read of each planned file and reports it."""

    def __init__(self, report: Callable[[Progress], None] | None) -> None:
        """Report to ``report``, if there is one."""
        self._report = report
        self._totals = dict(_USUAL_LENGTHS)
        self._done: dict[ElementaryFile, int] = {}
        self._fraction = 0.0
        self.step = Step.CARD_ACCESS

    def plan(self, files: tuple[ElementaryFile, ...]) -> None:
        """Say which files will be read after all."""
        self._totals = {file: total for file, total in self._totals.items() if file in files}

    def skip(self, file: ElementaryFile) -> None:
        """Say that a planned file cannot be read."""
        self._totals.pop(file, None)
        self._done.pop(file, None)
        self._tell()

    def enter(self, step: Step) -> None:
        """Begin a step."""
        self.step = step
        self._tell()

    def advance(self, file: ElementaryFile, done: int, total: int) -> None:
        """Note that ``done`` of ``total`` bytes of a file are read."""
        self._totals[file] = total
        self._done[file] = done
        self._tell()

    def _tell(self) -> None:
        total = sum(self._totals.values())
        done = max(sum(self._done.values()), math.ceil(self._fraction * total))
        self._fraction = min(max(self._fraction, done / total), 1.0) if total else 0.0
        if self._report is not None:
            self._report(Progress(self.step, min(done, total), total))


class StepClock:
    """Wall time of each step, in seconds."""

    def __init__(self) -> None:
        """Begin with no step."""
        self.seconds: dict[str, float] = {}
        self._step: Step | None = None
        self._since = time.monotonic()

    def enter(self, step: Step | None) -> None:
        """End the step that runs and begin another; None begins none."""
        now = time.monotonic()
        if self._step is not None:
            self.seconds[self._step.value] = self.seconds.get(self._step.value, 0.0) + now - self._since
        self._step, self._since = step, now
