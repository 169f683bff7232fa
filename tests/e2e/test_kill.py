"""kill -9 of the whole kiosk, window and all, at the worst moment: the visit is there, once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from emulator.citizens import by_name
from kiosk.flow import Event, State
from tests.e2e.patient import check_in
from tests.e2e.test_check_in import recorded

if TYPE_CHECKING:
    from emulator.environment import Environment

SAMPLE = by_name("nguyen-van-mau")


def test_a_kill_right_after_the_ticket_shows_leaves_the_visit_once(environment: Environment) -> None:
    environment.lay_on(SAMPLE)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.window_with_a_patient", SAMPLE.name],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    ) as kiosk:
        try:
            assert kiosk.stdout is not None
            assert kiosk.stdout.readline() == "take the card\n"
            environment.lift()
            number = kiosk.stdout.readline().removeprefix("ticket ").strip()
        finally:
            os.kill(kiosk.pid, signal.SIGKILL)
            assert kiosk.wait(10) == -signal.SIGKILL
    (visit,) = recorded(environment)
    assert [ticket.number for ticket in visit.tickets] == [number]

    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        patient.see(State.CONFIRM)
        patient.do(Event.PATIENT_IS_HOLDER)
        today = patient.see(State.ALREADY_TODAY).today
        assert today is not None
        assert today.number == number
    assert len(recorded(environment)) == 1


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name
)
def test_a_window_told_to_end_ends_well_at_any_moment(
    environment: Environment, tmp_path: Path, number: signal.Signals
) -> None:
    assert environment.pcscd.running
    address = str(tmp_path / "ready")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(address)
        supervisor.settimeout(30)
        variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NOTIFY_SOCKET": address}
        with subprocess.Popen(
            [Path(sys.executable).with_name("kiosk"), "ui", "--windowed"], env=variables
        ) as kiosk:
            assert supervisor.recv(64) == b"READY=1"
            kiosk.send_signal(number)
            assert kiosk.wait(20) == 0
