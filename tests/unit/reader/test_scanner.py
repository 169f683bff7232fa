"""A scanner that is plugged, unplugged and read over a real pty."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from reader.scanner import (
    CodeScanned,
    CodeTooLong,
    ScannerError,
    ScannerEvent,
    ScannerGone,
    ScannerReady,
    ScannerSettings,
    SerialPort,
    SerialScanner,
    serial_ports,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 10.0


class Cable:
    """A scanner's end of a cable: a pty whose other end appears at `port` while it is plugged in."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._master = -1

    def plug(self) -> str:
        self._master, slave = os.openpty()
        device = os.ttyname(slave)
        os.close(slave)
        self.port.symlink_to(device)
        return device

    def unplug(self) -> None:
        if self._master >= 0:
            self.port.unlink()
            os.close(self._master)
            self._master = -1

    def say(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._master, data) :]


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    cable = Cable(tmp_path / "scanner")
    yield cable
    cable.unplug()


@pytest.fixture
def scanner(cable: Cable) -> Iterator[SerialScanner]:
    settings = ScannerSettings(str(cable.port), quiet_seconds=0.05, retry_seconds=0.01)
    with SerialScanner(settings) as scanner:
        yield scanner


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def until(scanner: SerialScanner, event: ScannerEvent) -> list[ScannerEvent]:
    """Wait for an event; return everything up to it."""
    seen: list[ScannerEvent] = []
    deadline = time.monotonic() + SECONDS
    while event not in seen:
        assert time.monotonic() < deadline, f"{event} never came, but {seen}"
        seen += scanner.wait(SECONDS)
    return seen


def waiting(scanner: SerialScanner) -> tuple[threading.Thread, list[tuple[ScannerEvent, ...]]]:
    results: list[tuple[ScannerEvent, ...]] = []

    def wait() -> None:
        try:
            results.append(scanner.wait(None))
        except ScannerError:
            results.append(())

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, results


def test_codes_end_with_their_line(scanner: SerialScanner, cable: Cable) -> None:
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    cable.say("000085123456||NGUYỄN VĂN MẪU\r\nsecond\rthird\n".encode())
    assert until(scanner, CodeScanned("third")) == [
        CodeScanned("000085123456||NGUYỄN VĂN MẪU"),
        CodeScanned("second"),
        CodeScanned("third"),
    ]


def test_a_code_without_an_end_ends_with_silence(scanner: SerialScanner, cable: Cable) -> None:
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    cable.say(b"000085123456")
    start = time.monotonic()
    assert until(scanner, CodeScanned("000085123456")) == [CodeScanned("000085123456")]
    assert time.monotonic() - start >= 0.04


def test_waiting_in_slices_shorter_than_the_silence_loses_nothing(
    scanner: SerialScanner, cable: Cable
) -> None:
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    cable.say(b"1234")
    seen: list[ScannerEvent] = []
    deadline = time.monotonic() + SECONDS
    while not seen and time.monotonic() < deadline:
        seen += scanner.wait(0.001)
    assert seen == [CodeScanned("1234")]


def test_a_code_that_is_too_long_is_dropped_and_the_next_is_read(
    scanner: SerialScanner, cable: Cable
) -> None:
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    sender = threading.Thread(target=cable.say, args=(b"x" * 20_000 + b"\rnext\r",))
    sender.start()
    seen = until(scanner, CodeScanned("next"))
    sender.join(SECONDS)
    assert seen == [CodeTooLong(), CodeScanned("next")]


def test_a_missing_scanner_is_no_event_and_no_error(scanner: SerialScanner, cable: Cable) -> None:
    assert scanner.wait(0.05) == ()
    cable.port.write_text("no line at all", encoding="ascii")
    assert scanner.wait(0.05) == ()
    cable.port.unlink()
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))


def test_a_port_that_cannot_be_opened_is_told_once(
    scanner: SerialScanner, cable: Cable, caplog: pytest.LogCaptureFixture
) -> None:
    cable.port.write_text("no line at all", encoding="ascii")
    scanner.wait(0.1)
    assert len([record for record in caplog.records if "cannot be opened" in record.message]) == 1


def test_what_was_said_before_the_plug_was_pulled_is_not_half_a_code(
    scanner: SerialScanner, cable: Cable
) -> None:
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    cable.say(b"00008512")
    assert scanner.wait(0) == ()
    cable.unplug()
    assert until(scanner, ScannerGone(str(cable.port)))[-1:] == [ScannerGone(str(cable.port))]
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    cable.say(b"3456\r")
    assert until(scanner, CodeScanned("3456")) == [CodeScanned("3456")]


def test_a_hundred_cycles_leave_no_file_and_no_thread(scanner: SerialScanner, cable: Cable) -> None:
    port = str(cable.port)
    files, threads = open_files(), threading.active_count()
    for cycle in range(100):
        cable.plug()
        assert until(scanner, ScannerReady(port)) == [ScannerReady(port)]
        cable.say(b"%012d\r\n" % cycle)
        assert until(scanner, CodeScanned(f"{cycle:012d}")) == [CodeScanned(f"{cycle:012d}")]
        cable.unplug()
        assert until(scanner, ScannerGone(port)) == [ScannerGone(port)]
    assert open_files() == files
    assert threading.active_count() == threads


def test_closing_gives_back_every_file(cable: Cable) -> None:
    files = open_files()
    cable.plug()
    with SerialScanner(ScannerSettings(str(cable.port))) as scanner:
        until(scanner, ScannerReady(str(cable.port)))
    cable.unplug()
    assert open_files() == files


def test_the_scanner_is_found_by_its_usb_id_wherever_it_is(cable: Cable) -> None:
    devices = {"05e0:1701": cable.plug()}
    ports = [SerialPort("/dev/ttyS0"), SerialPort("/dev/ttyACM7", "1a86:7523")]

    def listed() -> list[SerialPort]:
        return ports + [SerialPort(device, usb_id) for usb_id, device in devices.items()]

    settings = ScannerSettings(usb_id="05E0:1701", retry_seconds=0.01)
    with SerialScanner(settings, listed) as scanner:
        until(scanner, ScannerReady(devices["05e0:1701"]))
        gone = ScannerGone(devices.pop("05e0:1701"))
        cable.unplug()
        until(scanner, gone)
        assert scanner.wait(0.03) == ()
        devices["05e0:1701"] = cable.plug()
        until(scanner, ScannerReady(devices["05e0:1701"]))


def test_a_scanner_is_held_alone(cable: Cable, scanner: SerialScanner) -> None:
    cable.plug()
    until(scanner, ScannerReady(str(cable.port)))
    with SerialScanner(ScannerSettings(str(cable.port), retry_seconds=0.01)) as other:
        assert other.wait(0.05) == ()


@pytest.mark.parametrize("plugged", [True, False])
def test_interrupt_wakes_a_wait_without_limit(scanner: SerialScanner, cable: Cable, plugged: bool) -> None:
    if plugged:
        cable.plug()
        until(scanner, ScannerReady(str(cable.port)))
    thread, results = waiting(scanner)
    scanner.interrupt()
    thread.join(SECONDS)
    assert results == [()]


def test_interrupts_before_a_wait_are_one(scanner: SerialScanner) -> None:
    for _ in range(3):
        scanner.interrupt()
    assert scanner.wait(None) == ()
    start = time.monotonic()
    assert scanner.wait(0.02) == ()
    assert time.monotonic() - start >= 0.02


def test_close_ends_a_wait_and_everything_after(cable: Cable) -> None:
    scanner = SerialScanner(ScannerSettings(str(cable.port)))
    thread, results = waiting(scanner)
    scanner.close()
    scanner.close()
    scanner.interrupt()
    thread.join(SECONDS)
    assert results == [()]
    with pytest.raises(ScannerError) as refused:
        scanner.wait(0)
    assert refused.value.reason == "scanner-closed"


@pytest.mark.parametrize(
    ("port", "usb_id", "quiet"),
    [("", "", 0.1), ("/dev/ttyACM0", "05e0:1701", 0.1), ("", "5e0:1701", 0.1), ("/dev/ttyACM0", "", 0.0)],
)
def test_settings_that_name_no_scanner_are_refused(port: str, usb_id: str, quiet: float) -> None:
    with pytest.raises(ScannerError) as refused:
        ScannerSettings(port, usb_id, quiet_seconds=quiet)
    assert refused.value.reason == "scanner-setting"


def test_ports_are_listed_with_their_usb_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    scanner, line = ListPortInfo("/dev/ttyACM1"), ListPortInfo("/dev/ttyACM0")
    scanner.vid, scanner.pid = 0x05E0, 0x1701
    monkeypatch.setattr(list_ports, "comports", lambda: [scanner, line])
    assert serial_ports() == (SerialPort("/dev/ttyACM0"), SerialPort("/dev/ttyACM1", "05e0:1701"))


def test_a_port_that_leaves_while_it_is_listed_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaving() -> list[ListPortInfo]:
        raise TypeError("int() can't convert non-string with explicit base")

    monkeypatch.setattr(list_ports, "comports", leaving)
    assert serial_ports() == ()
