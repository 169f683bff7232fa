"""A private pcscd with a virtual reader (vpcd), which never meets the system's pcscd.

The daemon runs in a mount namespace of its own in which /run/pcscd is a directory of ours; clients find it by
PCSCLITE_CSOCK_NAME. It works as root and as an ordinary user, and dies with the process that started it. The two
reader slots listen on TCP without authentication: for tests and demonstrations, never for a production kiosk.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final, Self

from emulator.pcscd_log import READER_NAME, PcscdLog

__all__ = ["READER_NAME", "PcscdError", "PrivatePcscd", "find_driver"]

_START_TIMEOUT_S: Final = 10.0
_STOP_TIMEOUT_S: Final = 5.0
_PORT_ATTEMPTS: Final = 20
_PORT_RANGE: Final = range(20_000, 32_000, 2)  # below the range from which the kernel takes outgoing ports
_MAX_SOCKET_PATH: Final = 107  # bytes: sockaddr_un.sun_path less its terminator
_DRIVER: Final = Path("usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_SYSTEM_PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"
_SCRIPT: Final = (
    'mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd'
    ' && exec "$3" --foreground --info --config "$2"'
)


class PcscdError(Exception):
    """The private pcscd cannot be started or has ended; the message says what to do."""


class PrivatePcscd:
    """One pcscd with two vpcd slots, on a directory of its own; a context manager.

    libpcsclite remembers the socket's path for the life of a process, so a process keeps to one instance and uses
    `restart()`, which stays on the same path and, if nobody took them meanwhile, on the same ports.
    """

    def __init__(self) -> None:
        self._directory: Path | None = None
        self._process: subprocess.Popen[str] | None = None
        self._log: PcscdLog | None = None
        self._port = 0

    @property
    def socket_path(self) -> Path:
        """Where clients connect: the value of PCSCLITE_CSOCK_NAME."""
        return self._home() / "run" / "pcscd.comm"

    @property
    def port(self) -> int:
        """TCP port of slot 0 on which the reader waits for a card; slot 1 waits on `port + 1`."""
        return self._port

    @property
    def pid(self) -> int:
        """Process id of the running daemon; raises PcscdError when it is not running."""
        if self._process is None:
            raise PcscdError("the private pcscd is not running")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the daemon is alive."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start and wait until clients can connect and the reader listens; raises PcscdError."""
        if self.running:
            return
        if threading.current_thread() is not threading.main_thread():
            raise PcscdError(
                "start the private pcscd from the main thread: it ends with the thread that started it"
            )
        driver = find_driver()
        if self._directory is None:
            self._directory = _make_directory()
        for _ in range(_PORT_ATTEMPTS):
            self._port = self._port if _pair_is_free(self._port) else _free_port_pair()
            if self._launch(driver):
                return
            self.stop()
            self._port = 0
        raise PcscdError("no free pair of TCP ports was found for the virtual reader")

    def stop(self) -> None:
        """End the daemon and wait for it; the directory stays, so that `start()` uses the same socket path."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the daemon as a crash would (SIGKILL), leaving its socket file behind."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start again on the same socket path; any card has to be laid on anew."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop and remove the directory."""
        self.stop()
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None

    def wait_for_card(self, *, present: bool, timeout: float = 5.0) -> None:
        """Wait until pcscd has noticed a card laid on slot 0 (or lifted from it); it looks every 400 ms.

        Raises PcscdError after `timeout` seconds or when the daemon ends.
        """
        log = self._log
        if log is None or not log.wait_for(lambda: log.card_present is present, timeout):
            raise PcscdError(f"pcscd did not notice that the card was {'laid on' if present else 'lifted'}")

    def _home(self) -> Path:
        if self._directory is None:
            raise PcscdError("the private pcscd was not started")
        return self._directory

    def _launch(self, driver: Path) -> bool:
        """Start on `self._port`; False when a port of the pair is busy, PcscdError on anything else."""
        home = self._home()
        for name in ("pcscd.comm", "pcscd.pid"):  # left behind by a killed daemon
            (home / "run" / name).unlink(missing_ok=True)
        _write_configuration(home / "conf", driver, self._port)
        self._process = subprocess.Popen(
            _command(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={"PATH": _SYSTEM_PATH, "LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        log = self._log = PcscdLog(self._process)
        if not log.wait_for(lambda: log.ready, _START_TIMEOUT_S):
            self.stop()
            raise PcscdError(f"the private pcscd did not start:\n{log.text()}")
        if log.port_busy:
            return False
        _wait_connectable(self.socket_path)
        return True

    def _end(self, how: signal.Signals) -> None:
        process, log = self._process, self._log
        self._process = self._log = None
        if process is None or log is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def find_driver() -> Path:
    """The vpcd driver: unpacked by `make setup` under sys.prefix, else the system's; raises PcscdError."""
    for root in (Path(sys.prefix) / "vpcd", Path("/")):
        driver = root / _DRIVER
        if driver.exists():
            return driver
    raise PcscdError("the virtual reader's driver (libifdvpcd.so) is not there: run `make setup`")


def _find_program(name: str) -> str:
    found = shutil.which(name, path=_SYSTEM_PATH)
    if found is None:
        raise PcscdError(f"{name} is not installed: run `make setup`")
    return found


def _command(home: Path) -> list[str]:
    unshare, daemon = _find_program("unshare"), _find_program("pcscd")
    plain = os.geteuid() == 0 and _can_unshare(unshare)
    return [
        *(unshare, "-m" if plain else "-Urm"),
        *(_find_program("setpriv"), "--pdeathsig", "TERM"),
        *("/bin/sh", "-c", _SCRIPT, "pcscd", str(home / "run"), str(home / "conf"), daemon),
    ]


def _can_unshare(unshare: str) -> bool:
    """Whether this root may make a mount namespace (in some containers it may not)."""
    return subprocess.run([unshare, "-m", "true"], check=False, capture_output=True).returncode == 0


def _make_directory() -> Path:
    """A fresh owner-only directory, not under /run (hidden from the daemon) and short enough for a socket."""
    for parent in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108 - mkdtemp below it is private
        length = len(os.fsencode(parent)) + len("/pcscd-xxxxxxxx/run/pcscd.comm")
        under_run = Path(parent).resolve().is_relative_to("/run")
        if length > _MAX_SOCKET_PATH or under_run or not os.access(parent, os.W_OK | os.X_OK):
            continue
        directory = Path(tempfile.mkdtemp(prefix="pcscd-", dir=parent))
        (directory / "run").mkdir()
        (directory / "conf").mkdir()
        return directory
    raise PcscdError("no directory for the private pcscd's socket: set TMPDIR to a short path outside /run")


def _write_configuration(directory: Path, driver: Path, port: int) -> None:
    text = f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{port}\nLIBPATH {driver}\nCHANNELID {port}\n'
    (directory / "vpcd").write_text(text, encoding="utf-8")


def _pair_is_free(port: int) -> bool:
    if port == 0:
        return False
    for number in (port, port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", number))
            except OSError:
                return False
    return True


def _free_port_pair() -> int:
    choose = random.SystemRandom()
    for _ in range(200):
        port = choose.choice(_PORT_RANGE)
        if _pair_is_free(port):
            return port
    raise PcscdError("no free pair of TCP ports was found for the virtual reader")


def _wait_connectable(path: Path) -> None:
    """pcscd says that it is ready a moment before its socket listens; raises PcscdError after the time-out."""
    deadline = time.monotonic() + _START_TIMEOUT_S
    pause = threading.Event()
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(path))
            except OSError as error:
                if time.monotonic() > deadline:
                    raise PcscdError("the private pcscd does not accept clients") from error
            else:
                return
        pause.wait(0.002)
