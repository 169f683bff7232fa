"""One time limit over everything a look-up does, whatever hangs: name service, connect, a dripping answer."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from kiosk.insurance.errors import GatewayTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
SHORTEST_WAIT = 0.01


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point of the monotonic clock."""

    at: float
    monotonic: Callable[[], float]

    def remaining(self) -> float:
        """Seconds left, for the next socket operation. Raises GatewayTimeoutError when there are none."""
        seconds = self.at - self.monotonic()
        if seconds < SHORTEST_WAIT:
            raise GatewayTimeoutError("the look-up took too long")
        return seconds


@dataclass(frozen=True, slots=True)
class _Done(Generic[Result]):
    value: Result


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


def run_within(deadline: Deadline, work: Callable[[], Result], abort: Callable[[], None]) -> Result:
    """The result of ``work``, run on a thread of its own; its exception is raised here. At the deadline ``abort`` is called.

    Socket time-outs alone bound one operation each, and name resolution has none. A thread stuck there is left behind: it is a daemon,
    holds no lock, and its late answer goes nowhere. Raises GatewayTimeoutError.
    """
    answers: queue.SimpleQueue[_Done[Result] | _Failed] = queue.SimpleQueue()

    def carry() -> None:
        try:
            answers.put(_Done(work()))
        except BaseException as error:  # noqa: BLE001 - handed to the caller, which raises it
            answers.put(_Failed(error))

    threading.Thread(target=carry, name="insurance-look-up", daemon=True).start()
    try:
        outcome = answers.get(timeout=max(0.0, deadline.at - deadline.monotonic()))
    except queue.Empty:
        abort()
        raise GatewayTimeoutError("the look-up took too long") from None
    if isinstance(outcome, _Failed):
        raise outcome.error
    return outcome.value
