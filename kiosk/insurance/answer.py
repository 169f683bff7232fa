"""What the gateway sends: the token and the card answer, decoded strictly, with caps, into frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from kiosk.insurance.errors import MalformedAnswerError

Text = Annotated[str, Meta(max_length=4000)] | int | None
LONGEST_CODE = 12
Answer = TypeVar("Answer", bound=Struct)


class _ApiKey(Struct):
    access_token: Text = None
    id_token: Text = None
    expires_in: Text = None


class _TokenAnswer(Struct):
    maKetQua: Text = None  # noqa: N815 - the gateway's own name
    APIKey: _ApiKey | None = None


class _CardAnswer(Struct, rename="camel"):
    ma_ket_qua: Text = None
    ghi_chu: Text = None
    ma_the: Text = None
    ho_ten: Text = None
    ngay_sinh: Text = None
    gioi_tinh: Text = None
    ma_the_moi: Text = None
    gt_the_tu: Text = None
    gt_the_den: Text = None
    gt_the_tu_moi: Text = None
    gt_the_den_moi: Text = None
    ma_dkbd: Text = msgspec.field(default=None, name="maDKBD")
    ma_dkbd_moi: Text = msgspec.field(default=None, name="maDKBDMoi")
    ten_dkbd_moi: Text = msgspec.field(default=None, name="tenDKBDMoi")
    ngay_du_5_nam: Text = msgspec.field(default=None, name="ngayDu5Nam")


@dataclass(frozen=True, slots=True)
class Token:
    """A session of the gateway. Its texts are secrets."""

    access_token: str = field(repr=False)
    id_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InsuranceCard:
    """One card of an answer; a missing ``valid_to`` means no end, a missing ``valid_from`` is not known."""

    number: str = field(default="", repr=False)
    facility: str = ""
    facility_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """One answer to the card look-up: ``code`` is maKetQua, ``successor`` the card that replaces ``card``."""

    code: str
    card: InsuranceCard
    successor: InsuranceCard | None
    full_name: str = field(repr=False)
    birth_text: str = field(repr=False)
    sex_text: str = field(repr=False)
    five_years_from: date | None
    raw: str = field(repr=False)


def parse_token(data: bytes, now: datetime) -> tuple[str, Token | None]:
    """(maKetQua, token if there is one). A token whose end cannot be read counts as used up by the next call. Raises MalformedAnswerError."""
    answer = _decode(data, _TokenAnswer)
    code = _code(answer.maKetQua)
    key = answer.APIKey
    if key is None or not _text(key.access_token) or not _text(key.id_token):
        return code, None
    return code, Token(_text(key.access_token), _text(key.id_token), _instant(_text(key.expires_in)) or now)


def parse_card(data: bytes) -> CardAnswer:
    """The answer of KQNhanLichSuKCB2024. Raises MalformedAnswerError."""
    answer = _decode(data, _CardAnswer)
    successor = None
    if _text(answer.ma_the_moi) or _day(answer.gt_the_tu_moi):
        successor = InsuranceCard(
            number=_text(answer.ma_the_moi),
            facility=_text(answer.ma_dkbd_moi) or _text(answer.ma_dkbd),
            facility_name=_text(answer.ten_dkbd_moi),
            valid_from=_day(answer.gt_the_tu_moi),
            valid_to=_day(answer.gt_the_den_moi),
        )
    return CardAnswer(
        code=_code(answer.ma_ket_qua),
        card=InsuranceCard(
            number=_text(answer.ma_the),
            facility=_text(answer.ma_dkbd),
            valid_from=_day(answer.gt_the_tu),
            valid_to=_day(answer.gt_the_den),
        ),
        successor=successor,
        full_name=_text(answer.ho_ten),
        birth_text=_text(answer.ngay_sinh),
        sex_text=_text(answer.gioi_tinh),
        five_years_from=_day(answer.ngay_du_5_nam),
        raw=data.decode(errors="replace"),
    )


def _decode(data: bytes, kind: type[Answer]) -> Answer:
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise MalformedAnswerError("the gateway's answer is not of the documented form") from None


def _code(value: str | int | None) -> str:
    """maKetQua; some programs write it as a number. Raises MalformedAnswerError when there is none."""
    code = f"{value:03d}" if isinstance(value, int) else (value or "").strip()
    if not code or len(code) > LONGEST_CODE or not code.isprintable():
        raise MalformedAnswerError("the gateway's answer has no result code")
    return code


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value).strip()


def _day(value: str | int | None) -> date | None:
    try:
        return datetime.strptime(_text(value), "%d/%m/%Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    """ "2024-08-29T08:33:08.5454145Z": UTC, with seven digits of a second."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
