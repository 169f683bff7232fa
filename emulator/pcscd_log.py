"""What the private pcscd's own log tells: that it is ready, that a port was busy, that a card came or went."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

READER_NAME: Final = "Virtual PCD 00 00"
"""PC/SC name of slot 0, the one that is used."""

_JOIN_TIMEOUT_S: Final = 5.0


class PcscdLog:
    """What pcscd's own log has told so far; filled by one reading thread, waited on by the owner.

    At `--info` pcscd logs readers and insertions but no APDU.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._changed = threading.Condition()
        self._tail: deque[str] = deque(maxlen=12)
        self.ready = False
        self.ended = False
        self.port_busy = False
        self.card_present = False
        self._thread = threading.Thread(target=self._read, name="pcscd-log", daemon=True)
        self._thread.start()

    def wait_for(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait until `condition` holds (True), or pcscd ended or `timeout` seconds passed (False)."""
        with self._changed:
            self._changed.wait_for(lambda: condition() or self.ended, timeout)
            return condition()

    def text(self) -> str:
        """The last lines of the log."""
        return "\n".join(self._tail)

    def close(self) -> None:
        """Join the reading thread; the process has ended."""
        self._thread.join(_JOIN_TIMEOUT_S)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        if self._process.stdout is not None:
            for line in self._process.stdout:
                with self._changed:
                    self._note(line.rstrip())
                    self._changed.notify_all()
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _note(self, line: str) -> None:
        if "daemon ready" in line:
            self.ready = True
        elif "Open Port" in line and "Failed" in line:
            self.port_busy = True
        elif READER_NAME in line and "Card Removed From" in line:
            self.card_present = False
        elif "Card ATR:" in line:
            # Its reader is named in the line before, unless pcscd found the card when it first looked.
            before = self._tail[-1] if self._tail else ""
            self.card_present |= "Card inserted into" not in before or READER_NAME in before
        self._tail.append(line)
