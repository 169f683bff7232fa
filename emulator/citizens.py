"""The sample citizens of fixtures/citizens.toml: whose card it is, what the insurance answers, how the check-in must end."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from emulator.mrz import Booklet, date_digits, td1_lines, td2_lines, td3_lines


class CardKind(StrEnum):
    """What sort of card lies on the reader."""

    GENUINE = "genuine"
    CLONE = "clone"
    TAMPERED_DG1 = "tampered-dg1"


class Document(StrEnum):
    """What sort of document it is: the layout of its MRZ."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


class Picture(StrEnum):
    """How the portrait is coded."""

    JPEG_2000 = "JPEG 2000"
    JPEG = "JPEG"


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
    sample: bool = True
    """Whether the demo checks this card in."""
    document: Document = Document.TD1
    issuing_state: str = "VNM"
    nationality: str = "VNM"
    picture: Picture = Picture.JPEG_2000
    birth_digits: str = field(default="", repr=False)
    """The date of birth as the document has it, YYMMDD with fillers for what is not known; empty for the whole date."""

    @property
    def can(self) -> str:
        """The card access number: the last six digits of the number."""
        return self.number[-6:]

    @property
    def document_number(self) -> str:
        """The document number of the MRZ: the last nine digits of the number of a card, the number of a booklet."""
        return self.number[-9:]

    @property
    def birth(self) -> str:
        """The date of birth in the MRZ, YYMMDD."""
        return self.birth_digits or date_digits(self.birth_date)

    @property
    def mrz_lines(self) -> tuple[str, ...]:
        """The lines printed on the document: three of a TD1, two of the others."""
        if self.document is Document.TD1:
            return td1_lines(self.number, self.full_name, self.birth, self.sex, self.expiry_date)
        booklet = Booklet(
            code="P" if self.document is Document.TD3 else "I",
            state=self.issuing_state,
            nationality=self.nationality,
            number=self.document_number,
            birth=self.birth,
            sex=self.sex,
            expiry=date_digits(self.expiry_date),
        )
        lines = td3_lines if self.document is Document.TD3 else td2_lines
        return lines(booklet, self.full_name)

    @property
    def mrz(self) -> str:
        """The MRZ as one text, lines parted by a line feed."""
        return "\n".join(self.mrz_lines)


@cache
def load_all() -> tuple[Citizen, ...]:
    """Return every card in the order of the file; KeyError or ValueError if the file is wrong."""
    return read(resources.files("fixtures").joinpath("citizens.toml").read_text(encoding="utf-8"))


@cache
def load() -> tuple[Citizen, ...]:
    """Return the sample cards, those that the demo checks in."""
    return tuple(citizen for citizen in load_all() if citizen.sample)


def read(text: str) -> tuple[Citizen, ...]:
    """Return the cards of a file like fixtures/citizens.toml; KeyError, TypeError or ValueError if it is wrong."""
    data = tomllib.loads(text)
    citizens = {entry["name"]: _citizen(entry) for entry in data["citizen"]}
    copies = [_copy(entry, citizens[entry["of"]]) for entry in data.get("copy", ())]
    return (*citizens.values(), *copies)


def by_name(name: str) -> Citizen:
    """Return the card called `name`; KeyError, naming those there are, if there is none."""
    for citizen in load_all():
        if citizen.name == name:
            return citizen
    known = ", ".join(citizen.name for citizen in load_all())
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
        sample=entry.get("sample", False),
        document=Document(entry.get("document", Document.TD1)),
        issuing_state=entry.get("issuing_state", "VNM"),
        nationality=entry.get("nationality", "VNM"),
        picture=Picture(entry.get("picture", Picture.JPEG_2000)),
        birth_digits=entry.get("birth_digits", ""),
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
        sample=entry.get("sample", False),
    )


def _expected(entry: Mapping[str, str]) -> Expected:
    return Expected(Authentic(entry["authentic"]), Coverage(entry["coverage"]), Ending(entry["ends"]))


def _day_known(entry: Mapping[str, Any]) -> str:
    """Return the date of birth as far as it is known."""
    return f"{entry['birth_date']:%Y}" if entry.get("birth_digits") else f"{entry['birth_date']:%d/%m/%Y}"


def _insurance(entry: Mapping[str, Any]) -> InsuranceAnswer:
    given = entry["insurance"]
    known = given["maKetQua"] != "050"
    holder = {
        "hoTen": entry["full_name"] if known else "",
        "ngaySinh": _day_known(entry) if known else "",
        "gioiTinh": {"M": "Nam", "F": "Nữ"}[entry["sex"]] if known else "",
    }
    later = dict.fromkeys(("maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi"), "")
    history: dict[str, Any] = {"dsLichSuKCB2018": None, "dsLichSuKT2018": None}
    return InsuranceAnswer(given["maKetQua"], {**holder, **later, **history, **given})
