"""`kiosk checkin --auto`: the next card through the whole line, without a window."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk import config as configuration
from kiosk.commands import secrets, visits
from kiosk.commands.arguments import seconds
from kiosk.commands.console import DONE, FAILED, CommandError, say, say_json, warn
from kiosk.commands.readers import no_reader, service_told_by_command

if TYPE_CHECKING:
    import argparse

    from kiosk.checkin import CheckinSession
    from kiosk.config import Config
    from kiosk.model import Ticket, VisitRecord
    from kiosk.snapshot import Snapshot
    from kiosk.store.visits import SqlVisitStore

WAIT_SECONDS = 60.0
LINE_SECONDS = 90.0
HELP_TEXTS = {
    "CAN": (
        "wrong-key",
        "The chip refuses the six digits",
        "Check them: on a Vietnamese card they are the last six of its number",
    ),
    "READ": (
        "read-failed",
        "The chip could not be read",
        "Lay the card on again, flat and still; if it stays so, use the desk",
    ),
    "CARD": (
        "wrong-card",
        "This is not a chip identity card",
        "Lay the patient's chip identity card on the reader",
    ),
    "REMOVED": ("card-removed", "The card was taken away too early", "Keep it on the reader until the end"),
    "SAVE": (
        "not-saved",
        "The visit could not be saved",
        "See `kiosk doctor`; the same card may be checked in again safely",
    ),
}


class CheckinCommand:
    """Checks the next card in. Exit 0: a ticket for a service; 1: anything else, also a hand-over to the desk."""

    name = "checkin"
    help = "check the next card in, without a window"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/commands.md."""
        parser.add_argument(
            "--auto",
            action="store_true",
            required=True,
            help="answer every question with the usual answer (consent given, no slip)",
        )
        parser.add_argument(
            "--can",
            metavar="-|N",
            required=True,
            help="six digits; '-' reads them from standard input, unseen by others",
        )
        parser.add_argument(
            "--service", metavar="ID", help="service to choose (default: the first of the configuration)"
        )
        parser.add_argument(
            "--wait",
            metavar="SECONDS",
            type=seconds,
            default=WAIT_SECONDS,
            help="how long to wait for a card (default: %(default)s)",
        )
        parser.add_argument("--reveal", action="store_true", help="show names and numbers in full")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Run the line once, then show the visit as it stands in the records."""
        from kiosk.bootstrap import build_session

        config = configuration.load(args.config)
        service = _service(config, args.service)
        line = AutoLine(
            secrets.read_can(args.can), service, args.service is not None, reader=config.reader.name
        )
        session = build_session(config)
        try:
            with service_told_by_command():
                session_id = line.run(session, args.wait)
                ticket, visit = session.ask_records(lambda: _note_shown(session.store, session_id))
        finally:
            session.stop()
        if args.json:
            document = {"ticket": ticket.number, "to_desk": ticket.to_desk, "reprint": ticket.reprint}
            say_json(
                {
                    **document,
                    "seconds": round(line.seconds, 3),
                    "visit": visits.as_document(visit, reveal=args.reveal),
                }
            )
        else:
            say(
                f"Ticket {ticket.number}{' (as before)' if ticket.reprint else ''}, {line.seconds:.2f} s from the card"
            )
            say(*visits.as_text(visit, reveal=args.reveal))
        if ticket.to_desk:
            warn(
                "kiosk: this check-in ends at the desk.",
                "What to do: send the patient there; the visit is recorded.",
            )
            return FAILED
        return DONE


@dataclass(slots=True)
class AutoLine:
    """Answers each screen once, as most patients would, until a ticket is there."""

    can: str = field(repr=False)
    service: str
    another: bool
    reader: str = ""
    seconds: float = 0.0

    def run(self, session: CheckinSession, wait_s: float) -> str:
        """The id of the session that saved a visit of the next card. Raises CommandError or StoreError: no card, or why the line broke off."""
        from kiosk.flow import State

        frames: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        session.subscribe(frames.put)
        session.start()
        deadline = time.monotonic() + wait_s
        card_at: float | None = None
        answered: tuple[object, ...] = ()
        while True:
            try:
                frame = frames.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise self._too_late(session.snapshot, wait_s, came=card_at is not None) from None
            if card_at is None and frame.session_id:
                card_at = time.monotonic()
                deadline = card_at + LINE_SECONDS
            if frame.state in {State.TAKE_CARD, State.TICKET} and frame.session_id:
                self.seconds = time.monotonic() - (card_at or deadline)
                return frame.session_id
            question = (frame.state, frame.coverage is not None and frame.coverage.waiting, frame.help.cause)
            if question != answered:
                answered = question
                self._answer(session, frame)

    def _answer(self, session: CheckinSession, frame: Snapshot) -> None:
        from kiosk.flow import Event, State

        usual = {
            State.CONSENT: Event.YES,
            State.CONFIRM: Event.PATIENT_IS_HOLDER,
            State.ALREADY_TODAY: Event.ANOTHER_SERVICE if self.another else Event.REPRINT,
            State.INSURANCE: Event.CONTINUE,
            State.ROUTE: Event.SLIP_NONE,
        }
        if frame.state in usual:
            session.post(usual[frame.state])
        elif frame.state is State.ACCESS and not frame.missed:
            session.post(Event.CAN_TYPED, self.can)
        elif frame.state is State.VISIT:
            session.post(Event.SERVICE_PICKED, self.service)
        elif frame.state is State.HELP and frame.help.cause == "CHECK":
            session.post(Event.DESK_TICKET)
        elif frame.state in {State.ACCESS, State.REINSERT, State.HELP}:
            if frame.help.cause == "SAVE" and (error := session.save_error) is not None:
                raise error
            cause = {State.ACCESS: "CAN", State.REINSERT: "REMOVED"}.get(frame.state, frame.help.cause.value)
            raise CommandError(*HELP_TEXTS.get(cause, HELP_TEXTS["READ"]))

    def _too_late(self, frame: Snapshot, wait_s: float, *, came: bool) -> CommandError:
        """Why nothing came any more. Raises PcscError when the service is away."""
        if not frame.reader_ready:
            return no_reader(self.reader)
        if came:
            return CommandError(
                "stuck",
                f"The check-in did not get beyond {frame.state}",
                "Repeat it; if it stays so, see `kiosk doctor`",
            )
        return CommandError(
            "no-card",
            f"No card was laid on the reader within {wait_s:g} s",
            "Lay the card on, then repeat this",
        )


def _service(config: Config, wanted: str | None) -> str:
    names = [service.id for service in config.services]
    if wanted is None:
        return names[0] if names else ""
    if wanted not in names:
        raise CommandError(
            "no-such-service",
            f"There is no service {wanted!r}",
            f"Choose one of: {', '.join(names)}",
            status=2,
        )
    return wanted


def _note_shown(store: SqlVisitStore, session_id: str) -> tuple[Ticket, VisitRecord]:
    """Printing the number is showing it; the records then say what the visit holds."""
    from kiosk.bootstrap import SYSTEM_CLOCK

    ticket = store.ticket_of_session(session_id)
    if ticket is not None:
        store.mark_ticket_shown(ticket.visit_id, SYSTEM_CLOCK.now())
    visit = store.show_visit(ticket.visit_id) if ticket is not None else None
    if ticket is None or visit is None:
        raise CommandError("not-saved", "The visit is not in the records", "Report this as an incident")
    return ticket, visit


COMMAND = CheckinCommand()
