"""The issuer's MRZ: published specimens, Vietnamese names, names too long."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.mrz import check_digit, latin, name_field, td1_lines
from tests.vectors import ICAO_AND_VIETNAM, load

# The letters of Vietnamese and those of the Central Highlands' languages that names use beside them.
LETTERS = (
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴÊĬŎŬƀČÑÔƠƯFJWZ"
)


@pytest.mark.parametrize(("text", "digit"), load(ICAO_AND_VIETNAM)["check_digit"].items())
def test_check_digit_of_the_published_examples(text: str, digit: int) -> None:
    assert check_digit(text) == str(digit)


def test_check_digit_refuses_what_no_mrz_holds() -> None:
    with pytest.raises(ValueError, match="character"):
        check_digit("AB CD")


def test_lines_of_the_specimen_card() -> None:
    lines = td1_lines("034058000022", "Nguyễn Văn Tỵ", date(1958, 10, 26), "M", None)
    assert list(lines) == load(ICAO_AND_VIETNAM)["vn_cccd"]["mrz_specimen"]


def test_lines_with_an_expiry_date() -> None:
    upper, middle, _ = td1_lines("001090123456", "A", date(1990, 1, 1), "M", date(2030, 1, 1))
    assert (upper, middle) == ("IDVNM0901234562001090123456<<3", "9001011M3001019VNM<<<<<<<<<<<4")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Nguyễn Văn Mẫu", "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<"),
        ("ĐỖ", "DO<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("H'MẪU AYŬN THỬ", "HMAU<<AYUN<THU<<<<<<<<<<<<<<<<"),
        ("H’Mẫu Ê̆ban", "HMAU<<EBAN<<<<<<<<<<<<<<<<<<<<"),
        ("Công Tằng Tôn Nữ Thí Dụ Minh Họa", "CONG<<TANG<TON<NU<THI<DU<MIN<H"),
        ("Nguyễn Phước Hoàng Bảo Thí Dụ Minh", "NGUYEN<<PHUOC<HOANG<BAO<THI<DU"),
        ("Nguyễn Phước Hoàng Bảo Thí Dụng Minh", "NGUYEN<<PHUOC<HOANG<BAO<THI<DU"),
    ],
)
def test_name_field_of_vietnamese_names(name: str, field: str) -> None:
    assert name_field(name) == field


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=7), min_size=1, max_size=8))
def test_name_field_always_fits(words: list[str]) -> None:
    field = name_field(" ".join(words))
    assert len(field) == 30
    assert set(field) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
    if sum(map(len, words)) + len(words) > 30:
        assert field[-1] != "<"


def test_latin_covers_every_letter() -> None:
    assert latin(LETTERS.lower()).isascii()
