"""What a new look at the readers means."""

import pytest

from reader.card.events import CardInserted, CardRemoved, ReaderEvent, ReaderGone, ReaderReady
from reader.card.pcsc_codes import PcscResult, PcscState, error_of, result_of
from reader.card.reader_states import ReaderStates
from reader.errors import (
    CardCommunicationError,
    CardRemovedError,
    NoReaderError,
    PcscError,
    PcscUnavailableError,
    ReaderBusyError,
    ReaderError,
    ReaderLostError,
)

EMPTY = PcscState.EMPTY | PcscState.CHANGED
PRESENT = PcscState.PRESENT | PcscState.CHANGED
IN_USE = 0x0100
ATR = bytes.fromhex("3B80800101")


def counted(state: int, counter: int) -> int:
    return state | counter << 16


def states_with(*looks: int) -> ReaderStates:
    states = ReaderStates()
    states.list_readers(["A"])
    for state in looks:
        states.see("A", state, ATR)
    return states


def test_readers_come_and_go() -> None:
    states = ReaderStates()
    assert states.list_readers(["A", "B"]) == [ReaderReady("A"), ReaderReady("B")]
    assert states.list_readers(["A", "B"]) == []
    assert states.list_readers(["C", "B"]) == [ReaderGone("A"), ReaderReady("C")]
    assert [name for name, _ in states.known()] == ["C", "B"]


def test_known_state_is_kept_while_others_come() -> None:
    states = states_with(counted(PRESENT, 1))
    states.list_readers(["A", "B"])
    assert states.known() == [("A", counted(PcscState.PRESENT, 1)), ("B", 0)]


def test_forgotten_readers_come_anew() -> None:
    states = states_with(PRESENT)
    states.forget()
    assert states.known() == []
    assert states.list_readers(["A"]) == [ReaderReady("A")]


@pytest.mark.parametrize(
    ("before", "now", "events"),
    [
        pytest.param([], EMPTY, [], id="first-look-empty"),
        pytest.param([], PRESENT, [CardInserted("A", ATR)], id="first-look-card"),
        pytest.param([EMPTY], PRESENT, [CardInserted("A", ATR)], id="inserted"),
        pytest.param([PRESENT], EMPTY, [CardRemoved("A")], id="removed"),
        pytest.param([PRESENT], PRESENT | IN_USE, [], id="opened-by-someone"),
        pytest.param([counted(PRESENT, 1)], counted(PRESENT, 1), [], id="nothing"),
        pytest.param(
            [counted(PRESENT, 1)],
            counted(PRESENT, 3),
            [CardRemoved("A"), CardInserted("A", ATR)],
            id="exchanged",
        ),
        pytest.param([counted(EMPTY, 2)], counted(EMPTY, 4), [], id="came-and-went"),
        pytest.param([PRESENT], PcscState.UNAVAILABLE | PcscState.CHANGED, [], id="unavailable"),
        pytest.param([PRESENT], PcscState.UNKNOWN | PcscState.CHANGED, [], id="unknown"),
    ],
)
def test_look_at_one_reader(before: list[int], now: int, events: list[ReaderEvent]) -> None:
    assert states_with(*before).see("A", now, ATR) == events


def test_state_of_a_reader_that_is_not_watched_is_nothing() -> None:
    assert states_with().see("B", PRESENT, ATR) == []


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (PcscResult.NO_SERVICE, PcscUnavailableError),
        (PcscResult.SERVICE_STOPPED, PcscUnavailableError),
        (PcscResult.INVALID_HANDLE, PcscUnavailableError),
        (PcscResult.COMMUNICATION_ERROR, PcscUnavailableError),
        (PcscResult.NO_READERS_AVAILABLE, NoReaderError),
        (PcscResult.UNKNOWN_READER, NoReaderError),
        (PcscResult.READER_UNAVAILABLE, ReaderLostError),
        (PcscResult.SHARING_VIOLATION, ReaderBusyError),
        (PcscResult.REMOVED_CARD, CardRemovedError),
        (PcscResult.NO_SMARTCARD, CardRemovedError),
        (PcscResult.UNRESPONSIVE_CARD, CardCommunicationError),
        (PcscResult.NOT_TRANSACTED, CardCommunicationError),
        (0x80100006, PcscError),
    ],
)
def test_result_becomes_the_error_that_says_what_to_do(result: int, kind: type[ReaderError]) -> None:
    error = error_of(result, "testing")
    assert type(error) is kind
    assert f"{result:08X}" in str(error)


def test_signed_result_is_the_same_number() -> None:
    assert result_of(-2146435043) == result_of(0x8010001D) == PcscResult.NO_SERVICE
