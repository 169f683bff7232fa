"""Reading one card: its session, its files, and what of them outlives a card that was pulled."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.access.opening import ChipOpener, OpenedChip
from reader.card.filesystem import CardFileSystem, ReadHooks
from reader.card.lengths import memory_of
from reader.card.limits import SizedConnection
from reader.codec.apdu import StatusWord
from reader.codec.files import ElementaryFile, data_group_file
from reader.errors import (
    CancelledError,
    CardError,
    MalformedDataError,
    SecureMessagingError,
    StatusWordError,
)
from reader.progress import StepClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.access.candidates import Candidates
    from reader.card.channel import CardChannel
    from reader.card.connection import CardConnection
    from reader.lds.security_info import SecurityInfos
    from reader.options import Options
    from reader.progress import ProgressMeter, Step

_MAX_LENGTHS = {ElementaryFile.DG2: 131_072}
_MAX_FILE = 16_384


class DifferentCardError(CardError):
    """The card laid back is not the card that was taken away: begin anew, or lay the first one back."""

    default_reason = "different-card"


class ReadCache:
    """The raw files read so far of ONE card, known by its SOD, so that a card that was pulled goes on where it was."""

    def __init__(self) -> None:
        """Begin empty."""
        self._sod = b""
        self._files: dict[ElementaryFile, bytearray] = {}
        self._complete: set[ElementaryFile] = set()

    def __repr__(self) -> str:
        """Show how many files are held, nothing of them."""
        return f"ReadCache({len(self._files)} files)"

    def claim(self, sod: bytes) -> None:
        """Bind the cache to the card of this raw EF.SOD; DifferentCardError if it holds another card's files."""
        if self._sod and self._sod != sod:
            raise DifferentCardError
        self._sod = sod

    def buffer(self, file: ElementaryFile) -> bytearray:
        """Return the bytes of the file read so far, to be filled on."""
        return self._files.setdefault(file, bytearray())

    def complete(self, file: ElementaryFile) -> None:
        """Note that the whole file is held: it is not read again, for the SOD says whether it is this card's."""
        self._complete.add(file)

    def is_complete(self, file: ElementaryFile) -> bool:
        """Whether the whole file is held."""
        return file in self._complete

    def forget(self, file: ElementaryFile) -> None:
        """Drop a file that does not hold, so that it is read anew."""
        self._complete.discard(file)
        self._files.pop(file, None)

    def clear(self) -> None:
        """Overwrite and drop everything: the next card is another person's."""
        for data in self._files.values():
            data[:] = bytes(len(data))
        self._files.clear()
        self._complete.clear()
        self._sod = b""


class MeteredConnection:
    """A card connection that counts, and asks before every single command whether to stop."""

    def __init__(self, connection: CardConnection, cancel: Callable[[], bool] | None) -> None:
        """Wrap ``connection``; ``cancel()`` turning true raises CancelledError instead of the next command."""
        self._connection = connection
        self._cancel = cancel
        self.lengths = memory_of(connection)
        self.apdus = 0
        self.bytes_transferred = 0

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self._connection.atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send one raw command; return the answer's data and status. CancelledError before it is sent."""
        if self._cancel is not None and self._cancel():
            raise CancelledError
        data, sw = self._connection.transmit(command)
        self.apdus += 1
        self.bytes_transferred += len(command) + len(data) + 2
        return data, sw

    @property
    def max_apdu_data(self) -> int | None:
        """Most bytes of data that the reader carries in one APDU; None if it does not say."""
        inner = self._connection
        return inner.max_apdu_data if isinstance(inner, SizedConnection) else None

    def reset(self) -> None:
        """Reset the card."""
        self._connection.reset()

    def close(self) -> None:
        """Let go of the card."""
        self._connection.close()


class CardReading:
    """The card during one inspection: its session, and what was read and refused.

    ``data_groups`` holds the raw files by number, ``refused`` the status word of those that the card would not give (0: what
    it gave is no data object).
    """

    def __init__(
        self,
        connection: MeteredConnection,
        keys: Candidates,
        cache: ReadCache,
        meter: ProgressMeter,
        options: Options,
    ) -> None:
        """Read with one of ``keys`` as the ``options`` say, keeping files in ``cache`` and telling ``meter``."""
        self.connection = connection
        self.clock = StepClock()
        self.data_groups: dict[int, bytes] = {}
        self.refused: dict[int, int] = {}
        self._opener = ChipOpener(connection, keys, options)
        self._opened: OpenedChip | None = None
        self._cache = cache
        self._meter = meter
        self._plain_sod: bytes | None = None
        self._planned: frozenset[int] = frozenset()

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        """Time the step and say that it began."""
        self.clock.enter(step)
        self._meter.enter(step)
        yield
        self.clock.enter(None)

    def plan(self, data_groups: frozenset[int]) -> None:
        """Decide which data groups will be read."""
        self._planned = data_groups
        self._meter.plan((ElementaryFile.SOD, *(data_group_file(number) for number in data_groups)))

    @property
    def opened(self) -> OpenedChip:
        """The open chip; CardError before ``open_chip``."""
        if self._opened is None:
            raise CardError("the chip is not open yet")
        return self._opened

    @property
    def channel(self) -> CardChannel:
        """The channel to the open chip."""
        return self.opened.channel

    def read_card_access(self) -> SecurityInfos | None:
        """Return EF.CardAccess, read before anything is selected; None if the card does not show a sound one."""
        return self._opener.read_card_access()

    def open_chip(self, card_access: SecurityInfos | None) -> None:
        """Open the chip as well as it can be; errors as ``ChipOpener.open``."""
        self._use(self._opener.open(card_access, self._reads_plainly))

    def reopen(self) -> CardChannel:
        """Open the chip again after it gave up its session; errors as ``open_chip``."""
        self._use(self._opener.reopen())
        return self.channel

    def read_sod(self) -> bytes:
        """Return EF.SOD and bind the cache to it; empty if the card has none that is a data object."""
        try:
            raw = self._plain_sod or self._read(ElementaryFile.SOD, bytearray())
        except (StatusWordError, MalformedDataError):
            # Nothing says whose files the cache holds, so this card gets none of them.
            self._cache = ReadCache()
            return b""
        self._cache.claim(raw)
        return raw

    def read_data_group(self, number: int) -> bytes:
        """Return the raw data group; StatusWordError if the card refuses."""
        file = data_group_file(number)
        buffer = self._cache.buffer(file)
        if self._cache.is_complete(file):
            raw = bytes(buffer)
            self._meter.advance(file, len(raw), len(raw))
        else:
            raw = self._read(file, buffer)
            self._cache.complete(file)
        self.data_groups[number] = raw
        return raw

    def read_if_planned(self, number: int) -> bytes | None:
        """Return the raw data group; None if it is not planned, refused, or no data object at all."""
        if number not in self._planned:
            return None
        try:
            return self.read_data_group(number)
        except StatusWordError as error:
            self.refused[number] = error.sw
        except MalformedDataError:
            self.refused[number] = 0
        self._cache.forget(data_group_file(number))
        self._meter.skip(data_group_file(number))
        return None

    def forget(self, number: int) -> None:
        """Have a data group that does not hold read anew the next time."""
        self._cache.forget(data_group_file(number))

    def _use(self, opened: OpenedChip) -> None:
        self._opened = opened
        known = self.connection.lengths.recall(self.connection.atr)
        self._files = CardFileSystem(opened.channel, block_length=known, by_sfi=self._opener.by_sfi)

    def _reads_plainly(self, channel: CardChannel) -> bool:
        """Try to read EF.SOD without any access control; a card that has some refuses."""
        self._files = CardFileSystem(channel, by_sfi=self._opener.by_sfi)
        try:
            self._plain_sod = self._read_once(ElementaryFile.SOD, bytearray())
        except StatusWordError:
            return False
        except MalformedDataError:
            return True
        return True

    def _read(self, file: ElementaryFile, buffer: bytearray) -> bytes:
        """Read a file; where the card drops the session over it, once more with smaller blocks.

        A file that ends every session is refused: StatusWordError, and the chip is open again for the others.
        """
        while True:
            before = self._files.block_length
            try:
                return self._read_once(file, buffer)
            except SecureMessagingError as error:
                if error.sw is None or error.sw == StatusWord.SUCCESS:
                    raise
                smaller = self._files.smaller_block(error.sw)
                if smaller is not None:
                    self.connection.lengths.note(self.connection.atr, smaller)
                self.reopen()
                if smaller is None:
                    raise StatusWordError(error.sw, "The card gave up its session") from error
            finally:
                if self._files.block_length < before:
                    self.connection.lengths.note(self.connection.atr, self._files.block_length)

    def _read_once(self, file: ElementaryFile, buffer: bytearray) -> bytes:
        hooks = ReadHooks(progress=lambda done, total: self._meter.advance(file, done, total))
        return self._files.read_file(
            file, max_length=_MAX_LENGTHS.get(file, _MAX_FILE), into=buffer, hooks=hooks
        )
