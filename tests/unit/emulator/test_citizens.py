"""The sample citizens: invented, consistent, and covering what the check-in must cover."""

import json
import unicodedata
from datetime import date

import pytest

from emulator.citizens import (
    Authentic,
    CardKind,
    Citizen,
    Coverage,
    Document,
    Ending,
    Picture,
    by_name,
    load,
    load_all,
)
from emulator.issuer import personalise
from emulator.mrz import check_digit, mrz_information

SAMPLES = load()
CITIZENS = tuple(citizen for citizen in load_all() if citizen.document is Document.TD1)
FOREIGNERS = tuple(citizen for citizen in load_all() if citizen.document is not Document.TD1)
LETTERS = set("AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY")
GATEWAY_FIELDS = {
    "maKetQua",
    "ghiChu",
    "maThe",
    "hoTen",
    "ngaySinh",
    "gioiTinh",
    "diaChi",
    "maDKBD",
    "cqBHXH",
    "gtTheTu",
    "gtTheDen",
    "maKV",
    "ngayDu5Nam",
    "maSoBHXH",
    "maTheCu",
    "maTheMoi",
    "gtTheTuMoi",
    "gtTheDenMoi",
    "maDKBDMoi",
    "tenDKBDMoi",
    "dsLichSuKCB2018",
    "dsLichSuKT2018",
}
COVERAGE_BY_CODE = {
    "000": Coverage.VALID,
    "003": Coverage.NEW_CARD,
    "001": Coverage.PAPER_CARD,
    "050": Coverage.PAPER_CARD,
    "010": Coverage.UNINSURED,
    "110": Coverage.BLOCKED,
    "002": Coverage.PAPER_CARD,
    "004": Coverage.VALID,
    "130": Coverage.PAPER_CARD,
    **dict.fromkeys(("051", "052", "053", "060", "061", "070"), Coverage.MISMATCH),
    **dict.fromkeys(("100", "101"), Coverage.LATER),
    **dict.fromkeys(("120", "121", "122", "123"), Coverage.BLOCKED),
    "124": Coverage.UNINSURED,
}


def ids(citizen: Citizen) -> str:
    return citizen.name


def test_samples_cover_the_insurance_answers_and_the_kinds_of_card() -> None:
    assert {citizen.insurance.code for citizen in SAMPLES} == {"000", "001", "003", "010", "050", "110"}
    assert {citizen.kind for citizen in SAMPLES} == set(CardKind)
    assert {citizen.insurance.code for citizen in CITIZENS} == set(COVERAGE_BY_CODE)
    assert len(SAMPLES) == 9
    registered = {
        citizen.insurance.fields["maDKBD"] for citizen in CITIZENS if citizen.insurance.code == "000"
    }
    assert "01999" in registered
    assert registered - {"01999"}
    assert any(citizen.expiry_date is None for citizen in CITIZENS)
    assert any(citizen.national is None for citizen in CITIZENS)


def test_names_are_unique() -> None:
    assert len({citizen.name for citizen in CITIZENS}) == len(CITIZENS)


@pytest.mark.parametrize("citizen", CITIZENS, ids=ids)
def test_number_tells_sex_and_birth_year_of_no_real_province(citizen: Citizen) -> None:
    assert citizen.number.isascii()
    assert citizen.number.isdigit()
    assert len(citizen.number) == 12
    assert citizen.number.startswith("000")
    century = citizen.birth_date.year // 100 - 19
    assert int(citizen.number[3]) == 2 * century + (citizen.sex == "F")
    assert citizen.number[4:6] == f"{citizen.birth_date:%y}"


@pytest.mark.parametrize("citizen", CITIZENS, ids=ids)
def test_expiry_follows_the_ages_of_the_law(citizen: Citizen) -> None:
    born, issued = citizen.birth_date, citizen.issue_date
    runs_to = next(
        (
            date(born.year + age, born.month, min(born.day, 28 if born.month == 2 else 31))
            for age in (14, 25, 40, 60)
            if date(born.year + age - 2, born.month, min(born.day, 28)) > issued
        ),
        None,
    )
    assert citizen.expiry_date == runs_to


@pytest.mark.parametrize("citizen", CITIZENS, ids=ids)
def test_card_access_number_and_mrz_agree_with_the_number(citizen: Citizen) -> None:
    lines = citizen.mrz.split("\n")
    assert [len(line) for line in lines] == [30, 30, 30]
    assert citizen.can == citizen.number[6:]
    assert lines[0][5:14] == citizen.document_number == citizen.number[3:]
    assert lines[0][15:27] == citizen.number
    assert lines[1][8:14] == (f"{citizen.expiry_date:%y%m%d}" if citizen.expiry_date else "991231")


@pytest.mark.parametrize("citizen", CITIZENS, ids=ids)
def test_insurance_answer_is_whole_and_ready_for_json(citizen: Citizen) -> None:
    fields = citizen.insurance.fields
    assert fields.keys() == GATEWAY_FIELDS
    assert fields["maKetQua"] == citizen.insurance.code
    assert json.loads(json.dumps(fields)) == fields
    if citizen.insurance.code != "050":
        assert fields["hoTen"] == citizen.full_name
        known = "%Y" if citizen.birth_digits else "%d/%m/%Y"
        assert fields["ngaySinh"] == citizen.birth_date.strftime(known)
        assert fields["gioiTinh"] == {"M": "Nam", "F": "Nữ"}[citizen.sex]


@pytest.mark.parametrize("citizen", CITIZENS, ids=ids)
def test_expectation_fits_the_card_and_the_answer(citizen: Citizen) -> None:
    expected = citizen.expected
    if citizen.kind is CardKind.GENUINE:
        assert expected.authentic is Authentic.GENUINE
        assert expected.coverage is COVERAGE_BY_CODE[citizen.insurance.code]
        assert expected.ends is Ending.TICKET
    else:
        assert expected.authentic is Authentic.NOT_GENUINE
        assert expected.coverage is Coverage.NONE
        assert expected.ends is Ending.DESK


def test_copies_are_cards_of_their_originals() -> None:
    clone, original = by_name("nguyen-van-mau-clone"), by_name("nguyen-van-mau")
    assert (clone.number, clone.national, clone.portrait) == (
        original.number,
        original.national,
        original.portrait,
    )


def test_by_name_says_who_there_is() -> None:
    with pytest.raises(KeyError, match="nguyen-van-mau"):
        by_name("nobody")


def test_repr_shows_neither_name_nor_number() -> None:
    for citizen in CITIZENS:
        shown = repr(citizen)
        assert citizen.full_name not in shown
        assert citizen.number not in shown
        assert citizen.can not in shown


def test_people_cover_life() -> None:
    people = load_all()
    assert len({citizen.number for citizen in people}) >= 24
    assert {letter for citizen in people for letter in letters(citizen.full_name)} >= LETTERS
    assert any(len(citizen.full_name.split()) == 1 for citizen in people)
    assert any(citizen.birth_digits for citizen in people)
    ages = [2026 - citizen.birth_date.year for citizen in people]
    assert {14, 95} <= set(ages)
    assert {citizen.birth_date.year // 100 for citizen in people} == {19, 20}
    assert any(citizen.expiry_date is None for citizen in people)
    assert sum(citizen.national is None for citizen in CITIZENS) >= 3
    assert any(citizen.national and citizen.national.old_number for citizen in people)
    assert len({citizen.national.ethnicity for citizen in people if citizen.national}) >= 7
    assert {citizen.document for citizen in people} == set(Document)
    assert {citizen.picture for citizen in people} == set(Picture)
    # Names that the MRZ cuts off.
    assert sum(not citizen.mrz_lines[-1].endswith("<") for citizen in CITIZENS) >= 2


def test_faces_differ() -> None:
    faces = [citizen.portrait for citizen in load_all() if citizen.kind is CardKind.GENUINE]
    assert len(set(faces)) == len(faces)


def test_partial_birth_is_partial_everywhere() -> None:
    citizen = by_name("phan-khong-ro-ngay")
    assert citizen.mrz_lines[1].startswith("55<<<<" + check_digit("55<<<<"))
    assert b"\x02\x01\x03\x13\x041955" in personalise(citizen).application[0x010D]


@pytest.mark.parametrize("citizen", FOREIGNERS, ids=ids)
def test_booklets_have_two_lines_with_right_check_digits(citizen: Citizen) -> None:
    upper, lower = citizen.mrz_lines
    length = 44 if citizen.document is Document.TD3 else 36
    assert (len(upper), len(lower)) == (length, length)
    assert upper[2:5] == lower[10:13] == "UTO"
    for start, end in ((0, 9), (13, 19), (21, 27)):
        assert check_digit(lower[start:end]) == lower[end]
    covered = lower[21:43] if citizen.document is Document.TD3 else lower[21:35]
    assert check_digit(lower[:10] + lower[13:20] + covered) == lower[-1]
    assert mrz_information(citizen.mrz_lines) == lower[:10] + lower[13:20] + lower[21:28]


def letters(text: str) -> set[str]:
    """The letters of `text` with the tones taken off."""
    tones = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
    return set(unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(tones)))


def test_a_long_document_number_goes_on_in_the_optional_data() -> None:
    # Doc 9303-5 4.2.2: the tenth place is a filler, the rest of the number and the check digit follow.
    number = "D23145890734"
    digit = check_digit(number)
    upper = f"I<UTO{number[:9]}<{number[9:]}{digit}".ljust(30, "<")
    middle = "7408122F1204159UTO<<<<<<<<<<<6"
    assert mrz_information((upper, middle, "")) == f"{number}{digit}74081221204159"
