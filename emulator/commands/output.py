"""What the commands say: results on standard output, what is wrong in CommandFailure, told in one place."""

import json
import sys
from typing import Final

FAILED: Final = 1
USAGE: Final = 2


class CommandFailure(Exception):  # noqa: N818 - its name is what came of the command
    """The command ends here: `reason` is a stable word, `status` the exit status."""

    def __init__(self, reason: str, message: str, status: int = FAILED) -> None:
        """Keep what is told."""
        super().__init__(message)
        self.reason, self.status = reason, status


def say(text: str, end: str = "\n") -> None:
    """Write to standard output, at once."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def say_json(value: object, *, indent: int | None = 2) -> None:
    """Write one JSON document."""
    say(json.dumps(value, ensure_ascii=False, indent=indent))


def tell_failure(failure: CommandFailure, *, as_json: bool) -> int:
    """Say what is wrong, to machines too if they asked; returns the exit status."""
    if as_json:
        say_json({"error": {"reason": failure.reason, "message": str(failure)}}, indent=None)
    sys.stderr.write(f"emulator: {failure}\n")
    return failure.status
