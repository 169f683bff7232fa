"""Tells whoever started the window that it is there: the READY=1 message of sd_notify(3)."""

from __future__ import annotations

import os
import socket

VARIABLE = "NOTIFY_SOCKET"


def tell_ready() -> None:
    """Send READY=1 to the supervisor's socket, if it gave one. OSError never stops the check-in: who does not listen is not told."""
    address = os.environ.get(VARIABLE, "")
    if not address.startswith(("/", "@")):
        return
    path = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as supervisor:
        try:
            supervisor.sendto(b"READY=1", path)
        except OSError:
            return
