"""The program `kiosk`: finds the command, runs it, and says every known error in one way. Imports what the command needs, no more."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from kiosk.commands.console import FAILED, CommandError, OutputError, say_json, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "kiosk.commands"
INTERRUPTED = 130
SECRET_WORD = re.compile(r"(?=[A-Z<]*[0-9<])[0-9A-Z<]{4,}")
OWN = ("read", "checkin", "visits", "doctor", "verify", "trust", "evidence")
EPILOG = "Exit status: 0 done, 1 the thing failed, 2 wrong usage. 'kiosk COMMAND --help' explains a command."


class Command(Protocol):
    """What a module of kiosk.commands, or an entry point of the group, offers as COMMAND."""

    name: str
    help: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say what the command takes."""
        ...

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit status."""
        ...


class Parser(argparse.ArgumentParser):
    """argparse quotes what it does not understand; here that may be a card's number or zone, so such words are hidden."""

    def error(self, message: str) -> NoReturn:
        """Usage, what is wrong, exit status 2."""
        super().error(SECRET_WORD.sub("******", message))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line. Returns the exit status; argparse itself leaves with 2 on wrong usage."""
    logging.basicConfig(format="kiosk: %(message)s", level=logging.WARNING)
    placed, arguments = _config_option().parse_known_args(sys.argv[1:] if argv is None else argv)
    try:
        commands = _commands(next((word for word in arguments if not word.startswith("-")), ""))
        args = _parser(commands).parse_args(arguments, placed)
        return commands[args.command].run(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _drop_output()
    except OutputError as error:
        _tell(error, as_json=False)
        return _drop_output()
    except Exception as error:
        known = _known(error)
        if known is None:
            raise
        _tell(known, as_json="--json" in arguments)
        return known.status


def _commands(wanted: str) -> dict[str, Command]:
    """The one that is wanted, or, to name them in help and errors, all."""
    if wanted in OWN:
        return {wanted: _own(wanted)}
    from importlib.metadata import entry_points

    points = entry_points(group=ENTRY_POINTS)
    if wanted in points.names:
        return {wanted: _load(points[wanted])}
    return {name: _own(name) for name in OWN} | {point.name: _load(point) for point in points}


def _load(point: EntryPoint) -> Command:
    """A command from outside. Raises CommandError when what it needs is not installed."""
    try:
        command: Command = point.load()
    except ImportError as error:
        problem = f"The command {point.name} cannot be loaded ({error.name} is missing)"
        raise CommandError(
            "not-installed", problem, "Install the project's dependencies again (make setup)"
        ) from error
    return command


def _own(name: str) -> Command:
    command: Command = import_module(f"kiosk.commands.{name}").COMMAND
    return command


def _config_option() -> Parser:
    """--config is taken out first, so that it may stand anywhere."""
    option = Parser(add_help=False, allow_abbrev=False)
    option.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="kiosk.toml to use (else $KIOSK_CONFIG, else the user's, else the machine's)",
    )
    return option


def _parser(commands: dict[str, Command]) -> Parser:
    parser = Parser(
        prog="kiosk",
        description="Check-in of patients by chip identity card.",
        epilog=EPILOG,
        parents=[_config_option()],
        argument_default=argparse.SUPPRESS,
    )
    chooser = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in commands.items():
        command.add_arguments(
            chooser.add_parser(name, help=command.help, description=command.help, epilog=EPILOG)
        )
    return parser


def _known(error: Exception) -> CommandError | None:
    """Every error that says what to do, as one kind. Its module is loaded already if the error exists."""
    if isinstance(error, CommandError):
        return error
    from kiosk.config import ConfigError

    if isinstance(error, ConfigError):
        return CommandError(
            "config", f"{error.key}: {error.problem}" if error.key else error.problem, error.remedy
        )
    if (store := sys.modules.get("kiosk.store.errors")) and isinstance(error, store.StoreError):
        return CommandError(error.reason, error.problem, error.remedy)
    if sys.modules.get("reader.errors"):
        from kiosk.commands.card_errors import explain

        return explain(error)
    return None


def _drop_output() -> int:
    """Nobody can take our output: say nothing more, also not when the interpreter flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def _tell(error: CommandError, *, as_json: bool) -> None:
    warn(f"kiosk: {error.problem}.", f"What to do: {error.remedy}.")
    if as_json:
        say_json({"error": {"reason": error.reason, "message": error.problem, "remedy": error.remedy}})


if __name__ == "__main__":
    sys.exit(main())
