"""Which card is meant on the command line: whose or from which files, what kind of chip, what is wrong with it, which link."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.commands.output import USAGE, CommandFailure

if TYPE_CHECKING:
    import argparse

    from emulator.card.link import Card, LinkTiming
    from emulator.card.profile import ChipProfile
    from emulator.citizens import Citizen
    from emulator.issuer.faults import Chosen


@dataclass(frozen=True, slots=True)
class ChosenCard:
    """A card to be laid on; `anchors` and `crls` (DER) are what a terminal must have to see it as it is meant."""

    name: str
    card: Card
    can: str
    profile: str
    faults: tuple[str, ...]
    link: LinkTiming
    anchors: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def as_json(self) -> dict[str, object]:
        """What of it may be told; its people are invented."""
        return {
            "name": self.name,
            "can": self.can,
            "profile": self.profile,
            "faults": list(self.faults),
            "link": self.link.name,
        }


def add_card_arguments(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add the arguments that choose a card."""
    whose = parser.add_mutually_exclusive_group(required=required)
    whose.add_argument("--citizen", metavar="NAME", help="whose card: see `emulator citizens`")
    whose.add_argument("--files", metavar="DIR", type=Path, help="a card with the files of this directory")
    parser.add_argument("--profile", metavar="NAME", help="kind of chip: see `emulator profiles`")
    parser.add_argument(
        "--fault",
        metavar="NAME[=ARGUMENT]",
        action="append",
        default=[],
        help="what is wrong with it: see `emulator faults`; may be repeated",
    )
    parser.add_argument("--link", metavar="NAME", help="106, 212, 424 or 848 kbit/s, or instant (default)")
    files = parser.add_argument_group("with --files")
    files.add_argument("--can", metavar="N", help="the six digits that open the chip (default: 000000)")
    files.add_argument("--ca-key", metavar="PEM", type=Path, help="private key of chip authentication")
    files.add_argument("--aa-key", metavar="PEM", type=Path, help="private key of active authentication")
    files.add_argument(
        "--aa-digest",
        metavar="NAME",
        choices=("sha1", "sha224", "sha256", "sha384", "sha512"),
        help="hash of active authentication (default: sha1)",
    )


def choose_card(options: argparse.Namespace) -> ChosenCard | None:
    """Make the card that is meant, None if none is; CommandFailure if the arguments do not go together."""
    _refuse_strays(options)
    if options.citizen is None and options.files is None:
        return None
    from emulator.card.link import INSTANT, link_by_name
    from emulator.card.profiles import profile_by_name
    from emulator.issuer.authority import Authority
    from emulator.issuer.faults import parse_fault

    try:
        profile = profile_by_name(options.profile or "cccd")
        link = link_by_name(options.link) if options.link else INSTANT
        chosen = tuple(parse_fault(text) for text in options.fault)
        name, card, can = _made(options, profile, chosen)
    except KeyError as error:
        raise CommandFailure("unknown-name", str(error.args[0]), USAGE) from error
    except ValueError as error:
        raise CommandFailure("bad-argument", f"a fault's argument is wrong: {error}", USAGE) from error
    return ChosenCard(
        name,
        card,
        can,
        profile.name,
        tuple(options.fault),
        link,
        tuple(anchor for one in chosen if one.fault.anchors for anchor in one.fault.anchors()),
        (Authority().crl(),) if any(one.fault.needs_crl for one in chosen) else (),
    )


def known_citizen(name: str) -> Citizen:
    """Return the citizen called `name`; CommandFailure, naming those there are, if there is none."""
    from emulator.citizens import by_name

    try:
        return by_name(name)
    except KeyError as error:
        raise CommandFailure("unknown-name", str(error.args[0]), USAGE) from error


def _refuse_strays(options: argparse.Namespace) -> None:
    """Refuse what would have no effect."""
    of_files = (options.can, options.ca_key, options.aa_key, options.aa_digest)
    if options.files is None and any(value is not None for value in of_files):
        raise CommandFailure("no-files", "--can, --ca-key, --aa-key and --aa-digest go with --files", USAGE)
    of_card = (options.profile, options.link, *options.fault)
    if options.files is None and options.citizen is None and any(of_card):
        raise CommandFailure("no-card", "say whose card it is: --citizen or --files", USAGE)


def _made(
    options: argparse.Namespace, profile: ChipProfile, chosen: tuple[Chosen, ...]
) -> tuple[str, Card, str]:
    """Return name, card and digits."""
    if options.files is not None:
        return _made_from_files(options, profile, chosen)
    from emulator.issuer.faults import make_card

    citizen = known_citizen(options.citizen)
    return citizen.name, make_card(citizen, profile, chosen), citizen.can


def _made_from_files(
    options: argparse.Namespace, profile: ChipProfile, chosen: tuple[Chosen, ...]
) -> tuple[str, Card, str]:
    from emulator.card.emrtd import EmrtdCard
    from emulator.card.misbehaviour import FaultyCard
    from emulator.issuer.dump import DumpError, image_from_files

    try:
        image = image_from_files(
            options.files,
            can=options.can or "",
            chip_key=options.ca_key,
            active_key=options.aa_key,
            digest=options.aa_digest or "sha1",
            profile=profile,
        )
    except (DumpError, OSError) as error:
        raise CommandFailure("bad-files", str(error)) from error
    misbehaviours = []
    for one in chosen:
        if one.fault.misbehaviour is None or one.fault.recipe or one.fault.citizen:
            raise CommandFailure(
                "fault-needs-issuer", f"the fault {one.fault.name} needs a card that is issued here", USAGE
            )
        misbehaviours.append(one.fault.misbehaviour(image, one.argument))
    return options.files.resolve().name, FaultyCard(EmrtdCard(image), misbehaviours), image.can
