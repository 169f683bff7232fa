"""The sample citizens: invented, consistent, and covering what the check-in must cover."""

import json
from datetime import date

import pytest

from emulator.citizens import Authentic, CardKind, Citizen, Coverage, Ending, by_name, load

CITIZENS = load()
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
}


def ids(citizen: Citizen) -> str:
    return citizen.name


def test_samples_cover_the_insurance_answers_and_the_kinds_of_card() -> None:
    assert {citizen.insurance.code for citizen in CITIZENS} == {"000", "001", "003", "010", "050", "110"}
    assert {citizen.kind for citizen in CITIZENS} == set(CardKind)
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
            date(born.year + age, born.month, born.day)
            for age in (14, 25, 40, 60)
            if date(born.year + age - 2, born.month, born.day) > issued
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
        assert fields["ngaySinh"] == f"{citizen.birth_date:%d/%m/%Y}"
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
