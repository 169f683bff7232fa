"""Access keys: forms, passwords, and what they never show."""

import pytest

from reader.access.key import AccessKey, AccessKeyError, Can, MrzKey
from reader.codec.mrz import MrzError
from tests import vectors

SPECIMENS = vectors.load(vectors.ICAO_AND_VIETNAM)
VIETNAM = SPECIMENS["vn_cccd"]


def test_can_is_its_own_password() -> None:
    assert Can(VIETNAM["can_of_specimen"]).password() == b"000022"


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "12345a", " 123456", "123456\n", "１２３４５６"])
def test_can_has_six_digits(digits: str) -> None:
    with pytest.raises(AccessKeyError):
        Can(digits)


def test_mrz_key_of_appendix_d() -> None:
    key = MrzKey("L898902C", "690806", "940623")
    assert key.mrz_information() == SPECIMENS["bac"]["mrz_information"]


def test_mrz_key_of_appendix_g() -> None:
    example = SPECIMENS["pace_ecdh_gm_aes128_brainpoolP256r1"]
    key = MrzKey("T22000129", "640812", "101031")
    assert key.mrz_information() == example["mrz_information"]
    assert key.password() == bytes.fromhex(example["K"])


def test_mrz_key_of_the_vietnamese_specimen_takes_the_last_nine_digits() -> None:
    key = MrzKey.from_mrz_text("\n".join(VIETNAM["mrz_specimen"]))
    assert key == MrzKey("058000022", "581026", "991231")


def test_long_document_number_is_taken_whole() -> None:
    key = MrzKey.from_mrz_text(
        "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
    )
    assert key.mrz_information() == "D23145890734934071279507122"


def test_unreadable_zone_is_no_key() -> None:
    with pytest.raises(MrzError):
        MrzKey.from_mrz_text("IDVNM")


@pytest.mark.parametrize(
    ("number", "birth", "expiry"),
    [
        ("", "900101", "300101"),
        ("1" * 23, "900101", "300101"),
        ("abc", "900101", "300101"),
        ("123456789", "9001011", "300101"),
        ("123456789", "90 101", "300101"),
        ("123456789", "900101", "3001"),
    ],
)
def test_mrz_key_of_wrong_form_is_refused(number: str, birth: str, expiry: str) -> None:
    with pytest.raises(AccessKeyError):
        MrzKey(number, birth, expiry)


@pytest.mark.parametrize("key", [Can("123456"), MrzKey("123456789", "900101", "300101")])
def test_repr_shows_nothing(key: AccessKey) -> None:
    assert repr(key) in {"Can()", "MrzKey()"}


def test_error_repeats_nothing_that_was_entered() -> None:
    with pytest.raises(AccessKeyError) as caught:
        Can("98765")
    assert "98765" not in str(caught.value)


def test_unknown_part_of_a_birth_date_goes_into_the_key_as_fillers() -> None:
    assert MrzKey("123456789", "58<<<<", "991231").mrz_information()[10:16] == "58<<<<"
