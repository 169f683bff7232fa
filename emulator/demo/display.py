"""Whether there is a screen to show windows on."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

_LOCAL = re.compile(r"(?:unix)?:(?P<number>[0-9]+)(?:\.[0-9]+)?")


def has_display() -> bool:
    """Whether a display is named and, where that can be known, is there: Qt would abort on one that is not."""
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland).is_socket():
        return True
    name = os.environ.get("DISPLAY", "")
    local = _LOCAL.fullmatch(name)
    if local is None:
        return bool(name)
    path = f"/tmp/.X11-unix/X{local['number']}"  # noqa: S108 - where every X server listens
    return _answers("\0" + path) or _answers(path)


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
