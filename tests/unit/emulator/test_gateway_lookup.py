"""The look-up rule of the gateway simulator: which code for which question."""

from dataclasses import replace
from datetime import date

import pytest

from emulator.citizens import by_name, load
from emulator.gateway import Account, Insured, ResultCode
from emulator.gateway.lookup import ANSWER_FIELDS, look_up

ACCOUNT = Account(staff_name="TRẦN THỊ QUẦY MẪU", staff_number="000190000001")
HOLDER = Insured.from_citizen(by_name("nguyen-van-mau"))
PEOPLE = tuple(Insured.from_citizen(citizen) for citizen in load())


def ask(**changes: str) -> dict[str, object]:
    question = {
        "maThe": HOLDER.number,
        "hoTen": HOLDER.full_name,
        "ngaySinh": f"{HOLDER.birth_date:%d/%m/%Y}",
        "hoTenCb": ACCOUNT.staff_name,
        "cccdCb": ACCOUNT.staff_number,
    }
    return look_up(PEOPLE, ACCOUNT, {**question, **changes})


@pytest.mark.parametrize("number", [HOLDER.number, HOLDER.fields["maThe"], HOLDER.fields["maSoBHXH"]])
def test_holder_is_found_by_twelve_fifteen_and_ten_characters(number: str) -> None:
    answer = ask(maThe=number)
    assert answer["maKetQua"] == ResultCode.CORRECT
    assert answer["maThe"] == HOLDER.fields["maThe"]
    assert set(ANSWER_FIELDS) <= set(answer)


def test_holder_is_found_by_the_new_card_number() -> None:
    person = Insured.from_citizen(by_name("pham-thi-gia-dinh"))
    new_card = str(person.fields["maTheMoi"])
    answer = ask(maThe=new_card, hoTen=person.full_name, ngaySinh="1946")
    assert (answer["maKetQua"], answer["maTheMoi"]) == (ResultCode.OLD_CARD_ENDED, new_card)


@pytest.mark.parametrize("birth", ["15/03/1985", "03/1985", "1985"])
def test_birth_date_agrees_in_each_precision(birth: str) -> None:
    assert ask(ngaySinh=birth)["maKetQua"] == ResultCode.CORRECT


@pytest.mark.parametrize("birth", ["16/03/1985", "04/1985", "1986"])
def test_other_birth_date_is_refused(birth: str) -> None:
    answer = ask(ngaySinh=birth)
    assert answer["maKetQua"] == ResultCode.WRONG_BIRTH
    assert answer["maThe"] is None


def test_year_only_book_entry_refuses_a_full_date_and_takes_the_year() -> None:
    people = (replace(HOLDER, year_only=True),)
    question = {"maThe": HOLDER.number, "hoTen": HOLDER.full_name, "ngaySinh": "15/03/1985"}
    question |= {"hoTenCb": ACCOUNT.staff_name, "cccdCb": ACCOUNT.staff_number}
    assert look_up(people, ACCOUNT, question)["maKetQua"] == ResultCode.WRONG_BIRTH
    assert look_up(people, ACCOUNT, {**question, "ngaySinh": "1985"})["maKetQua"] == ResultCode.CORRECT


@pytest.mark.parametrize("birth", ["", "1/1/1985", "15031985", "15-03-1985", "15/03/85", "٠١/٠٣/1985"])
def test_malformed_birth_date_is_a_bad_parameter(birth: str) -> None:
    assert ask(ngaySinh=birth)["maKetQua"] == ResultCode.BAD_PARAMETER


@pytest.mark.parametrize("field", ["maThe", "hoTen", "hoTenCb", "cccdCb"])
def test_missing_field_is_a_bad_parameter(field: str) -> None:
    assert ask(**{field: ""})["maKetQua"] == ResultCode.BAD_PARAMETER


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("123", ResultCode.WRONG_NUMBER),
        ("00008512345X", ResultCode.WRONG_NUMBER),
        ("GD9990099000001", ResultCode.WRONG_LEVEL),
        ("GD4000099000001", ResultCode.WRONG_PROVINCE),
        ("000085999999", ResultCode.UNKNOWN_CARD),
    ],
)
def test_number_that_names_nobody_is_refused_by_its_fault(number: str, code: ResultCode) -> None:
    assert ask(maThe=number)["maKetQua"] == code


@pytest.mark.parametrize("name", ["  nguyễn  văn mẫu ", "NGUYỄN VĂN MẪU"])
def test_name_agrees_whatever_case_composition_and_blanks(name: str) -> None:
    assert ask(hoTen=name)["maKetQua"] == ResultCode.CORRECT


def test_name_without_diacritics_is_wrong_where_names_are_compared_strictly() -> None:
    question = {
        "maThe": HOLDER.number,
        "hoTen": "NGUYEN VAN MAU",
        "ngaySinh": "1985",
        "hoTenCb": ACCOUNT.staff_name,
        "cccdCb": ACCOUNT.staff_number,
    }
    assert look_up(PEOPLE, ACCOUNT, question)["maKetQua"] == ResultCode.CORRECT
    strict = look_up(PEOPLE, ACCOUNT, question, strict_names=True)
    assert strict["maKetQua"] == ResultCode.WRONG_NAME_SAME_INITIALS


@pytest.mark.parametrize("name", ["HMAU AYUN THU", "H MAU AYUN THU", "H'MAU AYUN THU"])
def test_name_as_the_mrz_has_it_agrees(name: str) -> None:
    person = Insured.from_citizen(by_name("h-mau-ayun-thu"))
    assert ask(maThe=person.number, hoTen=name, ngaySinh="2003")["maKetQua"] == person.code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NGUYỄN VŨ MẶN", ResultCode.WRONG_NAME_SAME_INITIALS),
        ("NGUYỄN VĂN", ResultCode.WRONG_NAME),
        ("TRẦN THỊ THỬ", ResultCode.WRONG_NAME),
    ],
)
def test_other_name_is_refused(name: str, code: ResultCode) -> None:
    assert ask(hoTen=name)["maKetQua"] == code


def test_unregistered_staff_is_refused_before_the_patient_is_looked_at() -> None:
    assert ask(cccdCb="000190000002")["maKetQua"] == ResultCode.STAFF_UNKNOWN
    assert ask(hoTenCb="NGƯỜI KHÁC")["maKetQua"] == ResultCode.STAFF_NAME


def test_every_sample_citizen_gets_the_answer_of_the_fixture() -> None:
    for citizen in load():
        birth = f"{citizen.birth_date:%d/%m/%Y}"
        answer = ask(maThe=citizen.number, hoTen=citizen.full_name, ngaySinh=birth)
        assert answer["maKetQua"] == citizen.insurance.code
        assert citizen.insurance.fields.items() <= answer.items()


def test_repr_shows_nothing_of_the_person() -> None:
    person = Insured("000085123456", "NGUYỄN VĂN MẪU", date(1985, 3, 15), "000", {"maThe": "GD4990099000001"})
    assert repr(person) == "Insured(code='000', year_only=False)"
