"""`emulator demo` without a display: real touches through the whole line, pictures, an honest exit status."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "emulator", "demo", "--headless"]
MET = {"WELCOME", "CONSENT", "ACCESS", "READING", "CONFIRM", "INSURANCE", "VISIT", "TAKE_CARD", "TICKET"}


def test_citizens_check_in_as_expected_and_every_screen_is_pictured(tmp_path: Path) -> None:
    names = ["nguyen-van-mau", "nguyen-van-mau-clone"]
    chosen = [part for name in names for part in ("--citizen", name)]
    result = subprocess.run(
        [*COMMAND, "--json", "--pictures", str(tmp_path), *chosen],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    told = json.loads(result.stdout)
    assert [one["differences"] for one in told] == [[], []]
    assert result.returncode == 0, result.stderr
    assert [one["authentic"] for one in told] == ["GENUINE", "NOT_GENUINE"]
    assert [one["ends"] for one in told] == ["TICKET", "DESK"]
    pictures = {tuple(path.stem.split("-", 3)[1:]) for path in tmp_path.iterdir()}
    assert {state for state, _, citizen in pictures if citizen == names[0]} == MET
    assert {(state, language) for state, language, _ in pictures} >= {
        (state, language) for state in (MET | {"HELP"}) - {"READING"} for language in ("vi", "en")
    }


def test_interrupted_demo_ends_with_all_its_processes(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [*COMMAND, "--pictures", str(tmp_path / "pictures")]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("citizen")
        group = os.getpgid(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


def test_unknown_citizen_is_a_usage_error() -> None:
    result = subprocess.run(
        [*COMMAND, "--citizen", "nobody"], capture_output=True, text=True, timeout=20, check=False
    )
    assert result.returncode == 2
    assert "nguyen-van-mau" in result.stderr
