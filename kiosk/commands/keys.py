"""What opens the card, as the command line has it: CAN, machine readable zone, its three fields, or the card's QR code.

What was given is never quoted in an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiosk.commands import secrets
from kiosk.commands.console import USAGE, CommandError

if TYPE_CHECKING:
    import argparse

    from reader import AccessKey, Candidates

_PERSONAL_NUMBER = re.compile(r"[0-9]{12}")
_DOCUMENT_NUMBER_LENGTH = 9


def add_key_arguments(parser: argparse.ArgumentParser) -> None:
    """One way to open a card has to be named; see docs/reference/commands.md."""
    key = parser.add_mutually_exclusive_group(required=True)
    key.add_argument(
        "--can", metavar="-|N", help="six digits; '-' reads them from standard input, unseen by others"
    )
    key.add_argument(
        "--mrz", metavar="-|TEXT", help="machine readable zone; '-' reads it from standard input"
    )
    key.add_argument("--qr", metavar="-|TEXT", help="the card's QR code, as a scanner gives it")
    key.add_argument(
        "--document", metavar="-|N", help="document number or all twelve digits, with --birth and --expiry"
    )
    parser.add_argument("--birth", metavar="-|YYMMDD", help="date of birth, with --document")
    parser.add_argument(
        "--expiry", metavar="-|YYMMDD", help="last day of validity, with --document (991231: no end)"
    )


def key_of(args: argparse.Namespace) -> AccessKey | Candidates:
    """Return what to try on the card. Raises CommandError (usage) for what is no key of any card."""
    from reader import Can, MrzKey
    from reader.errors import MalformedDataError

    if (args.document is None) != (args.birth is None) or (args.birth is None) != (args.expiry is None):
        raise _wrong("--document, --birth and --expiry belong together", "Give all three, or another key")
    if args.can is not None:
        return Can(secrets.read_can(args.can))
    if args.qr is not None:
        return _of_qr(secrets.read_qr(args.qr))
    try:
        if args.document is not None:
            return _of_fields(
                *(secrets.read_field(getattr(args, name), name) for name in ("document", "birth", "expiry"))
            )
        return MrzKey.from_mrz_text(secrets.read_mrz(args.mrz))
    except MalformedDataError:
        if args.document is not None:
            remedy = "Give the number without blanks that are not in it, and the dates as YYMMDD"
            raise _wrong("Number and dates cannot be those of a card", remedy) from None
        raise _wrong(
            "The machine readable zone cannot be read", "Give all of its lines, with every < sign"
        ) from None


def _of_fields(number: str, birth: str, expiry: str) -> AccessKey | Candidates:
    """Twelve digits are a Vietnamese card's personal number, whose end is the document number; elsewhere the number itself."""
    from reader import Candidates, MrzKey

    whole = MrzKey.from_fields(number, birth, expiry)
    if _PERSONAL_NUMBER.fullmatch(whole.document_number) is None:
        return whole
    return Candidates(
        (MrzKey.from_fields(whole.document_number[-_DOCUMENT_NUMBER_LENGTH:], birth, expiry), whole)
    )


def _of_qr(text: str) -> Candidates:
    from reader.errors import MalformedDataError
    from reader.vn_qr import keys_of, parse_qr

    try:
        keys = keys_of(parse_qr(text))
    except MalformedDataError:
        keys = None
    if keys is None:
        raise _wrong(
            "The code is not that of an identity card", "Give the text of the QR code on the card itself"
        )
    return keys


def _wrong(problem: str, remedy: str) -> CommandError:
    return CommandError("usage", problem, remedy, status=USAGE)
