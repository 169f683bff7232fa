"""The thread that owns the card: tells what the reader sees, reads and probes on order, and posts what came of it as facts.

A card pulled during a command is ``card_removed``, never a ``chip_error``. An answer carries its order's number, so that one from
an order that was taken back is dropped by the flow.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kiosk.flow import Event, ReadOutcome
from kiosk.flow.facts import CardMark
from kiosk.identity import identify
from kiosk.model import Authenticity
from kiosk.snapshot import ReadingView
from kiosk.worker import Job, run_guarded, where

if TYPE_CHECKING:
    from datetime import date

    from kiosk.ports import CardStation
    from reader import Mrz, Portrait
    from reader.errors import ReaderError
    from reader.inspection import Progress, ReadCache
    from reader.result import Check, InspectionResult

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
STEP_OF = {
    "CARD_ACCESS": 1,
    "PACE": 1,
    "SOD": 2,
    "DG1": 2,
    "DG13": 2,
    "DG14": 2,
    "DG2": 3,
    "PASSIVE": 4,
    "CHIP": 4,
}
LAST_PERCENT_BEFORE_DONE = 99


@dataclass(slots=True)
class CardMemory:
    """The raw files of one session's card, in the card thread's hands; the flow empties it when the session ends."""

    cache: ReadCache | None = field(default=None, repr=False)

    def forget(self) -> None:
        """Drop what was read."""
        self.cache = None


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """One read or probe; its answers name it by identity. ``day`` judges ages and expiry."""

    session_id: str
    key: str = field(repr=False)
    memory: CardMemory = field(repr=False)
    day: date
    probe: bool = False
    mark: CardMark | None = field(default=None, repr=False)
    cancelled: threading.Event = field(default_factory=threading.Event, repr=False)


class PostFact(Protocol):
    """Takes a fact from a worker; ``order`` None for facts of the machine."""

    def __call__(self, event: Event, data: object = None, *, order: ReadOrder | None = None) -> None:
        """Queue it for the flow."""
        ...


class ShowPortrait(Protocol):
    """Takes a card's picture to be decoded elsewhere."""

    def __call__(self, portrait: Portrait, order: ReadOrder) -> None:
        """Queue it for the one who decodes."""
        ...


class CardWorker:
    """The card's thread."""

    def __init__(self, station: CardStation, post: PostFact, show_portrait: ShowPortrait) -> None:
        self._station = station
        self._post = post
        self._show_portrait = show_portrait
        self._orders: queue.SimpleQueue[ReadOrder] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kiosk-card", daemon=True)

    def start(self) -> None:
        """Start the thread; its first facts tell how reader and card stand."""
        self._thread.start()

    def submit(self, order: ReadOrder) -> None:
        """Read or probe the card, from any thread."""
        self._orders.put(order)
        self._station.interrupt()

    def stop(self, timeout: float) -> bool:
        """End the thread and wait for it; return whether it ended in time. A running read must be cancelled by its order."""
        self._stopping.set()
        self._station.interrupt()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                run_guarded(Job("the card's thread", self._turn, self._broken))
        finally:
            self._station.close()

    def _broken(self) -> None:
        """Say that the reader is gone; do not spin on a fault that stays."""
        self._post(Event.READER_LOST)
        self._stopping.wait(POLL_SECONDS)

    def _turn(self) -> None:
        try:
            order = self._orders.get_nowait()
        except queue.Empty:
            for event in self._station.wait(POLL_SECONDS):
                self._post(event)
            return
        if not order.cancelled.is_set():
            run_guarded(Job("reading the card", lambda: self._serve(order), lambda: self._chip_error(order)))

    def _chip_error(self, order: ReadOrder) -> None:
        self._post(Event.CHIP_ERROR, order=order)

    def _serve(self, order: ReadOrder) -> None:
        from reader.errors import CancelledError, ReaderError

        reading = _Reading(order, self._post)
        try:
            result = self._inspect(order, reading)
        except CancelledError:
            if reading.identified and not order.cancelled.is_set():
                self._answer_probe(order, reading.document_number)
        except ReaderError as error:
            log.info("reading ended: %s, %s", error.reason, where(error))
            self._post(event_of(error, probe=order.probe), order=order)
        else:
            self._finish(order, result)

    def _inspect(self, order: ReadOrder, reading: _Reading) -> InspectionResult:
        from reader.access.key import Can, MrzKey

        key = Can(order.key) if len(order.key) == 6 else MrzKey.from_mrz_text(order.key)
        cache = order.memory.cache
        if cache is None:
            cache = order.memory.cache = self._station.new_cache()
        return self._station.inspect(
            key,
            cache,
            brief=order.probe,
            progress=reading.progress,
            identity=reading.identity,
            cancel=lambda: order.cancelled.is_set() or (order.probe and reading.identified),
        )

    def _answer_probe(self, order: ReadOrder, document_number: str) -> None:
        same = order.mark is None or order.mark.document_number == document_number
        self._post(Event.CARD_SAME if same else Event.CARD_OTHER, order=order)

    def _finish(self, order: ReadOrder, result: InspectionResult) -> None:
        if order.probe:
            self._answer_probe(order, result.mrz.document_number)
            return
        outcome = outcome_of(result, order.day)
        if order.mark is not None and order.mark.document_number != outcome.card.document_number:
            self._post(Event.CARD_OTHER, order=order)
            return
        if outcome.authenticity is Authenticity.NOT_GENUINE:
            self._post(Event.NOT_GENUINE, outcome, order=order)
            return
        self._post(Event.READ_DONE, outcome, order=order)
        if result.portrait is not None:
            self._show_portrait(result.portrait, order)


class _Reading:
    """What one read tells on its way."""

    def __init__(self, order: ReadOrder, post: PostFact) -> None:
        self._order = order
        self._post = post
        self._shown = ReadingView()
        self.identified = False
        self.document_number = ""

    def progress(self, progress: Progress) -> None:
        """Post true progress when the screen would change; it never runs back and ends below 100 until all is judged."""
        if self._order.probe:
            return
        percent = 100 * progress.done_bytes // progress.total_bytes if progress.total_bytes else 0
        view = ReadingView(
            percent=max(self._shown.percent, min(percent, LAST_PERCENT_BEFORE_DONE)),
            step=max(self._shown.step, STEP_OF.get(progress.step.value, 1)),
        )
        if view != self._shown:
            self._shown = view
            self._post(Event.PROGRESS, view, order=self._order)

    def identity(self, mrz: Mrz, check: Check) -> None:
        """Post who the holder is, once signed data say so; not for a probe, nor when the signature is refuted."""
        self.identified = True
        self.document_number = mrz.document_number
        mark = self._order.mark
        known = mark is None or mark.document_number == mrz.document_number
        if known and not self._order.probe and not check.failed:
            holder = identify(mrz, None, self._order.day)
            self._post(Event.IDENTITY_VERIFIED, holder.identity, order=self._order)


def event_of(error: ReaderError, *, probe: bool) -> Event:
    """Return what an error means to the flow; to a probe, a card that the key does not open is another card."""
    from reader.errors import CardRemovedError, NotAnEmrtdError, PcscError, ReaderBusyError, WrongKeyError
    from reader.inspection import DifferentCardError

    if isinstance(error, DifferentCardError):
        return Event.CARD_OTHER
    if isinstance(error, WrongKeyError):
        return Event.CARD_OTHER if probe else Event.WRONG_KEY
    if isinstance(error, NotAnEmrtdError):
        return Event.CARD_OTHER if probe else Event.WRONG_CARD
    if isinstance(error, CardRemovedError):
        return Event.CARD_REMOVED
    if isinstance(error, PcscError) and not isinstance(error, ReaderBusyError):
        return Event.READER_LOST
    return Event.CHIP_ERROR


def outcome_of(result: InspectionResult, day: date) -> ReadOutcome:
    """Return what a finished inspection means to the clinic."""
    holder = identify(result.mrz, result.national_record, day)
    checks = result.checks
    named = {
        "access": checks.access,
        "passive": checks.passive,
        "chip": checks.chip,
        "active": checks.active,
    }
    return ReadOutcome(
        identity=holder.identity,
        card=CardMark(result.mrz.document_number, result.sod_hash),
        authenticity=Authenticity(result.verdict.value),
        evidence=tuple((name, f"{check.outcome} {check.reason}".strip()) for name, check in named.items()),
        flags=holder.flags,
    )
