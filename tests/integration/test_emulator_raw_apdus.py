"""Debian's opensc-tool, which knows nothing of passports, sends raw APDUs: the card answers as Doc 9303 promises."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from emulator.card.profiles import PROFILES
from emulator.citizens import by_name
from emulator.issuer import make_card

if TYPE_CHECKING:
    from emulator.environment import Environment

SELECT_EMRTD = "00A4040C07A0000002471001"
SELECT_CARD_ACCESS = "00A4020C02011C"
READ_CARD_ACCESS_BY_SFI = "00B09C0000"
READ_COM_BY_SFI = "00B09E0000"
GET_CHALLENGE = "0084000008"
PACE = "0022C1A40F800A04007F00070202040202830101"
_ANSWER = re.compile(r"Received \(SW1=0x(..), SW2=0x(..)\)(?::\n((?:[0-9A-F]{2} )+))?")


def answers(environment: Environment, profile: str, *commands: str) -> list[tuple[str, str]]:
    """Status words, and the first line of the data (16 bytes at most), of commands sent in one connection."""
    environment.lay_on_card(make_card(by_name("nguyen-van-mau"), PROFILES[profile]))
    sent = [part for command in commands for part in ("-s", command)]
    output = subprocess.run(
        ["opensc-tool", *sent], capture_output=True, text=True, timeout=30, check=True
    ).stdout
    return [(sw1 + sw2, data.replace(" ", "")) for sw1, sw2, data in _ANSWER.findall(output)]


def statuses(environment: Environment, profile: str, *commands: str) -> list[str]:
    return [sw for sw, _ in answers(environment, profile, *commands)]


def test_nothing_of_the_application_is_read_before_authentication(environment: Environment) -> None:
    assert statuses(environment, "cccd", SELECT_EMRTD, READ_COM_BY_SFI) == ["9000", "6982"]


def test_who_comes_near_learns_how_to_authenticate_and_no_more(environment: Environment) -> None:
    by_sfi, select, by_offset = answers(
        environment, "cccd", READ_CARD_ACCESS_BY_SFI, SELECT_CARD_ACCESS, "00B0000004"
    )
    assert (by_sfi[0], by_sfi[1][:2], select[0]) == ("9000", "31", "9000")
    assert by_offset == ("9000", by_sfi[1][:8])


def test_challenges_are_eight_bytes_and_never_the_same(environment: Environment) -> None:
    _, first, second = answers(environment, "cccd", SELECT_EMRTD, GET_CHALLENGE, GET_CHALLENGE)
    assert (first[0], second[0], len(first[1]), len(second[1])) == ("9000", "9000", 16, 16)
    assert first[1] != second[1]


@pytest.mark.parametrize(
    ("profile", "command", "status"),
    [
        ("cccd", "00A4040C05A000000003", "6A82"),
        ("cccd", "00A4020C021234", "6A82"),
        ("cccd", "00EE000000", "6D00"),
        ("cccd", "80A4040C07A0000002471001", "6E00"),
        ("cccd", PACE, "9000"),
        ("bac-only", PACE, "6A80"),
        ("bac-only", READ_CARD_ACCESS_BY_SFI, "6A82"),
    ],
)
def test_status_is_the_one_that_the_standard_names(
    environment: Environment, profile: str, command: str, status: str
) -> None:
    assert statuses(environment, profile, command) == [status]
