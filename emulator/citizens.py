"""The sample citizens of fixtures/citizens.toml: whose card it is, what the insurance answers, how the check-in must end."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from emulator.mrz import td1_lines


class CardKind(StrEnum):
    """What sort of card lies on the reader."""

    GENUINE = "genuine"
    CLONE = "clone"
    TAMPERED_DG1 = "tampered-dg1"


class Authentic(StrEnum):
    """What the terminal must say about the card when the test CSCA is trusted."""

    GENUINE = "GENUINE"
    NOT_GENUINE = "NOT_GENUINE"
    NOT_PROVABLE = "NOT_PROVABLE"


class Coverage(StrEnum):
    """What the clinic must make of the insurance answer; NONE: it is not asked, or forgotten, because the card is refuted."""

    NONE = "NONE"
    VALID = "VALID"
    NEW_CARD = "NEW_CARD"
    PAPER_CARD = "PAPER_CARD"
    UNINSURED = "UNINSURED"
    BLOCKED = "BLOCKED"
    MISMATCH = "MISMATCH"
    LATER = "LATER"


class Ending(StrEnum):
    """Where the check-in must lead."""

    TICKET = "TICKET"
    DESK = "DESK"


@dataclass(frozen=True, slots=True)
class Expected:
    """How the check-in of one card must go."""

    authentic: Authentic
    coverage: Coverage
    ends: Ending


@dataclass(frozen=True, slots=True)
class Portrait:
    """What to draw: `skin` 0-3, `hair` a style, `hair_colour` 0-3, `shirt` 0-5 into the painter's palettes."""

    skin: int
    hair: str
    hair_colour: int
    shirt: int
    glasses: bool


@dataclass(frozen=True, slots=True)
class National:
    """The fields of the national record (EF.DG13) that the MRZ does not have; an empty text is an absent field."""

    ethnicity: str = field(repr=False)
    religion: str = field(repr=False)
    place_of_origin: str = field(repr=False)
    residence: str = field(repr=False)
    identification_marks: str = field(repr=False)
    parents: tuple[str, str] = field(repr=False)
    spouse: str = field(repr=False)
    old_number: str = field(repr=False)
    chip_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InsuranceAnswer:
    """What the insurance gateway says about a citizen: `code` is maKetQua, `fields` the whole answer, ready for JSON."""

    code: str
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Citizen:
    """One sample card and its invented holder; `name` is the word for it on the command line."""

    name: str
    kind: CardKind
    about: str
    about_vi: str
    number: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: str = field(repr=False)
    """M or F."""
    issue_date: date = field(repr=False)
    expiry_date: date | None = field(repr=False)
    """None: a card without expiry."""
    portrait: Portrait = field(repr=False)
    national: National | None = field(repr=False)
    """None: a card of the 2024 kind that has no national record."""
    insurance: InsuranceAnswer = field(repr=False)
    expected: Expected
    false_name: str = field(default="", repr=False)
    """The name written over the true one in DG1 of a tampered card."""

    @property
    def can(self) -> str:
        """The card access number: the last six digits of the number."""
        return self.number[-6:]

    @property
    def document_number(self) -> str:
        """The document number of the MRZ: the last nine digits of the number."""
        return self.number[-9:]

    @property
    def mrz_lines(self) -> tuple[str, str, str]:
        """The three lines printed on the card."""
        return td1_lines(self.number, self.full_name, self.birth_date, self.sex, self.expiry_date)

    @property
    def mrz(self) -> str:
        """The MRZ as one text, lines parted by a line feed."""
        return "\n".join(self.mrz_lines)


@cache
def load() -> tuple[Citizen, ...]:
    """Return every sample card in the order of the file; KeyError or ValueError if the file is wrong."""
    data = tomllib.loads(resources.files("fixtures").joinpath("citizens.toml").read_text(encoding="utf-8"))
    citizens = {entry["name"]: _citizen(entry) for entry in data["citizen"]}
    copies = [_copy(entry, citizens[entry["of"]]) for entry in data["copy"]]
    return (*citizens.values(), *copies)


def by_name(name: str) -> Citizen:
    """Return the sample card called `name`; KeyError, naming those there are, if there is none."""
    for citizen in load():
        if citizen.name == name:
            return citizen
    known = ", ".join(citizen.name for citizen in load())
    raise KeyError(f"no citizen is called {name!r}; there are: {known}")


def _citizen(entry: Mapping[str, Any]) -> Citizen:
    national = entry.get("national")
    return Citizen(
        name=entry["name"],
        kind=CardKind.GENUINE,
        about=entry["about"],
        about_vi=entry["about_vi"],
        number=entry["number"],
        full_name=entry["full_name"],
        birth_date=entry["birth_date"],
        sex=entry["sex"],
        issue_date=entry["issue_date"],
        expiry_date=entry.get("expiry_date"),
        portrait=Portrait(**entry["portrait"]),
        national=National(**{**national, "parents": tuple(national["parents"])}) if national else None,
        insurance=_insurance(entry),
        expected=_expected(entry["expected"]),
    )


def _copy(entry: Mapping[str, Any], original: Citizen) -> Citizen:
    return replace(
        original,
        name=entry["name"],
        kind=CardKind(entry["kind"]),
        about=entry["about"],
        about_vi=entry["about_vi"],
        expected=_expected(entry["expected"]),
        false_name=entry.get("false_name", ""),
    )


def _expected(entry: Mapping[str, str]) -> Expected:
    return Expected(Authentic(entry["authentic"]), Coverage(entry["coverage"]), Ending(entry["ends"]))


def _insurance(entry: Mapping[str, Any]) -> InsuranceAnswer:
    given = entry["insurance"]
    known = given["maKetQua"] != "050"
    holder = {
        "hoTen": entry["full_name"] if known else "",
        "ngaySinh": f"{entry['birth_date']:%d/%m/%Y}" if known else "",
        "gioiTinh": {"M": "Nam", "F": "Nữ"}[entry["sex"]] if known else "",
    }
    later = dict.fromkeys(("maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi"), "")
    history: dict[str, Any] = {"dsLichSuKCB2018": None, "dsLichSuKT2018": None}
    return InsuranceAnswer(given["maKetQua"], {**holder, **later, **history, **given})
