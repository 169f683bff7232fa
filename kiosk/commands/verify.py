"""`kiosk verify`: passive authentication of dumped files, without a card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.console import DONE, FAILED, CommandError, say, say_json, table

if TYPE_CHECKING:
    import argparse

    from reader.trust import Dump, TrustStore, VerifiedDump


class VerifyCommand:
    """Judges a folder of files. Exit 0: nothing is refuted (with --strict: all is proven); 1: refuted, or not readable."""

    name = "verify"
    help = "verify the signature and hashes of dumped files (SOD.bin, DG1.bin ...) against trusted country signers"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/trust.md."""
        parser.add_argument(
            "--files", metavar="DIR", type=Path, required=True, help="folder with EF_SOD.bin and DG1.bin ..."
        )
        parser.add_argument(
            "--trust",
            metavar="PATH",
            type=Path,
            nargs="+",
            action="extend",
            required=True,
            help="certificates, master lists with their root, CRLs, LDIF; files or directories",
        )
        parser.add_argument(
            "--strict", action="store_true", help="fail also where nothing is refuted but not all is proven"
        )
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Read, judge, say."""
        from kiosk.commands.trust_warning import load_trust
        from reader.trust import DumpError, read_dump, verify_dump

        try:
            dump = read_dump(args.files)
        except DumpError as error:
            remedy = "Name a folder with the files of one document: its SOD and its data groups"
            raise CommandError(error.reason, str(error), remedy) from error
        trust = load_trust(args.trust)
        verified = verify_dump(dump, trust)
        if args.json:
            say_json(as_document(dump, verified, trust))
        else:
            say(*as_text(dump, verified, trust))
        refuted = verified.check.failed or (args.strict and not verified.check.passed)
        return FAILED if refuted else DONE


def as_document(dump: Dump, verified: VerifiedDump, trust: TrustStore) -> dict[str, object]:
    """The JSON of `kiosk verify --json`; it holds nothing of the person."""
    check = verified.check
    return {
        "outcome": check.outcome.value,
        "reason": check.reason,
        "detail": check.detail,
        "evidence": dict(check.evidence),
        "files": {
            str(number): {"file": dump.names[number], "state": _state(number, dump, verified)}
            for number in dump.data_groups
        },
        "listed_data_groups": list(verified.sod.data_groups),
        "trust": {
            "certificates": len(trust),
            "crls": len(trust.crls),
            "refused": [
                {"source": item.source, "reason": item.reason, "detail": item.detail}
                for item in trust.refused
            ],
        },
    }


def as_text(dump: Dump, verified: VerifiedDump, trust: TrustStore) -> list[str]:
    """The same for people."""
    check = verified.check
    rows = [
        (f"DG{number}", dump.names[number], _state(number, dump, verified)) for number in dump.data_groups
    ]
    absent = [number for number in verified.sod.data_groups if number not in dump.data_groups]
    lines = [
        f"{check.outcome.value}: {check.reason}",
        check.detail,
        "",
        *table(rows, "  "),
    ]
    if absent:
        lines.append(f"  not here: {', '.join(f'DG{number}' for number in absent)}")
    lines += [
        "",
        *table(((name, value) for name, value in check.evidence.items()), "  "),
        "",
        f"Trust: {len(trust)} country signers, {len(trust.crls)} CRLs, {len(trust.refused)} refused",
    ]
    return lines


def _state(number: int, dump: Dump, verified: VerifiedDump) -> str:
    """``hash holds``, ``hash differs`` or ``not listed in the SOD``."""
    if number not in verified.sod.data_groups:
        return "not listed in the SOD"
    return "hash holds" if verified.sod.holds(number, dump.data_groups[number]) else "hash differs"


COMMAND = VerifyCommand()
