"""What is known of the readers, and what a new look at them means: pure, for CardMonitor."""

from collections.abc import Iterable

from reader.card.events import CardInserted, CardRemoved, ReaderEvent, ReaderGone, ReaderReady
from reader.card.pcsc_codes import PcscState

_UNAWARE = 0
_COUNTER_SHIFT = 16


class ReaderStates:
    """The readers last seen, each with the state that PC/SC last told."""

    def __init__(self) -> None:
        """Know of no reader."""
        self._states: dict[str, int] = {}

    def known(self) -> list[tuple[str, int]]:
        """Return (reader, state last told; 0 if none yet) of every reader."""
        return list(self._states.items())

    def forget(self) -> None:
        """Know of no reader any more."""
        self._states.clear()

    def list_readers(self, names: Iterable[str]) -> list[ReaderEvent]:
        """Take the names of all readers there are; return who came and who went."""
        present = dict.fromkeys(names, _UNAWARE)
        gone = [name for name in self._states if name not in present]
        came = [name for name in present if name not in self._states]
        self._states = {name: self._states.get(name, _UNAWARE) for name in present}
        return [*(ReaderGone(name) for name in gone), *(ReaderReady(name) for name in came)]

    def see(self, reader: str, state: int, atr: bytes) -> list[ReaderEvent]:
        """Take the state of one reader; return what happened to its card.

        A card exchanged between two looks shows in the counter alone: it is reported as removed and inserted.
        """
        before = self._states.get(reader)
        if before is None or state & (PcscState.UNKNOWN | PcscState.UNAVAILABLE):
            return []
        state &= ~int(PcscState.CHANGED)  # of the number: the flag alone would drop the counter above it
        self._states[reader] = state
        had, has = bool(before & PcscState.PRESENT), bool(state & PcscState.PRESENT)
        exchanged = had and has and before >> _COUNTER_SHIFT != state >> _COUNTER_SHIFT
        events: list[ReaderEvent] = []
        if had and (exchanged or not has):
            events.append(CardRemoved(reader))
        if has and (exchanged or not had):
            events.append(CardInserted(reader, atr))
        return events
