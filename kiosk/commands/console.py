"""The one writer: what a command says goes to standard output, what is wrong to standard error."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DONE, FAILED, USAGE = 0, 1, 2


class CommandError(Exception):
    """A command cannot do its work. ``reason`` is a stable code; the message says what happened, ``remedy`` what to do."""

    def __init__(self, reason: str, problem: str, remedy: str, *, status: int = FAILED) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.reason = reason
        self.problem = problem
        self.remedy = remedy
        self.status = status


class OutputError(CommandError):
    """Standard output takes no more, so that nothing can be said there about it either."""


def say(*lines: str) -> None:
    """Lines for people. Raises OutputError, or BrokenPipeError when who read them has left."""
    _write("".join(f"{line}\n" for line in lines))


def say_json(value: Mapping[str, object] | list[Mapping[str, object]]) -> None:
    """One JSON document for programs. Raises what ``say`` raises."""
    _write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        problem = f"The result cannot be written: {error.strerror}"
        raise OutputError("output", problem, "Free some space, or send it elsewhere") from error


def warn(*lines: str) -> None:
    """Lines for people, beside the result."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def table(rows: Iterable[tuple[str, ...]], indent: str = "") -> list[str]:
    """Columns set under each other."""
    lines = list(rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in lines
    ]
