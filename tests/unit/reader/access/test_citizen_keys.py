"""What a printed code leaves open of a citizen's keys."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.access.candidates import MAX_CANDIDATES, Candidates, candidates_of
from reader.access.citizen_keys import MAX_MRZ_CANDIDATES, NO_EXPIRY, citizen_keys, expiry_candidates
from reader.access.key import AccessKeyError, Can, MrzKey

NUMBER = "001090123456"


@pytest.mark.parametrize(
    ("birth", "issued", "expected"),
    [
        pytest.param(date(1990, 1, 1), date(2021, 5, 1), ("300101", "500101"), id="to-forty"),
        pytest.param(date(1990, 1, 1), date(2013, 1, 2), ("300101", "150101"), id="two-years-before"),
        pytest.param(date(1990, 1, 1), date(2012, 12, 31), ("150101", "300101"), id="just-earlier"),
        pytest.param(date(1963, 6, 1), date(2021, 6, 1), (NO_EXPIRY, "230601"), id="fifty-eight"),
        pytest.param(date(1963, 6, 2), date(2021, 6, 1), ("230602", NO_EXPIRY), id="a-day-short"),
        pytest.param(date(1940, 1, 1), date(2021, 1, 1), (NO_EXPIRY,), id="over-sixty"),
        pytest.param(date(2020, 1, 1), date(2024, 8, 1), ("340101", "450101"), id="a-child"),
        pytest.param(date(2012, 3, 1), date(2024, 8, 1), ("370301", "260301"), id="twelve-and-a-half"),
        pytest.param(date(2000, 2, 29), date(2021, 1, 1), ("250228", "250301", "400229"), id="leap-day"),
        pytest.param(date(2021, 1, 1), date(2020, 1, 1), (), id="issued-before-birth"),
        pytest.param(date(9999, 1, 1), date(9999, 2, 1), (), id="no-year"),
        pytest.param(date(1, 1, 1), date(2021, 1, 1), (), id="year-one"),
    ],
)
def test_expiry_follows_the_ages_of_the_law(birth: date, issued: date, expected: tuple[str, ...]) -> None:
    assert expiry_candidates(birth, issued) == expected


@given(st.dates(), st.dates())
def test_there_are_never_more_than_three_different_dates(birth: date, issued: date) -> None:
    found = expiry_candidates(birth, issued)
    assert len(found) <= MAX_MRZ_CANDIDATES
    assert len(set(found)) == len(found)
    assert len(tuple(citizen_keys(NUMBER, birth, issued))) <= MAX_CANDIDATES


def test_can_comes_first_then_the_last_nine_digits_with_each_date() -> None:
    keys = citizen_keys(NUMBER, date(1990, 1, 1), date(2021, 5, 1))
    assert tuple(keys) == (
        Can("123456"),
        MrzKey("090123456", "900101", "300101"),
        MrzKey("090123456", "900101", "500101"),
    )
    assert keys.mrz_keys == tuple(keys)[1:]


@pytest.mark.parametrize(
    ("birth", "issued"), [(None, None), (date(1990, 1, 1), None), (None, date(2021, 5, 1))]
)
def test_without_both_dates_the_can_is_all(birth: date | None, issued: date | None) -> None:
    assert tuple(citizen_keys(NUMBER, birth, issued)) == (Can("123456"),)


@pytest.mark.parametrize("number", ["", "00109012345", "0010901234567", "00109012345x", "123456"])
def test_a_personal_number_has_twelve_digits(number: str) -> None:
    with pytest.raises(AccessKeyError):
        citizen_keys(number)


def test_candidates_are_few_and_different_and_shown_to_nobody() -> None:
    can = Can("123456")
    assert tuple(candidates_of(can)) == (can,)
    assert candidates_of(Candidates((can,))) == Candidates((can,))
    assert repr(Candidates((can,))) == "Candidates()"
    for keys in ((), (can, can), tuple(Can(f"{number:06d}") for number in range(5))):
        with pytest.raises(AccessKeyError):
            Candidates(keys)
