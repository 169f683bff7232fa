"""What a chip or a claim tells -> PatientIdentity. Nothing above this module knows what a chip's files are called.

The name comes with its diacritics from the national record when that agrees with the machine readable zone (MRZ), else from the
MRZ. What does not agree is a flag for the desk, never a reason to turn somebody away.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kiosk.model import PatientIdentity, Sex

if TYPE_CHECKING:
    from kiosk.flow import Claim
    from reader import Mrz, NationalRecord

NO_EXPIRY = "991231"  # stands for 2099-12-31 on a card without expiry
CHIP_SOURCE = "CHIP_CCCD"
CLAIM_SOURCE = "CLAIM"
NUMBER_LENGTH = 12
CARD_EXPIRED = "card-expired"
NAME_DIFFERS = "record-name-differs"
NUMBER_DIFFERS = "record-number-differs"
BIRTH_DIFFERS = "record-birth-differs"
EXPIRY_DIFFERS = "record-expiry-differs"
NUMBER_BIRTH_DIFFERS = "number-birth-differs"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class HolderIdentity:
    """Who the card is of, and what about it the desk should look at (stable codes, never personal)."""

    identity: PatientIdentity = field(repr=False)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Birth:
    text: str
    day: date | None
    flags: tuple[str, ...] = ()


def identify(mrz: Mrz, record: NationalRecord | None, today: date) -> HolderIdentity:
    """Return the card's holder from what was read; ``record`` None when it was not read or is not on the card."""
    number = mrz.personal_number or mrz.document_number
    birth = _birth(mrz, record, number, today)
    expiry = _expiry(mrz.expiry_date)
    name, complete = _mrz_name(mrz), not _cut_off(mrz)
    flags = list(birth.flags)
    if record is not None:
        if _agrees(record.full_name or "", mrz):
            name, complete = _tidy(record.full_name or ""), True
        elif record.full_name:
            flags.append(NAME_DIFFERS)
        flags += _record_flags(record, number, expiry)
    if expiry is not None and expiry < today:
        flags.append(CARD_EXPIRED)
    identity = PatientIdentity(
        personal_number=number,
        full_name=name,
        birth_text=birth.text,
        birth_date=birth.day,
        sex=Sex(mrz.sex),
        document_number=mrz.document_number,
        expiry_date=expiry,
        nationality=mrz.nationality,
        source=CHIP_SOURCE,
        name_complete=complete,
    )
    return HolderIdentity(identity, tuple(flags))


def identity_of_claim(claim: Claim) -> PatientIdentity:
    """Return who the patient is said to be. Nothing of it is proven, as its source says."""
    return PatientIdentity(
        personal_number=claim.number,
        full_name=claim.full_name,
        birth_text=claim.birth_text,
        birth_date=_full_date(claim.birth_text),
        sex=Sex.UNKNOWN,
        document_number="",
        expiry_date=None,
        source=CLAIM_SOURCE,
    )


def fold(text: str) -> str:
    """Return letters without diacritics, upper case, everything else gone: how the MRZ writes names."""
    plain = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def _mrz_name(mrz: Mrz) -> str:
    return f"{mrz.primary_identifier} {mrz.secondary_identifier}".strip()


def _cut_off(mrz: Mrz) -> bool:
    """Answer whether the name fills its line, so that more of it may have found no room."""
    return not mrz.lines[-1].endswith("<")


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _agrees(name: str, mrz: Mrz) -> bool:
    """Answer whether a name with diacritics is the MRZ's. One that fills its line may be cut off: at its end, or each part."""
    if not name or len(name) > _LONGEST_NAME:
        return False
    whole, short = fold(name), fold(_mrz_name(mrz))
    if whole == short:
        return bool(whole)
    if not short or not _cut_off(mrz):
        return False
    parts = [part for part in map(fold, name.split()) if part]
    cut_parts = _mrz_name(mrz).split()
    each_cut = len(parts) >= len(cut_parts) and all(
        part.startswith(cut) for part, cut in zip(parts, cut_parts, strict=False)
    )
    return each_cut or whole.startswith(short)


def _record_flags(record: NationalRecord, number: str, expiry: date | None) -> list[str]:
    flags = []
    if record.personal_number and record.personal_number != number:
        flags.append(NUMBER_DIFFERS)
    stated = _full_date(record.expiry_date or "")
    if stated is not None and stated != expiry:
        flags.append(EXPIRY_DIFFERS)
    return flags


def _birth(mrz: Mrz, record: NationalRecord | None, number: str, today: date) -> _Birth:
    """Return the birth date with its century; a partial one keeps the precision that the card gives it."""
    first_year, flags = _century(mrz.birth_date[:2], number, today)
    year, month, day = (_part(mrz.birth_date[start : start + 2]) for start in (0, 2, 4))
    text, whole = "", None
    if year is not None:
        known = [f"{day:02d}"] if day and month else []
        known += [f"{month:02d}"] if month else []
        text = "/".join([*known, f"{first_year + year:04d}"])
        whole = _date(first_year + year, month, day)
    stated = (record.birth_date or "").strip() if record else ""
    if not stated:
        return _Birth(text, whole, flags)
    if not _same_birth(stated, mrz.birth_date):
        return _Birth(text, whole, (*flags, BIRTH_DIFFERS))
    return _Birth(stated, _full_date(stated), flags)


def _century(two_digits: str, number: str, today: date) -> tuple[int, tuple[str, ...]]:
    """Return the century's first year: by the number's fourth digit if its year agrees, else the latest not in the future."""
    if not two_digits.isdecimal():
        return 1900, ()
    latest = today.year - (today.year - int(two_digits)) % 100
    guessed = latest - int(two_digits)
    if len(number) != NUMBER_LENGTH or not number.isdecimal():
        return guessed, ()
    if number[4:6] != two_digits:
        return guessed, (NUMBER_BIRTH_DIFFERS,)
    century = 1900 + 100 * (int(number[3]) // 2)
    return (century, ()) if century + int(two_digits) <= today.year else (guessed, (NUMBER_BIRTH_DIFFERS,))


def _same_birth(stated: str, mrz_date: str) -> bool:
    """Answer whether a date dd/mm/yyyy, mm/yyyy or yyyy contradicts none of the MRZ's known parts."""
    match = re.fullmatch(r"(?:(?:([0-9]{1,2})/)?([0-9]{1,2})/)?[0-9]{2}([0-9]{2})", stated)
    if match is None or match[3] != mrz_date[:2]:
        return False
    pairs = ((match[2], mrz_date[2:4]), (match[1], mrz_date[4:6]))
    return all(
        not _part(mine or "") or not _part(other) or _part(mine) == _part(other) for mine, other in pairs
    )


def _expiry(mrz_date: str) -> date | None:
    """Return the last day of validity; None for a card without expiry and for a date that is none."""
    if mrz_date == NO_EXPIRY:
        return None
    year, month, day = (_part(mrz_date[start : start + 2]) for start in (0, 2, 4))
    return _date(2000 + year, month, day) if year is not None else None


def _part(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _date(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _full_date(text: str) -> date | None:
    match = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text.strip())
    return _date(int(match[3]), int(match[2]), int(match[1])) if match else None
