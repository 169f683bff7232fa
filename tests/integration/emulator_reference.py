"""The tables of docs/reference/emulator.md, made of what the program and the matrix declare.

`python -m tests.integration.emulator_reference` writes them into the page; a test holds the page to them.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from emulator.citizens import CardKind, load_all
from emulator.cli import build_parser
from emulator.issuer.command import list_faults, list_profiles
from tests.integration.fault_expectations import exceptions, expected_usually

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulator.citizens import Citizen

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "emulator.md"
_BLOCK: Final = re.compile(r"<!-- table: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def with_tables(page: str) -> str:
    """Return the page with every table made anew."""
    tables = {"matrix": matrix, "orders": orders, "chips": chips, "people": people}
    return _BLOCK.sub(
        lambda found: f"<!-- table: {found[1]} -->\n\n{tables[found[1]]().strip()}\n\n<!-- end -->", page
    )


def matrix() -> str:
    """Every fault: what it is, what comes of it, and the profiles with which something else comes of it."""
    return "\n".join(_matrix_lines())


def _matrix_lines() -> Iterator[str]:
    kind = ""
    for fault in list_faults():
        if fault["kind"] != kind:
            kind = fault["kind"]
            yield from ("", f"### {kind}", "", *_header("fault", "what it is", "outcome", "other outcomes"))
        argument = f" `={fault['default']}`: {fault['argument']}." if fault["argument"] else ""
        others: dict[str, list[str]] = {}
        for profile, outcome in exceptions(fault["name"]).items():
            others.setdefault(outcome, []).append(f"`{profile}`")
        told = "; ".join(f"{_outcome(outcome)} with {', '.join(names)}" for outcome, names in others.items())
        about = f"{fault['about']}.{argument}"
        yield _row(f"`{fault['name']}`", about, _outcome(expected_usually(fault["name"])), told)


def _outcome(outcome: str) -> str:
    word, colon, rest = outcome.partition(":")
    return f"**{word}**{colon}{rest}"


def orders() -> str:
    """Every command with its arguments."""
    (commands,) = (
        action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    return "\n".join(
        line
        for name, parser in commands.choices.items()
        for line in (
            *("", f"### emulator {name}", "", parser.description or "", ""),
            *_header("argument", "meaning"),
            *(_argument(parser, action) for action in parser._actions if action.dest != "help"),
        )
    )


def _argument(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else f" {action.metavar or (action.dest.upper())}"
    names = ", ".join(action.option_strings)
    help_text = parser._get_formatter()._expand_help(action) if action.help else ""
    return _row(f"`{names}{value}`" if names else f"`{value.strip()}`", help_text)


def chips() -> str:
    """Every profile."""
    rows = (_row(f"`{profile['name']}`", profile["about"]) for profile in list_profiles())
    return "\n".join((*_header("profile", "what it is"), *rows))


def people() -> str:
    """Every citizen: what is special, and how the check-in ends."""
    rows = (_person(person) for person in load_all())
    return "\n".join((*_header("card", "what it is", "document", "verdict", "insurance", "ends at"), *rows))


def _person(person: Citizen) -> str:
    kind = "" if person.kind is CardKind.GENUINE else f" ({person.kind})"
    expected = person.expected
    return _row(
        f"`{person.name}`",
        person.about,
        f"{person.document}{kind}",
        expected.authentic,
        f"{person.insurance.code} {expected.coverage}",
        expected.ends,
    )


def _header(*names: str) -> Iterable[str]:
    return _row(*names), "|" + "---|" * len(names)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
