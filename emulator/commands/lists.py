"""`emulator citizens`, `emulator faults`, `emulator profiles`, and `emulator issue`, which writes what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.commands.output import CommandFailure, say, say_json

if TYPE_CHECKING:
    import argparse

    from emulator.citizens import Citizen


def add_citizens(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator citizens`."""
    parser.description = "List the sample citizens: what to type, and how their check-in must go."
    parser.add_argument("--all", action="store_true", help="every card there is, not only the demo's")
    _add_json(parser)
    parser.set_defaults(run=_run_citizens)


def add_faults(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator faults`."""
    parser.description = "List everything that can be wrong with a card: names for --fault."
    _add_json(parser)
    parser.set_defaults(run=_run_faults)


def add_profiles(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator profiles`."""
    parser.description = "List the kinds of chip: names for --profile."
    _add_json(parser)
    parser.set_defaults(run=_run_profiles)


def add_issue(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator issue`."""
    from emulator.issuer.command import add_issue_arguments

    add_issue_arguments(parser)
    parser.add_argument("--json", action="store_true", help="tell what was written as JSON")
    parser.set_defaults(run=_run_issue)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _run_citizens(options: argparse.Namespace) -> int:
    from emulator.citizens import load, load_all

    people = load_all() if options.all else load()
    if options.json:
        say_json([_as_json(person) for person in people])
        return 0
    for person in people:
        expected = person.expected
        say(f"{person.name}\n  {person.about}\n  digits {person.can}")
        say("".join(f"  {line}\n" for line in person.mrz_lines), end="")
        say(f"  expected: {expected.authentic}, insurance {expected.coverage}, ends at {expected.ends}\n")
    return 0


def _run_faults(options: argparse.Namespace) -> int:
    from emulator.issuer.command import list_faults

    faults = list_faults()
    if options.json:
        say_json(faults)
        return 0
    kind = ""
    for fault in faults:
        if fault["kind"] != kind:
            kind = fault["kind"]
            say(f"{kind}:")
        say(f"  {fault['name']}\n    {fault['about']}")
        if fault["argument"]:
            say(f"    {fault['name']}={fault['default']}: {fault['argument']}")
    return 0


def _run_profiles(options: argparse.Namespace) -> int:
    from emulator.issuer.command import list_profiles

    profiles = list_profiles()
    if options.json:
        say_json(profiles)
        return 0
    for profile in profiles:
        say(f"{profile['name']}\n  {profile['about']}")
    return 0


def _run_issue(options: argparse.Namespace) -> int:
    from emulator.issuer.command import run_issue
    from emulator.issuer.issuing import IssuingError

    try:
        issued = run_issue(options)
    except IssuingError as error:
        raise CommandFailure("issuing", str(error)) from error
    except OSError as error:
        raise CommandFailure("issuing", f"{error.filename}: {error.strerror}") from error
    if options.json:
        say_json(issued)
    else:
        say(f"{len(issued['cards'])} cards of {issued['country']} in {issued['directory']}")
    return 0


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
