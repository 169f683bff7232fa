"""Secrets of a command line: from standard input when "-" is given, never echoed, never quoted in an error."""

from __future__ import annotations

import getpass
import re
import sys

from kiosk.commands.console import USAGE, CommandError

LONGEST_LINE = 200
CAN_REMEDY = "Give the six digits: on a Vietnamese card the last six of its number"


def read_can(value: str) -> str:
    """Six digits, given or typed. Raises CommandError (usage)."""
    text = _read(value, "CAN (six digits): ", lines=1).strip()
    if not re.fullmatch(r"[0-9]{6}", text):
        raise CommandError("usage", "The card access number is not six digits", CAN_REMEDY, status=USAGE)
    return text


def read_mrz(value: str) -> str:
    """The machine readable zone; its lines may be separated by line ends or stand in one piece."""
    return _read(value, "MRZ (all lines in one): ", lines=3).strip()


def _read(value: str, prompt: str, lines: int) -> str:
    if value != "-":
        return value
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return "".join(sys.stdin.readline(LONGEST_LINE) for _ in range(lines))
