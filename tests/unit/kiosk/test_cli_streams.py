"""What the program says when standard input is no text, or standard output takes nothing. No reader is needed here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KIOSK = [sys.executable, "-m", "kiosk.cli"]
ENVIRONMENT = {**os.environ, "PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm"}


@pytest.mark.parametrize("option", ["--can", "--mrz", "--qr"])
@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_bytes_that_are_no_text_are_wrong_usage(option: str, errors: str) -> None:
    done = subprocess.run(
        [*KIOSK, "read", option, "-"],
        input=b"98765\xff\xfe\n" * 100,
        capture_output=True,
        env={**ENVIRONMENT, "PYTHONIOENCODING": f"utf-8:{errors}"},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == b"kiosk: Standard input is not text.\nWhat to do: Give it in UTF-8.\n"


def test_endless_line_is_read_up_to_a_cap() -> None:
    with Path("/dev/zero").open("rb") as zeros:
        done = subprocess.run(
            [*KIOSK, "read", "--can", "-"],
            stdin=zeros,
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            check=False,
            timeout=20,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("kiosk: The card access number is not six digits.\n")


def test_closed_standard_input_is_wrong_usage() -> None:
    command = ["sh", "-c", '"$0" "$@" <&-', *KIOSK, "read", "--can", "-"]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("kiosk: Standard input is closed.\nWhat to do: ")


@pytest.mark.parametrize("option", [[], ["--json"]], ids=["text", "json"])
def test_full_output_is_told(option: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KIOSK, "doctor", *option],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**ENVIRONMENT, "KIOSK_CONFIG": str(tmp_path / "kiosk.toml")},
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        "kiosk: The result cannot be written: No space left on device.\n"
        "What to do: Free some space, or send it elsewhere.\n"
    )
