"""`kiosk read`: one card, every check with its outcome and reason."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import config as configuration
from kiosk.commands.apdu_trace import add_trace_arguments, check_trace_arguments, traced
from kiosk.commands.arguments import seconds
from kiosk.commands.console import DONE, FAILED, CommandError, say, say_json, table
from kiosk.commands.keys import add_key_arguments, key_of
from kiosk.commands.readers import no_reader, service_told_by_command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from kiosk.config import Config
    from kiosk.model import PatientIdentity
    from reader import AccessKey, Candidates
    from reader.card import CardMonitor
    from reader.result import Check, InspectionResult
    from reader.trust import TrustStore

WAIT_SECONDS = 30.0


class ReadCommand:
    """Reads the next card. Exit 0: read, and nothing on it is refuted; 1: not read, or NOT_GENUINE."""

    name = "read"
    help = "read one card and say what each check found"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/commands.md."""
        add_key_arguments(parser)
        parser.add_argument(
            "--reader", metavar="NAME", help="part of the reader's name (else the configuration's)"
        )
        parser.add_argument(
            "--trust",
            metavar="PATH",
            type=Path,
            action="append",
            help="CSCA certificate or a directory of them; may be repeated (else the configuration's)",
        )
        parser.add_argument("--no-portrait", action="store_true", help="leave out the portrait")
        parser.add_argument(
            "--wait",
            metavar="SECONDS",
            type=seconds,
            default=WAIT_SECONDS,
            help="how long to wait for a card (default: %(default)s)",
        )
        add_trace_arguments(parser)
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Wait for a card, read it, say what was found."""
        check_trace_arguments(args)
        config = _config(args)
        key = key_of(args)
        trust = _trust(args, config)
        pattern = args.reader if args.reader is not None else config.reader.name if config else ""
        result = _inspect(pattern, key, trust, args)
        if args.json:
            say_json(as_document(result))
        else:
            say(*as_text(result))
        return FAILED if result.verdict == "NOT_GENUINE" else DONE


def wait_for_card(monitor: CardMonitor, seconds: float, pattern: str = "") -> str:
    """The reader on which a card lies. Raises CommandError: no service, no reader, or no card in time."""
    from reader.card import (
        CardInserted,
        CardRemoved,
        PcscUnavailableError,
        ReaderGone,
        ReaderReady,
        ServiceLost,
    )

    readers: set[str] = set()
    service = True
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for event in monitor.wait(left):
            match event:
                case CardInserted(reader, _):
                    return reader
                case ReaderReady(reader):
                    readers.add(reader)
                    service = True
                case ReaderGone(reader):
                    readers.discard(reader)
                case ServiceLost():
                    readers.clear()
                    service = False
                case CardRemoved():
                    continue
    if not service:
        raise PcscUnavailableError
    if not readers:
        raise no_reader(pattern)
    raise CommandError(
        "no-card", f"No card was laid on the reader within {seconds:g} s", "Lay the card on, then repeat this"
    )


def as_document(result: InspectionResult) -> dict[str, object]:
    """The JSON of `kiosk read --json`."""
    identity = _identity(result)
    checks = result.checks
    return {
        "verdict": result.verdict.value,
        "access_protocol": result.access_protocol,
        "checks": {
            "passive": _check(checks.passive),
            "chip": _check(checks.chip),
            "active": _check(checks.active),
            "access": {**_check(checks.access), "protocol": result.access_protocol},
            "revocation": _check(checks.revocation),
        },
        "identity": {
            "personal_number": identity.personal_number,
            "full_name": identity.full_name,
            "birth_date": identity.birth_text,
            "sex": identity.sex.value,
            "document_number": identity.document_number,
            "expiry_date": identity.expiry_date.isoformat() if identity.expiry_date else None,
            "nationality": identity.nationality,
        },
        "portrait": {"media_type": result.portrait.media_type, "bytes": len(result.portrait.image)}
        if result.portrait
        else None,
        "data_groups": list(result.data_groups),
        "apdus": result.apdus,
        "bytes": result.bytes_transferred,
        "seconds": {step: round(seconds, 4) for step, seconds in result.seconds.items()},
    }


def as_text(result: InspectionResult) -> list[str]:
    """The same for people."""
    identity = _identity(result)
    checks = result.checks
    named = (
        ("passive", checks.passive),
        ("chip", checks.chip),
        ("active", checks.active),
        ("access", checks.access),
        ("revocation", checks.revocation),
    )
    warning = (
        ["NOT GENUINE: do not trust what this card says.", ""] if result.verdict == "NOT_GENUINE" else []
    )
    return [
        *warning,
        identity.full_name,
        *table(
            (
                ("number", identity.personal_number),
                ("born", identity.birth_text),
                ("sex", identity.sex.value),
                ("valid to", f"{identity.expiry_date:%d/%m/%Y}" if identity.expiry_date else "no end"),
            ),
            "  ",
        ),
        "",
        f"Checks (opened by {result.access_protocol}):",
        *table(((name, check.outcome.value, check.reason, check.detail) for name, check in named), "  "),
        "",
        f"Verdict: {result.verdict.value}",
        f"{result.apdus} APDUs, {result.bytes_transferred} bytes, {sum(result.seconds.values()):.2f} s",
    ]


def _identity(result: InspectionResult) -> PatientIdentity:
    from kiosk.bootstrap import SYSTEM_CLOCK
    from kiosk.identity import identify

    return identify(result.mrz, result.national_record, SYSTEM_CLOCK.now().date()).identity


def _check(check: Check) -> Mapping[str, object]:
    return {
        "outcome": check.outcome.value,
        "reason": check.reason,
        "detail": check.detail,
        "evidence": dict(check.evidence),
    }


def _config(args: argparse.Namespace) -> Config | None:
    """The configuration, which reading a card can do without: only one that was named must be there."""
    path = args.config or configuration.default_path()
    if args.config is None and path == configuration.SYSTEM_PATH and not path.exists():
        return None
    return configuration.load(path)


def _trust(args: argparse.Namespace, config: Config | None) -> TrustStore:
    from kiosk.commands.trust_warning import load_trust

    return load_trust(args.trust if args.trust is not None else config.trust.paths if config else ())


def _inspect(
    pattern: str, key: AccessKey | Candidates, trust: TrustStore, args: argparse.Namespace
) -> InspectionResult:
    from reader.card import CardMonitor
    from reader.inspection import Options, inspect

    options = Options(read_portrait=not args.no_portrait)
    with service_told_by_command(), CardMonitor(pattern) as monitor:
        reader = wait_for_card(monitor, args.wait, pattern)
        with monitor.connect(reader) as opened, traced(opened, args) as connection:
            return inspect(connection, key, trust, options=options)


COMMAND = ReadCommand()
