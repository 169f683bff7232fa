"""What keeps Qt from a screen is found out before Qt is asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ui.display import NO_DISPLAY, display_problem

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
[facility]
code = "01999"
name = "Bệnh viện Đa khoa Mẫu"
[database]
path = "kiosk.db"
key_file = "kiosk.key"
[[service]]
id = "general"
name = "Nội tổng quát"
room = "203"
floor = "2"
series = "A"
"""


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    folder = tmp_path / "platforms"
    folder.mkdir()
    for name in ("xcb", "wayland", "offscreen", "vnc"):
        (folder / f"libq{name}.so").touch()
    return folder


@pytest.mark.parametrize(
    "environment", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": ""}, {"QT_QPA_PLATFORM": "xcb"}]
)
def test_nothing_named_is_no_display(environment: dict[str, str], plugins: Path) -> None:
    assert display_problem(environment, plugins) == NO_DISPLAY


@pytest.mark.parametrize("name", ["offscreen", "vnc:size=800x600", "Offscreen", "nonsense;offscreen"])
def test_platform_of_this_qt_is_believed(name: str, plugins: Path) -> None:
    assert display_problem({"QT_QPA_PLATFORM": name}, plugins) == ""


def test_unknown_platform_is_told_with_those_there_are(plugins: Path) -> None:
    problem = display_problem({"QT_QPA_PLATFORM": "nonsense"}, plugins)
    assert "QT_QPA_PLATFORM names no platform" in problem
    assert problem.endswith("offscreen, vnc, wayland, xcb")


def test_platforms_of_another_folder_are_believed(plugins: Path) -> None:
    assert display_problem({"QT_QPA_PLATFORM": "own", "QT_PLUGIN_PATH": "/opt/own"}, plugins) == ""


@pytest.mark.parametrize(
    "display", [":59500", ":59500.0", "unix:59500", "localhost:59500", "localhost:99999", "x", "/nowhere:0"]
)
def test_display_that_nobody_serves_is_told(display: str, plugins: Path) -> None:
    assert f"DISPLAY={display}." in display_problem({"DISPLAY": display}, plugins)


@pytest.mark.parametrize("suffix", ["", ".0"])
def test_display_with_a_server_is_believed(suffix: str, plugins: Path) -> None:
    number = 40000 + os.getpid() % 20000
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        assert display_problem({"DISPLAY": f":{number}{suffix}"}, plugins) == ""


def test_display_of_a_machine_that_answers_is_believed(plugins: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert display_problem({"DISPLAY": f"127.0.0.1:{number}.0"}, plugins) == ""


def test_wayland_needs_who_listens_and_x_may_stand_in(plugins: Path, tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "WAYLAND_DISPLAY=wayland-9." in display_problem(environment, plugins)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-9"))
        server.listen()
        assert display_problem(environment, plugins) == ""


@pytest.mark.parametrize("wrong", [{"DISPLAY": ":59500"}, {"QT_QPA_PLATFORM": "nonsense"}])
def test_window_without_a_display_says_what_to_do(wrong: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(CONFIG, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "ui", "--config", str(config)],
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], **wrong},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk ui: ")
    assert next(iter(wrong)) in done.stderr
    assert len(done.stderr.splitlines()) == 1
