"""CheckinSession: one thread on which the flow advances; facts and touches in, effects and snapshots out.

The rules are in kiosk.flow, what effects do outside in kiosk.performer, time-outs in kiosk.timers, frames in kiosk.views.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from kiosk.card_worker import CardWorker
from kiosk.errands import Answer, Errands
from kiosk.flow import (
    BadFactError,
    Device,
    Event,
    Fact,
    IllegalEventError,
    Moment,
    Stamp,
    State,
    react,
)
from kiosk.model import Language
from kiosk.performer import Performer
from kiosk.snapshot import Facility
from kiosk.timers import Timers, Wanted, wanted
from kiosk.times import Times
from kiosk.touches import as_fact
from kiosk.views import Surroundings, build_snapshot, is_personal_touch
from kiosk.worker import Job, run_guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.ports import CardStation, Clock, InsurancePort, ServiceCatalogue, TicketPrinter, VisitStore
    from kiosk.snapshot import Listener, Snapshot, Unsubscribe
    from kiosk.store.errors import StoreError

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
COUNTING_STATES = frozenset({State.CONFIRM, State.INSURANCE, State.VISIT})


@dataclass(frozen=True, slots=True)
class CheckinPorts:
    """The outside, bound in kiosk.bootstrap. No printer: tickets show on the screen only."""

    clock: Clock
    station: CardStation
    insurance: InsurancePort
    store: VisitStore
    catalogue: ServiceCatalogue
    new_id: Callable[[], str]
    printer: TicketPrinter | None = None


@dataclass(frozen=True, slots=True)
class CheckinSettings:
    """What a clinic sets. ``consent_text``: the version of the text that CONSENT shows; ``scanner_ready``: codes can be scanned."""

    facility: Facility = field(default_factory=Facility)
    language: Language = Language.VI
    consent_text: str = "read-chip-1"
    times: Times = field(default_factory=Times)
    scanner_ready: bool = False


class CheckinSession:
    """The check-in of one kiosk, person after person.

    ``post``, ``set_contrast``, ``subscribe``, ``wake`` and ``snapshot`` may be used from any thread; listeners are called on
    the flow's thread and must return at once.
    """

    def __init__(self, ports: CheckinPorts, settings: CheckinSettings | None = None) -> None:
        """Bind everything; nothing runs before ``start``."""
        self._ports = ports
        self._settings = settings or CheckinSettings()
        self._services = ports.catalogue.services()
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._timers = Timers()
        self._errands = Errands(ports.store, ports.insurance, ports.printer, ports.station, ports.clock)
        self._performer = Performer(ports.clock, self._errands, self._services, self._inbox.put, self._happen)
        self._card = CardWorker(ports.station, self._performer.from_card, self._performer.take_portrait)
        self._performer.card = self._card
        self._moment = Moment(State.WELCOME, device=Device(printer=self._errands.has_printer))
        self._around = Surroundings(
            facility=self._settings.facility,
            language=self._settings.language,
            services=self._services,
            scanner_ready=self._settings.scanner_ready,
        )
        self._listeners: tuple[Listener, ...] = ()
        self._subscribing = threading.Lock()
        self._snapshot = self._frame()
        self._thread = threading.Thread(target=self._run, name="kiosk-flow", daemon=True)

    @property
    def snapshot(self) -> Snapshot:
        """The latest frame."""
        return self._snapshot

    @property
    def save_error(self) -> StoreError | None:
        """What kept the visit from being saved, once HELP says so; None: a fault that has no name."""
        return self._errands.save_error

    def ask_records(self, question: Callable[[], Answer]) -> Answer:
        """Ask the records on their own thread, between ``start`` and ``stop``; raises what the question raises."""
        return self._errands.in_turn(question)

    def start(self) -> None:
        """Start all threads. What was saved but not shown before a crash is reported."""
        self._errands.start()
        self._thread.start()
        self.post(Event.CRASH_RESTART)
        self._card.start()

    def stop(self) -> bool:
        """End all threads and wait for them; return whether all ended in time. Nothing queued for the records is lost."""
        self._inbox.put(self._performer.cancel_read)
        stopped = [self._card.stop(STOP_SECONDS), self._errands.stop()]
        self._inbox.put(None)
        if self._thread.ident is not None:
            self._thread.join(STOP_SECONDS)
        return all(stopped) and not self._thread.is_alive()

    def post(self, event: Event, data: object = None) -> None:
        """Take a touch or a fact; ``data`` as the event needs it. What has no place in the current state is dropped."""
        self._inbox.put(lambda: self._posted(event, data))

    def set_contrast(self, on: bool) -> None:
        """Show strong contrast until the session ends."""
        self._inbox.put(lambda: self._look(replace(self._around, contrast=on)))

    def wake(self) -> None:
        """Look at the clock again: for clocks that jump."""
        self._inbox.put(_nothing)

    def subscribe(self, listener: Listener) -> Unsubscribe:
        """Call ``listener`` with every new frame; the returned function ends that."""
        with self._subscribing:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._subscribing:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def _run(self) -> None:
        while True:
            now = self._ports.clock.monotonic()
            due = self._timers.due(now)
            if due is not None:
                run_guarded(Job(f"time-out {due}", partial(self._happen, due), _nothing))
                continue
            try:
                item = self._inbox.get(timeout=self._timers.seconds_left(now))
            except queue.Empty:
                continue
            if item is None:
                return
            run_guarded(Job("a fact", item, _nothing))
            del item  # it may hold a person's data

    def _posted(self, event: Event, data: object) -> None:
        try:
            value = as_fact(event, data, self._services)
        except BadFactError as error:
            log.warning("dropped: %s", error)
            return
        self._performer.note_activity(touched=is_personal_touch(event), more_time=event is Event.MORE_TIME)
        self._happen(event, value)

    def _happen(self, event: Event, data: object = None) -> None:
        """Advance the flow by one fact, on its thread."""
        before = self._moment
        try:
            reaction = react(before, Fact(event, data), self._stamp())
        except IllegalEventError:
            log.debug("dropped: %s in %s", event, before.state)
            self._timers.arrange(self._wanted(), self._ports.clock.monotonic())
            return
        self._moment = reaction.moment
        self._performer.note_fact(event, data)
        self._performer.perform(reaction.done, reaction.moment)
        self._entered(before)
        self._publish()

    def _entered(self, before: Moment) -> None:
        """Do what belongs to coming to a screen."""
        after = self._moment
        if before.session.open and after.session.id != before.session.id:
            self._around = replace(self._around, contrast=False)
        if after.state is before.state:
            return
        if after.state is State.TICKET and after.session.ticket is not None:
            self._performer.mark_shown(after.session.ticket)
        if after.state in COUNTING_STATES:
            self._errands.count_waiting(self._ports.clock.now().date(), self._counted)

    def _counted(self, counts: Mapping[str, int]) -> None:
        services = tuple(replace(service, waiting=counts.get(service.id, 0)) for service in self._services)
        self._inbox.put(lambda: self._look(replace(self._around, services=services)))

    def _look(self, around: Surroundings) -> None:
        self._around = around
        self._publish()

    def _publish(self) -> None:
        self._timers.arrange(self._wanted(), self._ports.clock.monotonic())
        frame = self._frame()
        if frame == self._snapshot:
            return
        self._snapshot = frame
        for listener in self._listeners:
            run_guarded(Job("a listener", partial(listener, frame), _nothing))

    def _frame(self) -> Snapshot:
        countdown = self._timers.countdown(self._moment.state)
        return build_snapshot(self._moment, self._performer.scratch, self._around, countdown)

    def _wanted(self) -> dict[Event, Wanted]:
        return wanted(self._moment, self._performer.activity, self._settings.times)

    def _stamp(self) -> Stamp:
        settings = self._settings
        return Stamp(self._ports.new_id(), self._ports.clock.now(), settings.consent_text, settings.language)


def _nothing() -> None:
    """No more to do: the fault is logged."""
