"""A private pcscd with a virtual reader (vpcd), which never meets the system's pcscd.

pcscd's directory, /run/pcscd, is built into the program, so a copy of the program runs in which that path is a directory
of ours of the same length, below one that only its owner may enter; clients find it by PCSCLITE_CSOCK_NAME (docs/decisions/009). That needs no privilege and no
namespace: it works as root, as an ordinary user and in a container. The daemon dies with the process that started it.
The two reader slots listen on TCP without authentication: for tests and demonstrations, never for a production kiosk.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
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
_BUILT_IN: Final = b"/run/pcscd"
_PARENT: Final = "/tmp/"  # noqa: S108 - what is made below it is owner-only and must not exist before
_RUN: Final = "r"
_NAME_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_DRIVER: Final = Path("usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_SYSTEM_PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"


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
    def directory(self) -> Path:
        """The daemon's own directory; raises PcscdError before the first start."""
        if self._directory is None:
            raise PcscdError("the private pcscd was not started")
        return self._directory

    @property
    def socket_path(self) -> Path:
        """Where clients connect: the value of PCSCLITE_CSOCK_NAME."""
        return self.directory / _RUN / "pcscd.comm"

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

    def _launch(self, driver: Path) -> bool:
        """Start on `self._port`; False when a port of the pair is busy, PcscdError on anything else."""
        home = self.directory
        for name in ("pcscd.comm", "pcscd.pid"):  # left behind by a killed daemon
            (home / _RUN / name).unlink(missing_ok=True)
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
    return [
        # Who holds signals back, as `emulator with` does, must not hold them back for the daemon.
        *(_find_program("env"), "--default-signal=TERM"),
        *(_find_program("setpriv"), "--pdeathsig", "TERM"),
        *(str(home / "pcscd"), "--foreground", "--info", "--config", str(home / "conf")),
    ]


def _make_directory() -> Path:
    """A fresh owner-only directory with our copy of pcscd in it, and below it the one that stands for /run/pcscd."""
    daemon = Path(_find_program("pcscd")).read_bytes()
    if _BUILT_IN not in daemon:
        raise PcscdError("this pcscd does not keep its socket in /run/pcscd: install Debian's (`make setup`)")
    directory = _make_short_directory()
    (directory / "conf").mkdir()
    (directory / _RUN).mkdir()
    program = directory / "pcscd"
    program.write_bytes(daemon.replace(_BUILT_IN, os.fsencode(directory / _RUN)))
    program.chmod(0o700)
    return directory


def _make_short_directory() -> Path:
    choose = random.SystemRandom()
    for _ in range(200):
        name = "".join(choose.choices(_NAME_LETTERS, k=len(_BUILT_IN) - len(_PARENT) - len(_RUN) - 1))
        directory = Path(_PARENT, name)
        try:
            directory.mkdir(mode=0o700)
        except FileExistsError:
            continue
        except OSError as error:
            raise PcscdError(
                f"no directory for the private pcscd can be made in {_PARENT}: {error.strerror}"
            ) from error
        return directory
    raise PcscdError(f"no free name was found in {_PARENT} for the private pcscd's directory")


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
