"""The reader through a real pcscd: what comes and goes, and what another program sees of the same card."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, TypeVar

import pytest

from emulator.citizens import by_name
from reader.access.key import Can
from reader.card import CardInserted, CardMonitor, CardRemoved, PcscConnection, ReaderEvent, ReaderReady
from reader.errors import CardRemovedError, NotAnEmrtdError, PcscUnavailableError, WrongKeyError
from reader.inspection import Progress, ReadCache, Step, inspect
from tests.emulated import trust_in_test_csca
from tests.strange_card import StrangeCard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from emulator.environment import Environment
    from reader.trust import TrustStore

SAMPLE = by_name("nguyen-van-mau")
EVENT_TIMEOUT_S = 10.0

E = TypeVar("E", bound=ReaderEvent)


@pytest.fixture
def trust(tmp_path: Path) -> TrustStore:
    return trust_in_test_csca(tmp_path)


class Watcher:
    """Takes a monitor's events one by one, each once."""

    def __init__(self, monitor: CardMonitor) -> None:
        self.monitor = monitor
        self._pending: list[ReaderEvent] = []

    def wait_for(self, kind: type[E]) -> E:
        """The next event of that kind; those before it are passed over."""
        while True:
            if not self._pending:
                self._pending += self.monitor.wait(EVENT_TIMEOUT_S)
                assert self._pending, f"no {kind.__name__} within {EVENT_TIMEOUT_S} s"
            event = self._pending.pop(0)
            if isinstance(event, kind):
                return event

    def wait_for_card(self) -> PcscConnection:
        """The connection to the next card laid on."""
        return self.monitor.connect(self.wait_for(CardInserted).reader)


@pytest.fixture
def watcher(environment: Environment) -> Iterator[Watcher]:
    assert environment.pcscd.running
    with CardMonitor() as monitor:
        yield Watcher(monitor)


def test_a_card_on_the_reader_is_read_and_genuine(
    environment: Environment, watcher: Watcher, trust: TrustStore
) -> None:
    environment.lay_on(SAMPLE)
    with watcher.wait_for_card() as connection:
        result = inspect(connection, Can(SAMPLE.can), trust)
    assert result.verdict.value == "GENUINE"


def test_a_card_that_lies_there_before_the_start_is_seen(environment: Environment) -> None:
    environment.lay_on(SAMPLE)
    with CardMonitor() as monitor:
        assert Watcher(monitor).wait_for(CardInserted).atr


def test_a_card_that_is_lifted_is_seen(environment: Environment, watcher: Watcher) -> None:
    environment.lay_on(SAMPLE)
    watcher.wait_for(CardInserted)
    environment.lift()
    assert watcher.wait_for(CardRemoved).reader


@pytest.mark.parametrize(
    "step", [step for step in Step if step is not Step.PASSIVE]
)  # computed without the card
def test_a_card_pulled_in_any_step_is_a_removed_card(
    environment: Environment, watcher: Watcher, trust: TrustStore, step: Step
) -> None:
    environment.lay_on(SAMPLE)
    inserted = watcher.wait_for(CardInserted)
    cache = ReadCache()
    pulled: list[Step] = []

    def pull(progress: Progress) -> None:
        if progress.step is step and not pulled:
            pulled.append(step)
            environment.client.lift_at_apdu(1)

    with watcher.monitor.connect(inserted.reader) as connection, pytest.raises(CardRemovedError):
        inspect(connection, Can(SAMPLE.can), trust, cache=cache, progress=pull)
    environment.lay_on(SAMPLE)
    with watcher.wait_for_card() as connection:
        assert inspect(connection, Can(SAMPLE.can), trust, cache=cache).verdict.value == "GENUINE"


def test_a_card_exchanged_while_nobody_watched_is_seen_as_removed_and_inserted(
    environment: Environment, watcher: Watcher
) -> None:
    environment.lay_on(SAMPLE)
    watcher.wait_for(CardInserted)
    environment.lay_on("tran-thi-thu")
    assert watcher.wait_for(CardRemoved).reader == watcher.wait_for(CardInserted).reader


def test_a_wrong_can_leaves_the_card_ready_for_the_right_one(
    environment: Environment, watcher: Watcher, trust: TrustStore
) -> None:
    environment.lay_on(SAMPLE)
    reader = watcher.wait_for(CardInserted).reader
    with watcher.monitor.connect(reader) as connection, pytest.raises(WrongKeyError):
        inspect(connection, Can("000000"), trust)
    with watcher.monitor.connect(reader) as connection:
        assert inspect(connection, Can(SAMPLE.can), trust).verdict.value == "GENUINE"


def test_a_card_without_the_application_is_told_apart(
    environment: Environment, watcher: Watcher, trust: TrustStore
) -> None:
    environment.lay_on_card(StrangeCard())
    with watcher.wait_for_card() as connection, pytest.raises(NotAnEmrtdError):
        inspect(connection, Can(SAMPLE.can), trust)


def test_the_monitor_outlives_pcscd(environment: Environment, watcher: Watcher, trust: TrustStore) -> None:
    environment.lay_on(SAMPLE)
    watcher.wait_for(CardInserted)
    environment.restart_pcscd()
    watcher.wait_for(ReaderReady)
    with watcher.wait_for_card() as connection:
        assert inspect(connection, Can(SAMPLE.can), trust).verdict.value == "GENUINE"


def test_no_pcscd_is_said_so(environment: Environment) -> None:
    environment.pcscd.kill()
    with CardMonitor() as monitor, pytest.raises(PcscUnavailableError):
        monitor.readers()


def test_opensc_tool_talks_to_the_same_card(
    environment: Environment, watcher: Watcher, trust: TrustStore
) -> None:
    """Another program, Debian's, through the same pcscd; then the reader again on the same card."""
    tool = shutil.which("opensc-tool")
    assert tool, "opensc is missing: run make setup"
    environment.lay_on(SAMPLE)
    inserted = watcher.wait_for(CardInserted)
    select = "00:A4:04:0C:07:A0:00:00:02:47:10:01"
    done = subprocess.run(
        [tool, "--reader", inserted.reader, "--card-driver", "default", "-s", "00:B0:9C:00:00", "-s", select, "-s", "00:B0:81:00:00"],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    # EF.CardAccess by SFI is free to read, the application can be selected, DG1 is closed before authentication.
    assert [line for line in done.stdout.splitlines() if "SW1=" in line] == [
        "Received (SW1=0x90, SW2=0x00):",
        "Received (SW1=0x90, SW2=0x00)",
        "Received (SW1=0x69, SW2=0x82)",
    ]
    assert "31 34 30 0D 06 08 04 00 7F 00 07 02 02 02 02 01" in done.stdout
    with watcher.monitor.connect(inserted.reader) as connection:
        assert inspect(connection, Can(SAMPLE.can), trust).verdict.value == "GENUINE"
