"""Secrets of a command line: from standard input when "-" is given, never echoed, never quoted in an error."""

from __future__ import annotations

import getpass
import re
import sys

from kiosk.commands.console import USAGE, CommandError

LONGEST_LINE = 200
LONGEST_QR = 4097
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


def read_qr(value: str) -> str:
    """The text of a QR code: one line."""
    return _read(value, "QR code: ", lines=1, longest=LONGEST_QR)


def read_field(value: str, name: str) -> str:
    """One field of the machine readable zone: one line."""
    return _read(value, f"{name}: ", lines=1).strip()


def _read(value: str, prompt: str, lines: int, longest: int = LONGEST_LINE) -> str:
    if value != "-":
        return value
    # Bytes, because how a text stream decodes is for the environment to say. A test may put a text stream here.
    source = getattr(sys.stdin, "buffer", sys.stdin)
    if source is None:
        raise _unreadable("Standard input is closed", "Give the value there, or another than '-'")
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    try:
        given = [source.readline(longest) for _ in range(lines)]
        return "".join(line if isinstance(line, str) else line.decode("utf-8") for line in given)
    except UnicodeDecodeError:
        raise _unreadable("Standard input is not text", "Give it in UTF-8") from None
    except OSError as error:
        problem = f"Standard input cannot be read: {error.strerror}"
        raise _unreadable(problem, "Give the value there, or another than '-'") from error


def _unreadable(problem: str, remedy: str) -> CommandError:
    return CommandError("usage", problem, remedy, status=USAGE)
