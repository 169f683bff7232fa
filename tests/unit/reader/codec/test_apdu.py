"""Command and response APDUs: every case of ISO/IEC 7816-3 12.1, refusals, round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec.apdu import ApduError, CommandApdu, ResponseApdu, StatusWord

OCTET = st.integers(0, 255)
DATA = st.binary(max_size=300) | st.integers(0, 65_535).map(bytes)
EXPECTED = st.sampled_from([0, 1, 255, 256, 257, 65_535, 65_536]) | st.integers(0, 65_536)


@given(st.builds(CommandApdu, OCTET, OCTET, OCTET, OCTET, DATA, EXPECTED))
def test_command_round_trip(command: CommandApdu) -> None:
    assert CommandApdu.parse(command.encode()) == command


@given(st.binary(max_size=400))
def test_any_bytes_parse_or_raise_apdu_error(data: bytes) -> None:
    try:
        command = CommandApdu.parse(data)
    except ApduError:
        return
    assert CommandApdu.parse(command.encode()) == command


@given(DATA, st.integers(0, 0xFFFF))
def test_response_round_trip(data: bytes, sw: int) -> None:
    response = ResponseApdu(data, sw)
    assert ResponseApdu.parse(response.encode()) == response


@pytest.mark.parametrize(
    ("length", "ne", "body"),
    [
        pytest.param(0, 0, "", id="1"),
        pytest.param(0, 1, "01", id="2S"),
        pytest.param(0, 256, "00", id="2S-most"),
        pytest.param(1, 0, "01 00", id="3S"),
        pytest.param(255, 0, "FF" + "00" * 255, id="3S-most"),
        pytest.param(1, 256, "01 00 00", id="4S"),
        pytest.param(0, 257, "00 0101", id="2E"),
        pytest.param(0, 65_536, "00 0000", id="2E-most"),
        pytest.param(256, 0, "00 0100" + "00" * 256, id="3E"),
        pytest.param(65_280, 0, "00 FF00" + "00" * 65_280, id="3E-65280"),
        pytest.param(256, 1, "00 0100" + "00" * 256 + "0001", id="4E"),
        pytest.param(1, 65_536, "00 0001 00 0000", id="4E-most"),
    ],
)
def test_each_case_has_its_form(length: int, ne: int, body: str) -> None:
    command = CommandApdu(0x00, 0xB0, 0x01, 0x02, bytes(length), ne)
    encoded = bytes.fromhex("00B00102" + body)
    assert command.encode() == encoded
    assert CommandApdu.parse(encoded) == command


def test_extended_form_is_taken_only_when_needed() -> None:
    assert not CommandApdu(0, 0xA4, 0, 0, bytes(255), 256).is_extended
    assert CommandApdu(0, 0xA4, 0, 0, bytes(256)).is_extended
    assert CommandApdu(0, 0xB0, 0, 0, ne=257).is_extended


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("00B000", id="three-bytes"),
        pytest.param("00B00000 02 61", id="data-cut"),
        pytest.param("00B00000 01 61 00 00", id="le-too-long"),
        pytest.param("00B00000 00 01", id="extended-length-cut"),
        pytest.param("00B00000 00 0000 00", id="extended-lc-zero"),
        pytest.param("00B00000 00 0002 61", id="extended-data-cut"),
        pytest.param("00B00000 00 0001 61 00", id="extended-le-of-one-byte"),
    ],
)
def test_lengths_that_do_not_fit_are_refused(data: str) -> None:
    with pytest.raises(ApduError):
        CommandApdu.parse(bytes.fromhex(data))


@pytest.mark.parametrize("data", [b"", b"\x90", bytes(65_539)])
def test_answers_of_impossible_length_are_refused(data: bytes) -> None:
    with pytest.raises(ApduError):
        ResponseApdu.parse(data)


@pytest.mark.parametrize(
    ("cla", "data", "ne"),
    [(256, b"", 0), (-1, b"", 0), (0, bytes(65_536), 0), (0, b"", 65_537), (0, b"", -1)],
)
def test_command_out_of_range_cannot_be_built(cla: int, data: bytes, ne: int) -> None:
    with pytest.raises(ValueError, match=r"a byte|at most|expects"):
        CommandApdu(cla, 0, 0, 0, data, ne)


def test_status_out_of_range_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="two bytes"):
        ResponseApdu(b"", 0x10000)


def test_success_is_9000_alone() -> None:
    assert ResponseApdu(b"", StatusWord.SUCCESS).is_success
    assert not ResponseApdu(b"", StatusWord.END_OF_FILE).is_success


def test_another_expected_length_changes_nothing_else() -> None:
    command = CommandApdu(0x0C, 0xB0, 1, 2, b"abc", 0)
    assert command.with_expected(7) == CommandApdu(0x0C, 0xB0, 1, 2, b"abc", 7)


def test_repr_shows_no_data() -> None:
    assert "61" not in repr(CommandApdu(0, 1, 2, 3, b"a" * 9))
    assert "aaa" not in repr(ResponseApdu(b"a" * 9, 0x9000))
