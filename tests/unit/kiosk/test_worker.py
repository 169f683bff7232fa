"""Worker: one job after the other; what breaks is told without a word of what it was about."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from kiosk.worker import Job, Worker

if TYPE_CHECKING:
    import pytest


def refuse() -> None:
    """A job's ``failed`` that must not be called."""
    raise AssertionError("this job did not fail")


def test_jobs_run_in_order_and_stop_finishes_them() -> None:
    worker, seen = Worker("test"), list[int]()
    worker.start()
    for number in range(20):
        worker.submit(Job("counting", partial(seen.append, number), refuse))
    assert worker.stop(10)
    assert seen == list(range(20))


def test_job_that_breaks_ends_alone_and_its_text_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    worker, told = Worker("test"), threading.Event()
    worker.start()

    def broken() -> None:
        raise RuntimeError("CANARY")

    worker.submit(Job("breaking", broken, told.set))
    after = threading.Event()
    worker.submit(Job("going on", after.set, refuse))
    assert worker.stop(10)
    assert told.is_set()
    assert after.is_set()
    assert "CANARY" not in caplog.text
    assert "breaking broke: RuntimeError at" in caplog.text


def test_worker_that_was_never_started_stops() -> None:
    assert Worker("test").stop(1)


def test_worker_that_hangs_is_told() -> None:
    worker, release = Worker("test"), threading.Event()
    worker.start()

    def hang() -> None:
        assert release.wait(10)

    worker.submit(Job("hanging", hang, refuse))
    assert not worker.stop(0.01)
    release.set()
    assert worker.stop(10)
