"""What every measurement returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one quantity in ``unit``; ``goal`` is text, empty where there is none yet."""

    name: str
    unit: str
    samples: tuple[float, ...]
    goal: str = ""
