"""One thread with a queue: jobs go in, and what came of them goes out as facts that the jobs themselves post.

A job handles the errors it knows. What it does not know ends that job alone: its ``failed`` is called and the log gets the
error's type and place, never its text, which might quote a person's data.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work for the thread, and what to do if it breaks in a way that it does not handle."""

    name: str
    work: Callable[[], None]
    failed: Callable[[], None]


def where(error: BaseException) -> str:
    """Return the error's type and the place it came from, without its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"


def run_guarded(job: Job) -> None:
    """Run one job; whatever breaks is logged without its text and told to the job's ``failed``."""
    try:
        job.work()
    except Exception as error:  # noqa: BLE001 - the thread must outlive any one job; nothing is swallowed: failed() reports it
        log.error("%s broke: %s", job.name, where(error))  # noqa: TRY400 - a traceback's text might quote a person's data
        job.failed()


class Worker:
    """A thread that runs jobs one after the other."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"kiosk-{name}", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue a job, from any thread."""
        self._jobs.put(job)

    def stop(self, timeout: float) -> bool:
        """Finish what is queued, end the thread and wait for it; return whether it ended in time."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            run_guarded(job)
            del job  # a finished job may hold a person's data
