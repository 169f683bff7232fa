"""Values of a command line, checked by argparse itself (wrong ones end in usage and exit status 2)."""

from __future__ import annotations

import argparse

LONGEST_WAIT = 86_400.0


def seconds(text: str) -> float:
    """A time to wait: above zero, at most a day."""
    value = float(text)
    if not 0 < value <= LONGEST_WAIT:
        raise argparse.ArgumentTypeError(f"must lie between 0 and {LONGEST_WAIT:g}")
    return value


def count(text: str) -> int:
    """How many: at least one."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value
