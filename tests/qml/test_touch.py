"""Every control, touched, says what its name promises, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.flow.states import TOUCHES, Event, State
from kiosk.model import Language
from tests.qml.finger import Finger
from tests.qml.rules import targets
from tests.qml.snapshots import SERVICES, base, frames
from tests.qml.staging import SIZES, StagedTime, Staging, read

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUED = {"service_picked_": Event.SERVICE_PICKED, "slip_picked_": Event.SLIP_PICKED}
SAME_EVENT = {"help_staff": "help", "back_again": "back"}
LOCAL = {"erase", "show_qr", "page", "digits_done", "contrast", "contrast_again"}


@pytest.fixture(scope="module")
def time_() -> StagedTime:
    """The window's clock."""
    return StagedTime()


@pytest.fixture(scope="module")
def staging(fonts: None, time_: StagedTime) -> Iterator[Staging]:  # noqa: ARG001 - before any window
    """One portrait window whose clock moves when told."""
    made = Staging(SIZES["portrait"], frames()["WELCOME"], monotonic=time_)
    yield made
    made.close()


@pytest.fixture(scope="module")
def finger(staging: Staging) -> Finger:
    """A finger on that window."""
    return Finger(staging, QTest.createTouchDevice())


def present(staging: Staging, time_: StagedTime, name: str) -> None:
    """Show a frame on a new screen, long enough for it to listen, and forget what was posted."""
    staging.show(base(State.SAVING if name.startswith("IDLE") else State.IDLE_WARNING))
    staging.show(frames()[name])
    time_.value += 1
    staging.flow.posted.clear()
    staging.flow.contrasts.clear()


def said(staging: Staging) -> list[tuple[Event, object]]:
    """Return what was posted besides the sign of life that each touch gives."""
    return [(event, data) for event, data in staging.flow.posted if event is not Event.TOUCH]


def words(staging: Staging) -> list[str]:
    """Return every text that is shown, with plain spaces."""
    return [str(read(item, "text") or "").replace("\u00a0", " ") for item in staging.items()]


def expected(name: str) -> Event | None:
    """Return the event that a control of that name sends; None for those that work on their own screen."""
    if name in LOCAL or name.startswith("digit_"):
        return None
    for prefix, event in VALUED.items():
        if name.startswith(prefix):
            return event
    return Event(SAME_EVENT.get(name, name))


@pytest.mark.parametrize("frame", sorted(frames()))
def test_each_control_posts_the_event_of_its_name(
    staging: Staging, finger: Finger, time_: StagedTime, frame: str
) -> None:
    present(staging, time_, frame)
    for name in [spot.item.objectName() for spot in targets(staging) if spot.item.isEnabled()]:
        present(staging, time_, frame)
        finger.tap(name)
        event = expected(name)
        assert [post[0] for post in said(staging)] == ([event] if event else []), name
        assert event is None or event in TOUCHES
        assert (Event.TOUCH, None) in staging.flow.posted


def test_sixth_digit_goes_on_by_itself(staging: Staging, finger: Finger, time_: StagedTime) -> None:
    present(staging, time_, "ACCESS")
    for digit in "1352":
        finger.tap(f"digit_{digit}")
    finger.tap("erase")
    for digit in "24":
        finger.tap(f"digit_{digit}")
    assert said(staging) == []
    finger.tap("digit_6")
    assert said(staging) == [(Event.CAN_TYPED, "135246")]
    finger.tap("digit_7")
    assert len(said(staging)) == 1


def test_digits_are_forgotten_when_the_screen_changes(
    staging: Staging, finger: Finger, time_: StagedTime
) -> None:
    present(staging, time_, "ACCESS")
    finger.tap("digit_1")
    present(staging, time_, "READING")
    present(staging, time_, "ACCESS-missed")
    screen = staging.screen()
    assert screen is not None
    assert read(screen, "digits") == ""


def test_claim_asks_for_number_then_birth_date(staging: Staging, finger: Finger, time_: StagedTime) -> None:
    present(staging, time_, "CLAIM")
    for digit in "000090135246":
        finger.tap(f"digit_{digit}")
    finger.tap("digits_done")
    for digit in "01011950":
        finger.tap(f"digit_{digit}")
    finger.tap("digits_done")
    assert said(staging) == [(Event.DETAILS_GIVEN, ("000090135246", "01/01/1950"))]


def test_touch_in_the_first_150_ms_of_a_screen_is_dropped(
    staging: Staging, finger: Finger, time_: StagedTime
) -> None:
    present(staging, time_, "WELCOME")
    staging.show(frames()["CONSENT"])
    time_.value += 0.149
    finger.tap("yes")
    assert said(staging) == []
    time_.value += 0.002
    finger.tap("yes")
    assert said(staging) == [(Event.YES, None)]


def test_touch_begun_on_the_screen_before_presses_nothing(
    staging: Staging, finger: Finger, time_: StagedTime
) -> None:
    present(staging, time_, "CONFIRM")
    point = finger.down("patient_is_holder")
    present(staging, time_, "INSURANCE")
    finger.up(point)
    assert said(staging) == []


def test_face_sinks_under_the_finger(staging: Staging, finger: Finger, time_: StagedTime) -> None:
    present(staging, time_, "CONSENT")
    point = finger.down("yes")
    assert read(staging.find("yes"), "held") is True
    finger.up(point)
    assert read(staging.find("yes"), "held") is False


def test_values_go_with_service_slip_language_and_contrast(
    staging: Staging, finger: Finger, time_: StagedTime
) -> None:
    present(staging, time_, "VISIT")
    finger.tap("service_picked_eye")
    present_services = said(staging)
    present(staging, time_, "ROUTE")
    finger.tap("slip_picked_stay")
    finger.tap("language")
    assert present_services == [(Event.SERVICE_PICKED, "eye")]
    assert said(staging) == [(Event.SLIP_PICKED, "stay"), (Event.LANGUAGE, Language.EN)]
    present(staging, time_, "WELCOME")
    finger.tap("contrast")
    assert staging.flow.contrasts == [True]
    assert said(staging) == []


def test_seventh_service_is_on_the_next_page(staging: Staging, finger: Finger, time_: StagedTime) -> None:
    present(staging, time_, "VISIT-many")
    with pytest.raises(LookupError):
        staging.find("service_picked_skin")
    finger.tap("page")
    finger.tap("service_picked_skin")
    assert said(staging) == [(Event.SERVICE_PICKED, "skin")]


def test_new_waiting_numbers_do_not_take_a_tile_from_under_the_finger(
    staging: Staging, finger: Finger, time_: StagedTime
) -> None:
    present(staging, time_, "VISIT")
    point = finger.down("service_picked_heart")
    staging.show(replace(frames()["VISIT"], services=tuple(replace(one, waiting=99) for one in SERVICES)))
    finger.up(point)
    assert said(staging) == [(Event.SERVICE_PICKED, "heart")]


def test_wipe_leaves_no_person_in_any_property(staging: Staging, time_: StagedTime) -> None:
    present(staging, time_, "CONFIRM")
    bridge = staging.view.bridge
    assert bridge.property("portraitSource").startswith("image://portrait/")
    staging.show(base(State.WELCOME))
    texts = [
        str(read(item, "text"))
        for item in staging.items()
        if item.inherits("QQuickText") and read(item, "text")
    ]
    meta = bridge.metaObject()
    values = [str(bridge.property(str(meta.property(i).name()))) for i in range(meta.propertyCount())]
    for trace in ("NGUYỄN", "1950", "246", "image://portrait"):
        assert not [value for value in (*texts, *values) if trace in value], trace


def test_language_switches_while_the_screen_stands(staging: Staging, time_: StagedTime) -> None:
    present(staging, time_, "WELCOME")
    staging.show(replace(frames()["WELCOME"], language=Language.EN))
    assert "Place your ID card on the reader" in words(staging)
    staging.show(frames()["WELCOME"])
    assert "Mời đặt thẻ căn cước lên đầu đọc" in words(staging)
    QGuiApplication.processEvents()
