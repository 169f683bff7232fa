"""Codes written from claims are read as those claims, mangled by a Vietnamese keyboard or not; no text at all breaks the reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reader.vn_qr import (
    CitizenClaim,
    InsuranceClaim,
    NumberClaim,
    OpaqueClaim,
    keys_of,
    parse_qr,
)

DIGITS = st.text("0123456789", min_size=12, max_size=12)
OLD_NUMBERS = st.text("0123456789", min_size=9, max_size=9).map(lambda number: (number,)) | st.just(())
WORDS = st.lists(st.text("ABCĐƯỜỆẪaăâđêôơư", min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)
DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
BIRTHS = DAYS.map(lambda day: f"{day:%d/%m/%Y}")
SEXES = st.sampled_from("MF")
BARS = st.sampled_from("|\\")
CITIZENS = st.builds(
    CitizenClaim,
    number=DIGITS,
    full_name=WORDS,
    birth_text=BIRTHS,
    sex=SEXES,
    address=WORDS | st.just(""),
    issued=DAYS,
    former_numbers=OLD_NUMBERS,
    fields=st.just(()),
)
INSURED = st.builds(
    InsuranceClaim,
    number=st.from_regex(r"\A[A-Z]{2}[0-9]{13}\Z|\A[0-9]{10}\Z"),
    full_name=WORDS,
    birth_text=BIRTHS | st.integers(1850, 2150).map(str),
    sex=SEXES,
    address=WORDS | st.just(""),
    facility=st.text("0123456789", min_size=5, max_size=5),
    valid_from=DAYS | st.none(),
    valid_to=DAYS | st.none(),
    issued=DAYS | st.none(),
    guardian=WORDS | st.just(""),
    five_years_on=DAYS | st.none(),
    check=st.just("") | st.from_regex(r"\A[0-9a-f]{16}-[0-9]{4}\Z"),
    issuer=WORDS | st.just(""),
    fields=st.just(()),
)


def written_citizen(claim: CitizenClaim, bar: str) -> str:
    old = claim.former_numbers[0] if claim.former_numbers else ""
    sex = {"M": "Nam", "F": "Nữ"}[claim.sex]
    birth = claim.birth_text.replace("/", "")
    issued = f"{claim.issued:%d%m%Y}" if claim.issued else ""
    return bar.join((claim.number, old, claim.full_name, birth, sex, claim.address, issued))


def written_insurance(claim: InsuranceClaim, bar: str) -> str:
    def coded(text: str) -> str:
        return text.encode().hex() or "-"

    def day(value: date | None) -> str:
        return f"{value:%d/%m/%Y}" if value else "-"

    places = [claim.number, coded(claim.full_name), claim.birth_text, {"M": "1", "F": "2"}[claim.sex]]
    places += [coded(claim.address), f"{claim.facility[:2]} - {claim.facility[2:]}", day(claim.valid_from)]
    places += [day(claim.valid_to), day(claim.issued), "-", coded(claim.guardian), "-"]
    places += [f" {day(claim.five_years_on)}", claim.check]
    places += ["4", coded(claim.issuer), "$"] if claim.issuer else ["$"]
    return bar.join(places)


@given(CITIZENS, BARS)
def test_identity_cards_are_read_as_they_were_written(claim: CitizenClaim, bar: str) -> None:
    read = parse_qr(written_citizen(claim, bar))
    assert isinstance(read, CitizenClaim)
    assert replace(read, fields=()) == claim


@given(INSURED, BARS, st.booleans())
def test_insurance_cards_are_read_as_they_were_written(
    claim: InsuranceClaim, bar: str, mangled: bool
) -> None:
    text = written_insurance(claim, bar)
    read = parse_qr(text.replace("D", "Đ") if mangled else text)
    assert isinstance(read, InsuranceClaim)
    assert replace(read, fields=()) == claim


@given(st.text(max_size=300) | st.lists(st.text(max_size=20) | DIGITS, max_size=20).map("|".join))
def test_any_text_is_some_claim(text: str) -> None:
    claim = parse_qr(text)
    assert isinstance(claim, CitizenClaim | InsuranceClaim | NumberClaim | OpaqueClaim)
    if isinstance(claim, CitizenClaim | NumberClaim):
        keys_of(claim)
