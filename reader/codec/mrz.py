"""The machine readable zone of TD1, TD2 and TD3 documents: Doc 9303-3 (common rules), 9303-5, -6 and -4 (layouts).

Everything is checked: length, alphabet, and every check digit. The values of an `Mrz` are personal data: its repr
shows none of them.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reader.errors import MalformedDataError

FILLER = "<"
MAX_TEXT_LENGTH = 120
"""Longest text that `parse_mrz` looks at, in characters (TD1 has 90, plus line ends)."""

_WEIGHTS = (7, 3, 1)
_ALPHABET = re.compile(r"[0-9A-Z<]+")
_DATE = re.compile(r"[0-9<]{6}")
_SEXES = {"M": "M", "F": "F", "<": "X", "X": "X"}
_VIETNAM = "VNM"


class MrzFormat(StrEnum):
    """The three layouts, named as Doc 9303 names the document sizes."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


_WIDTHS = {90: 30, 72: 36, 88: 44}
"""Characters of a line, by characters of the whole zone."""


class MrzError(MalformedDataError):
    """The text is not a machine readable zone, or a check digit does not hold."""

    default_reason = "malformed-mrz"


@dataclass(frozen=True, slots=True)
class Mrz:
    """One parsed zone; fillers removed. `sex` is "M", "F" or "X" (not stated); dates are YYMMDD, "<" where unknown."""

    format: MrzFormat
    document_code: str = field(repr=False)
    issuing_state: str = field(repr=False)
    document_number: str = field(repr=False)
    nationality: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: str = field(repr=False)
    expiry_date: str = field(repr=False)
    primary_identifier: str = field(repr=False)
    secondary_identifier: str = field(repr=False)
    optional_data_1: str = field(repr=False)
    optional_data_2: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)

    @property
    def personal_number(self) -> str | None:
        """The 12-digit personal number of a Vietnamese TD1 card; None when there is none, or its check digit is wrong.

        It stands in the optional data of line 1: twelve digits, two fillers, their check digit.
        """
        if self.format is not MrzFormat.TD1 or self.issuing_state != _VIETNAM:
            return None
        match = re.fullmatch(r"([0-9]{12})<<([0-9])", self.lines[0][15:30])
        if match is None or check_digit(match[1]) != int(match[2]):
            return None
        return match[1]


def check_digit(text: str) -> int:
    """Return the check digit of `text`, weights 7-3-1 modulo 10 (Doc 9303-3 4.9); MrzError on any other character."""
    if text and _ALPHABET.fullmatch(text) is None:
        raise MrzError("a character is outside the alphabet of the zone")
    values = (0 if char == FILLER else int(char, 36) for char in text)
    return sum(value * _WEIGHTS[index % 3] for index, value in enumerate(values)) % 10


def parse_mrz(text: str) -> Mrz:
    """Parse a zone of two or three lines; line ends and white space do not matter. MrzError if anything is wrong."""
    if len(text) > MAX_TEXT_LENGTH:
        raise MrzError("the text is too long for a machine readable zone")
    zone = "".join(text.split())
    if len(zone) not in _WIDTHS:
        raise MrzError(f"a machine readable zone has 72, 88 or 90 characters, not {len(zone)}")
    if _ALPHABET.fullmatch(zone) is None:
        raise MrzError("a character is outside the alphabet of the zone")
    width = _WIDTHS[len(zone)]
    lines = tuple(zone[start : start + width] for start in range(0, len(zone), width))
    return _build(_PARSERS[width](lines))


def build_td1(  # noqa: PLR0913 - the fields of the zone, each named by the caller
    *,
    document_number: str,
    birth_date: str,
    sex: str,
    expiry_date: str,
    primary_identifier: str,
    secondary_identifier: str = "",
    optional_data_1: str = "",
    optional_data_2: str = "",
    document_code: str = "ID",
    issuing_state: str = _VIETNAM,
    nationality: str = _VIETNAM,
) -> tuple[str, str, str]:
    """Return the three lines of a TD1 zone (Doc 9303-5 4.2); names are cut at 30 characters.

    Names are given as A-Z and spaces. A document number of more than nine characters runs on in the optional data, as
    Doc 9303-5 says. ValueError if a field does not fit.
    """
    number_field, optional_field = _split_number(document_number, optional_data_1)
    first = _pad(document_code, 2) + _pad(issuing_state, 3) + number_field + _pad(optional_field, 15)
    sex_field = FILLER if sex == "X" else sex
    second = (
        _with_check_digit(_pad(birth_date, 6))
        + _pad(sex_field, 1)
        + _with_check_digit(_pad(expiry_date, 6))
        + _pad(nationality, 3)
        + _pad(optional_data_2, 11)
    )
    second += str(check_digit(_td1_composite(first, second)))
    names = f"{primary_identifier}<<{secondary_identifier}" if secondary_identifier else primary_identifier
    third = _pad(names.replace(" ", FILLER)[:30], 30)
    for line in (first, second, third):
        if _ALPHABET.fullmatch(line) is None:
            raise ValueError("a field holds a character outside the alphabet of the zone")
    return first, second, third


def personal_number_field(personal_number: str) -> str:
    """Return a Vietnamese card's optional data 1 for a 12-digit number: digits, two fillers, check digit."""
    if re.fullmatch(r"[0-9]{12}", personal_number) is None:
        raise ValueError("a personal number has 12 digits")
    return f"{personal_number}<<{check_digit(personal_number)}"


class _Fields(NamedTuple):
    """The characters of a zone, taken apart by its layout; check digits of the number and composite already held."""

    layout: MrzFormat
    lines: tuple[str, ...]
    number: str
    holder: str
    """Birth date, its check digit, sex, expiry date, its check digit: 15 characters in every layout."""
    nationality: str
    names: str
    optional_1: str
    optional_2: str


def _parse_td1(lines: tuple[str, ...]) -> _Fields:
    first, second, third = lines
    number, optional = _join_number(first[5:14], first[14], first[15:30])
    _require(_td1_composite(first, second), second[29], "composite")
    return _Fields(MrzFormat.TD1, lines, number, second[0:15], second[15:18], third, optional, second[18:29])


def _parse_td2(lines: tuple[str, ...]) -> _Fields:
    first, second = lines
    number, optional = _join_number(second[0:9], second[9], second[28:35])
    _require(second[0:10] + second[13:20] + second[21:35], second[35], "composite")
    return _Fields(MrzFormat.TD2, lines, number, second[13:28], second[10:13], first[5:], optional, "")


def _parse_td3(lines: tuple[str, ...]) -> _Fields:
    first, second = lines
    number, optional = second[0:9], second[28:42]
    _require(number, second[9], "document number")
    # Doc 9303-4 4.2.2: an unused field may carry a filler instead of its check digit.
    if optional.strip(FILLER) or second[42] != FILLER:
        _require(optional, second[42], "optional data")
    _require(second[0:10] + second[13:20] + second[21:43], second[43], "composite")
    return _Fields(MrzFormat.TD3, lines, _text(number), second[13:28], second[10:13], first[5:], optional, "")


_PARSERS = {30: _parse_td1, 36: _parse_td2, 44: _parse_td3}


def _build(fields: _Fields) -> Mrz:
    birth_date, sex, expiry_date = fields.holder[0:6], fields.holder[7], fields.holder[8:14]
    if _DATE.fullmatch(birth_date) is None or _DATE.fullmatch(expiry_date) is None:
        raise MrzError("a date is not made of digits")
    _require(birth_date, fields.holder[6], "date of birth")
    _require(expiry_date, fields.holder[14], "date of expiry")
    if sex not in _SEXES:
        raise MrzError("the sex is none of M, F and <")
    if not fields.number:
        raise MrzError("the document number is empty")
    primary, _, secondary = fields.names.partition("<<")
    return Mrz(
        format=fields.layout,
        document_code=_text(fields.lines[0][0:2]),
        issuing_state=_text(fields.lines[0][2:5]),
        document_number=fields.number,
        nationality=_text(fields.nationality),
        birth_date=birth_date,
        sex=_SEXES[sex],
        expiry_date=expiry_date,
        primary_identifier=_text(primary),
        secondary_identifier=_text(secondary),
        optional_data_1=fields.optional_1.strip(FILLER),
        optional_data_2=fields.optional_2.strip(FILLER),
        lines=fields.lines,
    )


def _join_number(number: str, digit: str, optional: str) -> tuple[str, str]:
    """Return the whole document number and what is left of the optional data.

    A filler as check digit says that the number runs on in the optional data up to the next filler, its last
    character being the check digit (Doc 9303-5 4.2.2).
    """
    if digit != FILLER:
        _require(number, digit, "document number")
        return _text(number), optional
    tail, _, rest = optional.partition(FILLER)
    if not tail:
        raise MrzError("the document number has no check digit")
    whole = number + tail[:-1]
    _require(whole, tail[-1], "document number")
    return _text(whole), rest


def _split_number(number: str, optional: str) -> tuple[str, str]:
    if len(number) <= 9:
        return _with_check_digit(_pad(number, 9)), optional
    tail = f"{number[9:]}{check_digit(number)}{FILLER}"
    return f"{number[:9]}{FILLER}", tail + optional


def _td1_composite(first: str, second: str) -> str:
    """The characters under TD1's composite check digit: line 1 from 6, line 2 1-7, 9-15 and 19-29 (Doc 9303-5)."""
    return first[5:30] + second[0:7] + second[8:15] + second[18:29]


def _require(text: str, digit: str, what: str) -> None:
    if digit != str(check_digit(text)):
        raise MrzError(f"the check digit of the {what} does not hold", reason="mrz-check-digit")


def _with_check_digit(text: str) -> str:
    return f"{text}{check_digit(text)}"


def _pad(text: str, width: int) -> str:
    if len(text) > width:
        raise ValueError(f"a field of {width} characters does not hold {len(text)}")
    return text.ljust(width, FILLER)


def _text(field_text: str) -> str:
    return " ".join(field_text.replace(FILLER, " ").split())
