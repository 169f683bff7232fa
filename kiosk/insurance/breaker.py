"""A breaker: after a row of failures nobody waits for the gateway any more; now and then one look-up tries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Breaker:
    """Closed: all pass. Open: none. After ``rest_s`` seconds half open: one passes, and its outcome decides. One thread at a time."""

    failures: int
    rest_s: float
    monotonic: Callable[[], float]
    _failed: int = 0
    _opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the next look-up is answered at once, without asking."""
        return self._opened_at is not None and self.monotonic() - self._opened_at < self.rest_s

    def succeeded(self) -> None:
        """The gateway answers: close."""
        self._failed, self._opened_at = 0, None

    def failed(self) -> None:
        """Count; open when there were enough in a row, or again when the trial failed."""
        self._failed += 1
        if self._failed >= self.failures:
            self._opened_at = self.monotonic()
