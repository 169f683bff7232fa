"""maKetQua of the card look-up: official meaning (CV 1923, appendix 03, part 4) and what we make of it.

The meanings are the insurance's own words, the actions are ours. A code that is not here is never an error: staff see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.model import CoverageKind


class Action(StrEnum):
    """What follows from a code."""

    JUDGE = "JUDGE"  # dates, registration, name, birth and sex decide
    SUCCESSOR = "SUCCESSOR"  # the new card counts, if the answer has it
    PAPER = "PAPER"  # staff look at the card or papers
    COMPARE = "COMPARE"  # data differ: staff compare
    FOLD = (
        "FOLD"  # the name differs: as JUDGE if the answer's name is the same but for marks, else as COMPARE
    )
    RETRY_YEAR = "RETRY_YEAR"  # once more with the year of birth alone, then as COMPARE
    NONE = "NONE"  # no insurance today
    BLOCK = "BLOCK"  # withdrawn or reported off: staff
    FAULT = "FAULT"  # the gateway failed: as if it were down
    LOGIN = "LOGIN"  # token or account: a new token once, then as SETUP
    SETUP = "SETUP"  # our own set-up is wrong: alarm, the patient goes on as if the gateway were down


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of the table. ``kind`` is the coverage unless the action's rule finds better; ``since``: only from that day on."""

    kind: CoverageKind
    action: Action
    vietnamese: str
    since: date | None = None


_NAMED_STAFF = date(2024, 8, 1)
_K = CoverageKind
CODES: dict[str, Meaning] = {
    "000": Meaning(_K.VALID, Action.JUDGE, "Thông tin thẻ BHYT chính xác"),
    "001": Meaning(
        _K.PAPER_CARD,
        Action.PAPER,
        "Thẻ do BHXH Bộ Quốc phòng quản lý, đề nghị kiểm tra thẻ và giấy tờ tùy thân",
    ),
    "002": Meaning(
        _K.PAPER_CARD,
        Action.PAPER,
        "Thẻ do BHXH Bộ Công an quản lý, đề nghị kiểm tra thẻ và giấy tờ tùy thân",
    ),
    "003": Meaning(_K.PAPER_CARD, Action.SUCCESSOR, "Thẻ cũ hết giá trị sử dụng, được cấp thẻ mới"),
    "003.1": Meaning(_K.VALID, Action.JUDGE, "Thẻ đã được gia hạn"),
    "004": Meaning(_K.VALID, Action.JUDGE, "Thẻ cũ còn giá trị sử dụng, được cấp thẻ mới"),
    "010": Meaning(_K.UNINSURED, Action.NONE, "Thẻ hết giá trị sử dụng"),
    "050": Meaning(_K.PAPER_CARD, Action.PAPER, "Không có thông tin thẻ BHYT"),
    "051": Meaning(_K.MISMATCH, Action.COMPARE, "Mã thẻ không đúng"),
    "052": Meaning(_K.MISMATCH, Action.COMPARE, "Mã tỉnh cấp thẻ (ký tự 4, 5) không đúng"),
    "053": Meaning(_K.MISMATCH, Action.COMPARE, "Mã quyền lợi (ký tự 3) không đúng"),
    "054": Meaning(
        _K.LATER,
        Action.SETUP,
        "Số CCCD của cán bộ tra cứu không có trong danh sách người sử dụng do CSKCB đăng ký",
        _NAMED_STAFF,
    ),
    "055": Meaning(_K.LATER, Action.SETUP, "Họ tên cán bộ không khớp số CCCD", _NAMED_STAFF),
    "060": Meaning(_K.MISMATCH, Action.COMPARE, "Thẻ sai họ tên"),
    "061": Meaning(_K.MISMATCH, Action.FOLD, "Thẻ sai họ tên (đúng ký tự đầu)"),
    "070": Meaning(_K.MISMATCH, Action.RETRY_YEAR, "Thẻ sai ngày sinh"),
    "100": Meaning(_K.LATER, Action.FAULT, "Lỗi khi lấy dữ liệu sổ thẻ"),
    "101": Meaning(_K.LATER, Action.FAULT, "Lỗi server"),
    "110": Meaning(_K.BLOCKED, Action.BLOCK, "Thẻ đã thu hồi"),
    "120": Meaning(_K.BLOCKED, Action.BLOCK, "Thẻ đã báo giảm"),
    "121": Meaning(_K.BLOCKED, Action.SUCCESSOR, "Thẻ đã báo giảm: chuyển ngoại tỉnh"),
    "122": Meaning(_K.BLOCKED, Action.SUCCESSOR, "Thẻ đã báo giảm: chuyển nội tỉnh"),
    "123": Meaning(_K.BLOCKED, Action.SUCCESSOR, "Thẻ đã báo giảm: tăng lại cùng đơn vị"),
    "124": Meaning(_K.UNINSURED, Action.NONE, "Thẻ đã báo giảm: ngừng tham gia"),
    "130": Meaning(_K.PAPER_CARD, Action.PAPER, "Trẻ em không xuất trình thẻ BHYT"),
    "205": Meaning(_K.LATER, Action.SETUP, "Lỗi sai định dạng tham số"),
    "401": Meaning(_K.LATER, Action.LOGIN, "Lỗi xác thực tài khoản"),
    # Not in the official table, but met in practice.
    "403": Meaning(_K.LATER, Action.SETUP, "Không có quyền truy cập"),
    "500": Meaning(_K.LATER, Action.FAULT, "Lỗi server"),
    "501": Meaning(_K.LATER, Action.LOGIN, "Token không đúng / hết hạn"),
    "999": Meaning(_K.LATER, Action.LOGIN, "Token không đúng / hết hạn"),
}
UNKNOWN = Meaning(_K.MISMATCH, Action.COMPARE, "")


def meaning_of(code: str, day: date) -> Meaning:
    """The row in force on ``day``; UNKNOWN (staff look at it) for every other code."""
    meaning = CODES.get(code, UNKNOWN)
    return UNKNOWN if meaning.since is not None and day < meaning.since else meaning
