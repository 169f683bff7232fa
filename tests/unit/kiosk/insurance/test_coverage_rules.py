"""Codes and dates -> coverage. The table's meanings are the official ones; the kinds are ours."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.insurance.answer import parse_card
from kiosk.insurance.codes import CODES, UNKNOWN, Action, meaning_of
from kiosk.insurance.coverage import Rules, fold, judge, same_birth, same_name, same_sex
from kiosk.insurance.errors import MalformedAnswerError
from kiosk.model import Coverage, CoverageKind, PatientIdentity, Sex
from tests.unit.kiosk.insurance.gateway_fake import card_body

NOW = datetime(2026, 11, 22, 6, 42, tzinfo=timezone(timedelta(hours=7)))
PERSON = PatientIdentity(
    "000085123456", "NGUYỄN VĂN MẪU", "15/03/1985", date(1985, 3, 15), Sex.MALE, "085123456", None
)
RULES = Rules("01999", ("01888",), "Bệnh viện Đa khoa Mẫu")
NEW_CARD = {
    "maTheMoi": "BT2990099000003",
    "gtTheTuMoi": "01/06/2026",
    "gtTheDenMoi": "31/12/2049",
    "maDKBDMoi": "01888",
    "tenDKBDMoi": "Phòng khám Mẫu",
}


def judged(**fields: object) -> Coverage:
    return judge(parse_card(card_body(**fields)), PERSON, RULES, NOW)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("000", CoverageKind.VALID),
        ("001", CoverageKind.PAPER_CARD),
        ("002", CoverageKind.PAPER_CARD),
        ("003", CoverageKind.PAPER_CARD),
        ("003.1", CoverageKind.VALID),
        ("004", CoverageKind.VALID),
        ("010", CoverageKind.UNINSURED),
        ("050", CoverageKind.PAPER_CARD),
        ("051", CoverageKind.MISMATCH),
        ("052", CoverageKind.MISMATCH),
        ("053", CoverageKind.MISMATCH),
        ("060", CoverageKind.MISMATCH),
        ("070", CoverageKind.MISMATCH),
        ("110", CoverageKind.BLOCKED),
        ("120", CoverageKind.BLOCKED),
        ("121", CoverageKind.BLOCKED),
        ("122", CoverageKind.BLOCKED),
        ("123", CoverageKind.BLOCKED),
        ("124", CoverageKind.UNINSURED),
        ("130", CoverageKind.PAPER_CARD),
        ("090", CoverageKind.MISMATCH),
        ("0", CoverageKind.MISMATCH),
        ("mới", CoverageKind.MISMATCH),
    ],
)
def test_code_without_a_new_card(code: str, kind: CoverageKind) -> None:
    coverage = judged(maKetQua=code)
    assert (coverage.kind, coverage.code) == (kind, code)


@pytest.mark.parametrize(
    ("name", "fields", "kind"),
    [
        ("NGUYEN VAN MAU", {}, CoverageKind.VALID),
        ("NGUYEN VAN MAU", {"gtTheDen": "01/01/2026"}, CoverageKind.UNINSURED),
        ("NGUYEN VAN MAU", {"ngaySinh": "01/01/1950"}, CoverageKind.MISMATCH),
        ("NGUYEN VAN MA", {}, CoverageKind.MISMATCH),
        ("NGUYEN VAN MAU", {"hoTen": None}, CoverageKind.MISMATCH),
    ],
)
def test_name_that_differs_in_marks_alone_is_no_mismatch(
    name: str, fields: dict[str, object], kind: CoverageKind
) -> None:
    answer = parse_card(card_body(**{"maKetQua": "061", **fields}))
    assert judge(answer, replace(PERSON, full_name=name), RULES, NOW).kind is kind


def test_table_holds_the_whole_official_list() -> None:
    official = "000 001 002 003 004 010 050 051 052 053 054 055 060 061 070 100 101 110 120 121 122 123 124 130 205 401"
    assert set(official.split()) <= set(CODES)
    assert all(meaning.vietnamese for meaning in CODES.values())


def test_named_staff_codes_have_their_day() -> None:
    assert meaning_of("054", date(2024, 8, 1)).action is Action.SETUP
    assert meaning_of("054", date(2024, 7, 31)) is UNKNOWN


@pytest.mark.parametrize("code", ["000", "003", "003.1", "004", "121", "122", "123"])
def test_new_card_in_force_is_taken(code: str) -> None:
    coverage = judged(maKetQua=code, gtTheDen="31/05/2026", **NEW_CARD)
    assert coverage.kind is CoverageKind.NEW_CARD
    assert coverage.card_number == "BT2990099000003"
    assert (coverage.registered_facility, coverage.registered_facility_name, coverage.ours) == (
        "01888",
        "Phòng khám Mẫu",
        True,
    )
    assert (coverage.valid_from, coverage.valid_to) == (date(2026, 6, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("starts", "kind", "number"),
    [
        ("22/11/2026", CoverageKind.NEW_CARD, "BT2990099000003"),
        ("23/11/2026", CoverageKind.VALID, "GD4990099000001"),
    ],
)
def test_old_card_counts_until_the_new_one_begins(starts: str, kind: CoverageKind, number: str) -> None:
    coverage = judged(maKetQua="004", **{**NEW_CARD, "gtTheTuMoi": starts})
    assert (coverage.kind, coverage.card_number) == (kind, number)


def test_ended_card_with_a_new_one_still_to_begin_is_no_insurance_today() -> None:
    coverage = judged(maKetQua="003", **{**NEW_CARD, "gtTheTuMoi": "01/12/2026"})
    assert (coverage.kind, coverage.valid_from) == (CoverageKind.UNINSURED, date(2026, 12, 1))


@pytest.mark.parametrize("code", ["001", "010", "060", "110", "124", "777"])
def test_new_card_does_not_outweigh_another_verdict(code: str) -> None:
    assert judged(maKetQua=code, **NEW_CARD).kind is judged(maKetQua=code).kind


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("22/11/2026", "22/11/2026", CoverageKind.VALID),
        ("01/01/2025", "21/11/2026", CoverageKind.UNINSURED),
        ("23/11/2026", "31/12/2049", CoverageKind.UNINSURED),
        ("01/01/2025", "", CoverageKind.VALID),
        ("01/01/2025", None, CoverageKind.VALID),
        (None, None, CoverageKind.VALID),
        ("rubbish", "31/02/2026", CoverageKind.VALID),
    ],
)
def test_dates_are_judged_against_today(start: str | None, end: str | None, kind: CoverageKind) -> None:
    assert judged(gtTheTu=start, gtTheDen=end).kind is kind


@pytest.mark.parametrize(
    ("facility", "ours"), [("01999", True), ("01888", True), ("79998", False), ("", None), (None, None)]
)
def test_registration_is_ours_or_accepted(facility: str | None, ours: bool | None) -> None:
    assert judged(maDKBD=facility).ours is ours


@pytest.mark.parametrize(
    ("facility", "name"), [("01999", "Bệnh viện Đa khoa Mẫu"), ("01888", ""), ("79998", "")]
)
def test_our_own_code_is_shown_by_our_name(facility: str, name: str) -> None:
    assert judged(maDKBD=facility).registered_facility_name == name


@pytest.mark.parametrize(
    "fields",
    [{"hoTen": "Nguyễn Văn Khác"}, {"ngaySinh": "16/03/1985"}, {"ngaySinh": "1984"}, {"gioiTinh": "Nữ"}],
)
def test_good_code_of_another_person_is_a_mismatch(fields: dict[str, object]) -> None:
    assert judged(**fields).kind is CoverageKind.MISMATCH


@pytest.mark.parametrize(
    "fields",
    [
        {"hoTen": "NGUYEN VAN MAU"},
        {"hoTen": " Nguyễn  Văn Mẫu "},
        {"hoTen": None},
        {"hoTen": "Nguyễn *** Mẫu"},
        {"ngaySinh": "1985"},
        {"ngaySinh": "03/1985"},
        {"ngaySinh": "?"},
        {"gioiTinh": None},
        {"gioiTinh": "khác"},
    ],
)
def test_same_person_written_otherwise_is_no_mismatch(fields: dict[str, object]) -> None:
    assert judged(**fields).kind is CoverageKind.VALID


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("H'MẪU AYŬN THỬ", "H’ Mẫu Ayun Thử", True),
        ("ĐỖ THỊ ƀĔ", "Do Thi be", True),
        ("ĐẶNG", "DẰNG", True),
        ("CONG TANG TON NU THI DU MINH HO", "Công Tằng Tôn Nữ Thí Dụ Minh Họa", False),
        ("CONG TANG TON NU TANG THI DU MINH HO", "Công Tằng Tôn Nữ Tằng Thí Dụ Minh Họa", True),
        ("NGUYEN", "NGUYEN VAN", False),
        ("", "NGUYEN", None),
        ("NGUYEN", "", None),
        ("NGUYEN", "NGU***", None),
    ],
)
def test_names_are_compared_folded(ours: str, theirs: str, same: bool | None) -> None:
    assert same_name(ours, theirs) is same


@given(st.text(max_size=60))
def test_fold_is_stable_and_agrees_over_normal_forms(text: str) -> None:
    import unicodedata

    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("05/03/1994", "05/03/1994", True),
        ("05/03/1994", "03/1994", True),
        ("1994", "05/03/1994", True),
        ("05/03/1994", "03/05/1994", False),
        ("05/03/1994", "", None),
        ("05031994", "05/03/1994", None),
    ],
)
def test_births_are_compared_as_far_as_both_know(ours: str, theirs: str, same: bool | None) -> None:
    assert same_birth(ours, theirs) is same


def test_sex_is_compared_where_both_say() -> None:
    assert same_sex(Sex.FEMALE, "Nữ") is True
    assert same_sex(Sex.FEMALE, "nam") is False
    assert same_sex(Sex.UNKNOWN, "Nam") is None
    assert same_sex(Sex.MALE, "") is None


def test_number_for_a_code_and_a_byte_order_mark_are_tolerated() -> None:
    assert parse_card(b"\xef\xbb\xbf" + json.dumps({"maKetQua": 0}).encode()).code == "000"


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_malformed(data: bytes) -> None:
    try:
        parse_card(data)
    except MalformedAnswerError:
        return


SCALARS = (
    st.none() | st.integers() | st.booleans() | st.text(max_size=30) | st.lists(st.integers(), max_size=2)
)


@given(
    fields=st.dictionaries(st.sampled_from(list(json.loads(card_body())) + list(NEW_CARD)), SCALARS),
    code=st.text(max_size=6),
)
def test_any_fields_are_judged_or_malformed(fields: dict[str, object], code: str) -> None:
    """Whatever the gateway puts into its fields, there is a coverage or a MalformedAnswerError, never another error."""
    try:
        answer = parse_card(card_body(**{**fields, "maKetQua": code}))
    except MalformedAnswerError:
        return
    coverage = judge(answer, PERSON, RULES, NOW)
    assert coverage.kind not in {CoverageKind.NONE, CoverageKind.PENDING}
    assert judge(answer, replace(PERSON, sex=Sex.UNKNOWN), RULES, NOW).code == coverage.code
