"""`kiosk evidence verify`: does this file prove that a genuine chip answered?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import config as configuration
from kiosk.commands.console import DONE, FAILED, CommandError, say, say_json, table

if TYPE_CHECKING:
    import argparse

    from reader import Evidence, EvidenceChecks
    from reader.result import Check
    from reader.trust import TrustStore

MAX_LENGTH = 1_048_576


class EvidenceCommand:
    """Verifies evidence files, offline. Exit 0: proven; 1: not."""

    name = "evidence"
    help = "verify the evidence that a genuine chip was present"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/presence.md."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="verify")
        verify = actions.add_parser("verify", help="check an evidence file against country signers")
        verify.add_argument("file", type=Path, metavar="FILE")
        verify.add_argument(
            "--trust",
            type=Path,
            nargs="+",
            action="extend",
            metavar="PATH",
            help="country signers (else the configuration's); what stands in the file is never trusted",
        )
        verify.add_argument(
            "--hub-key",
            action="append",
            default=[],
            metavar="HEX",
            help="Ed25519 public key of a hub whose receipts are believed, 64 hexadecimal digits",
        )
        verify.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Read, check, say."""
        from reader import parse_evidence, verify_evidence

        evidence = parse_evidence(_read(args.file))
        checks = verify_evidence(evidence, _trust(args), hub_keys=_keys(args.hub_key))
        if args.json:
            say_json(as_document(evidence, checks))
        else:
            say(*as_text(evidence, checks))
        return DONE if checks.proven else FAILED


def as_document(evidence: Evidence, checks: EvidenceChecks) -> dict[str, object]:
    """The JSON of `kiosk evidence verify --json`; it holds nothing of the person."""
    named = {"passive": checks.passive, "presence": checks.presence, "receipt": checks.receipt}
    return {
        "proven": checks.proven,
        "claim": checks.claim,
        "checks": {name: _check(check) for name, check in named.items()},
        "kiosk": evidence.nonce.kiosk,
        "visit": evidence.nonce.visit,
        "arrived_at": evidence.receipt.arrived_at.isoformat(),
        "asserted_by": evidence.nonce.asserted_by.value,
        "crl_when_recorded": evidence.crl,
    }


def as_text(evidence: Evidence, checks: EvidenceChecks) -> list[str]:
    """The same for people."""
    rows = (
        ("passive", checks.passive),
        ("presence", checks.presence),
        ("receipt", checks.receipt),
    )
    return [
        checks.claim,
        "",
        *table(((name, check.outcome.value, check.reason, check.detail) for name, check in rows), "  "),
        "",
        *table(
            (
                ("kiosk", evidence.nonce.kiosk),
                ("visit", evidence.nonce.visit),
                ("arrived", evidence.receipt.arrived_at.isoformat()),
                ("said by", evidence.nonce.asserted_by.value),
                ("CRL then", evidence.crl),
            ),
            "  ",
        ),
    ]


def _check(check: Check) -> dict[str, object]:
    return {"outcome": check.outcome.value, "reason": check.reason, "detail": check.detail}


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_LENGTH + 1)
    except OSError as error:
        raise CommandError(
            "no-such-file", f"{file} cannot be read: {error.strerror}", "Check the path"
        ) from error


def _keys(texts: list[str]) -> list[bytes]:
    try:
        return [bytes.fromhex(text) for text in texts]
    except ValueError as error:
        remedy = "Give 64 hexadecimal digits"
        raise CommandError("usage", "A hub's key cannot be read", remedy, status=2) from error


def _trust(args: argparse.Namespace) -> TrustStore:
    from reader.trust import TrustStore

    if args.trust is not None:
        return TrustStore.load(args.trust)
    return TrustStore.load(configuration.load(args.config).trust.paths)


COMMAND = EvidenceCommand()
