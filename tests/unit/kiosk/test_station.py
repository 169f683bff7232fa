"""PcscCardStation: what reader and card do, as the flow's events. The monitor is a strict script of reader events."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING

import pytest

from kiosk.flow import Event
from kiosk.station import PcscCardStation
from reader.card import CardInserted, CardRemoved, ReaderEvent, ReaderGone, ReaderReady, ServiceLost
from reader.errors import CardRemovedError, NoReaderError

if TYPE_CHECKING:
    from pathlib import Path

    from reader.access.key import AccessKey

CL = "Fictional CL Reader 00 00"
OTHER = "Another Reader 01 00"
SAM = "Fictional SAM Slot 00 01"


class ScriptedMonitor:
    """Hands out what the test puts in; a connection always fails with the error it was given."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.events: queue.SimpleQueue[tuple[ReaderEvent, ...]] = queue.SimpleQueue()
        self.closed = False
        self.interrupted = 0

    def wait(self, timeout: float | None) -> tuple[ReaderEvent, ...]:
        assert timeout is not None
        try:
            return self.events.get_nowait()
        except queue.Empty:
            return ()

    def interrupt(self) -> None:
        self.interrupted += 1

    def connect(self, reader: str) -> None:
        assert reader == CL
        raise NoReaderError

    def close(self) -> None:
        self.closed = True


class Station:
    """A station whose monitors are scripts: ``see`` lets things happen at the reader."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, trust: tuple[Path, ...] = ()) -> None:
        self.monitors: list[ScriptedMonitor] = []

        def open_monitor(pattern: str) -> ScriptedMonitor:
            self.monitors.append(ScriptedMonitor(pattern))
            return self.monitors[-1]

        monkeypatch.setattr("reader.card.CardMonitor", open_monitor)
        self.station = PcscCardStation("CL", trust)

    def see(self, *events: ReaderEvent) -> tuple[Event, ...]:
        if not self.monitors or self.monitors[-1].closed:
            self.station._open_monitor()
        self.monitors[-1].events.put(events)
        return self.station.wait(0.01)


@pytest.fixture
def station(monkeypatch: pytest.MonkeyPatch) -> Station:
    return Station(monkeypatch)


def test_first_wait_tells_of_reader_and_card(station: Station) -> None:
    assert station.see(ReaderReady(CL), CardInserted(CL, b"")) == (Event.READER_READY, Event.CARD_IN)
    assert station.monitors[0].pattern == "CL"


def test_first_wait_tells_that_there_is_no_reader(station: Station) -> None:
    assert station.station.wait(0.01) == (Event.READER_LOST,)
    assert station.station.wait(0.01) == ()
    assert station.see(ReaderReady(CL)) == (Event.READER_READY,)


def test_card_comes_and_goes(station: Station) -> None:
    station.see(ReaderReady(CL))
    assert station.see(CardInserted(CL, b"")) == (Event.CARD_IN,)
    assert station.see(CardRemoved(CL), CardInserted(CL, b"")) == (Event.CARD_REMOVED, Event.CARD_IN)


def test_second_reader_changes_nothing_while_a_card_lies_on_the_first(station: Station) -> None:
    station.see(ReaderReady(CL), ReaderReady(OTHER), CardInserted(CL, b""))
    assert station.see(CardInserted(OTHER, b""), CardRemoved(OTHER), ReaderGone(OTHER)) == ()
    assert station.see(CardRemoved(CL)) == (Event.CARD_REMOVED,)


def test_key_slot_of_the_reader_is_no_patients_card(station: Station) -> None:
    assert station.see(ReaderReady(SAM), CardInserted(SAM, b"")) == (Event.READER_READY,)


def test_reader_and_service_lost(station: Station) -> None:
    station.see(ReaderReady(CL), CardInserted(CL, b""))
    assert station.see(ReaderGone(CL)) == (Event.READER_LOST,)
    assert station.see(ReaderReady(CL), CardInserted(CL, b"")) == (Event.READER_READY, Event.CARD_IN)
    assert station.see(ServiceLost()) == (Event.READER_LOST,)
    assert station.see(ReaderReady(CL), CardInserted(CL, b"")) == (Event.READER_READY, Event.CARD_IN)


def test_reader_with_the_card_gone_but_another_left_is_a_card_removed(station: Station) -> None:
    station.see(ReaderReady(CL), ReaderReady(OTHER), CardInserted(CL, b""))
    assert station.see(ReaderGone(CL)) == (Event.CARD_REMOVED,)


def inspect(station: Station) -> None:
    """Try to read."""
    from reader.access.key import Can

    key: AccessKey = Can("123456")
    station.station.inspect(
        key,
        station.station.new_cache(),
        brief=True,
        progress=lambda _: None,
        identity=lambda _, __: None,
        cancel=lambda: False,
    )


def test_reading_without_a_card_is_a_card_removed(station: Station) -> None:
    station.see(ReaderReady(CL))
    with pytest.raises(CardRemovedError):
        inspect(station)


def test_fault_of_the_reader_makes_the_next_wait_tell_anew(station: Station) -> None:
    station.see(ReaderReady(CL), CardInserted(CL, b""))
    with pytest.raises(NoReaderError):
        inspect(station)
    assert station.monitors[0].closed
    assert station.see(ReaderReady(CL), CardInserted(CL, b"")) == (Event.READER_READY, Event.CARD_IN)
    assert len(station.monitors) == 2


def test_unreadable_trust_store_is_told_and_leaves_nothing_provable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    station = Station(monkeypatch, (tmp_path / "missing",))
    station.see(ReaderReady(CL))
    station.station.wait(0.01)
    assert "trust store" in caplog.text
    assert station.station._open_trust().is_empty


def test_interrupt_reaches_the_monitor_and_close_lets_go(station: Station) -> None:
    station.station.interrupt()
    station.see(ReaderReady(CL))
    station.station.interrupt()
    station.station.close()
    assert (station.monitors[0].interrupted, station.monitors[0].closed) == (1, True)
