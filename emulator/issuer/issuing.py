"""Issuing: a directory with a country's certificates, CRL, master list and the chip image of every citizen."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from emulator.card.image import CardImage
from emulator.card.profile import CCCD, ChipProfile
from emulator.citizens import Citizen, load_all
from emulator.issuer.algorithms import ALGORITHMS, Algorithm
from emulator.issuer.authority import Authority, SignerState
from emulator.issuer.certificate import UTOPIA, VIETNAM, Country
from emulator.issuer.faults.cards import make_image
from emulator.issuer.master_list import master_list
from emulator.issuer.personalise import Recipe, personalise

COUNTRIES = {country.alpha3: country for country in (VIETNAM, UTOPIA)}
MARK = "TEST-KEYS-NO-REAL-DOCUMENTS.txt"
"""A file of this name marks a directory that was issued, and that may be issued into again."""

_NOTICE = (
    "Everything here was made by a test issuer from a public seed. Whoever has the program has every private key.\n"
    "No real authority and no real person has anything to do with it.\n"
)


class IssuingError(Exception):
    """The directory cannot be issued into, or a country or algorithm is not known."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What was written: where, the trust anchors, and the directory of each card by the citizen's name."""

    directory: Path
    authority: Authority
    anchors: tuple[Path, ...]
    cards: dict[str, Path]


def make_authority(country: str = "VNM", algorithms: Iterable[str] = (), seed: str = "") -> Authority:
    """Return the issuer of `country`; `algorithms` names the CSCA's and the document signer's; IssuingError if unknown.

    One algorithm alone is the document signer's. Without any, a country's usual ones are taken.
    """
    names = tuple(algorithms)
    unknown = [name for name in names if name not in ALGORITHMS]
    if unknown or len(names) > 2:
        raise IssuingError(f"one or two of these algorithms: {', '.join(ALGORITHMS)}")
    found = country if len(country) == 3 and country.isalpha() and country.isupper() else None
    if found is None:
        raise IssuingError("a country has three capital letters")
    usual = Authority()
    chosen: list[Algorithm] = [ALGORITHMS[name] for name in names]
    return Authority(
        country=COUNTRIES.get(found, Country(found[:2], found)),
        csca=chosen[0] if len(chosen) == 2 else usual.csca,
        signer=chosen[-1] if chosen else usual.signer,
        seed=seed,
    )


def issue(
    directory: Path,
    *,
    authority: Authority | None = None,
    citizens: Iterable[Citizen] | None = None,
    profile: ChipProfile = CCCD,
    faults: Iterable[str] = (),
) -> Issued:
    """Write certificates, CRL, master list and cards into `directory`, the same bytes every time.

    A directory that exists is written anew only if it is empty or was issued before (IssuingError otherwise, OSError when
    it cannot be written). Without `authority` each citizen's own state issues; the certificates are Vietnam's then.
    """
    _prepare(directory)
    issuer = authority or Authority()
    anchors = _write_authority(directory, issuer)
    cards = {}
    faults = tuple(faults)
    for citizen in citizens if citizens is not None else load_all():
        recipe = Recipe(authority=authority)
        image = make_image(citizen, profile, faults) if faults else personalise(citizen, profile, recipe)
        cards[citizen.name] = _write_card(directory / "cards" / citizen.name, citizen, image)
    return Issued(directory, issuer, anchors, cards)


def _prepare(directory: Path) -> None:
    if directory.exists():
        if any(directory.iterdir()) and not (directory / MARK).exists():
            raise IssuingError(f"{directory} is not empty and was not issued by this program")
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    (directory / MARK).write_text(_NOTICE, encoding="utf-8")


def _write_authority(directory: Path, authority: Authority) -> tuple[Path, ...]:
    name = f"test-csca-{authority.country.alpha3.lower()}"
    anchors = directory / "csca"
    anchors.mkdir()
    written = {
        anchors / f"{name}-01.cer": authority.root_certificate(),
        anchors / f"{name}-02.cer": authority.next_root_certificate(),
        anchors / f"{name}-01-to-02-link.cer": authority.link_certificate(),
    }
    others = {
        directory / f"{name}.crl": authority.crl(),
        directory / f"{name}.ml": master_list(
            authority, (authority.root_certificate(), authority.next_root_certificate())
        ),
    }
    signers = directory / "document-signers"
    signers.mkdir()
    for state in SignerState:
        file = signers / f"test-ds-{state.name.lower().replace('_', '-')}.cer"
        others[file] = authority.document_signer(state).certificate
    for path, content in {**written, **others}.items():
        path.write_bytes(content)
    return tuple(written)


def _write_card(directory: Path, citizen: Citizen, image: CardImage) -> Path:
    """Write the files of one chip by their identifiers, and what opens it."""
    for name, files in (("mf", image.master_file), ("emrtd", image.application)):
        (directory / name).mkdir(parents=True)
        for identifier, content in sorted(files.items()):
            (directory / name / f"{identifier:04X}.bin").write_bytes(content)
    described = {
        "name": citizen.name,
        "document": citizen.document,
        "can": image.can,
        "mrz": list(citizen.mrz_lines),
        "profile": image.profile.name,
        "test_chip_keys": [
            {"parameter_id": key.parameter_id, "key_id": key.key_id, "secret": f"{key.secret:X}"}
            for key in image.authentication_keys
        ],
    }
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    (directory / "card.json").write_text(text, encoding="utf-8")
    return directory
