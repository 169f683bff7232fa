"""The machine readable zone: specimens, every check digit, long numbers, round trips."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec.mrz import (
    Mrz,
    MrzError,
    MrzFormat,
    build_td1,
    check_digit,
    parse_mrz,
    personal_number_field,
)
from tests import vectors

SPECIMEN = vectors.load(vectors.ICAO_AND_VIETNAM)["vn_cccd"]["mrz_specimen"]
BUILT = ["IDVNM0901234562001090123456<<3", "9001011M3001019VNM<<<<<<<<<<<4", "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<"]
TD1_LONG = [
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
]
TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
TD3 = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]


def edit(lines: list[str], line: int, column: int, text: str) -> str:
    changed = list(lines)
    changed[line] = changed[line][:column] + text + changed[line][column + len(text) :]
    return "\n".join(changed)


@pytest.mark.parametrize(("text", "digit"), [*vectors.load(vectors.ICAO_AND_VIETNAM)["check_digit"].items()])
def test_published_check_digits(text: str, digit: int) -> None:
    assert check_digit(text) == digit


def test_check_digit_of_nothing_is_zero() -> None:
    assert check_digit("") == 0


def test_check_digit_refuses_other_characters() -> None:
    with pytest.raises(MrzError):
        check_digit("12a")


def test_vietnamese_specimen() -> None:
    mrz = parse_mrz("\n".join(SPECIMEN))
    assert mrz == Mrz(
        format=MrzFormat.TD1,
        document_code="ID",
        issuing_state="VNM",
        document_number="058000022",
        nationality="VNM",
        birth_date="581026",
        sex="M",
        expiry_date="991231",
        primary_identifier="NGUYEN",
        secondary_identifier="VAN TY",
        optional_data_1="034058000022<<4",
        optional_data_2="",
        lines=tuple(SPECIMEN),
    )
    assert mrz.personal_number == "034058000022"


@pytest.mark.parametrize("joint", ["", "\n", "\r\n", " "])
def test_line_ends_do_not_matter(joint: str) -> None:
    assert parse_mrz(joint.join(BUILT)).personal_number == "001090123456"


def test_long_document_number_is_joined() -> None:
    mrz = parse_mrz("".join(TD1_LONG))
    assert (mrz.document_number, mrz.optional_data_1) == ("D23145890734", "")
    assert mrz.personal_number is None


def test_td2_specimen() -> None:
    mrz = parse_mrz("".join(TD2))
    assert (mrz.format, mrz.document_number, mrz.birth_date, mrz.sex) == (
        MrzFormat.TD2,
        "D23145890",
        "740812",
        "F",
    )
    assert (mrz.primary_identifier, mrz.secondary_identifier) == ("ERIKSSON", "ANNA MARIA")


def test_td3_specimen() -> None:
    mrz = parse_mrz("".join(TD3))
    assert (mrz.format, mrz.document_number, mrz.expiry_date) == (MrzFormat.TD3, "L898902C3", "120415")
    assert mrz.optional_data_1 == "ZE184226B"


@pytest.mark.parametrize("digit", ["<", "0"])
def test_td3_unused_optional_data_may_have_a_filler_as_check_digit(digit: str) -> None:
    second = "L898902C36UTO7408122F1204159" + "<" * 14 + digit
    composite = check_digit(second[0:10] + second[13:20] + second[21:43])
    assert parse_mrz(TD3[0] + second + str(composite)).optional_data_1 == ""


@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        pytest.param(BUILT, 0, 14, id="td1-number"),
        pytest.param(BUILT, 1, 6, id="td1-birth"),
        pytest.param(BUILT, 1, 14, id="td1-expiry"),
        pytest.param(BUILT, 1, 29, id="td1-composite"),
        pytest.param(TD1_LONG, 0, 18, id="td1-long-number"),
        pytest.param(TD2, 1, 9, id="td2-number"),
        pytest.param(TD2, 1, 19, id="td2-birth"),
        pytest.param(TD2, 1, 27, id="td2-expiry"),
        pytest.param(TD2, 1, 35, id="td2-composite"),
        pytest.param(TD3, 1, 9, id="td3-number"),
        pytest.param(TD3, 1, 19, id="td3-birth"),
        pytest.param(TD3, 1, 27, id="td3-expiry"),
        pytest.param(TD3, 1, 42, id="td3-optional"),
        pytest.param(TD3, 1, 43, id="td3-composite"),
    ],
)
@pytest.mark.parametrize("shift", range(1, 10))
def test_every_wrong_check_digit_is_refused(lines: list[str], line: int, column: int, shift: int) -> None:
    wrong = str((int(lines[line][column]) + shift) % 10)
    with pytest.raises(MrzError) as caught:
        parse_mrz(edit(lines, line, column, wrong))
    assert caught.value.reason == "mrz-check-digit"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("".join(BUILT)[:-1], id="short"),
        pytest.param("".join(BUILT) + "<" * 40, id="far-too-long"),
        pytest.param("".join(BUILT).lower(), id="lower-case"),
        pytest.param(edit(BUILT, 1, 0, "9A01011"), id="letter-in-a-date"),
        pytest.param(edit(BUILT, 1, 7, "Q"), id="unknown-sex"),
        pytest.param(edit(TD1_LONG, 0, 15, "<<<<"), id="long-number-without-check-digit"),
        pytest.param("".join(BUILT).replace("VNM", "VÑM"), id="other-alphabet"),
    ],
)
def test_what_is_no_zone_is_refused(text: str) -> None:
    with pytest.raises(MrzError):
        parse_mrz(text)


def test_unknown_parts_of_a_birth_date_are_kept() -> None:
    lines = build_td1(
        document_number="123456789",
        birth_date="90<<<<",
        sex="X",
        expiry_date="991231",
        primary_identifier="MAU",
        optional_data_1="",
    )
    mrz = parse_mrz("".join(lines))
    assert (mrz.birth_date, mrz.sex, mrz.secondary_identifier) == ("90<<<<", "X", "")


def test_empty_document_number_is_refused() -> None:
    lines = build_td1(
        document_number="", birth_date="900101", sex="M", expiry_date="991231", primary_identifier="MAU"
    )
    with pytest.raises(MrzError, match="empty"):
        parse_mrz("".join(lines))


def test_personal_number_needs_its_check_digit() -> None:
    lines = build_td1(
        document_number="090123456",
        birth_date="900101",
        sex="M",
        expiry_date="991231",
        primary_identifier="MAU",
        optional_data_1="001090123456<<4",
    )
    assert parse_mrz("".join(lines)).personal_number is None


def test_personal_number_is_vietnamese_td1_only() -> None:
    lines = build_td1(
        document_number="090123456",
        birth_date="900101",
        sex="M",
        expiry_date="991231",
        primary_identifier="MAU",
        issuing_state="UTO",
        optional_data_1=personal_number_field("001090123456"),
    )
    assert parse_mrz("".join(lines)).personal_number is None
    assert parse_mrz("".join(TD3)).personal_number is None


def test_built_lines_equal_the_specimen() -> None:
    assert list(
        build_td1(
            document_number="058000022",
            birth_date="581026",
            sex="M",
            expiry_date="991231",
            primary_identifier="NGUYEN",
            secondary_identifier="VAN TY",
            optional_data_1=personal_number_field("034058000022"),
        )
    ) == SPECIMEN  # fmt: skip


NAMES = st.text(string.ascii_uppercase, min_size=1, max_size=8)
DATES = st.text(string.digits, min_size=6, max_size=6)


FIELDS = st.fixed_dictionaries(
    {
        "document_number": st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=20),
        "birth_date": DATES,
        "expiry_date": DATES,
        "sex": st.sampled_from("MFX"),
        "primary_identifier": NAMES,
        "secondary_identifier": st.lists(NAMES, max_size=2).map(" ".join),
    }
)


@given(FIELDS)
def test_round_trip(fields: dict[str, str]) -> None:
    mrz = parse_mrz("\n".join(build_td1(**fields)))
    assert {name: getattr(mrz, name) for name in fields} == fields


@given(st.text(string.ascii_uppercase + string.digits + "<", min_size=90, max_size=90))
def test_any_90_characters_parse_or_raise_mrz_error(text: str) -> None:
    try:
        parse_mrz(text)
    except MrzError:
        return
    assert check_digit(text[30:36]) == int(text[36])


def test_long_names_are_cut() -> None:
    lines = build_td1(
        document_number="1",
        birth_date="900101",
        sex="F",
        expiry_date="991231",
        primary_identifier="CONGHUYENTONNU",
        secondary_identifier="THI MAU HOAI NAM",
    )
    assert lines[2] == "CONGHUYENTONNU<<THI<MAU<HOAI<N"


@pytest.mark.parametrize(
    "fields",
    [
        {"document_number": "1" * 24},
        {"birth_date": "1990010"},
        {"optional_data_2": "1" * 12},
        {"primary_identifier": "nguyen"},
    ],
)
def test_fields_that_do_not_fit_are_refused(fields: dict[str, str]) -> None:
    usual = {
        "document_number": "1",
        "birth_date": "900101",
        "sex": "M",
        "expiry_date": "991231",
        "primary_identifier": "MAU",
    }
    with pytest.raises(ValueError, match="field"):
        build_td1(**(usual | fields))


@pytest.mark.parametrize("number", ["", "00109012345", "0010901234567", "00109012345X"])
def test_personal_number_has_twelve_digits(number: str) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        personal_number_field(number)


def test_repr_shows_no_personal_data() -> None:
    text = repr(parse_mrz("".join(SPECIMEN)))
    assert "NGUYEN" not in text
    assert "058000022" not in text
