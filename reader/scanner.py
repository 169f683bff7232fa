"""The one user of pyserial: a QR scanner on a serial line or USB (CDC), plugged and unplugged as people do.

A scanner is a cable that says texts. Where one ends is told by CR or LF, or by silence from a scanner set to send neither.
"""

from __future__ import annotations

import contextlib
import logging
import re
import select
import socket
import termios
import threading
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import serial
from serial.tools import list_ports

from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

_LOG = logging.getLogger(__name__)

MAX_CODE_BYTES: Final = 4096
"""Longest code taken; a longer one is dropped as a whole."""

_USB_ID: Final = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")
_LINE_END: Final = re.compile(rb"[\r\n]")
_SYMBOLOGY: Final = re.compile(r"\]Q[0-6]")
_AROUND: Final = "\ufeff \t\r\n\x00\x02\x03"
_READ_BYTES: Final = 4096
_LONGEST_POLL: Final = 3600.0
_FAILURES: Final = (OSError, serial.SerialException, termios.error)


class ScannerError(ReaderError):
    """The scanner cannot be used as it was asked to be."""

    default_reason = "scanner-error"


@dataclass(frozen=True, slots=True)
class ScannerReady:
    """A scanner is connected at `port`."""

    port: str


@dataclass(frozen=True, slots=True)
class ScannerGone:
    """The scanner was unplugged, or its line broke; it is looked for again by itself."""

    port: str


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A code was read; `text` has at most MAX_CODE_BYTES characters, nothing blank around it, and proves nothing."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeTooLong:
    """More than MAX_CODE_BYTES came without an end: nothing of it is kept."""


ScannerEvent = ScannerReady | ScannerGone | CodeScanned | CodeTooLong


@dataclass(frozen=True, slots=True)
class SerialPort:
    """A serial port there is: its device file and, on USB, `vendor:product` in small hex digits, else ""."""

    device: str
    usb_id: str = ""


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """Where the scanner is: at `port` (a device file), or wherever `usb_id` ("vvvv:pppp", hex) is plugged in.

    `baud_rate` matters to real serial lines alone. A code without CR or LF ends after `quiet_seconds` of silence; a missing
    scanner is looked for every `retry_seconds`. ScannerError for settings that name no scanner.
    """

    port: str = ""
    usb_id: str = ""
    baud_rate: int = 9600
    quiet_seconds: float = 0.15
    retry_seconds: float = 0.5

    def __post_init__(self) -> None:
        """Check the form."""
        if bool(self.port) == bool(self.usb_id):
            raise ScannerError("name the scanner's port or its USB id", reason="scanner-setting")
        if self.usb_id and _USB_ID.fullmatch(self.usb_id.lower()) is None:
            raise ScannerError("a USB id is vvvv:pppp, hexadecimal", reason="scanner-setting")
        if self.baud_rate <= 0 or self.quiet_seconds <= 0 or self.retry_seconds <= 0:
            raise ScannerError("rate and times are greater than nothing", reason="scanner-setting")


def serial_ports() -> tuple[SerialPort, ...]:
    """Return the serial ports of this machine, in a stable order."""
    with contextlib.suppress(OSError, TypeError, ValueError):  # one that leaves while it is asked for its ids
        ports = sorted(list_ports.comports(), key=lambda port: port.device)
        return tuple(
            SerialPort(port.device, f"{port.vid:04x}:{port.pid:04x}" if port.vid is not None else "")
            for port in ports
        )
    return ()


def decode_code(code: bytes) -> str:
    """Return the text of a code: UTF-8, else windows-1258 (what is neither becomes U+FFFD); composed, without what stands around it."""
    try:
        text = code.decode("utf-8")
    except UnicodeDecodeError:
        text = code.decode("cp1258", "replace")
    text = text.strip(_AROUND)
    named = _SYMBOLOGY.match(text)
    return unicodedata.normalize("NFC", text[named.end() :].strip(_AROUND) if named else text)


class CodeFramer:
    """Cuts what comes over the line into codes. Bytes go in as they come, in pieces of any size."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pending = bytearray()
        self._dropping = False

    @property
    def is_open(self) -> bool:
        """Whether a code has begun that has no end yet."""
        return bool(self._pending) or self._dropping

    def feed(self, data: bytes) -> list[ScannerEvent]:
        """Take the next bytes; return what was completed by them."""
        *ended, rest = _LINE_END.split(data)
        events: list[ScannerEvent] = []
        for piece in ended:
            events += self._take(piece)
            events += self.end()
        return events + self._take(rest)

    def end(self) -> list[ScannerEvent]:
        """Take what came so far as a whole code: its line ended, or there was silence."""
        text = decode_code(bytes(self._pending))
        self.forget()
        return [CodeScanned(text)] if text else []

    def forget(self) -> None:
        """Drop what came so far: its line broke."""
        self._pending.clear()
        self._dropping = False

    def _take(self, piece: bytes) -> list[ScannerEvent]:
        if self._dropping:
            return []
        self._pending += piece
        if len(self._pending) <= MAX_CODE_BYTES:
            return []
        self.forget()
        self._dropping = True
        return [CodeTooLong()]


class SerialScanner:
    """Watches one scanner; one thread waits, any thread may interrupt it. Starts no thread of its own."""

    def __init__(
        self, settings: ScannerSettings, ports: Callable[[], Iterable[SerialPort]] = serial_ports
    ) -> None:
        """Look for nothing yet: the first `wait` does. `ports` lists the serial ports there are."""
        self._settings = settings
        self._ports = ports
        self._lock = threading.Lock()
        self._wake, self._waker = socket.socketpair()
        self._wake.setblocking(False)
        self._waker.setblocking(False)
        self._line: serial.Serial | None = None
        self._framer = CodeFramer()
        self._quiet_at = self._retry_at = 0.0
        self._refused = ""
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def wait(self, timeout: float | None) -> tuple[ScannerEvent, ...]:
        """Return what happened since the last call, after at most `timeout` seconds (None: no limit).

        () after the time or an `interrupt`. What a scanner sent before it was connected to is not told. ScannerError after
        `close`.
        """
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        with self._lock:
            while not self._closed:
                events = self._connect()
                woken, line = self._poll(0.0 if events else deadline - time.monotonic())
                events += self._receive(line) if line is not None else self._silence()
                if events or woken or time.monotonic() >= deadline:
                    return tuple(events)
        raise ScannerError("the scanner is closed", reason="scanner-closed")

    def interrupt(self) -> None:
        """Make the wait that runs now, or else the next one, return at once; from any thread."""
        with contextlib.suppress(OSError):  # already full of calls, or closed
            self._waker.send(b"!")

    def close(self) -> None:
        """End a running wait and let go of the port; a second call does nothing."""
        self._closed = True
        self.interrupt()
        with self._lock:
            self._drop()
            self._wake.close()
            self._waker.close()

    def _connect(self) -> list[ScannerEvent]:
        """Open the port if it is time to and it is there."""
        if self._line is not None or time.monotonic() < self._retry_at:
            return []
        self._retry_at = time.monotonic() + self._settings.retry_seconds
        port = self._find()
        if port is None:
            self._refused = ""
            return []
        try:
            self._line = serial.Serial(port, self._settings.baud_rate, timeout=0, exclusive=True)
        except _FAILURES as error:
            if port != self._refused:
                _LOG.warning("the scanner at %s cannot be opened: %s", port, error)
            self._refused = port
            return []
        self._refused = ""
        return [ScannerReady(port)]

    def _find(self) -> str | None:
        port, usb_id = self._settings.port, self._settings.usb_id.lower()
        if port:
            return port if Path(port).exists() else None
        return next((found.device for found in self._ports() if found.usb_id == usb_id), None)

    def _poll(self, seconds: float) -> tuple[bool, serial.Serial | None]:
        """Wait for at most `seconds`; return whether somebody interrupted, and the line if it has something to tell."""
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        if self._line is not None:
            poll.register(self._line.fileno(), select.POLLIN)
        else:
            seconds = min(seconds, self._retry_at - time.monotonic())
        if self._framer.is_open:
            seconds = min(seconds, self._quiet_at - time.monotonic())
        ready = dict(poll.poll(min(max(seconds, 0.0), _LONGEST_POLL) * 1000))
        woken = self._wake.fileno() in ready
        if woken:
            self._wake.recv(_READ_BYTES)
        return woken, self._line if self._line is not None and self._line.fileno() in ready else None

    def _receive(self, line: serial.Serial) -> list[ScannerEvent]:
        """Read what is there; a line that has something to tell and says nothing is broken, and let go of."""
        try:
            data = line.read(_READ_BYTES)
        except _FAILURES:
            data = b""
        if not data:
            self._drop()
            self._retry_at = time.monotonic() + self._settings.retry_seconds
            return [ScannerGone(str(line.port))]
        self._quiet_at = time.monotonic() + self._settings.quiet_seconds
        return self._framer.feed(data)

    def _silence(self) -> list[ScannerEvent]:
        over = self._framer.is_open and time.monotonic() >= self._quiet_at
        return self._framer.end() if over else []

    def _drop(self) -> None:
        line, self._line = self._line, None
        self._framer.forget()
        if line is not None:
            with contextlib.suppress(*_FAILURES):
                line.close()
