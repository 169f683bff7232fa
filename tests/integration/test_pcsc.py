"""CardMonitor and PcscConnection on a real pcscd: cards come and go, are pulled, and the daemon dies and returns.

The card is not the emulator: a socket that answers every command with itself is all that PC/SC needs.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Self

import pytest

from emulator.pcscd import PrivatePcscd
from reader.card import (
    CardCommunicationError,
    CardInserted,
    CardMonitor,
    CardRemoved,
    CardRemovedError,
    NoReaderError,
    PcscError,
    PcscUnavailableError,
    ReaderBusyError,
    ReaderEvent,
    ReaderReady,
    ServiceLost,
)

ATR = bytes.fromhex("3B80800101")
SLOT_0 = "Virtual PCD 00 00"
COMMAND = bytes.fromhex("00B0000004")


class EchoCard:
    """A card on slot 0 of the virtual reader that answers each command with the command and 9000.

    `pull_at` names a command that is never answered: the card leaves instead. `answers` replaces answers.
    """

    def __init__(self, port: int, *, pull_at: bytes = b"", answers: dict[bytes, bytes] | None = None) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._pull_at = pull_at
        self._answers = answers or {}
        self.resets = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lift()

    def lift(self) -> None:
        """Take the card off the reader."""
        with contextlib.suppress(OSError):  # the other side may have been faster
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        try:
            while frame := self._receive():
                if len(frame) == 1:
                    self._control(frame[0])
                elif frame == self._pull_at:
                    self._socket.shutdown(socket.SHUT_RDWR)
                else:
                    self._send(self._answers.get(frame, frame + b"\x90\x00"))
        except OSError:
            return

    def _control(self, code: int) -> None:
        self.resets += code == 2
        if code == 4:
            self._send(ATR)

    def _receive(self) -> bytes:
        header = self._exactly(2)
        return self._exactly(int.from_bytes(header, "big")) if header else b""

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            if not more:
                return b""
            data += more
        return data

    def _send(self, data: bytes) -> None:
        self._socket.sendall(len(data).to_bytes(2, "big") + data)


@pytest.fixture
def monitor(private_pcscd: PrivatePcscd) -> Iterator[CardMonitor]:
    private_pcscd.wait_for_card(present=False)
    with CardMonitor(SLOT_0) as monitor:
        assert monitor.wait(5) == (ReaderReady(SLOT_0),)
        yield monitor


def until(monitor: CardMonitor, event: ReaderEvent) -> None:
    deadline = time.monotonic() + 10
    seen: tuple[ReaderEvent, ...] = ()
    while event not in seen:
        assert time.monotonic() < deadline, f"{event} did not come, but {seen}"
        seen += monitor.wait(1)


def wait_in_thread(monitor: CardMonitor) -> tuple[threading.Thread, list[tuple[ReaderEvent, ...]]]:
    results: list[tuple[ReaderEvent, ...]] = []
    thread = threading.Thread(target=lambda: results.append(monitor.wait(None)))
    thread.start()
    return thread, results


def test_card_comes_and_goes(private_pcscd: PrivatePcscd, monitor: CardMonitor) -> None:
    with EchoCard(private_pcscd.port):
        until(monitor, CardInserted(SLOT_0, ATR))
    until(monitor, CardRemoved(SLOT_0))


def test_quiet_time_returns_nothing(monitor: CardMonitor) -> None:
    assert monitor.wait(0.05) == ()
    assert monitor.wait(0) == ()


@pytest.mark.parametrize(("pattern", "count"), [("", 2), ("virtual pcd", 2), ("*00 01", 1), ("OMNIKEY", 0)])
def test_pattern_keeps_to_some_readers(private_pcscd: PrivatePcscd, pattern: str, count: int) -> None:
    private_pcscd.wait_for_card(present=False)
    with CardMonitor(pattern) as monitor:
        assert len(monitor.wait(0.2)) == count
        assert len(monitor.readers()) == count


def test_command_and_answer_of_every_size(private_pcscd: PrivatePcscd, monitor: CardMonitor) -> None:
    long = bytes.fromhex("00D6000000FFF0") + bytes(0xFFF0)
    with EchoCard(private_pcscd.port):
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection:
            assert connection.atr == ATR
            assert connection.transmit(COMMAND) == (COMMAND, 0x9000)
            assert connection.transmit(long) == (long, 0x9000)


def test_card_is_reset_on_opening_and_on_demand(private_pcscd: PrivatePcscd, monitor: CardMonitor) -> None:
    with EchoCard(private_pcscd.port) as card:
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection:
            assert card.resets == 1
            connection.reset()
            assert card.resets == 1, "nothing was sent since the last reset"
            connection.transmit(bytes.fromhex("00B0000000"))
            connection.reset()
            assert card.resets == 2


def test_second_connection_is_refused_until_the_first_is_closed(
    private_pcscd: PrivatePcscd, monitor: CardMonitor
) -> None:
    with EchoCard(private_pcscd.port):
        until(monitor, CardInserted(SLOT_0, ATR))
        first = monitor.connect(SLOT_0)
        with pytest.raises(ReaderBusyError):
            monitor.connect(SLOT_0)
        first.close()
        first.close()
        with pytest.raises(CardCommunicationError):
            first.transmit(COMMAND)
        with pytest.raises(CardCommunicationError):
            first.reset()
        monitor.connect(SLOT_0).close()


def test_card_pulled_during_a_command_is_told_as_removed(
    private_pcscd: PrivatePcscd, monitor: CardMonitor
) -> None:
    with EchoCard(private_pcscd.port, pull_at=COMMAND):
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection:
            connection.transmit(bytes.fromhex("00B0000001"))
            for _ in range(2):
                with pytest.raises(CardRemovedError):
                    connection.transmit(COMMAND)
        until(monitor, CardRemoved(SLOT_0))


def test_answer_without_status_is_a_broken_exchange(
    private_pcscd: PrivatePcscd, monitor: CardMonitor
) -> None:
    with EchoCard(private_pcscd.port, answers={COMMAND: b"\x90"}):
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection, pytest.raises(CardCommunicationError):
            connection.transmit(COMMAND)


def test_empty_and_unknown_readers_are_told_apart(monitor: CardMonitor) -> None:
    with pytest.raises(CardRemovedError):
        monitor.connect(SLOT_0)
    with pytest.raises(NoReaderError):
        monitor.connect("No such reader 00 00")


def test_interrupt_wakes_a_wait_without_limit(monitor: CardMonitor) -> None:
    thread, results = wait_in_thread(monitor)
    monitor.interrupt()
    thread.join(5)
    assert results == [()]


def test_interrupt_before_the_wait_is_not_lost(monitor: CardMonitor) -> None:
    monitor.interrupt()
    start = time.monotonic()
    assert monitor.wait(None) == ()
    assert time.monotonic() - start < 1


def test_interrupts_at_any_moment_all_arrive(monitor: CardMonitor) -> None:
    for _ in range(50):
        thread, results = wait_in_thread(monitor)
        monitor.interrupt()
        thread.join(5)
        assert results == [()]


def test_close_ends_a_wait_and_everything_after(monitor: CardMonitor) -> None:
    thread, results = wait_in_thread(monitor)
    monitor.close()
    thread.join(5)
    assert not thread.is_alive()
    assert len(results) <= 1
    with pytest.raises(PcscError):
        monitor.wait(0)


@pytest.mark.parametrize("end", [PrivatePcscd.kill, PrivatePcscd.stop], ids=["killed", "stopped"])
def test_monitor_outlives_its_service(
    private_pcscd: PrivatePcscd, monitor: CardMonitor, end: Callable[[PrivatePcscd], None]
) -> None:
    thread, results = wait_in_thread(monitor)
    end(private_pcscd)
    thread.join(5)
    assert results == [(ServiceLost(),)]
    assert monitor.wait(0.3) == ()
    with pytest.raises(PcscUnavailableError):
        monitor.readers()
    with pytest.raises(PcscUnavailableError):
        monitor.connect(SLOT_0)
    private_pcscd.start()
    until(monitor, ReaderReady(SLOT_0))
    with EchoCard(private_pcscd.port):
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection:
            assert connection.transmit(COMMAND) == (COMMAND, 0x9000)


def test_interrupt_wakes_a_wait_for_a_missing_service(
    private_pcscd: PrivatePcscd, monitor: CardMonitor
) -> None:
    private_pcscd.stop()
    until(monitor, ServiceLost())
    thread, results = wait_in_thread(monitor)
    monitor.interrupt()
    thread.join(5)
    assert results == [()]


def test_service_lost_under_a_connection(private_pcscd: PrivatePcscd, monitor: CardMonitor) -> None:
    with EchoCard(private_pcscd.port):
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection:
            private_pcscd.kill()
            with pytest.raises(PcscUnavailableError):
                connection.transmit(COMMAND)


def test_a_reader_that_says_nothing_of_its_sizes_forbids_nothing(
    private_pcscd: PrivatePcscd, monitor: CardMonitor
) -> None:
    with EchoCard(private_pcscd.port):
        until(monitor, CardInserted(SLOT_0, ATR))
        with monitor.connect(SLOT_0) as connection:
            assert connection.max_apdu_data is None
            connection.lengths.note(ATR, 112)
        with monitor.connect(SLOT_0) as connection:
            assert connection.lengths.recall(ATR) == 112
