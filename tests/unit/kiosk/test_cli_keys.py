"""What `kiosk read` tries on a card for what it was given, and that nothing of it is echoed."""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk import cli
from kiosk.commands.console import CommandError
from kiosk.commands.keys import add_key_arguments, key_of
from reader import Can, Candidates, MrzKey

if TYPE_CHECKING:
    from reader.access.key import AccessKey

NUMBER = "000085123456"
QR = f"{NUMBER}|000123456|NGUYỄN VĂN MẪU|15031985|Nam|Tỉnh Mẫu|01062023"
FROM_QR = (
    Can("123456"),
    MrzKey("085123456", "850315", "450315"),
    MrzKey("085123456", "850315", "250315"),
)
SHORT = MrzKey("085123456", "850315", "991231")
FIELDS = ("--birth", "850315", "--expiry", "991231")


def key(*arguments: str) -> AccessKey | Candidates:
    parser = argparse.ArgumentParser()
    add_key_arguments(parser)
    return key_of(parser.parse_args(arguments))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--can", "123456"), Can("123456")),
        (("--qr", QR), Candidates(FROM_QR)),
        (("--qr", QR.replace("|", "\\")), Candidates(FROM_QR)),
        (("--qr", NUMBER), Candidates((Can("123456"),))),
        (("--document", "085123456", *FIELDS), SHORT),
        (("--document", "c01x00t47", *FIELDS), MrzKey("C01X00T47", "850315", "991231")),
        (("--document", NUMBER, *FIELDS), Candidates((SHORT, MrzKey(NUMBER, "850315", "991231")))),
    ],
)
def test_what_was_given_becomes_the_keys_to_try(
    arguments: tuple[str, ...], expected: AccessKey | Candidates
) -> None:
    assert key(*arguments) == expected


@pytest.mark.parametrize(
    ("stdin", "arguments", "expected"),
    [
        (QR + "\r\n", ("--qr", "-"), Candidates(FROM_QR)),
        ("085123456\n850315\n991231\n", ("--document", "-", "--birth", "-", "--expiry", "-"), SHORT),
        ("085123456\n", ("--document", "-", *FIELDS), SHORT),
    ],
)
def test_a_hyphen_takes_lines_of_standard_input(
    stdin: str,
    arguments: tuple[str, ...],
    expected: AccessKey | Candidates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    assert key(*arguments) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("--document", "085123456"),
        ("--document", "085123456", "--birth", "850315"),
        ("--document", "085123456", "--expiry", "850315"),
        ("--can", "123456", "--birth", "850315"),
        ("--qr", QR, *FIELDS),
        ("--document", "085*23456", *FIELDS),
        ("--document", "085123456", "--birth", "15/03/1985", "--expiry", "991231"),
        ("--qr", "0099000001|4e475559|1985"),
        ("--qr", "https://example.org/085123456"),
        ("--qr", f"{QR}|{'x' * 4096}"),
    ],
)
def test_what_opens_no_card_is_wrong_usage_and_not_echoed(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["read", *arguments]) == 2
    shown = capsys.readouterr()
    assert "What to do: " in shown.err
    assert not any(value in shown.out + shown.err for value in arguments if not value.startswith("--"))
    assert "085123456" not in shown.err


@pytest.mark.parametrize(
    "arguments", [["--qr", QR, "--can", "123456"], ["--qr", QR, "--document", NUMBER], [*FIELDS]]
)
def test_exactly_one_way_to_open_a_card_is_named(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["read", *arguments])
    assert left.value.code == 2
    assert NUMBER not in capsys.readouterr().err


def test_input_that_is_no_text_is_said_and_not_echoed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"000085123456|\xd0\n"), "utf-8"))
    with pytest.raises(CommandError) as refused:
        key("--qr", "-")
    assert refused.value.status == 2
    assert "85123456" not in str(refused.value)
