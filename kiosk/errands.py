"""What other workers do for the flow: look up, find, save, print, decode. Each errand posts its answer as a fact."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from kiosk.flow import Event, PatientFound
from kiosk.flow.facts import Found
from kiosk.model import Coverage, CoverageKind
from kiosk.ports import PrinterError
from kiosk.store.errors import StoreError
from kiosk.worker import Job, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from kiosk.model import PatientIdentity, Ticket, VisitDraft
    from kiosk.ports import CardStation, Clock, InsurancePort, TicketPrinter, VisitStore
    from reader import Portrait

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

STOP_SECONDS = 10.0


class Errands:
    """The database's worker, the gateway's, the printer's and the one for pictures, with what each is asked to do."""

    def __init__(
        self,
        store: VisitStore,
        insurance: InsurancePort,
        printer: TicketPrinter | None,
        station: CardStation,
        clock: Clock,
    ) -> None:
        self._store = store
        self._insurance = insurance
        self._printer = printer
        self._station = station
        self._clock = clock
        self._database = Worker("database")
        self._gateway = Worker("gateway")
        self._printing = Worker("printer")
        self._pictures = Worker("pictures")
        self._save_error: StoreError | None = None

    @property
    def has_printer(self) -> bool:
        """Whether tickets can be printed at all."""
        return self._printer is not None

    @property
    def save_error(self) -> StoreError | None:
        """Why the latest save failed, set before its ``save_failed`` is answered; None: it went well, or the fault is not a known one."""
        return self._save_error

    def start(self) -> None:
        """Start the threads."""
        for worker in self._workers():
            worker.start()

    def stop(self) -> bool:
        """Finish what is queued and end the threads; return whether all ended in time."""
        ended = [worker.stop(STOP_SECONDS) for worker in self._workers()]
        return all(ended)

    def _workers(self) -> tuple[Worker, ...]:
        return (self._database, self._gateway, self._printing, self._pictures)

    def find_patient(self, personal_number: str, day: date, answer: Callable[[Event, object], None]) -> None:
        """Ask the records whether this person is known and here today."""

        def work() -> None:
            visit = self._store.find_today(personal_number, day)
            ticket = visit.tickets[-1] if visit is not None and visit.tickets else None
            found = Found.KNOWN if visit is not None else Found.NEW
            answer(Event.PATIENT_FOUND, PatientFound(found, ticket))

        self._ask_records(
            Job(
                "finding the patient",
                work,
                lambda: answer(Event.PATIENT_FOUND, PatientFound(Found.PROVISIONAL)),
            )
        )

    def look_up(self, identity: PatientIdentity, answer: Callable[[Event, object], None]) -> None:
        """Ask the insurance gateway."""

        def failed() -> None:
            answer(Event.COVERAGE_KNOWN, Coverage(CoverageKind.LATER, "malformed", self._clock.now()))

        self._gateway.submit(
            Job(
                "looking up the insurance",
                lambda: answer(Event.COVERAGE_KNOWN, self._insurance.look_up(identity)),
                failed,
            )
        )

    def save(self, draft: VisitDraft, answer: Callable[[Event, object], None]) -> None:
        """Commit the visit; answers ``saved`` with the ticket, or ``save_failed``."""

        def work() -> None:
            self._save_error = None
            try:
                ticket = self._store.commit_visit(draft, self._clock.now())
            except StoreError as error:
                # A new one: the frames in the traceback of this one hold the person's data.
                self._save_error = type(error)(error.problem, error.remedy)
                raise
            answer(Event.SAVED, ticket)

        self._ask_records(Job("saving the visit", work, lambda: answer(Event.SAVE_FAILED, None)))

    def mark_shown(self, visit_id: str) -> None:
        """Note that the person has seen the number."""

        def work() -> None:
            self._store.mark_ticket_shown(visit_id, self._clock.now())

        self._ask_records(Job("marking the ticket shown", work, _nothing_else))

    def count_waiting(self, day: date, answer: Callable[[Mapping[str, int]], None]) -> None:
        """Count the people who wait for each service."""
        self._ask_records(
            Job("counting who waits", lambda: answer(self._store.waiting_counts(day)), _nothing_else)
        )

    def report_unshown(self, day: date) -> None:
        """Tell the log how many tickets of the day nobody has seen; which ones, the records show."""

        def work() -> None:
            unshown = len(self._store.unshown_tickets(day))
            if unshown:
                log.warning("%d tickets of today were saved but not shown", unshown)

        self._ask_records(Job("listing tickets that nobody saw", work, _nothing_else))

    def _ask_records(self, job: Job) -> None:
        """Queue a job for the database; a fault with a name is told by one line that says what to do, and the job has failed."""

        def work() -> None:
            try:
                job.work()
            except StoreError as error:
                log.error("%s failed (%s): %s", job.name, error.reason, error)  # noqa: TRY400 - the text says it all, and quotes no values
                job.failed()

        self._database.submit(Job(job.name, work, job.failed))

    def in_turn(self, work: Callable[[], Answer]) -> Answer:
        """Run something on the database's thread after all that is queued; what it returns or raises. TimeoutError if it takes too long."""
        done: Future[Answer] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 - handed on to the one who waits
                done.set_exception(error)

        self._database.submit(Job("a question to the records", run, _nothing_else))
        return done.result(STOP_SECONDS)

    def print_ticket(self, ticket: Ticket, answer: Callable[[Event, object], None]) -> None:
        """Print; without a printer, or when nothing came out, ``printer_failed``."""
        printer = self._printer
        if printer is None:
            answer(Event.PRINTER_FAILED, None)
            return

        def work() -> None:
            try:
                printer.print_ticket(ticket)
            except PrinterError:
                log.warning("the printer gave no ticket")
                answer(Event.PRINTER_FAILED, None)
            else:
                answer(Event.PRINTED, None)

        self._printing.submit(Job("printing", work, lambda: answer(Event.PRINTER_FAILED, None)))

    def decode_portrait(self, portrait: Portrait, answer: Callable[[bytes], None]) -> None:
        """Decode a card's picture; a picture that does not decode is not shown."""
        self._pictures.submit(
            Job(
                "decoding the portrait",
                lambda: answer(self._station.portrait_png(portrait)),
                _nothing_else,
            )
        )


def _nothing_else() -> None:
    """The worker has logged the fault; nobody waits for this errand."""
