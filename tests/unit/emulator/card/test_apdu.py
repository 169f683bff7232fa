"""Parsing of command APDUs: the four cases, short and extended (ISO/IEC 7816-4)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, parse_command


@pytest.mark.parametrize(
    ("apdu", "data", "ne", "wants_all"),
    [
        ("00A40000", "", 0, False),
        ("00B0000004", "", 4, False),
        ("00B0000000", "", 256, True),
        ("00A4020C02011E", "011E", 0, False),
        ("00A4020C02011E00", "011E", 256, True),
        ("00B0000000" + "0100", "", 256, False),
        ("00B0000000" + "0000", "", 65536, True),
        ("00A4020C000002011E", "011E", 0, False),
        ("00A4020C000002011E0000", "011E", 65536, True),
        ("00A4020C000002011E1000", "011E", 4096, False),
    ],
)
def test_parse_reads_every_case(apdu: str, data: str, ne: int, wants_all: bool) -> None:
    command = parse_command(bytes.fromhex(apdu))
    assert (command.data.hex().upper(), command.ne, command.wants_all) == (data, ne, wants_all)


@pytest.mark.parametrize(
    "apdu",
    [
        "",
        "00",
        "00A400",
        "00A4020C0201",
        "00A4020C02011E0000",
        "00A4020C0000",
        "00A4020C000003011E",
    ],
)
def test_parse_refuses_lengths_that_disagree(apdu: str) -> None:
    with pytest.raises(CommandError) as refusal:
        parse_command(bytes.fromhex(apdu))
    assert refusal.value.sw == 0x6700


@settings(deadline=None)
@given(
    data=st.binary(max_size=70000).filter(lambda data: len(data) < 65536),
    ne=st.integers(0, 65536),
    header=st.binary(min_size=4, max_size=4),
)
def test_parse_takes_back_what_was_put_together(data: bytes, ne: int, header: bytes) -> None:
    apdu = header
    if data:
        apdu += b"\x00" + len(data).to_bytes(2, "big") + data
    if ne:
        apdu += (b"" if data else b"\x00") + (ne % 65536).to_bytes(2, "big")
    assert parse_command(apdu) == CommandApdu(
        header[0], header[1], header[2], header[3], data, ne, ne == 65536
    )


def test_repr_shows_no_data() -> None:
    assert "AB" not in repr(CommandApdu(0, 0xA4, 4, 0, b"\xab\xab")).upper().replace("DATA", "")
    assert "ab" not in repr(ResponseApdu(b"\xab\xab"))
