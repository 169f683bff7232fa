"""The trace for support: what it shows, what it never shows, who may read it."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path

import pytest

from emulator.card.emrtd import EmrtdCard
from emulator.card.profiles import PROFILES
from emulator.citizens import by_name
from emulator.issuer.authority import test_csca as issue_csca
from emulator.issuer.personalise import personalise
from kiosk import cli
from kiosk.commands.apdu_trace import (
    TracedConnection,
    add_trace_arguments,
    check_trace_arguments,
    file_writer,
    redacted,
    traced,
)
from kiosk.commands.console import USAGE, CommandError
from reader.access.key import Can
from reader.errors import CardRemovedError
from reader.inspection import inspect
from reader.trust import TrustStore
from tests.emulated import EmulatedConnection

SAMPLE = by_name("nguyen-van-mau")
CONSENT = "--i-know-the-trace-holds-patient-data"


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_trace_arguments(parser)
    return parser.parse_args(words)


def trace_of(folder: Path, profile: str, *words: str) -> str:
    """The trace of one whole read."""
    path = folder / "trace"
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE, PROFILES[profile])))
    with traced(card, arguments("--trace", str(path), *words)) as connection:
        result = inspect(connection, Can(SAMPLE.can), TrustStore.of([issue_csca()]))
    text = path.read_text(encoding="ascii")
    assert text.count(" > ") == text.count(" < ") == result.apdus
    return text


def test_bytes_are_cut_to_the_first_five_and_the_last_two() -> None:
    assert redacted(bytes(range(20))) == "0001020304~1213 (20)"
    assert redacted(bytes(range(7))) == "~0506 (7)"
    assert redacted(bytes(range(20)), hide_start=True) == "~1213 (20)"


@pytest.mark.parametrize("profile", ["cccd", "no-access-control"])
def test_a_redacted_trace_shows_no_line_of_the_card_whole(tmp_path: Path, profile: str) -> None:
    text = trace_of(tmp_path, profile)
    mrz = "".join(SAMPLE.mrz_lines).encode()
    assert max(len(line) for line in text.splitlines()) < 50
    for start in range(0, len(mrz) - 5, 5):
        assert mrz[start : start + 5].hex().upper() not in text
    assert "9000" in text


def test_a_trace_with_secrets_is_whole_and_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--trace-secrets", CONSENT)
    check_trace_arguments(arguments("--trace", "somewhere", *words))
    assert "WARNING" in capsys.readouterr().err
    text = trace_of(tmp_path, "no-access-control", *words)
    assert "".join(SAMPLE.mrz_lines).encode().hex().upper() in text


@pytest.mark.parametrize(
    "words",
    [
        ("--trace", "f", "--trace-secrets"),
        ("--trace", "f", CONSENT),
        ("--trace-secrets", CONSENT),
        ("--trace-secrets",),
    ],
)
def test_secrets_are_not_traced_unless_asked_for_in_full(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        check_trace_arguments(arguments(*words))
    assert (caught.value.reason, caught.value.status) == ("usage", USAGE)


def test_the_command_refuses_half_a_wish(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", "--can", "123456", "--trace", "f", "--trace-secrets"]) == USAGE
    assert CONSENT in capsys.readouterr().err


def test_the_file_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "trace"
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE)))
    with traced(card, arguments("--trace", str(path))):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (path, link, tmp_path / "none" / "trace"):
        with pytest.raises(CommandError) as caught, traced(card, arguments("--trace", str(taken))):
            pass
        assert caught.value.reason == "trace-file"


def test_a_full_disk_is_said() -> None:
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE)))
    with Path("/dev/full").open("wb", buffering=0) as full:
        connection = TracedConnection(card, file_writer(full, "trace"), clock=lambda: 0.0)
        with pytest.raises(CommandError) as caught:
            connection.transmit(bytes.fromhex("00A4000C023F00"))
    assert caught.value.reason == "trace-file"


def test_a_card_that_goes_is_in_the_trace() -> None:
    lines: list[str] = []
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE)), pull_at=1)
    connection = TracedConnection(card, lines.append, clock=lambda: 1.0)
    connection.reset()
    with pytest.raises(CardRemovedError):
        connection.transmit(bytes.fromhex("00A4000C023F00"))
    connection.close()
    assert [line.split(None, 1)[1] for line in lines] == [
        "! reset\n",
        "> ~3F00 (7)\n",
        "! CardRemovedError\n",
    ]
    assert connection.atr == card.atr


def test_without_the_option_nothing_is_wrapped() -> None:
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE)))
    with traced(card, arguments()) as connection:
        assert connection is card
