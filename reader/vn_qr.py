"""What a Vietnamese QR code says: identity card (CCCD), health insurance card (BHYT), a bare number, or anything else.

Read by content: `number|old number|name|birth|sex|address|issued` with or without the second field and with more at the end;
BHYT in its forms of 15 and 17 fields, texts as hex of UTF-8. What fits neither stays opaque. None of it is signed: a claim
opens a chip or asks a question, it proves nothing. No claim shows in its `repr` what it holds.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.access.candidates import Candidates

MAX_TEXT_BYTES = 4096
"""Longest text looked at, in bytes of UTF-8."""

_CITIZEN = re.compile(r"[0-9]{12}")
_OLD_ID = re.compile(r"[0-9]{9}")
_INSURANCE = re.compile(r"[0-9]{10}")
_INSURANCE_CARD = re.compile(r"[A-Z]{2}[0-9]{13}")
_DATE = re.compile(r"([0-9]{2})([/.-]?)([0-9]{2})\2([0-9]{4})")
_YEAR = re.compile(r"(?:18|19|20|21)[0-9]{2}")
_FACILITY = re.compile(r"([0-9]{2})\s{0,3}[-–]?\s{0,3}([0-9]{3})")
_CHECK = re.compile(r"[0-9A-Fa-f]{16}-[0-9]{4}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_SEXES = {"nam": "M", "nữ": "F", "nu": "F", "1": "M", "2": "F"}
_NOTHING = ("", "-", "–")
_LONGEST_NAME = 200
_BEFORE_BIRTH = 2  # an old number and the name
_LONG_FORM = 16  # fields of the newer BHYT code without its end mark


class QrTextError(MalformedDataError):
    """The text of the code is longer than any code is."""

    default_reason = "qr-too-long"


class NumberKind(StrEnum):
    """What a bare number is, by its form."""

    CITIZEN = "CITIZEN"  # 12 digits
    INSURANCE = "INSURANCE"  # 10 digits
    INSURANCE_CARD = "INSURANCE_CARD"  # two letters and 13 digits
    OLD_ID = "OLD_ID"  # 9 digits


@dataclass(frozen=True, slots=True, repr=False)
class CitizenClaim:
    """The code of an identity card (and of VNeID, which shows the same). What the code leaves out is "", None or ().

    `birth_text`: dd/mm/yyyy or yyyy. `sex`: "M", "F" or "". `former_numbers`: earlier numbers of the same person, 9 or 12
    digits. `fields`: all of the code as it was split, for whoever wants the rest.
    """

    number: str
    full_name: str
    birth_text: str
    sex: str
    address: str
    issued: date | None
    former_numbers: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def birth_date(self) -> date | None:
        """The whole date of birth; None if the code gives less."""
        return _full_date(self.birth_text)

    @property
    def number_agrees(self) -> bool:
        """Whether the number's digits of sex, century and year fit what the code says beside them: a hint, never a reason to refuse."""
        code = int(self.number[3])
        year = 1900 + 100 * (code // 2) + int(self.number[4:6])
        same_sex = not self.sex or self.sex == "MF"[code % 2]
        return same_sex and (not self.birth_text or self.birth_text.endswith(str(year)))


@dataclass(frozen=True, slots=True, repr=False)
class InsuranceClaim:
    """The code of a BHYT card, on paper or in VssID. What the code leaves out is "" or None.

    `number`: 15 characters, 10 or 12 digits. `facility`: five digits. `check`: a check string whose making is not public: no proof.
    """

    number: str
    full_name: str
    birth_text: str
    sex: str
    address: str
    facility: str
    valid_from: date | None
    valid_to: date | None
    issued: date | None
    guardian: str
    five_years_on: date | None
    check: str
    issuer: str
    fields: tuple[str, ...]

    @property
    def birth_date(self) -> date | None:
        """The whole date of birth; None if the card gives the year alone."""
        return _full_date(self.birth_text)


@dataclass(frozen=True, slots=True, repr=False)
class NumberClaim:
    """A number and nothing else."""

    number: str
    kind: NumberKind


@dataclass(frozen=True, slots=True, repr=False)
class OpaqueClaim:
    """A text that is none of the others, as it came, without blanks around it."""

    text: str


QrClaim = CitizenClaim | InsuranceClaim | NumberClaim | OpaqueClaim


def parse_qr(text: str) -> QrClaim:
    r"""Return what the text claims, undoing what a Vietnamese keyboard certainly did: `Đ` in a card's number, `\` for `|`.

    QrTextError for more than MAX_TEXT_BYTES; everything else is at least opaque.
    """
    if len(text) > MAX_TEXT_BYTES or len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise QrTextError
    text = text.strip("\ufeff \t\r\n\x00")
    separator = "|" if "|" in text else "\\"
    fields = tuple(field.strip() for field in unicodedata.normalize("NFC", text).split(separator))
    if len(fields) == 1:
        return _number(fields[0]) or OpaqueClaim(text)
    return _insurance(fields) or _citizen(fields) or OpaqueClaim(text)


def keys_of(claim: QrClaim) -> Candidates | None:
    """Return the keys that may open the chip of the one claimed: CAN, and MRZ keys where dates are known; None if it names no chip."""
    from reader.access.citizen_keys import citizen_keys

    if isinstance(claim, CitizenClaim):
        return citizen_keys(claim.number, claim.birth_date, claim.issued)
    if isinstance(claim, NumberClaim | InsuranceClaim) and _CITIZEN.fullmatch(claim.number):
        return citizen_keys(claim.number)
    return None


def _number(text: str) -> NumberClaim | None:
    joined = "".join(text.split())
    for kind, pattern in (
        (NumberKind.CITIZEN, _CITIZEN),
        (NumberKind.INSURANCE, _INSURANCE),
        (NumberKind.OLD_ID, _OLD_ID),
    ):
        if pattern.fullmatch(joined):
            return NumberClaim(joined, kind)
    card = _card_number(joined)
    return NumberClaim(card, NumberKind.INSURANCE_CARD) if card else None


def _card_number(text: str) -> str:
    """Return a BHYT number; its letters are Latin ones, so that a Đ there was a D."""
    number = "".join(text.split()).upper().replace("Đ", "D")
    return number if _INSURANCE_CARD.fullmatch(number) or _INSURANCE.fullmatch(number) else ""


def _citizen(fields: tuple[str, ...]) -> CitizenClaim | None:
    number, rest = fields[0], fields[1:]
    if _CITIZEN.fullmatch(number) is None:
        return None
    birth_at = next((at for at, field in enumerate(rest[: _BEFORE_BIRTH + 1]) if _date_text(field)), None)
    before = rest[: _BEFORE_BIRTH if birth_at is None else birth_at]
    names = [name for field in before if (name := _name(field))]
    if birth_at is None and not names:
        return None
    after = rest[birth_at + 1 :] if birth_at is not None else rest[len(before) :]
    sex = _SEXES.get(after[0].casefold(), "") if after else ""
    details = after[1:] if sex else after
    issued_at = next((at for at, field in enumerate(details) if _full_date(_date_text(field))), len(details))
    return CitizenClaim(
        number=number,
        full_name=names[-1] if names else "",
        birth_text=_date_text(rest[birth_at]) if birth_at is not None else "",
        sex=sex,
        address=next((field for field in details[:issued_at] if field not in _NOTHING), ""),
        issued=_full_date(_date_text(details[issued_at])) if issued_at < len(details) else None,
        former_numbers=_former_numbers(number, before, details[issued_at + 1 :]),
        fields=fields,
    )


def _former_numbers(number: str, before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return the holder's earlier numbers; those at the end only where nobody else, such as a parent, is named there."""
    alone = not any(char.isalpha() for field in after for char in field)
    places = [*before, *(part for field in after for part in re.split(r"[,;\s]+", field) if alone)]
    found = [place for place in places if _OLD_ID.fullmatch(place) or _CITIZEN.fullmatch(place)]
    return tuple(dict.fromkeys(place for place in found if place != number))


def _insurance(fields: tuple[str, ...]) -> InsuranceClaim | None:
    places = (*(field.removesuffix("$") for field in fields), *[""] * _LONG_FORM)
    name, birth = _name(_decoded(places[1])), _date_text(places[2])
    number = _card_number(fields[0])
    in_hex = _HEX.fullmatch(places[1]) is not None and name not in ("", places[1])
    if in_hex and birth and _CITIZEN.fullmatch(fields[0]):
        number = fields[0]  # the personal number on an insurance card: no identity card has its name in hex
    if not number or not (name or birth):
        return None
    facility = _FACILITY.fullmatch(places[5])
    return InsuranceClaim(
        number=number,
        full_name=name,
        birth_text=birth,
        sex=_SEXES.get(places[3].casefold(), ""),
        address=_decoded(places[4]),
        facility="".join(facility.groups()) if facility else "",
        valid_from=_full_date(_date_text(places[6])),
        valid_to=_full_date(_date_text(places[7])),
        issued=_full_date(_date_text(places[8])),
        guardian=_name(_decoded(places[10])),
        five_years_on=_full_date(_date_text(places[12])),
        check=places[13] if _CHECK.fullmatch(places[13]) else "",
        issuer=_decoded(places[15]),
        fields=fields,
    )


def _decoded(field: str) -> str:
    """Return the text of a field in hex of UTF-8; of one that is plain text, the field itself; "" for spoilt hex."""
    if _HEX.fullmatch(field):
        with contextlib.suppress(UnicodeDecodeError):
            text = _tidy(bytes.fromhex(field).decode("utf-8"))
            return text if text.isprintable() else ""
    text = _tidy(field)
    spoilt = " " not in text and any(char.isdigit() for char in text)
    return text if text not in _NOTHING and text.isprintable() and not spoilt else ""


def _name(field: str) -> str:
    """Return a person's name, tidied; "" for what holds digits or no letter at all."""
    has_letters = any(char.isalpha() for char in field)
    is_name = has_letters and field.isprintable() and not any(char.isdigit() for char in field)
    return _tidy(field) if is_name and len(field) <= _LONGEST_NAME else ""


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _date_text(field: str) -> str:
    """Return a date as dd/mm/yyyy, a year as yyyy; "" for anything else. Day and month 00 leave the year."""
    if _YEAR.fullmatch(field):
        return field
    match = _DATE.fullmatch(field)
    if match is None or _YEAR.fullmatch(match[4]) is None:
        return ""
    if match[1] == match[3] == "00":
        return match[4]
    text = f"{match[1]}/{match[3]}/{match[4]}"
    return text if _full_date(text) else ""


def _full_date(text: str) -> date | None:
    if len(text) != len("dd/mm/yyyy"):
        return None
    try:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        return None
