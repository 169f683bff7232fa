"""What a command says of readers and their service, once."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.commands.console import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator


def no_reader(pattern: str) -> CommandError:
    """No reader fits the pattern: the error that names those there are. Raises PcscError when the service itself is away."""
    from reader.card import CardMonitor

    with CardMonitor() as monitor:
        names = monitor.readers()
    if not names or not pattern:
        return CommandError(
            "no-reader", "There is no card reader", "Plug one in, and check reader.name or --reader"
        )
    listed = ", ".join(repr(name) for name in names)
    return CommandError(
        "no-reader",
        f"No card reader is named like {pattern!r}; there are: {listed}",
        "Correct reader.name or --reader",
    )


@contextmanager
def service_told_by_command() -> Iterator[None]:
    """While a command runs that ends with the fault of pcscd as its own error, the log does not tell it a second time."""
    log = logging.getLogger("reader.card.pcsc")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)
