"""Values of a command line, checked by argparse itself (wrong ones end in usage and exit status 2)."""

from __future__ import annotations

import argparse
from datetime import date

LONGEST_WAIT = 86_400.0


def seconds(text: str) -> float:
    """A time to wait: above zero, at most a day."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds") from None
    if not 0 < value <= LONGEST_WAIT:
        raise argparse.ArgumentTypeError(f"must lie between 0 and {LONGEST_WAIT:g}")
    return value


def count(text: str) -> int:
    """How many: at least one."""
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def day(text: str) -> date:
    """A day of the calendar, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day of the calendar (YYYY-MM-DD)") from None
