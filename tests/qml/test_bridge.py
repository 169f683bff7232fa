"""The bridge between flow and screens, without screens."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThread

from kiosk.flow.states import Event, State
from kiosk.model import Language
from kiosk.snapshot import Countdown
from tests.qml.snapshots import MORNING, base, frames
from tests.qml.staging import StagedFlow, StagedTime
from ui.images import PortraitProvider
from ui.session import SessionBridge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def flow() -> StagedFlow:
    """A session that shows WELCOME."""
    return StagedFlow(base(State.WELCOME))


@pytest.fixture
def time_() -> StagedTime:
    """A clock that moves when told."""
    return StagedTime()


@pytest.fixture
def bridge(qapp: QGuiApplication, flow: StagedFlow, time_: StagedTime) -> Iterator[SessionBridge]:  # noqa: ARG001 - signals need it
    """A bridge on that session."""
    made = SessionBridge(flow, PortraitProvider(), monotonic=time_, now=lambda: MORNING)
    yield made
    made.close()


def test_frame_of_another_thread_arrives_on_the_window_s_thread(
    qtbot: QtBot, flow: StagedFlow, bridge: SessionBridge
) -> None:
    seen: list[QThread] = []
    bridge.screenChanged.connect(lambda: seen.append(QThread.currentThread()))
    with qtbot.waitSignal(bridge.screenChanged):
        worker = threading.Thread(target=flow.show, args=(base(State.CONSENT),))
        worker.start()
    worker.join()
    assert bridge.property("state") == "CONSENT"
    assert seen == [bridge.thread()]


def test_only_what_changed_is_told(qtbot: QtBot, flow: StagedFlow, bridge: SessionBridge) -> None:
    told: list[str] = []
    for name in (
        "screenChanged",
        "languageChanged",
        "contrastChanged",
        "readingChanged",
        "servicesChanged",
        "portraitChanged",
    ):
        getattr(bridge, name).connect(lambda name=name: told.append(name))
    with qtbot.waitSignal(bridge.changed):
        flow.show(replace(flow.snapshot, alarm="E-PAPER"))
    assert told == []
    with qtbot.waitSignal(bridge.languageChanged):
        flow.show(replace(flow.snapshot, language=Language.EN))
    assert set(told) == {"languageChanged", "servicesChanged"}


@pytest.mark.parametrize("name", ["card_in", "saved", "nothing"])
def test_only_touches_can_be_posted(flow: StagedFlow, bridge: SessionBridge, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        bridge.post(name)
    assert flow.posted == []


def test_countdown_runs_to_nought_and_no_further(
    qtbot: QtBot, flow: StagedFlow, bridge: SessionBridge, time_: StagedTime
) -> None:
    with qtbot.waitSignal(bridge.changed):
        flow.show(replace(base(State.REINSERT), countdown=Countdown(20.0, time_.value + 14.2)))
    assert bridge.property("countdownSeconds") == 15
    assert bridge.property("countdownPart") == pytest.approx(0.71)
    time_.value += 60
    assert bridge.property("countdownSeconds") == 0
    assert bridge.property("countdownPart") == 0


def test_scanner_is_there_only_when_the_frame_says_so(
    qtbot: QtBot, flow: StagedFlow, bridge: SessionBridge
) -> None:
    assert bridge.property("scannerReady") is False
    with qtbot.waitSignal(bridge.changed):
        flow.show(replace(flow.snapshot, scanner_ready=True))
    assert bridge.property("scannerReady") is True


def test_services_and_facility_speak_the_language(
    qtbot: QtBot, flow: StagedFlow, bridge: SessionBridge
) -> None:
    assert bridge.property("facilityName") == "Bệnh viện Đa khoa Mẫu"
    with qtbot.waitSignal(bridge.changed):
        flow.show(frames(Language.EN)["VISIT"])
    assert bridge.property("facilityName") == "Mẫu General Hospital"
    assert bridge.property("services")[1] == {
        "id": "heart",
        "name": "Cardiology",
        "icon": "heart",
        "waiting": 7,
    }


def test_closed_bridge_hears_nothing(flow: StagedFlow, qapp: QGuiApplication) -> None:  # noqa: ARG001 - signals need it
    bridge = SessionBridge(flow, PortraitProvider())
    bridge.close()
    assert flow.listeners == []
    assert (Event.TOUCH, None) not in flow.posted
