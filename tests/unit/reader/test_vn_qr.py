"""What QR codes claim: identity cards, insurance cards, numbers, and everything that is none of them."""

from __future__ import annotations

import unicodedata
from dataclasses import fields as dataclass_fields
from datetime import date

import pytest

from reader.access.key import Can, MrzKey
from reader.vn_qr import (
    MAX_TEXT_BYTES,
    CitizenClaim,
    InsuranceClaim,
    NumberClaim,
    NumberKind,
    OpaqueClaim,
    QrTextError,
    keys_of,
    parse_qr,
)

NUMBER = "000085123456"
NAME = "NGUYỄN VĂN MẪU"
ADDRESS = "Số 1 đường Ví Dụ, phường Thử Nghiệm, tỉnh Mẫu"
CITIZEN = f"{NUMBER}|000123456|{NAME}|15031985|Nam|{ADDRESS}|01062023"
CARD = "DN4990099000001"


def hexed(text: str) -> str:
    return text.encode().hex()


INSURANCE_15 = "|".join(
    (
        CARD,
        hexed(NAME),
        "15/03/1985",
        "1",
        hexed(ADDRESS),
        "01 - 234",
        "01/01/2026",
        "-",
        "15/12/2025",
        "01230099000001",
        "-",
        "4",
        " 01/01/2030",
        "0123456789abcdef-7102",
        "$",
    )
)
INSURANCE_17 = INSURANCE_15.removesuffix("$") + f"4|{hexed('Bảo hiểm xã hội tỉnh Mẫu')}|$"


def citizen(text: str) -> CitizenClaim:
    claim = parse_qr(text)
    assert isinstance(claim, CitizenClaim)
    return claim


def insurance(text: str) -> InsuranceClaim:
    claim = parse_qr(text)
    assert isinstance(claim, InsuranceClaim)
    return claim


def test_seven_fields_of_an_identity_card() -> None:
    claim = citizen(CITIZEN)
    assert claim == CitizenClaim(
        number=NUMBER,
        full_name=NAME,
        birth_text="15/03/1985",
        sex="M",
        address=ADDRESS,
        issued=date(2023, 6, 1),
        former_numbers=("000123456",),
        fields=tuple(CITIZEN.split("|")),
    )
    assert claim.birth_date == date(1985, 3, 15)
    assert claim.number_agrees


@pytest.mark.parametrize(
    ("text", "former"),
    [
        pytest.param(CITIZEN.replace("000123456", ""), (), id="empty-old-number"),
        pytest.param(CITIZEN.replace("000123456|", ""), (), id="six-fields"),
        pytest.param(CITIZEN.replace("15031985", "15/03/1985"), ("000123456",), id="slashes"),
        pytest.param(CITIZEN.replace("000123456|", "").replace(" VĂN ", "  VĂN "), (), id="blanks"),
        pytest.param(CITIZEN + "|", ("000123456",), id="eight-fields"),
        pytest.param(
            CITIZEN + "|000085000001, 000000009", ("000123456", "000085000001", "000000009"), id="cancelled"
        ),
        pytest.param(CITIZEN + f"|{NUMBER}|not a number", ("000123456",), id="words-at-the-end"),
        pytest.param(CITIZEN + "|NGUYỄN VĂN CHA MẪU|000060000001", ("000123456",), id="a-parent"),
        pytest.param(CITIZEN.replace("|", "\\"), ("000123456",), id="mangled-bars"),
        pytest.param(
            "\ufeff" + unicodedata.normalize("NFD", CITIZEN) + "\r\n", ("000123456",), id="decomposed"
        ),
    ],
)
def test_other_forms_of_the_same_card_say_the_same(text: str, former: tuple[str, ...]) -> None:
    claim = citizen(text)
    assert (claim.number, claim.full_name, claim.birth_text, claim.sex) == (NUMBER, NAME, "15/03/1985", "M")
    assert (claim.address, claim.issued, claim.former_numbers) == (ADDRESS, date(2023, 6, 1), former)


@pytest.mark.parametrize(
    ("text", "birth", "sex", "address", "issued"),
    [
        (f"{NUMBER}||{NAME}|1985|Nữ|Xã Giả Định|01062023", "1985", "F", "Xã Giả Định", date(2023, 6, 1)),
        (f"{NUMBER}||{NAME}|00001985|Nữ", "1985", "F", "", None),
        (f"{NUMBER}|{NAME}", "", "", "", None),
        (f"{NUMBER}|{NAME}|31021985|nam|Xã Giả Định", "", "", "Xã Giả Định", None),
        (f"{NUMBER}||{NAME}|15031985|?|-|01/06/2023", "15/03/1985", "", "?", date(2023, 6, 1)),
    ],
)
def test_what_a_card_leaves_out_is_empty(
    text: str, birth: str, sex: str, address: str, issued: date | None
) -> None:
    claim = citizen(text)
    assert (claim.full_name, claim.birth_text, claim.issued) == (NAME, birth, issued)
    if birth:
        assert (claim.sex, claim.address) == (sex, address)


def test_a_birth_date_without_a_name_is_kept() -> None:
    claim = citizen(f"{NUMBER}|15031985")
    assert (claim.full_name, claim.birth_text) == ("", "15/03/1985")


@pytest.mark.parametrize(
    ("number", "birth", "sex", "agrees"),
    [
        (NUMBER, "15031985", "Nam", True),
        (NUMBER, "15031985", "Nữ", False),
        (NUMBER, "15031986", "Nam", False),
        ("000285123456", "15032085", "Nam", True),
        ("000304123456", "2004", "Nữ", True),
        (NUMBER, "", "Nam", True),
    ],
)
def test_number_is_compared_with_birth_and_sex(number: str, birth: str, sex: str, agrees: bool) -> None:
    assert citizen(f"{number}||{NAME}|{birth}|{sex}").number_agrees is agrees


@pytest.mark.parametrize(("text", "issuer"), [(INSURANCE_15, ""), (INSURANCE_17, "Bảo hiểm xã hội tỉnh Mẫu")])
def test_both_forms_of_the_insurance_card(text: str, issuer: str) -> None:
    claim = insurance(text)
    assert claim == InsuranceClaim(
        number=CARD,
        full_name=NAME,
        birth_text="15/03/1985",
        sex="M",
        address=ADDRESS,
        facility="01234",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        issued=date(2025, 12, 15),
        guardian="",
        five_years_on=date(2030, 1, 1),
        check="0123456789abcdef-7102",
        issuer=issuer,
        fields=tuple(field.strip() for field in text.split("|")),
    )
    assert claim.birth_date == date(1985, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(INSURANCE_17.replace("DN4", "ĐN4"), id="letter"),
        pytest.param(INSURANCE_17.replace("DN4", "đn4"), id="small-letter"),
        pytest.param(INSURANCE_17.replace("DN4", "ĐN4").replace("|", "\\"), id="letter-and-bars"),
        pytest.param(INSURANCE_17.replace("DN499", "DN 4 99"), id="blanks"),
    ],
)
def test_what_a_vietnamese_keyboard_did_is_undone(text: str) -> None:
    claim = insurance(text)
    assert (claim.number, claim.full_name, claim.facility) == (CARD, NAME, "01234")


def test_an_insurance_card_by_personal_number_is_no_identity_card() -> None:
    claim = insurance(INSURANCE_17.replace(CARD, NUMBER))
    assert (claim.number, claim.full_name, claim.facility) == (NUMBER, NAME, "01234")
    keys = keys_of(claim)
    assert keys is not None
    assert tuple(keys) == (Can("123456"),)


@pytest.mark.parametrize("length", range(2, 17))
def test_a_code_that_ends_early_says_what_it_has(length: int) -> None:
    claim = insurance("|".join(INSURANCE_17.split("|")[:length]))
    assert (claim.number, claim.full_name) == (CARD, NAME)
    assert bool(claim.check) is (length > 13)


@pytest.mark.parametrize(
    ("name", "birth", "shown"),
    [
        (hexed("TRẦN  THỊ\u00a0THỬ"), "1950", "TRẦN THỊ THỬ"),
        (hexed(unicodedata.normalize("NFD", NAME)).upper(), "1950", NAME),
        (NAME, "1950", NAME),
        ("BE", "1950", "BE"),
        ("c328", "1950", ""),
        (hexed("A\x00B"), "1950", ""),
        (hexed("A1"), "1950", ""),
        (hexed("A" * 201), "1950", ""),
        ("-", "1950", ""),
    ],
)
def test_a_name_is_hex_or_plain_or_nothing(name: str, birth: str, shown: str) -> None:
    claim = insurance(f"0099000001|{name}|{birth}|2|4e4â|bad|31/02/2026|{hexed('-')}|$")
    assert (claim.full_name, claim.birth_text, claim.birth_date, claim.sex) == (shown, "1950", None, "F")
    assert (claim.address, claim.facility, claim.valid_from, claim.check) == ("", "", None, "")


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        (NUMBER, NUMBER, NumberKind.CITIZEN),
        (" 000 085 123 456\r\n", NUMBER, NumberKind.CITIZEN),
        ("0099000001", "0099000001", NumberKind.INSURANCE),
        ("000123456", "000123456", NumberKind.OLD_ID),
        ("ĐN 4 99 0099000001", CARD, NumberKind.INSURANCE_CARD),
        ("te1990099000001", "TE1990099000001", NumberKind.INSURANCE_CARD),
    ],
)
def test_plain_numbers_are_told_apart_by_their_form(text: str, number: str, kind: NumberKind) -> None:
    assert parse_qr(text) == NumberClaim(number, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|",
        "$",
        "12345",
        "٠٠٠٠٨٥١٢٣٤٥٦",
        "https://example.org/?id=000085123456",
        '{"number": "000085123456"}',
        f"{NUMBER}|123|",
        f"{NUMBER}x|{NAME}|15031985",
        f"{CARD}|-|31/02/1985",
        f"D9{CARD[2:]}|{hexed(NAME)}|1985",
        "C:\\Temp\\note",
        "a\ud800b",
    ],
)
def test_anything_else_stays_opaque(text: str) -> None:
    assert parse_qr(f" {text}\r\n") == OpaqueClaim(text)


def test_a_text_longer_than_any_code_is_refused() -> None:
    assert parse_qr("ă" * (MAX_TEXT_BYTES // 2)) == OpaqueClaim("ă" * (MAX_TEXT_BYTES // 2))
    for text in ("ă" * (MAX_TEXT_BYTES // 2) + "x", "1" * (MAX_TEXT_BYTES + 1)):
        with pytest.raises(QrTextError) as refused:
            parse_qr(text)
        assert refused.value.reason == "qr-too-long"


@pytest.mark.parametrize("text", [CITIZEN, INSURANCE_17, NUMBER, "NGUYỄN VĂN MẪU"])
def test_no_claim_shows_what_it_holds(text: str) -> None:
    claim = parse_qr(text)
    for field in dataclass_fields(claim):
        value = getattr(claim, field.name)
        if value:
            assert str(value) not in repr(claim)


def test_keys_come_from_the_number_and_the_two_dates() -> None:
    keys = keys_of(parse_qr(CITIZEN))
    assert keys is not None
    assert tuple(keys) == (
        Can("123456"),
        MrzKey("085123456", "850315", "450315"),
        MrzKey("085123456", "850315", "250315"),
    )
    alone = keys_of(parse_qr(NUMBER))
    assert alone is not None
    assert tuple(alone) == (Can("123456"),)


@pytest.mark.parametrize("text", [INSURANCE_17, "0099000001", "something else"])
def test_what_names_no_chip_has_no_keys(text: str) -> None:
    assert keys_of(parse_qr(text)) is None
