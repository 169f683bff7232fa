"""One function a figure. Each returns samples; the table takes their median, and their spread to show how quiet the machine was."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.citizens import by_name
from kiosk.bootstrap import SYSTEM_CLOCK, ConfiguredServices, build_session, open_store
from kiosk.config import load
from kiosk.flow import Event, State
from kiosk.model import Authenticity, Intent, VisitDraft
from reader.access.key import Can
from reader.card import CardInserted, CardMonitor
from reader.inspection import inspect
from reader.trust import TrustStore
from tests.bench.figure import Figure
from tests.e2e.patient import Patient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulator.environment import Environment
    from reader.result import InspectionResult

SAMPLE = by_name("nguyen-van-mau")
READY_S = 30.0


def read_card(environment: Environment, runs: int) -> list[Figure]:
    """APDUs, bytes, wall and CPU time of verified reads over pcscd, on an instant link, in one warm process."""
    trust = TrustStore.load([environment.directory / "csca"])
    environment.lay_on(SAMPLE)
    results: list[InspectionResult] = []
    wall: list[float] = []
    cpu: list[float] = []
    with CardMonitor() as monitor:
        reader = next(event.reader for event in _events(monitor) if isinstance(event, CardInserted))
        for _ in range(runs + 1):
            with monitor.connect(reader) as connection:
                began, began_cpu = time.perf_counter(), time.process_time()
                results.append(inspect(connection, Can(SAMPLE.can), trust))
                wall.append(time.perf_counter() - began)
                cpu.append(time.process_time() - began_cpu)
    environment.lift()
    del results[0], wall[0], cpu[0]  # the first warms up
    steps = [
        Figure(f"read: step {step}", "ms", tuple(result.seconds[step] * 1000 for result in results))
        for step in results[0].seconds
    ]
    return [
        Figure("read: APDUs", "", tuple(float(result.apdus) for result in results)),
        Figure("read: bytes", "", tuple(float(result.bytes_transferred) for result in results)),
        Figure("read: wall", "ms", tuple(each * 1000 for each in wall)),
        Figure("read: CPU", "ms", tuple(each * 1000 for each in cpu)),
        *steps,
    ]


def _events(monitor: CardMonitor) -> Sequence[object]:
    """The first events with a card among them."""
    events: list[object] = []
    while not any(isinstance(event, CardInserted) for event in events):
        events += monitor.wait(READY_S)
    return events


def check_in(environment: Environment, runs: int) -> list[Figure]:
    """From the card's arrival (CONSENT) to the saved ticket, with a person who answers at once."""
    session = build_session(load(environment.config_path))
    patient = Patient(session, environment)
    session.start()
    samples: list[float] = []
    try:
        for _ in range(runs):
            patient.lay_on(SAMPLE)
            began = time.perf_counter()
            patient.open_card(SAMPLE.can)
            patient.see(State.CONFIRM)
            patient.do(Event.PATIENT_IS_HOLDER)
            _to_saving(patient)
            patient.see(State.TAKE_CARD)
            samples.append((time.perf_counter() - began) * 1000)
            environment.lift()
            patient.see(State.TICKET)
            patient.do(Event.DONE)
    finally:
        session.stop()
    return [Figure("card in to ticket, person's time excluded", "ms", tuple(samples))]


def _to_saving(patient: Patient) -> None:
    """Answer what comes after CONFIRM: the first time insurance and service, afterwards another service the same day."""
    frame = patient.until(
        lambda seen: (
            seen.state is State.ALREADY_TODAY
            or (seen.state is State.INSURANCE and seen.coverage is not None and not seen.coverage.waiting)
        ),
        "INSURANCE or ALREADY_TODAY",
    )
    patient.do(Event.ANOTHER_SERVICE if frame.state is State.ALREADY_TODAY else Event.CONTINUE)
    patient.see(State.VISIT)
    patient.do(Event.SERVICE_PICKED, "general")


def cold_start(environment: Environment, runs: int) -> list[Figure]:
    """From exec of `kiosk ui` to its READY=1 (WELCOME's first frame is on the screen), and its memory two seconds later."""
    seconds: list[float] = []
    memory: list[float] = []
    for run in range(runs + 1):
        with (
            tempfile.TemporaryDirectory() as folder,
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor,
        ):
            address = str(Path(folder, "ready"))
            supervisor.bind(address)
            supervisor.settimeout(READY_S)
            variables = {
                **os.environ,
                **environment.variables,
                "NOTIFY_SOCKET": address,
                "QT_QPA_PLATFORM": "offscreen",
            }
            began = time.perf_counter()
            with subprocess.Popen(
                [Path(sys.executable).with_name("kiosk"), "ui", "--windowed"], env=variables
            ) as kiosk:
                try:
                    if supervisor.recv(64) != b"READY=1":
                        raise RuntimeError("the window said something else than READY=1")
                    passed = time.perf_counter() - began
                    time.sleep(2.0)
                    resident = _resident_mb(kiosk.pid)
                finally:
                    kiosk.send_signal(signal.SIGTERM)
            if run:  # the first fills the page cache
                seconds.append(passed)
                memory.append(resident)
    return [
        Figure("cold start to WELCOME", "s", tuple(seconds), goal="<= 1"),
        Figure("RSS of the window, screens compiled", "MB", tuple(memory), goal="<= 200"),
    ]


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def commits(environment: Environment, runs: int) -> list[Figure]:
    """Commits of a whole visit (encrypted, WAL, synchronous=FULL): each sample is one commit's time; the goal is on p99."""
    config = load(environment.config_path)
    service = ConfiguredServices(config).services()[0]
    samples: list[float] = []
    with open_store(config) as store:
        for number in range(runs):
            draft = VisitDraft(
                session_id=f"bench-{number}-{datetime.now(UTC).timestamp()}", intent=Intent.NEW,
                started_at=SYSTEM_CLOCK.now() - timedelta(seconds=30), identity=None, coverage=None, consent=None,
                service=service, authenticity=Authenticity.GENUINE, checks={"passive": "PASSED verified"},
            )  # fmt: skip
            began = time.perf_counter()
            store.commit_visit(draft, SYSTEM_CLOCK.now())
            samples.append((time.perf_counter() - began) * 1000)
    ordered = sorted(samples)
    return [
        Figure("commit of a visit", "ms", tuple(samples)),
        Figure("commit of a visit, p99", "ms", (ordered[int(len(ordered) * 0.99)],)),
    ]
