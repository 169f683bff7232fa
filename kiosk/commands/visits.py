"""`kiosk visits list|show`: the records, read beside a running kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk import config as configuration
from kiosk import privacy
from kiosk.commands.arguments import count, day
from kiosk.commands.console import DONE, CommandError, say, say_json, table

if TYPE_CHECKING:
    import argparse

    from kiosk.model import Coverage, PatientIdentity, Ticket, VisitRecord

LIMIT = 50


class VisitsCommand:
    """Lists or shows visits; numbers and names stay masked unless asked for."""

    name = "visits"
    help = "list or show recorded visits"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/commands.md."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="list|show")
        listing = actions.add_parser("list", help="newest first")
        listing.add_argument("--day", type=day, metavar="YYYY-MM-DD", help="of this business day only")
        listing.add_argument(
            "--limit", type=count, default=LIMIT, metavar="N", help="at most so many (default: %(default)s)"
        )
        show = actions.add_parser("show", help="one visit")
        show.add_argument("id", metavar="ID", help="as `kiosk visits list` shows it")
        for action in (listing, show):
            action.add_argument("--reveal", action="store_true", help="show names and numbers in full")
            action.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Open the records to read and say what is there."""
        from kiosk.bootstrap import open_store_to_read

        with open_store_to_read(configuration.load(args.config)) as store:
            if args.action == "list":
                _say_list(store.list_visits(args.day, args.limit), args)
                return DONE
            visit = store.show_visit(args.id)
        if visit is None:
            raise CommandError(
                "no-such-visit",
                f"There is no visit {args.id!r}",
                "See `kiosk visits list` for those there are",
            )
        document = as_document(visit, reveal=args.reveal)
        if args.json:
            say_json(document)
        else:
            say(*as_text(visit, reveal=args.reveal))
        return DONE


def as_document(visit: VisitRecord, *, reveal: bool) -> dict[str, object]:
    """One visit as JSON."""
    return {
        "id": visit.visit_id,
        "session": visit.session_id,
        "business_day": visit.business_day.isoformat(),
        "created_at": visit.created_at.isoformat(timespec="seconds"),
        "identity": _identity(visit.identity, reveal=reveal) if visit.identity else None,
        "authentic": visit.authenticity.value,
        "checks": dict(visit.checks),
        "insurance": _coverage(visit.coverage, reveal=reveal) if visit.coverage else None,
        "flags": list(visit.flags),
        "tickets": [_ticket(ticket) for ticket in visit.tickets],
    }


def as_text(visit: VisitRecord, *, reveal: bool) -> list[str]:
    """One visit for people."""
    rows = [
        ("visit", visit.visit_id),
        ("recorded", f"{visit.created_at:%d/%m/%Y %H:%M:%S}"),
        ("patient", _person_text(visit, reveal=reveal)),
        ("authentic", visit.authenticity.value),
        ("insurance", _coverage_text(visit.coverage, reveal=reveal)),
        *((f"ticket {ticket.number}", _place_text(ticket)) for ticket in visit.tickets),
        *((f"check {name}", outcome) for name, outcome in visit.checks.items()),
    ]
    if visit.flags:
        rows.append(("for the desk", ", ".join(visit.flags)))
    return table(rows)


def _say_list(visits: tuple[VisitRecord, ...], args: argparse.Namespace) -> None:
    if args.json:
        say_json([as_document(visit, reveal=args.reveal) for visit in visits])
        return
    if not visits:
        say("No visits." if args.day is None else f"No visits on {args.day}.")
        return
    head = ("VISIT", "RECORDED", "TICKETS", "PATIENT", "AUTHENTIC", "INSURANCE")
    rows = [
        (
            visit.visit_id,
            f"{visit.created_at:%d/%m/%Y %H:%M}",
            " ".join(ticket.number for ticket in visit.tickets),
            _person_text(visit, reveal=args.reveal),
            visit.authenticity.value,
            visit.coverage.kind.value if visit.coverage else "-",
        )
        for visit in visits
    ]
    say(*table([head, *rows]))


def _identity(identity: PatientIdentity, *, reveal: bool) -> dict[str, object]:
    return {
        "personal_number": identity.personal_number
        if reveal
        else privacy.mask_number(identity.personal_number),
        "full_name": identity.full_name if reveal else privacy.mask_name(identity.full_name),
        "birth_date": identity.birth_text if reveal else identity.birth_text[-4:],
        "sex": identity.sex.value,
        "source": identity.source,
    }


def _coverage(coverage: Coverage, *, reveal: bool) -> dict[str, object]:
    return {
        "kind": coverage.kind.value,
        "code": coverage.code,
        "answered_at": coverage.answered_at.isoformat(timespec="seconds"),
        "card_number": coverage.card_number if reveal else privacy.mask_card(coverage.card_number),
        "registered_facility": coverage.registered_facility,
        "valid_from": coverage.valid_from.isoformat() if coverage.valid_from else None,
        "valid_to": coverage.valid_to.isoformat() if coverage.valid_to else None,
        "ours": coverage.ours,
        "name_matches": coverage.name_matches,
    }


def _ticket(ticket: Ticket) -> dict[str, object]:
    service = ticket.service
    return {
        "number": ticket.number,
        "service": service.id if service else None,
        "room": service.room if service else None,
        "floor": service.floor if service else None,
        "ahead": ticket.ahead,
        "to_desk": ticket.to_desk,
        "issued_at": ticket.issued_at.isoformat(timespec="seconds"),
    }


def _person_text(visit: VisitRecord, *, reveal: bool) -> str:
    if visit.identity is None:
        return "not known"
    shown = _identity(visit.identity, reveal=reveal)
    return f"{shown['full_name']} ({shown['personal_number']})"


def _coverage_text(coverage: Coverage | None, *, reveal: bool) -> str:
    if coverage is None:
        return "not asked"
    card = coverage.card_number if reveal else privacy.mask_card(coverage.card_number)
    until = f" to {coverage.valid_to:%d/%m/%Y}" if coverage.valid_to else ""
    return f"{coverage.kind.value} ({coverage.code}) {card}{until}".strip()


def _place_text(ticket: Ticket) -> str:
    if ticket.service is None:
        return "reception desk"
    return f"{ticket.service.name}, room {ticket.service.room}, floor {ticket.service.floor}, {ticket.ahead} ahead"


COMMAND = VisitsCommand()
