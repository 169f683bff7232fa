"""The command `emulator`: cards, gateway and whole surroundings for a kiosk under test.

Exit status: 0 done, 1 the thing failed, 2 usage; `emulator with` ends with the status of its command.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Imports nothing slow before an interrupt ends us quietly."""
    with _quiet_interrupt():
        return _run(arguments)


@contextmanager
def _quiet_interrupt() -> Iterator[None]:
    """Let Ctrl-C end the process without a traceback, wherever nobody holds or handles it."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # ignored by who started us, or the caller's own
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _run(arguments: Sequence[str] | None) -> int:
    from emulator.commands.output import FAILED, CommandFailure, tell_failure

    options = build_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        try:
            return run(options)
        except CommandFailure as failure:
            return tell_failure(failure, as_json=options.json)
    except BrokenPipeError:  # who read our output has gone; nothing may be flushed at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    import argparse

    from emulator.commands.lists import add_citizens, add_faults, add_issue, add_profiles
    from emulator.commands.surroundings import add_card, add_gateway, add_with

    parser = argparse.ArgumentParser(prog="emulator", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_with(commands.add_parser("with", help="run a command against a private reader, card and gateway"))
    add_card(commands.add_parser("card", help="lay a card on a virtual reader that runs already"))
    add_gateway(commands.add_parser("gateway", help="run the insurance gateway simulator"))
    add_citizens(commands.add_parser("citizens", help="list the sample citizens"))
    add_profiles(commands.add_parser("profiles", help="list the kinds of chip"))
    add_faults(commands.add_parser("faults", help="list what can be wrong with a card"))
    add_issue(
        commands.add_parser("issue", help="write certificates, CRL, master list and cards of a country")
    )
    _add_demo(commands.add_parser("demo", help="the kiosk and a tray of sample cards on this screen"))
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Show the kiosk and the tray of sample cards. Without a display, check every sample citizen in by touch on a "
        "virtual screen, save a picture of every screen, and fail if any check-in went otherwise than expected."
    )
    parser.add_argument(
        "--headless", action="store_true", help="use the virtual screen even if there is a display"
    )
    parser.add_argument("--pictures", metavar="DIR", default="build/demo", help="default: %(default)s")
    parser.add_argument("--citizen", metavar="NAME", action="append", help="only this one; may be repeated")
    parser.add_argument("--json", action="store_true", help="tell what came of the check-ins as JSON")
    parser.set_defaults(run=_run_demo)


def _run_demo(options: argparse.Namespace) -> int:
    from emulator.commands.card_choice import known_citizen
    from emulator.demo import run_demo
    from emulator.demo.display import has_display

    for name in options.citizen or ():
        known_citizen(name)
    if options.headless or not has_display():
        _check_pictures(options.pictures)
    return run_demo(options)


def _check_pictures(directory: str) -> None:
    """Make the directory, and find out now whether it takes files. Raises CommandFailure."""
    from pathlib import Path
    from tempfile import TemporaryFile

    from emulator.commands.output import CommandFailure

    try:
        Path(directory).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise CommandFailure(
            "pictures",
            f"pictures cannot be written to {directory} ({error.strerror}); name another directory with --pictures",
        ) from error
