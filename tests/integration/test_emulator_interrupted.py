"""`emulator` interrupted while it still loads, or told to write where nothing can be written: no traceback."""

import json
import signal
import subprocess
import sys

import pytest

from emulator.cli import main

STOP_AT_IMPORT = """
import os, signal, sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
from emulator.cli import main
sys.exit(main(["with", "--no-trust", "--", "true"]))
"""


@pytest.mark.parametrize(
    "module",
    ["argparse", "emulator.commands.output", "emulator.commands.surroundings", "emulator.environment"],
)
def test_interrupt_while_loading_ends_without_a_traceback(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOP_AT_IMPORT.format(module=module)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_interrupt_handler_of_the_caller_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert main(("profiles",)) == 0
    assert signal.getsignal(signal.SIGINT) is before
    assert capsys.readouterr().err == ""


def test_pictures_that_cannot_be_written_are_told_before_anything_starts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(("demo", "--headless", "--json", "--pictures", "/proc/x")) == 1
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["reason"] == "pictures"
    assert err.startswith("emulator: pictures cannot be written to /proc/x (No such file or directory); ")
