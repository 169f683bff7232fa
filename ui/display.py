"""Whether Qt will find a screen. Where it finds none it ends the process itself, without saying what to do."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_DISPLAY = (
    "there is no display. Start it in a graphical session, or set QT_QPA_PLATFORM (eglfs for a screen without one, "
    "vnc to look from another machine)"
)
X_DISPLAY = re.compile(r"(?:[a-z]+/)?(?P<host>.*):(?P<number>[0-9]{1,5})(?:\.[0-9]{1,5})?")
X_PORT = 6000
HIGHEST_PORT = 65535
CONNECT_SECONDS = 3.0
MORE_PLUGINS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_PLUGIN_PATH")


def display_problem(environment: Mapping[str, str], plugins: Path) -> str:
    """What keeps Qt from a screen and what to do, in one sentence or two; empty if nothing is known to.

    ``plugins`` is Qt's own folder of platforms. One usable platform of those that would be tried is enough.
    """
    chosen = environment.get("QT_QPA_PLATFORM", "")
    names = [part.partition(":")[0].strip().lower() for part in chosen.split(";") if part.strip()]
    if not names:
        names = [
            name
            for name, variable in (("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY"))
            if environment.get(variable)
        ]
    problems = [_platform_problem(name, environment, plugins) for name in names]
    if not problems:
        return NO_DISPLAY
    return "" if "" in problems else problems[0]


def _platform_problem(name: str, environment: Mapping[str, str], plugins: Path) -> str:
    if name == "xcb":
        return _x_problem(environment.get("DISPLAY", ""))
    if name.startswith("wayland"):
        return _wayland_problem(environment)
    there = sorted(file.name[4:-3] for file in plugins.glob("libq*.so"))
    if not there or name in there or any(environment.get(variable) for variable in MORE_PLUGINS):
        return ""
    return f"QT_QPA_PLATFORM names no platform of this Qt. Unset it, or use one of: {', '.join(there)}"


def _x_problem(display: str) -> str:
    if not display:
        return NO_DISPLAY
    match = X_DISPLAY.fullmatch(display)
    if match is not None and _answers(match["host"], int(match["number"])):
        return ""
    return f"no X server answers at DISPLAY={display}. Start it in a graphical session, or set DISPLAY to the one that runs"


def _answers(host: str, number: int) -> bool:
    """Try where an X client looks: the machine's own sockets if no other machine is named, then TCP."""
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where every X server listens
        if _listens("\0" + path) or _listens(path):
            return True
    elif host.startswith("/"):
        return _listens(f"{host}:{number}") or _listens(host)
    port = X_PORT + number
    if port > HIGHEST_PORT:
        return False
    machine = "localhost" if host in {"", "unix"} else host.strip("[]")
    try:
        with socket.create_connection((machine, port), CONNECT_SECONDS):
            return True
    except (OSError, UnicodeError):
        return False


def _wayland_problem(environment: Mapping[str, str]) -> str:
    if environment.get("WAYLAND_SOCKET"):
        return ""
    name = environment.get("WAYLAND_DISPLAY") or "wayland-0"
    if _listens(str(Path(environment.get("XDG_RUNTIME_DIR", "/")) / name)):
        return ""
    return (
        f"no Wayland compositor answers at WAYLAND_DISPLAY={name}. Start it in a graphical session, with its "
        "XDG_RUNTIME_DIR"
    )


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(CONNECT_SECONDS)
        try:
            probe.connect(address)
        except (OSError, ValueError):
            return False
    return True
