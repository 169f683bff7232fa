"""What the command line needs of the issuer: arguments of `emulator issue`, and what it says when it is done."""

import argparse
from pathlib import Path
from typing import Any

from emulator.card.profiles import PROFILES, profile_by_name
from emulator.citizens import read
from emulator.issuer.algorithms import ALGORITHMS
from emulator.issuer.faults import FAULTS
from emulator.issuer.issuing import IssuingError, issue, make_authority

_ISSUE_HELP = "write a test country's certificates, CRL, master list and cards into a directory"


def add_issue_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `emulator issue` to `parser`."""
    parser.description = _ISSUE_HELP
    parser.add_argument(
        "--out", metavar="DIR", required=True, type=Path, help="a new or formerly issued directory"
    )
    parser.add_argument("--country", metavar="ABC", help="three letters; default: each citizen's own state")
    parser.add_argument(
        "--algorithms",
        metavar="NAME",
        nargs="+",
        default=[],
        help=f"of the document signer, or of CSCA and document signer: {', '.join(ALGORITHMS)}",
    )
    parser.add_argument("--citizens", metavar="FILE.toml", type=Path, help="default: the sample citizens")
    parser.add_argument(
        "--profile", metavar="NAME", default="cccd", choices=list(PROFILES), help="default: cccd"
    )
    parser.add_argument("--seed", metavar="WORD", default="", help="makes other keys")


def run_issue(options: argparse.Namespace) -> dict[str, Any]:
    """Issue what `options` ask for and return what was written, ready for JSON; IssuingError says what is wrong."""
    is_usual = not (options.country or options.algorithms or options.seed)
    authority = (
        None if is_usual else make_authority(options.country or "VNM", options.algorithms, options.seed)
    )
    citizens = None
    if options.citizens is not None:
        try:
            citizens = read(options.citizens.read_text(encoding="utf-8"))
        except (KeyError, TypeError, ValueError) as error:
            raise IssuingError(f"{options.citizens} does not describe citizens: {error!r}") from error
    issued = issue(
        options.out, authority=authority, citizens=citizens, profile=profile_by_name(options.profile)
    )
    return {
        "directory": str(issued.directory),
        "country": issued.authority.country.alpha3,
        "csca": [str(path) for path in issued.anchors],
        "cards": {name: str(path) for name, path in issued.cards.items()},
    }


def list_faults() -> list[dict[str, str]]:
    """Return every fault for `emulator faults`: name, kind, what it is, and what its argument means."""
    return [
        {
            "name": fault.name,
            "kind": fault.kind.value,
            "about": fault.about,
            "argument": fault.argument[0] if fault.argument else "",
            "default": fault.argument[1] if fault.argument else "",
        }
        for fault in FAULTS.values()
    ]


def list_profiles() -> list[dict[str, str]]:
    """Return every chip profile: name and what it is."""
    return [{"name": profile.name, "about": profile.about} for profile in PROFILES.values()]
