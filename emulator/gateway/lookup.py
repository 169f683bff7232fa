"""The card look-up as a pure rule: who is insured, what is asked -> the gateway's answer.

Codes are those of the official table for KQNhanLichSuKCB2024 (letter CV 1923, appendix 03).
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from emulator.citizens import Citizen
    from emulator.gateway.accounts import Account

ANSWER_FIELDS: Final = (
    *("maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV"),
    *(
        "ngayDu5Nam",
        "maSoBHXH",
        "maTheCu",
        "maTheMoi",
        "gtTheTuMoi",
        "gtTheDenMoi",
        "maDKBDMoi",
        "tenDKBDMoi",
    ),
)
_NUMBER_FIELDS: Final = ("maThe", "maSoBHXH", "maTheCu", "maTheMoi")
_CARD: Final = re.compile(r"[A-Z]{2}[0-9]{13}")
_DIGITS: Final = re.compile(r"[0-9]{10}|[0-9]{12}")
_BIRTH: Final = re.compile(r"(?:(?:(?P<day>[0-9]{2})/)?(?P<month>[0-9]{2})/)?(?P<year>[0-9]{4})")
_MAX_NAME: Final = 255
_STROKED: Final = str.maketrans("đƀ", "db")  # letters that do not come apart into letter and mark


class ResultCode(StrEnum):
    """maKetQua of the card look-up."""

    CORRECT = "000"
    ARMY = "001"
    POLICE = "002"
    OLD_CARD_ENDED = "003"
    OLD_CARD_VALID = "004"
    EXPIRED = "010"
    UNKNOWN_CARD = "050"
    WRONG_NUMBER = "051"
    WRONG_PROVINCE = "052"
    WRONG_LEVEL = "053"
    STAFF_UNKNOWN = "054"
    STAFF_NAME = "055"
    WRONG_NAME = "060"
    WRONG_NAME_SAME_INITIALS = "061"
    WRONG_BIRTH = "070"
    BOOK_ERROR = "100"
    SERVER_ERROR = "101"
    WITHDRAWN = "110"
    REDUCED = "120"
    REDUCED_OTHER_PROVINCE = "121"
    REDUCED_SAME_PROVINCE = "122"
    REDUCED_SAME_UNIT = "123"
    REDUCED_LEFT = "124"
    CHILD_WITHOUT_CARD = "130"
    BAD_PARAMETER = "205"
    BAD_ACCOUNT = "401"


NOTES: Final[Mapping[str, str]] = {
    ResultCode.UNKNOWN_CARD: "Không có thông tin thẻ BHYT.",
    ResultCode.WRONG_NUMBER: "Mã thẻ không đúng.",
    ResultCode.WRONG_PROVINCE: "Mã tỉnh cấp thẻ không đúng.",
    ResultCode.WRONG_LEVEL: "Mã quyền lợi không đúng.",
    ResultCode.STAFF_UNKNOWN: "Số CCCD của cán bộ tra cứu không có trong danh sách người sử dụng do CSKCB đăng ký.",
    ResultCode.STAFF_NAME: "Họ tên cán bộ tra cứu không khớp số CCCD.",
    ResultCode.WRONG_NAME: "Thẻ sai họ tên.",
    ResultCode.WRONG_NAME_SAME_INITIALS: "Thẻ sai họ tên (đúng ký tự đầu).",
    ResultCode.WRONG_BIRTH: "Thẻ sai ngày sinh.",
    ResultCode.BAD_PARAMETER: "Lỗi sai định dạng tham số.",
    ResultCode.BAD_ACCOUNT: "Token không đúng / hết hạn",
}
"""ghiChu of the answers that the simulator makes itself."""


@dataclass(frozen=True, slots=True)
class Insured:
    """One person as the insurer's books have them: how they are found and what is answered."""

    number: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    code: str
    fields: Mapping[str, object] = field(repr=False)
    year_only: bool = False
    """The books know the year of birth alone, so that a full date does not agree (code 070)."""

    @classmethod
    def from_citizen(cls, citizen: Citizen) -> Insured:
        """The book entry of a sample citizen."""
        answer = citizen.insurance
        return cls(citizen.number, citizen.full_name, citizen.birth_date, answer.code, answer.fields)

    def is_called(self, number: str) -> bool:
        """Whether `number` (citizen number, card, or insurance code) names this person."""
        return number == self.number or any(number == self.fields.get(name) for name in _NUMBER_FIELDS)


def look_up(
    people: Iterable[Insured], account: Account, fields: Mapping[str, str], *, strict_names: bool = False
) -> dict[str, object]:
    """Answer one look-up: maKetQua, ghiChu, and the card's fields where there is a card.

    `strict_names`: a name without its diacritics is wrong (061). The letters ask for them but do not say what becomes of
    a name that lacks them, as it stands in the MRZ; so both are to be met.
    """
    refusal = _refuse_request(fields) or _refuse_staff(account, fields)
    if refusal is not None:
        return _without_card(refusal)
    person = next((one for one in people if one.is_called(fields["maThe"])), None)
    if person is None:
        return _without_card(ResultCode.UNKNOWN_CARD)
    refusal = _refuse_person(person, fields, strict_names=strict_names)
    if refusal is not None:
        return _without_card(refusal)
    return {**_blank(), **person.fields, "maKetQua": person.code}


def _without_card(code: ResultCode) -> dict[str, object]:
    return {**_blank(), "maKetQua": code.value, "ghiChu": NOTES[code]}


def _blank() -> dict[str, object]:
    return {
        "maKetQua": "",
        "ghiChu": "",
        **dict.fromkeys(ANSWER_FIELDS),
        "dsLichSuKCB2018": None,
        "dsLichSuKT2018": None,
    }


def _refuse_request(fields: Mapping[str, str]) -> ResultCode | None:
    name = fields.get("hoTen", "").strip()
    if not name or len(name) > _MAX_NAME or not _BIRTH.fullmatch(fields.get("ngaySinh", "")):
        return ResultCode.BAD_PARAMETER
    if not fields.get("maThe") or not fields.get("hoTenCb") or not fields.get("cccdCb"):
        return ResultCode.BAD_PARAMETER
    return _refuse_number(fields["maThe"])


def _refuse_number(number: str) -> ResultCode | None:
    if _DIGITS.fullmatch(number):
        return None
    if not _CARD.fullmatch(number):
        return ResultCode.WRONG_NUMBER
    if number[2] not in "12345":
        return ResultCode.WRONG_LEVEL
    return ResultCode.WRONG_PROVINCE if number[3:5] == "00" else None


def _refuse_staff(account: Account, fields: Mapping[str, str]) -> ResultCode | None:
    if not hmac.compare_digest(fields["cccdCb"].encode(), account.staff_number.encode()):
        return ResultCode.STAFF_UNKNOWN
    if _folded(fields["hoTenCb"]) != _folded(account.staff_name):
        return ResultCode.STAFF_NAME
    return None


def _refuse_person(person: Insured, fields: Mapping[str, str], *, strict_names: bool) -> ResultCode | None:
    given, known = _folded(fields["hoTen"]), _folded(person.full_name)
    if given != known and (strict_names or _letters(given) != _letters(known)):
        alike = [word[0] for word in given.split()] == [word[0] for word in known.split()]
        return ResultCode.WRONG_NAME_SAME_INITIALS if alike else ResultCode.WRONG_NAME
    return None if _same_birth(person, fields["ngaySinh"]) else ResultCode.WRONG_BIRTH


def _same_birth(person: Insured, text: str) -> bool:
    given = _BIRTH.fullmatch(text)
    if given is None or (person.year_only and given["month"] is not None):
        return False
    known = {"day": person.birth_date.day, "month": person.birth_date.month, "year": person.birth_date.year}
    return all(value is None or int(value) == known[part] for part, value in given.groupdict().items())


def _folded(name: str) -> str:
    """Case, composition and blanks do not count; diacritics do."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _letters(name: str) -> str:
    """The name's letters without marks, signs and blanks: what an MRZ keeps of it."""
    plain = unicodedata.normalize("NFD", name.translate(_STROKED))
    return "".join(sign for sign in plain if sign.isalnum())
