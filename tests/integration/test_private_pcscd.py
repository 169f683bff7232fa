"""The private pcscd: it comes up, shows its readers to an independent program, restarts, dies with its owner."""

import os
import select
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from emulator import pcscd as module
from emulator.pcscd import PcscdError, PrivatePcscd, find_driver


@pytest.fixture
def pcscd() -> Iterator[PrivatePcscd]:
    with PrivatePcscd() as daemon:
        yield daemon


def opensc_tool(pcscd: PrivatePcscd, *arguments: str) -> str:
    """What Debian's opensc-tool says of this pcscd."""
    environment = {**os.environ, "PCSCLITE_CSOCK_NAME": str(pcscd.socket_path)}
    command = ["opensc-tool", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=20, check=True
    ).stdout


class AtrCard:
    """A card that has nothing but an ATR."""

    atr = bytes.fromhex("3B80800101")

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while header := self._socket.recv(2, socket.MSG_WAITALL):
                message = self._socket.recv(int.from_bytes(header), socket.MSG_WAITALL)
                if message == b"\x04":
                    self._socket.sendall(len(self.atr).to_bytes(2) + self.atr)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_another_program_sees_both_readers(pcscd: PrivatePcscd) -> None:
    listing = opensc_tool(pcscd, "--list-readers")
    assert "Virtual PCD 00 00" in listing
    assert "Virtual PCD 00 01" in listing


def test_card_is_noticed_laid_on_and_lifted(pcscd: PrivatePcscd) -> None:
    with closing(AtrCard(pcscd.port)):
        pcscd.wait_for_card(present=True)
        assert "3b:80:80:01:01" in opensc_tool(pcscd, "--reader", "0", "--atr")
    pcscd.wait_for_card(present=False)


def test_waiting_for_no_card_gives_up(pcscd: PrivatePcscd) -> None:
    with pytest.raises(PcscdError, match="did not notice that the card was laid on"):
        pcscd.wait_for_card(present=True, timeout=0.05)


def test_two_at_once_do_not_meet(pcscd: PrivatePcscd) -> None:
    with PrivatePcscd() as other, closing(AtrCard(other.port)):
        other.wait_for_card(present=True)
        assert other.socket_path != pcscd.socket_path
        assert opensc_tool(pcscd, "--list-readers").count(" No ") == 2
        assert opensc_tool(other, "--list-readers").count(" Yes ") == 1


def test_restart_keeps_socket_and_ports(pcscd: PrivatePcscd) -> None:
    before = (pcscd.socket_path, pcscd.port, pcscd.pid)
    pcscd.restart()
    assert (pcscd.socket_path, pcscd.port) == before[:2]
    assert pcscd.pid != before[2]
    assert "Virtual PCD 00 00" in opensc_tool(pcscd, "--list-readers")


def test_restart_after_a_crash_with_a_card_on_the_reader(pcscd: PrivatePcscd) -> None:
    with closing(AtrCard(pcscd.port)):
        pcscd.wait_for_card(present=True)
        pid, port = pcscd.pid, pcscd.port
        pcscd.kill()
        assert not pcscd.running
        assert not is_running(pid)
    pcscd.start()
    assert pcscd.port == port
    with closing(AtrCard(pcscd.port)):
        pcscd.wait_for_card(present=True)


def test_ports_that_were_taken_meanwhile_are_changed(pcscd: PrivatePcscd) -> None:
    port = pcscd.port
    pcscd.stop()
    with socket.socket() as taker:
        taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taker.bind(("", port + 1))
        taker.listen()
        pcscd.start()
        assert pcscd.port != port
        assert "Virtual PCD 00 00" in opensc_tool(pcscd, "--list-readers")


def test_nothing_is_left_after_the_context() -> None:
    with PrivatePcscd() as pcscd:
        directory, pid = pcscd.directory, pcscd.pid
        assert directory.stat().st_mode & 0o777 == 0o700
    assert not directory.exists()
    assert not is_running(pid)
    with pytest.raises(PcscdError, match="not running"):
        _ = pcscd.pid


def test_daemon_dies_with_a_killed_owner() -> None:
    code = (
        "import sys, emulator.pcscd as m; p = m.PrivatePcscd(); p.start()\n"
        "print(p.pid, p.directory, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid, directory = owner.stdout.readline().split()
        watch = os.pidfd_open(int(pid))
        owner.kill()
    ended, _, _ = select.select([watch], [], [], 5)  # a pidfd becomes readable when its process ends
    os.close(watch)
    assert Path(directory).parent == Path("/tmp")
    shutil.rmtree(directory)
    assert ended, "pcscd outlived its owner"


def test_start_is_refused_off_the_main_thread() -> None:
    errors: list[BaseException] = []

    def start() -> None:
        try:
            PrivatePcscd().start()
        except PcscdError as error:
            errors.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert ["main thread" in str(error) for error in errors] == [True]


def test_missing_driver_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_DRIVER", Path("no/such/driver.so"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(PcscdError, match="make setup"):
        find_driver()


def test_the_system_daemon_and_its_directory_are_not_touched() -> None:
    system = Path("/run/pcscd")
    before = sorted(system.iterdir()) if system.exists() else None
    with PrivatePcscd() as pcscd:
        assert not pcscd.socket_path.is_relative_to("/run")
        assert (sorted(system.iterdir()) if system.exists() else None) == before


def test_a_daemon_without_the_path_in_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BUILT_IN", b"/no/where")
    with pytest.raises(PcscdError, match="make setup"):
        PrivatePcscd().start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_ordinary_user_can_run_it() -> None:
    code = "import emulator.pcscd as m\nwith m.PrivatePcscd() as p: print(p.running, p.socket_path)"
    command = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        sys.executable,
        "-B",
        "-c",
        code,
    ]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert result.stdout.startswith("True"), result.stderr
