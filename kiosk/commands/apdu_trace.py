"""The APDU trace for support: each exchange with its time, redacted unless the caller insists.

A line is seconds since the start, ``>`` for a command or ``<`` for an answer, and the bytes: the first five ``~`` the last
two ``(n in all)``. Of an unprotected READ BINARY's answer only the status word is shown, for its data may be a person's.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.commands.console import USAGE, CommandError, warn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from io import FileIO
    from pathlib import Path

    from reader.card import CardConnection

_SHOWN_FIRST, _SHOWN_LAST = 5, 2
_READ_BINARY = frozenset({0xB0, 0xB1})
_PROTECTED = 0x0C
_CONSENT = "--i-know-the-trace-holds-patient-data"


def add_trace_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three options."""
    parser.add_argument(
        "--trace", metavar="FILE", help="write the APDUs, redacted, to a new file for support"
    )
    parser.add_argument(
        "--trace-secrets", action="store_true", help=f"leave them whole; only together with {_CONSENT}"
    )
    parser.add_argument(
        _CONSENT, dest="trace_consent", action="store_true", help="say so, where --trace-secrets is meant"
    )


def check_trace_arguments(args: argparse.Namespace) -> None:
    """Warn of a trace with secrets; CommandError where it was not asked for in full."""
    if not args.trace_secrets and not args.trace_consent:
        return
    if not (args.trace and args.trace_secrets and args.trace_consent):
        raise CommandError(
            "usage",
            "A trace with secrets was not asked for in full",
            f"Give --trace FILE, --trace-secrets and {_CONSENT} together, or --trace FILE alone",
            status=USAGE,
        )
    warn("WARNING: the trace holds what the card says, unredacted. Keep it to yourself and delete it soon.")


@contextmanager
def traced(
    connection: CardConnection, args: argparse.Namespace, clock: Callable[[], float] = time.monotonic
) -> Iterator[CardConnection]:
    """Yield the connection, traced if ``args`` want it. CommandError if the file is there already or cannot be written."""
    if not args.trace:
        yield connection
        return
    with _new_file(args.trace) as file:
        yield TracedConnection(
            connection, file_writer(file, args.trace), clock=clock, secrets=args.trace_secrets
        )


def redacted(data: bytes, *, hide_start: bool = False) -> str:
    """Return the first five ``~`` the last two bytes ``(n)``; of bytes that would show whole, the last two alone."""
    first = b"" if hide_start or len(data) <= _SHOWN_FIRST + _SHOWN_LAST else data[:_SHOWN_FIRST]
    return f"{first.hex().upper()}~{data[-_SHOWN_LAST:].hex().upper()} ({len(data)})"


class TracedConnection:
    """A card connection that hands on everything and tells each exchange to ``write``."""

    def __init__(
        self,
        connection: CardConnection,
        write: Callable[[str], None],
        *,
        clock: Callable[[], float],
        secrets: bool = False,
    ) -> None:
        """Trace with seconds of ``clock``; whole APDUs if ``secrets``."""
        from reader.card.lengths import memory_of

        self._connection = connection
        self._write = write
        self._clock = clock
        self._secrets = secrets
        self._began = clock()
        self.lengths = memory_of(connection)

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._connection.atr

    @property
    def max_apdu_data(self) -> int | None:
        """Most bytes of data that the reader carries in one APDU; None if it does not say."""
        from reader.card.limits import SizedConnection

        inner = self._connection
        return inner.max_apdu_data if isinstance(inner, SizedConnection) else None

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send one raw command; errors as the connection's, their kind in the trace."""
        self._tell(">", command)
        try:
            data, sw = self._connection.transmit(command)
        except Exception as error:
            self._line("!", type(error).__name__)
            raise
        plain_read = not command[0] & _PROTECTED and command[1] in _READ_BINARY
        self._tell("<", data + sw.to_bytes(2, "big"), hide_start=plain_read)
        return data, sw

    def reset(self) -> None:
        """Reset the card."""
        self._line("!", "reset")
        self._connection.reset()

    def close(self) -> None:
        """Let go of the card."""
        self._connection.close()

    def _tell(self, mark: str, data: bytes, *, hide_start: bool = False) -> None:
        self._line(mark, data.hex().upper() if self._secrets else redacted(data, hide_start=hide_start))

    def _line(self, mark: str, text: str) -> None:
        self._write(f"{self._clock() - self._began:9.4f} {mark} {text}\n")


@contextmanager
def _new_file(path: Path | str) -> Iterator[FileIO]:
    """Open a new file that its owner alone may read."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise _unwritable(str(path)) from error
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        yield file


def file_writer(file: FileIO, path: str) -> Callable[[str], None]:
    """Return what writes a line at once; CommandError where the disk is full."""

    def write(line: str) -> None:
        data = line.encode("ascii")
        try:
            written = file.write(data)
        except OSError as error:
            raise _unwritable(path) from error
        if written != len(data):
            raise _unwritable(path)

    return write


def _unwritable(path: str) -> CommandError:
    return CommandError(
        "trace-file",
        f"The trace {path} cannot be written",
        "Name a file that is not there yet, on a disk with room",
    )
