"""What the flow's effects do outside: orders to the card's thread and errands to the other workers.

Lives on the flow's thread. Every answer is weighed here: one for a session, a card or a question that is over is dropped.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.card_worker import CardMemory, ReadOrder
from kiosk.drafts import draft_of, patient_of
from kiosk.flow import Effect, Event
from kiosk.model import Authenticity, Coverage, CoverageKind
from kiosk.snapshot import ReadingView
from kiosk.timers import Activity
from kiosk.views import Scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.card_worker import CardWorker
    from kiosk.errands import Errands
    from kiosk.flow import Done, Moment, Session
    from kiosk.model import PatientIdentity, Service, Ticket
    from kiosk.ports import Clock
    from reader import Portrait

    Answer = Callable[[Event, object], None]

log = logging.getLogger(__name__)

NAME_REFUSED = frozenset(
    {"060", "061"}
)  # of the gateway: the name is wrong, or right in its first letters only


@dataclass(frozen=True, slots=True)
class _Held:
    """A look-up that waits for the whole name: where its answer goes, and, if it was asked already, by which name and what came."""

    answer: Answer
    asked: str = field(default="", repr=False)
    refusal: Coverage | None = field(default=None, repr=False)


class Performer:
    """Runs effects, and keeps what belongs to a session outside the flow's own facts."""

    def __init__(
        self,
        clock: Clock,
        errands: Errands,
        services: tuple[Service, ...],
        post: Callable[[Callable[[], None]], None],
        happen: Callable[[Event, object], None],
    ) -> None:
        """``post`` queues a call for the flow's thread; ``happen`` takes a fact there. ``card`` is set before anything runs."""
        self._clock = clock
        self._errands = errands
        self._services = services
        self._post = post
        self._happen = happen
        self._order: ReadOrder | None = None
        self._memory = CardMemory()
        self._session_id = ""
        self._held: _Held | None = None
        self._whole: PatientIdentity | None = None
        self.card: CardWorker | None = None
        self.scratch = Scratch()
        self.activity = Activity()
        self._runners: Mapping[Effect, Callable[[Done], None]] = {
            Effect.WIPE: lambda _: self._forget(),
            Effect.REFUSE_CHIP: lambda _: self._forget(),
            Effect.FORGET_CARD: lambda _: self._forget(),
            Effect.START_READ: lambda done: self._order_card(done, probe=False),
            Effect.PROBE_CARD: lambda done: self._order_card(done, probe=True),
            Effect.PROBE_LYING_CARD: self._probe_lying_card,
            Effect.CANCEL_READ: lambda _: self.cancel_read(),
            Effect.FIND_PATIENT: lambda done: self._find_patient(done.session),
            Effect.START_LOOKUP: lambda done: self._look_up(done.session),
            Effect.KEEP_CHECKS: lambda done: self._note_whole_name(done.session),
            Effect.CANCEL_LOOKUP: lambda _: self._ask_anew(),
            Effect.COMMIT_VISIT: lambda done: self._save(done.session, self._answer_to(done.session.id)),
            Effect.PRINT_TICKET: lambda done: self._print(done.session),
            Effect.REPORT_UNSHOWN_TICKETS: lambda _: self._errands.report_unshown(clock.now().date()),
            Effect.CALL_STAFF: lambda _: log.info("staff are called"),
            Effect.ALARM_DESK: lambda done: _alarm(done.session.alarm),
            Effect.TELL_DESK: lambda _: log.warning("a visit was saved after its screen was left"),
        }

    def perform(self, done: tuple[Done, ...], after: Moment) -> None:
        """Run what a reaction brought about, in order."""
        effects = {item.effect for item in done}
        for item in done:
            if item.effect is Effect.MOVE_SESSION_TO_DESK and Effect.COMMIT_VISIT not in effects:
                self._hand_over(item.session)
            elif item.effect in self._runners:
                self._runners[item.effect](item)
        self._session_id = after.session.id

    def note_activity(self, *, touched: bool, more_time: bool) -> None:
        """Count what starts time-outs anew."""
        activity = self.activity
        self.activity = replace(
            activity, touches=activity.touches + touched, more_time=activity.more_time + more_time
        )

    def note_fact(self, event: Event, data: object) -> None:
        """Keep true progress; a read that goes on with the same card goes on where it was."""
        if event is Event.PROGRESS and isinstance(data, ReadingView):
            shown = self.scratch.reading
            reading = ReadingView(max(shown.percent, data.percent), max(shown.step, data.step))
            self.scratch = replace(self.scratch, reading=reading)

    def cancel_read(self) -> None:
        """Take the read or probe back; its answers are dropped from here on."""
        if self._order is not None:
            self._order.cancelled.set()
            self._order = None

    def from_card(self, event: Event, data: object = None, *, order: ReadOrder | None = None) -> None:
        """Take a fact from the card's thread, on that thread."""
        self._post(lambda: self._weigh(event, data, order))

    def take_portrait(self, portrait: Portrait, order: ReadOrder) -> None:
        """Have a card's picture decoded; called on the card's thread."""
        self._errands.decode_portrait(
            portrait, lambda png: self._post(lambda: self._show_portrait(png, order))
        )

    def mark_shown(self, ticket: Ticket) -> None:
        """Note that the person sees the number."""
        self._errands.mark_shown(ticket.visit_id)

    def _weigh(self, event: Event, data: object, order: ReadOrder | None) -> None:
        if order is None or order is self._order:
            self._happen(event, data)

    def _show_portrait(self, png: bytes, order: ReadOrder) -> None:
        if order.memory is self._memory and order.session_id == self._session_id:
            self.scratch = replace(self.scratch, portrait_png=png)
            self._happen(Event.PORTRAIT_READY, None)

    def _answer_to(self, session_id: str) -> Answer:
        """Return where a worker puts its answer for this session; once the session is wiped it leads nowhere."""

        def take(event: Event, data: object) -> None:
            if session_id == self._session_id:
                self._happen(event, data)

        return lambda event, data: self._post(lambda: take(event, data))

    def _answer_to_question(self, session_id: str) -> Answer:
        """As ``_answer_to``, and only as long as the same patient is asked about."""
        asked = self.activity.asked

        def take(event: Event, data: object) -> None:
            if session_id == self._session_id and asked == self.activity.asked:
                self._happen(event, data)

        return lambda event, data: self._post(lambda: take(event, data))

    def _ask_anew(self) -> None:
        self._held = None
        self._whole = None
        self.activity = replace(self.activity, asked=self.activity.asked + 1)

    def _forget(self) -> None:
        """Drop all that came from the card or was asked about its holder."""
        self.cancel_read()
        self._memory.forget()
        self._memory = CardMemory()
        self.scratch = Scratch()
        self._ask_anew()

    def _order_card(self, done: Done, *, probe: bool) -> None:
        session = done.session
        if session.consent is None or not session.key:
            log.error("no card is touched without consent and key")
            return
        self.cancel_read()
        self._order = ReadOrder(
            session_id=session.id,
            key=session.key,
            memory=self._memory,
            day=self._clock.now().date(),
            probe=probe,
            mark=session.card,
        )
        if self.card is not None:
            self.card.submit(self._order)

    def _probe_lying_card(self, done: Done) -> None:
        """A card was laid while nothing could be asked of it: ask now; without a key it is another's."""
        if not done.device.unexamined:
            return
        if done.session.consent is None or not done.session.key:
            self._answer_to(done.session.id)(Event.CARD_OTHER, None)
            return
        self._order_card(done, probe=True)

    def _find_patient(self, session: Session) -> None:
        self._ask_anew()
        answer = self._answer_to_question(session.id)
        patient = patient_of(session)
        if patient is not None:
            self._errands.find_patient(patient.personal_number, self._clock.now().date(), answer)

    def _look_up(self, session: Session) -> None:
        """Ask the gateway; it needs a name, so a bare number is left for later."""
        answer = self._answer_to_question(session.id)
        patient = patient_of(session)
        if patient is None or not patient.full_name:
            answer(Event.COVERAGE_KNOWN, Coverage(CoverageKind.LATER, "no-name", self._clock.now()))
        elif session.checks is not Authenticity.PENDING:
            self._errands.look_up(patient, answer)
        elif patient.name_complete:
            self._errands.look_up(patient, self._unless_misnamed(patient, answer))
        else:
            self._held = _Held(answer)

    def _unless_misnamed(self, patient: PatientIdentity, answer: Answer) -> Answer:
        """As ``answer``, but a refusal of the MRZ's name, which has no diacritics, waits for the name of the national record."""

        def weigh(event: Event, data: object) -> None:
            if not isinstance(data, Coverage) or not _refuses_name(data):
                answer(event, data)
                return
            held = _Held(answer, patient.full_name, data)
            if self._whole is None:
                self._held = held
            else:
                self._ask_with_whole_name(held, self._whole)

        return lambda event, data: self._post(lambda: weigh(event, data))

    def _note_whole_name(self, session: Session) -> None:
        """The card is read: ask what waited for its holder's whole name."""
        self._whole = patient_of(session)
        held, self._held = self._held, None
        if held is not None and self._whole is not None:
            self._ask_with_whole_name(held, self._whole)

    def _ask_with_whole_name(self, held: _Held, patient: PatientIdentity) -> None:
        if held.refusal is not None and held.asked == patient.full_name:
            held.answer(Event.COVERAGE_KNOWN, held.refusal)
        else:
            self._errands.look_up(patient, held.answer)

    def _save(self, session: Session, answer: Answer) -> None:
        self.activity = replace(self.activity, saves=self.activity.saves + 1)
        self._errands.save(draft_of(session, self._services, self._clock.now()), answer)

    def _hand_over(self, session: Session) -> None:
        """The screen forgets this session and the desk goes on: its data is saved for the desk, if the records take it."""
        if session.ticket is None:
            self._errands.save(draft_of(session, self._services, self._clock.now()), _nobody_waits)

    def _print(self, session: Session) -> None:
        if session.ticket is not None:
            self._errands.print_ticket(session.ticket, self._answer_to(session.id))


def _refuses_name(coverage: Coverage) -> bool:
    return coverage.kind is CoverageKind.MISMATCH and coverage.code in NAME_REFUSED


def _alarm(code: str) -> None:
    """Tell of trouble; that no printer is configured is none."""
    if code:
        log.warning("alarm for the desk: %s", code)


def _nobody_waits(event: Event, _: object) -> None:
    if event is Event.SAVE_FAILED:
        log.error("a session could not be handed to the desk")
