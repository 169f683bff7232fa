"""What a check-in says when the records refuse: one plain line in the log, the typed error of the command, HELP on the screen."""

from __future__ import annotations

import logging

import pytest

from kiosk.commands.checkin import AutoLine
from kiosk.commands.console import CommandError
from kiosk.flow import Event, State
from kiosk.flow.facts import HelpCause
from kiosk.store.errors import DamagedError, DiskFullError, LockedError, ReadOnlyError, StoreError
from tests.checkin_fakes import CAN, MRZ, FakeCard
from tests.checkin_kiosk import Kiosk


class StrangeError(Exception):
    """What nobody foresaw."""


def check_in(kiosk: Kiosk) -> str:
    """As `kiosk checkin` does with the card that lies there."""
    kiosk.station.tell(Event.READER_READY)
    kiosk.station.lay(FakeCard())
    try:
        return AutoLine(CAN, "general", another=False).run(kiosk.session, wait_s=10.0)
    finally:
        assert kiosk.session.stop()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (DiskFullError, "disk-full"),
        (ReadOnlyError, "read-only"),
        (LockedError, "locked"),
        (DamagedError, "damaged"),
    ],
)
def test_save_that_the_records_refuse_ends_with_their_reason_and_remedy(
    kind: type[StoreError], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk = Kiosk()
    kiosk.store.faults = [kind("The records refuse this")]
    with caplog.at_level(logging.WARNING), pytest.raises(kind) as caught:
        check_in(kiosk)
    assert (caught.value.reason, caught.value.problem, caught.value.remedy) == (
        reason,
        "The records refuse this",
        kind.remedy,
    )
    assert kiosk.snapshot.state is State.HELP
    assert (kiosk.snapshot.help.cause, kiosk.snapshot.alarm) == (HelpCause.SAVE, "E-SAVE")
    (line,) = [entry.getMessage() for entry in caplog.records if "saving" in entry.getMessage()]
    assert line == f"saving the visit failed ({reason}): The records refuse this. {kind.remedy}"
    assert MRZ.document_number not in caplog.text
    assert ".py" not in line


def test_save_that_breaks_without_a_name_is_not_saved() -> None:
    kiosk = Kiosk()
    kiosk.store.faults = [StrangeError()]
    with pytest.raises(CommandError) as caught:
        check_in(kiosk)
    assert caught.value.reason == "not-saved"


def test_save_that_goes_well_the_second_time_leaves_no_error() -> None:
    with Kiosk() as kiosk:
        kiosk.store.faults = [DiskFullError("The disk is full")]
        kiosk.to_visit()
        kiosk.touch(Event.SERVICE_PICKED, "general")
        kiosk.until(State.HELP)
        error = kiosk.session.save_error
        assert isinstance(error, DiskFullError)
        assert error.__traceback__ is None, "its frames would keep the person's data"
        kiosk.touch(Event.BACK)
        kiosk.until(State.TAKE_CARD)
        assert kiosk.session.save_error is None


def test_search_that_the_records_refuse_is_provisional_and_told_plainly(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Kiosk() as kiosk, caplog.at_level(logging.WARNING):
        kiosk.store.faults_of_find = [LockedError("The database is in use")]
        kiosk.to_take_card()
    assert "finding the patient failed (locked): The database is in use. Try again" in caplog.text


def test_question_to_the_records_waits_for_the_save_before_it_and_raises_what_it_raises() -> None:
    with Kiosk() as kiosk:
        kiosk.to_take_card()
        assert kiosk.session.ask_records(lambda: list(kiosk.store.tickets)) == [
            kiosk.store.drafts[0].session_id
        ]

        def refused() -> None:
            raise LockedError("The database is in use")

        with pytest.raises(LockedError):
            kiosk.session.ask_records(refused)
