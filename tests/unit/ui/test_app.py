"""The command's module: light until it runs."""

from __future__ import annotations

import argparse
import subprocess
import sys

from ui.app import COMMAND


def test_command_takes_a_window() -> None:
    parser = argparse.ArgumentParser()
    COMMAND.add_arguments(parser)
    assert COMMAND.name == "ui"
    assert parser.parse_args(["--windowed"]).windowed
    assert not parser.parse_args([]).windowed


def test_naming_the_command_imports_no_qt() -> None:
    code = "import sys, ui.app; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, stdin=subprocess.DEVNULL).returncode == 0
