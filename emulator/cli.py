"""The command `emulator`: cards, gateway and whole surroundings for a kiosk under test.

Exit status: 0 done, 1 the thing failed, 2 usage; `emulator with` ends with the status of its command.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from emulator.commands.card_choice import known_citizen
from emulator.commands.lists import add_citizens, add_faults, add_issue, add_profiles
from emulator.commands.output import FAILED, CommandFailure, tell_failure
from emulator.commands.surroundings import add_card, add_gateway, add_with

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
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
    from emulator.demo import run_demo

    for name in options.citizen or ():
        known_citizen(name)
    return run_demo(options)
