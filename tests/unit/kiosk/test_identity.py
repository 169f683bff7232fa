"""What a chip or a claim tells -> PatientIdentity: names, centuries, partial dates, expiry, disagreements."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow import Claim
from kiosk.identity import (
    BIRTH_DIFFERS,
    CARD_EXPIRED,
    EXPIRY_DIFFERS,
    NAME_DIFFERS,
    NUMBER_BIRTH_DIFFERS,
    NUMBER_DIFFERS,
    fold,
    identify,
    identity_of_claim,
)
from kiosk.model import Sex
from reader.codec.mrz import Mrz, build_td1, parse_mrz, personal_number_field
from reader.lds.dg13_vn import NationalRecord

TODAY = date(2026, 8, 3)
NUMBER = "001090123456"


def card(
    *,
    number: str = NUMBER,
    birth: str = "900101",
    expiry: str = "300101",
    primary: str = "NGUYEN",
    secondary: str = "VAN MAU",
) -> Mrz:
    """A TD1 zone as Vietnam's cards have it."""
    lines = build_td1(
        document_number=number[-9:],
        birth_date=birth,
        sex="M",
        expiry_date=expiry,
        primary_identifier=primary,
        secondary_identifier=secondary,
        optional_data_1=personal_number_field(number),
        document_code="ID",
        issuing_state="VNM",
        nationality="VNM",
    )
    return parse_mrz("".join(lines))


def test_record_that_agrees_gives_the_name_with_diacritics() -> None:
    record = NationalRecord(personal_number=NUMBER, full_name="NGUYỄN  VĂN MẪU", birth_date="01/01/1990")
    holder = identify(card(), record, TODAY)
    assert holder.identity.full_name == "NGUYỄN VĂN MẪU"
    assert holder.identity.personal_number == NUMBER
    assert holder.identity.birth_date == date(1990, 1, 1)
    assert holder.identity.sex is Sex.MALE
    assert holder.identity.source == "CHIP_CCCD"
    assert holder.flags == ()


def test_without_a_record_the_zone_alone_carries_the_identity() -> None:
    holder = identify(card(), None, TODAY)
    assert holder.identity.full_name == "NGUYEN VAN MAU"
    assert holder.identity.birth_text == "01/01/1990"
    assert holder.flags == ()


def test_record_of_another_name_is_flagged_and_not_taken() -> None:
    holder = identify(card(), NationalRecord(full_name="TRẦN VĂN KHÁC"), TODAY)
    assert holder.identity.full_name == "NGUYEN VAN MAU"
    assert holder.flags == (NAME_DIFFERS,)


def test_name_cut_off_in_the_zone_still_agrees() -> None:
    mrz = card(primary="NGUYEN", secondary="TRAN HOANG THI MY DUYEN HANH")
    whole = "NGUYỄN TRẦN HOÀNG THỊ MỸ DUYÊN HẠNH PHÚC"
    assert len(mrz.lines[-1].rstrip("<")) == 30
    assert identify(mrz, NationalRecord(full_name=whole), TODAY).identity.full_name == whole


def test_name_whose_parts_are_cut_in_the_zone_still_agrees() -> None:
    mrz = card(primary="CONG", secondary="TANG TON NU THI DU MIN HO")
    assert not mrz.lines[-1].endswith("<")
    assert not identify(mrz, None, TODAY).identity.name_complete
    whole = "CÔNG TẰNG TÔN NỮ THỊ DU MINH HOÀNG"
    identity = identify(mrz, NationalRecord(full_name=whole), TODAY).identity
    assert (identity.full_name, identity.name_complete) == (whole, True)


def test_short_name_is_no_prefix_of_a_longer_one() -> None:
    holder = identify(card(), NationalRecord(full_name="NGUYỄN VĂN MẪU MỰC"), TODAY)
    assert holder.flags == (NAME_DIFFERS,)


def test_name_in_decomposed_form_comes_out_composed() -> None:
    decomposed = "NGUYE\u0302\u0303N VA\u0306N MA\u0302\u0303U"
    assert (
        identify(card(), NationalRecord(full_name=decomposed), TODAY).identity.full_name == "NGUYỄN VĂN MẪU"
    )


@pytest.mark.parametrize(
    ("record", "flag"),
    [
        (NationalRecord(personal_number="001090999999"), NUMBER_DIFFERS),
        (NationalRecord(birth_date="02/01/1990"), BIRTH_DIFFERS),
        (NationalRecord(birth_date="1991"), BIRTH_DIFFERS),
        (NationalRecord(birth_date="born long ago"), BIRTH_DIFFERS),
        (NationalRecord(expiry_date="01/01/2031"), EXPIRY_DIFFERS),
    ],
)
def test_record_that_disagrees_is_flagged(record: NationalRecord, flag: str) -> None:
    holder = identify(card(), record, TODAY)
    assert holder.flags == (flag,)
    assert holder.identity.birth_date == date(1990, 1, 1)
    assert holder.identity.personal_number == NUMBER


@pytest.mark.parametrize(
    ("stated", "day"), [("1990", None), ("01/1990", None), ("1/1/1990", date(1990, 1, 1))]
)
def test_partial_birth_date_keeps_the_cards_precision(stated: str, day: date | None) -> None:
    identity = identify(card(), NationalRecord(birth_date=stated), TODAY).identity
    assert (identity.birth_text, identity.birth_date) == (stated, day)


@pytest.mark.parametrize(
    ("zone", "text"), [("90<<<<", "1990"), ("9005<<", "05/1990"), ("900000", "1990"), ("<<<<<<", "")]
)
def test_partial_birth_date_in_the_zone(zone: str, text: str) -> None:
    identity = identify(card(birth=zone), None, TODAY).identity
    assert (identity.birth_text, identity.birth_date) == (text, None)


@pytest.mark.parametrize(
    ("number", "birth", "year", "flags"),
    [
        ("001026123456", "260101", 1926, ()),
        ("001226123456", "260101", 2026, ()),
        ("001215123456", "150101", 2015, ()),
        ("001090123456", "260101", 2026, (NUMBER_BIRTH_DIFFERS,)),
        ("001290123456", "900101", 1990, (NUMBER_BIRTH_DIFFERS,)),
    ],
)
def test_century_comes_from_the_number_when_it_fits(
    number: str, birth: str, year: int, flags: tuple[str, ...]
) -> None:
    holder = identify(card(number=number, birth=birth), None, TODAY)
    assert holder.identity.birth_date == date(year, 1, 1)
    assert holder.flags == flags


def test_card_without_expiry_never_expires() -> None:
    holder = identify(card(expiry="991231"), NationalRecord(expiry_date="Không thời hạn"), TODAY)
    assert holder.identity.expiry_date is None
    assert holder.flags == ()


@pytest.mark.parametrize(
    ("expiry", "flags"), [("260803", ()), ("260802", (CARD_EXPIRED,)), ("200101", (CARD_EXPIRED,))]
)
def test_expired_card_is_flagged_from_the_day_after(expiry: str, flags: tuple[str, ...]) -> None:
    assert identify(card(expiry=expiry), None, TODAY).flags == flags


def test_foreign_card_is_known_by_its_document_number() -> None:
    mrz = parse_mrz(
        "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    )
    identity = identify(mrz, None, TODAY).identity
    assert identity.personal_number == "D23145890"
    assert identity.nationality == "UTO"
    assert identity.birth_date == date(1974, 8, 12)


def test_claim_proves_nothing() -> None:
    identity = identity_of_claim(Claim(NUMBER, "NGUYỄN VĂN MẪU", "01/01/1990"))
    assert identity.source == "CLAIM"
    assert identity.birth_date == date(1990, 1, 1)
    assert identity.document_number == ""


def test_fold_writes_names_as_the_zone_does() -> None:
    assert fold("Đặng Thị Ngọc-Ánh ") == "DANGTHINGOCANH"


@given(st.text(max_size=60))
def test_any_name_in_a_record_yields_an_identity(name: str) -> None:
    holder = identify(card(), NationalRecord(full_name=name), TODAY)
    assert fold(holder.identity.full_name) == "NGUYENVANMAU"


@given(st.text(alphabet="0123456789/", max_size=12))
def test_any_birth_text_yields_an_identity(text: str) -> None:
    holder = identify(card(), NationalRecord(birth_date=text), TODAY)
    assert holder.identity.birth_text.endswith("90")
