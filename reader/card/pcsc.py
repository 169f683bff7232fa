"""The one user of pyscard: readers and cards through PC/SC, each object with a context of its own.

pyscard's own card monitor and global context do not survive a restart of pcscd; here a lost service is an event, and
the next wait finds the new one.
"""

import fnmatch
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import Final, Self

from smartcard import scard

from reader.card import part10
from reader.card.events import ReaderEvent, ServiceLost
from reader.card.lengths import LengthMemory
from reader.card.pcsc_codes import NO_READERS, PcscResult, PcscState, error_of, result_of
from reader.card.reader_states import ReaderStates
from reader.errors import CardCommunicationError, CardRemovedError, PcscError

_LOG = logging.getLogger(__name__)

_PNP: Final = r"\\?PnP?\Notification"
_RETRY_SECONDS: Final = 0.25
"""How often a missing service is looked for."""
_RELIST_SECONDS: Final = 2.0
"""How long one wait for a change may be: a reader exchanged between listing and waiting is found after that."""
_REMOVAL_SECONDS: Final = 0.6
"""pcscd looks every 0.4 s whether a card is still there: so long a failed exchange may turn out to be a removal."""
_CANCEL_ATTEMPTS: Final = 50
_CANCEL_SECONDS: Final = 0.002


def _check(value: int, doing: str) -> None:
    result = result_of(value)
    if result != PcscResult.SUCCESS:
        raise error_of(result, doing)


def _establish() -> int:
    value, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    _check(value, "connecting to the service")
    return int(context)


@contextmanager
def _new_context() -> Iterator[int]:
    context = _establish()
    try:
        yield context
    finally:
        scard.SCardReleaseContext(context)


class PcscConnection:
    """An exclusive connection to the card on one reader: a CardConnection and a context manager.

    The card is reset on opening, so that it remembers nothing of an earlier session.
    """

    def __init__(self, reader: str, lengths: LengthMemory | None = None) -> None:
        """Open the card on `reader`; CardError if there is none or it is mute, PcscError if the reader fails.

        `lengths` remembers beyond this connection which blocks cards were willing to answer.
        """
        self._reader = reader
        self.lengths = lengths if lengths is not None else LengthMemory()
        self._lock = threading.Lock()
        self._untouched = False
        self._context: int | None = _establish()
        try:
            self._open()
        except BaseException:
            scard.SCardReleaseContext(self._context)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._atr

    @cached_property
    def max_apdu_data(self) -> int | None:
        """Most bytes of data that the reader carries in one APDU (PC/SC part 10); None if it does not say."""
        code = part10.properties_code(self._control(part10.FEATURE_REQUEST))
        return part10.max_apdu_data(self._control(code)) if code is not None else None

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send one raw command APDU; return data and status word. Errors as CardConnection says."""
        self._require_open()
        self._untouched = False
        value, answer = scard.SCardTransmit(self._card, self._protocol, list(command))
        result = result_of(value)
        if result == PcscResult.SUCCESS and len(answer) >= 2:
            response = bytes(octet & 0xFF for octet in answer)
            return response[:-2], int.from_bytes(response[-2:], "big")
        # A card pulled in the middle shows as an empty answer and success, or as NOT_TRANSACTED.
        if result in {PcscResult.SUCCESS, PcscResult.NOT_TRANSACTED} and self._is_removed():
            raise CardRemovedError
        if result == PcscResult.SUCCESS:
            raise CardCommunicationError("the card gave no answer")
        raise error_of(result, "sending a command")

    def reset(self) -> None:
        """Reset the card: it forgets every session and selection; nothing if no command came since. Errors as `transmit`."""
        self._require_open()
        if self._untouched:
            return
        value, protocol = scard.SCardReconnect(
            self._card,
            scard.SCARD_SHARE_EXCLUSIVE,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
            scard.SCARD_RESET_CARD,
        )
        _check(value, "resetting the card")
        self._protocol = protocol
        self._untouched = True

    def close(self) -> None:
        """Let go of the card, reset; a second call does nothing."""
        with self._lock:
            context, self._context = self._context, None
        if context is not None:
            scard.SCardDisconnect(self._card, scard.SCARD_RESET_CARD)
            scard.SCardReleaseContext(context)

    def _control(self, code: int) -> bytes:
        """Ask the reader itself; empty if it does not know the question."""
        value, answer = scard.SCardControl(self._card, code, [])
        return bytes(octet & 0xFF for octet in answer) if result_of(value) == PcscResult.SUCCESS else b""

    def _require_open(self) -> None:
        if self._context is None:
            raise CardCommunicationError("the connection is closed", reason="connection-closed")

    def _open(self) -> None:
        value, self._card, self._protocol = scard.SCardConnect(
            self._context,
            self._reader,
            scard.SCARD_SHARE_EXCLUSIVE,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
        )
        _check(value, "opening the card")
        self.reset()
        value, _, _, _, atr = scard.SCardStatus(self._card)
        _check(value, "asking for the card's state")
        self._atr = bytes(octet & 0xFF for octet in atr)

    def _is_removed(self) -> bool:
        """Whether the card is gone, after giving pcscd the time to notice."""
        states = [(self._reader, int(PcscState.PRESENT))]
        deadline = time.monotonic() + _REMOVAL_SECONDS
        while (remaining := deadline - time.monotonic()) > 0:
            value, answers = scard.SCardGetStatusChange(self._context, int(remaining * 1000), states)
            if result_of(value) != PcscResult.SUCCESS:
                return False
            state = answers[0][1]
            if not state & PcscState.PRESENT:
                return True
            states = [(self._reader, state & ~int(PcscState.CHANGED))]
        return False


class CardMonitor:
    """Watches readers and cards; one thread waits, any thread may interrupt it.

    `reader_pattern` keeps to readers whose name contains it or, with * or ?, matches it, in any case; empty: all.
    """

    def __init__(self, reader_pattern: str = "") -> None:
        """Watch nothing yet: the service is looked for by the first `wait`."""
        wild = any(char in reader_pattern for char in "*?[")
        self._pattern = (reader_pattern if wild else f"*{reader_pattern}*").casefold()
        self._states = ReaderStates()
        self._lengths = LengthMemory()
        self._context: int | None = None
        self._lost = False
        self._closed = False
        self._interrupted = threading.Event()
        self._idle = threading.Event()
        self._idle.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def wait(self, timeout: float | None) -> tuple[ReaderEvent, ...]:
        """Return what happened since the last call, after at most `timeout` seconds (None: no limit).

        The first call tells of the readers and cards that are there. () after the time or an `interrupt`. A lost
        service is one ServiceLost; waiting on finds it again. PcscError after `close`.
        """
        if self._closed:
            raise PcscError("the monitor is closed", reason="monitor-closed")
        deadline = None if timeout is None else time.monotonic() + timeout
        self._idle.clear()
        try:
            while not self._interrupted.is_set():
                remaining = _RELIST_SECONDS if deadline is None else deadline - time.monotonic()
                events = self._look(max(0.0, min(remaining, _RELIST_SECONDS)))
                if events or (deadline is not None and time.monotonic() >= deadline):
                    return tuple(events)
            return ()
        finally:
            self._interrupted.clear()
            self._idle.set()

    def interrupt(self) -> None:
        """Make the wait that runs now, or else the next one, return at once; from any thread."""
        self._interrupted.set()
        for _ in range(_CANCEL_ATTEMPTS):
            # A cancel just before the wait begins has no effect: try until the waiting thread is out.
            context = self._context
            if context is not None:
                scard.SCardCancel(context)
            if self._idle.wait(_CANCEL_SECONDS):
                return

    def connect(self, reader: str) -> PcscConnection:
        """Open the card on `reader`, exclusively and freshly reset; from any thread."""
        return PcscConnection(reader, self._lengths)

    def readers(self) -> tuple[str, ...]:
        """Return the names of the readers there are now; PcscUnavailableError without the service."""
        with _new_context() as context:
            return tuple(self._list(context))

    def close(self) -> None:
        """End a running wait and let go of the service; a second call does nothing."""
        self._closed = True
        self.interrupt()
        self._drop()

    def _look(self, seconds: float) -> list[ReaderEvent]:
        """Look once, for at most `seconds`."""
        try:
            if self._context is None:
                self._context = _establish()
                self._lost = False
            events = self._states.list_readers(self._list(self._context))
            return events + self._watch(self._context, 0.0 if events else seconds)
        except PcscError as error:
            self._drop()
            if self._lost:
                self._interrupted.wait(min(seconds, _RETRY_SECONDS))
                return []
            _LOG.warning("the smart card service is lost: %s", error)
            self._lost = True
            return [ServiceLost()]

    def _watch(self, context: int, seconds: float) -> list[ReaderEvent]:
        states = [(_PNP, 0), *self._states.known()]
        value, answers = scard.SCardGetStatusChange(context, int(seconds * 1000), states)
        result = result_of(value)
        if result in {PcscResult.TIMEOUT, PcscResult.CANCELLED, *NO_READERS}:
            return []
        _check(value, "watching the readers")
        events: list[ReaderEvent] = []
        for reader, state, atr in answers[1:]:
            events += self._states.see(reader, state, bytes(octet & 0xFF for octet in atr))
        return events

    def _list(self, context: int) -> list[str]:
        value, names = scard.SCardListReaders(context, [])
        if result_of(value) in NO_READERS:
            return []
        _check(value, "listing the readers")
        return [name for name in names if fnmatch.fnmatchcase(name.casefold(), self._pattern)]

    def _drop(self) -> None:
        context, self._context = self._context, None
        self._states.forget()
        if context is not None:
            scard.SCardReleaseContext(context)
