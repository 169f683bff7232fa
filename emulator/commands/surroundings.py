"""`emulator with`, `emulator card` and `emulator gateway`: what stands round a kiosk, whole or in parts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from emulator.commands.card_choice import add_card_arguments, choose_card
from emulator.commands.output import CommandFailure, say, say_json

if TYPE_CHECKING:
    import argparse

_STANDARD_PORT: Final = 35963  # 0x8C7B, where vpcd waits as it is packaged
_CONNECT_TIMEOUT_S: Final = 2.0
_HIGHEST_PORT: Final = 65535


def add_with(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator with`."""
    parser.description = (
        "Run COMMAND with PCSCLITE_CSOCK_NAME, KIOSK_CONFIG and EMULATOR_CONTROL set: private pcscd, gateway simulator, "
        "test CSCA trusted, fresh database, control socket. Ends with COMMAND's status (128+n if signal n ended it)."
    )
    add_card_arguments(parser, required=False)
    parser.add_argument("--no-trust", action="store_true", help="leave the trust store empty")
    parser.add_argument("--gateway-down", action="store_true", help="let the gateway refuse connections")
    parser.add_argument("--json", action="store_true", help="tell as JSON what keeps COMMAND from running")
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="what to run; put -- before it")
    parser.set_defaults(run=_run_with)


def add_card(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator card`."""
    parser.description = "Lay a card on a vpcd reader until interrupted."
    add_card_arguments(parser, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="where vpcd listens (default: %(default)s)")
    parser.add_argument(
        *("--port", "-p"),
        type=_port,
        default=None,
        help=f"its port (default: that of `emulator with` round us, else {_STANDARD_PORT})",
    )
    parser.add_argument("--json", action="store_true", help="tell which card lies there as one line of JSON")
    parser.set_defaults(run=_run_card)


def add_gateway(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator gateway`."""
    parser.description = "Run the insurance gateway simulator on loopback until interrupted."
    parser.add_argument("--port", "-p", type=_port, default=0, help="TCP port (default: any free one)")
    parser.add_argument(
        "--json", action="store_true", help="tell the address and account as one line of JSON"
    )
    parser.set_defaults(run=_run_gateway)


def _run_with(options: argparse.Namespace) -> int:
    from emulator.card.link import INSTANT
    from emulator.control import CONTROL_VARIABLE, CardWish, ControlServer, Deck
    from emulator.environment import Environment, Setting
    from emulator.pcscd import PcscdError
    from emulator.running import CommandError, held_signals, run

    chosen = choose_card(options)
    setting = Setting(
        trusted=not options.no_trust,
        anchors=chosen.anchors if chosen else (),
        crls=chosen.crls if chosen else (),
        gateway_up=not options.gateway_down,
        link=chosen.link if chosen else INSTANT,
    )
    with held_signals():
        try:
            with Environment(setting) as environment:
                deck = Deck(environment)
                if options.citizen is not None and chosen is not None:
                    deck.lay(CardWish(chosen.name, chosen.profile, chosen.faults, chosen.link.name))
                elif chosen is not None:
                    environment.lay_on_card(chosen.card, chosen.name)
                socket = environment.directory / "control.sock"
                with ControlServer(deck, socket):
                    return run(options.command, {**environment.variables, CONTROL_VARIABLE: str(socket)})
        except CommandError as error:
            raise CommandFailure("command-not-started", str(error), error.status) from error
        except PcscdError as error:
            raise CommandFailure("pcscd", str(error)) from error


def _run_card(options: argparse.Namespace) -> int:
    from emulator.card.link import TimedCard
    from emulator.card.vpcd import VpcdClient
    from emulator.environment import PORT_VARIABLE
    from emulator.running import held_signals, wait_for_end

    chosen = choose_card(options)
    if chosen is None:  # the parser requires one
        raise CommandFailure("no-card", "say whose card it is: --citizen or --files")
    port = options.port or int(os.environ.get(PORT_VARIABLE, _STANDARD_PORT))
    with held_signals():
        client = VpcdClient(TimedCard(chosen.card, chosen.link), options.host, port)
        client.lay_on()
        if not client.wait_connected(_CONNECT_TIMEOUT_S):
            client.lift()
            raise CommandFailure(
                "no-reader",
                f"no virtual reader at {options.host}:{port}; start pcscd with vpcd, or name its --port",
            )
        if options.json:
            say_json(chosen.as_json(), indent=None)
        else:
            say(f"{chosen.name}: card laid on, its digits are {chosen.can}; Ctrl-C lifts it")
        wait_for_end()
        client.lift()
    return 0


def _run_gateway(options: argparse.Namespace) -> int:
    from emulator.citizens import load_all
    from emulator.gateway import GatewaySimulator
    from emulator.running import held_signals, wait_for_end

    with held_signals():
        gateway = GatewaySimulator(load_all(), port=options.port)
        try:
            gateway.up()
        except OSError as error:
            raise CommandFailure(
                "port-in-use",
                f"port {options.port} cannot be used ({error.strerror}); name another with --port",
            ) from error
        account = gateway.account
        told = {
            "url": gateway.url,
            "username": account.username,
            "password": account.password,
            "staff_name": account.staff_name,
            "staff_number": account.staff_number,
        }
        if options.json:
            say_json(told, indent=None)
        else:
            say("\n".join(f"{key}: {value}" for key, value in told.items()))
        wait_for_end()
        gateway.close()
    return 0


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number <= _HIGHEST_PORT:
        raise ValueError(text)
    return number
