"""The command `emulator`: cards, gateway and whole surroundings for a kiosk under test.

Exit status: 0 done, 1 the thing failed, 2 usage; `emulator with` ends with the status of its command.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from emulator.citizens import Citizen

FAILED: Final = 1
USAGE: Final = 2
_STANDARD_PORT: Final = 35963  # 0x8C7B, where vpcd waits as it is packaged
_CONNECT_TIMEOUT_S: Final = 2.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except BrokenPipeError:  # who read our output has gone; nothing may be flushed at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="emulator", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_with(commands.add_parser("with", help="run a command against a private reader, card and gateway"))
    _add_card(commands.add_parser("card", help="lay a card on a virtual reader that runs already"))
    _add_gateway(commands.add_parser("gateway", help="run the insurance gateway simulator"))
    _add_citizens(commands.add_parser("citizens", help="list the sample citizens"))
    _add_demo(commands.add_parser("demo", help="the kiosk and a tray of sample cards on this screen"))
    return parser


def _add_with(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Run COMMAND with PCSCLITE_CSOCK_NAME and KIOSK_CONFIG set: private pcscd, gateway simulator, test CSCA "
        "trusted, fresh database. Ends with COMMAND's status (128+n if signal n ended it)."
    )
    parser.add_argument("--citizen", metavar="NAME", help="lay this citizen's card on the reader first")
    parser.add_argument("--no-trust", action="store_true", help="leave the trust store empty")
    parser.add_argument("--gateway-down", action="store_true", help="let the gateway refuse connections")
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="what to run; put -- before it")
    parser.set_defaults(run=_run_with)


def _add_card(parser: argparse.ArgumentParser) -> None:
    parser.description = "Lay a card on a vpcd reader until interrupted."
    parser.add_argument(
        "--citizen", metavar="NAME", required=True, help="whose card: see `emulator citizens`"
    )
    parser.add_argument("--host", default="127.0.0.1", help="where vpcd listens (default: %(default)s)")
    parser.add_argument(
        *("--port", "-p"),
        type=_port,
        default=None,
        help=f"its port (default: that of `emulator with` round us, else {_STANDARD_PORT})",
    )
    parser.set_defaults(run=_run_card)


def _add_gateway(parser: argparse.ArgumentParser) -> None:
    parser.description = "Run the insurance gateway simulator on loopback until interrupted."
    parser.add_argument("--port", "-p", type=_port, default=0, help="TCP port (default: any free one)")
    parser.add_argument(
        "--json", action="store_true", help="tell the address and account as one line of JSON"
    )
    parser.set_defaults(run=_run_gateway)


def _add_citizens(parser: argparse.ArgumentParser) -> None:
    parser.description = "List the sample citizens: what to type, and how their check-in must go."
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_run_citizens)


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


def _run_with(options: argparse.Namespace) -> int:
    from emulator.environment import Environment, Setting
    from emulator.pcscd import PcscdError
    from emulator.running import CommandError, held_signals, run

    if options.citizen is not None and _citizen(options.citizen) is None:
        return USAGE
    setting = Setting(trusted=not options.no_trust, gateway_up=not options.gateway_down)
    with held_signals():
        try:
            with Environment(setting) as environment:
                if options.citizen is not None:
                    environment.lay_on(options.citizen)
                return run(options.command, environment.variables)
        except CommandError as error:
            return _fail(str(error), error.status)
        except PcscdError as error:
            return _fail(str(error))


def _run_card(options: argparse.Namespace) -> int:
    from emulator.card.emrtd import EmrtdCard
    from emulator.card.vpcd import VpcdClient
    from emulator.environment import PORT_VARIABLE
    from emulator.issuer.personalise import personalise
    from emulator.running import held_signals, wait_for_end

    citizen = _citizen(options.citizen)
    if citizen is None:
        return USAGE
    port = options.port or int(os.environ.get(PORT_VARIABLE, _STANDARD_PORT))
    with held_signals():
        client = VpcdClient(EmrtdCard(personalise(citizen)), options.host, port)
        client.lay_on()
        if not client.wait_connected(_CONNECT_TIMEOUT_S):
            client.lift()
            return _fail(
                f"no virtual reader at {options.host}:{port}; start pcscd with vpcd, or name its --port"
            )
        _say(f"{citizen.name}: card laid on, its digits are {citizen.can}; Ctrl-C lifts it")
        wait_for_end()
        client.lift()
    return 0


def _run_gateway(options: argparse.Namespace) -> int:
    from emulator.citizens import load
    from emulator.gateway import GatewaySimulator
    from emulator.running import held_signals, wait_for_end

    with held_signals():
        gateway = GatewaySimulator(load(), port=options.port)
        try:
            gateway.up()
        except OSError as error:
            return _fail(f"port {options.port} cannot be used ({error.strerror}); name another with --port")
        account = gateway.account
        told = {
            "url": gateway.url,
            "username": account.username,
            "password": account.password,
            "staff_name": account.staff_name,
            "staff_number": account.staff_number,
        }
        _say(
            json.dumps(told) if options.json else "\n".join(f"{key}: {value}" for key, value in told.items())
        )
        wait_for_end()
        gateway.close()
    return 0


def _run_citizens(options: argparse.Namespace) -> int:
    from emulator.citizens import load

    people = load()
    if options.json:
        _say(json.dumps([_as_json(person) for person in people], ensure_ascii=False, indent=2))
        return 0
    for person in people:
        expected = person.expected
        _say(f"{person.name}\n  {person.about}\n  digits {person.can}")
        _say("".join(f"  {line}\n" for line in person.mrz_lines), end="")
        _say(f"  expected: {expected.authentic}, insurance {expected.coverage}, ends at {expected.ends}\n")
    return 0


def _run_demo(options: argparse.Namespace) -> int:
    from emulator.demo import run_demo

    if any(_citizen(name) is None for name in options.citizen or ()):
        return USAGE
    return run_demo(options)


def _as_json(person: Citizen) -> dict[str, object]:
    expected = person.expected
    return {
        "name": person.name,
        "kind": person.kind.value,
        "about": person.about,
        "can": person.can,
        "mrz": person.mrz,
        "expected": {
            "authentic": expected.authentic.value,
            "coverage": expected.coverage.value,
            "ends": expected.ends.value,
        },
    }


def _citizen(name: str) -> Citizen | None:
    from emulator.citizens import by_name

    try:
        return by_name(name)
    except KeyError as error:
        _fail(str(error.args[0]))
        return None


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError(text)
    return number


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def _fail(message: str, status: int = FAILED) -> int:
    sys.stderr.write(f"emulator: {message}\n")
    return status
