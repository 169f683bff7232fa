"""Reading one card: its session, its files, and what of them outlives a card that was pulled."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.access.pace import establish_pace, suite_of
from reader.card.channel import CardChannel
from reader.card.filesystem import CardFileSystem, ReadHooks
from reader.card.lengths import LengthMemory, RememberingConnection
from reader.card.limits import SHORT, SizedConnection, parse_atr_info
from reader.codec.apdu import StatusWord
from reader.codec.files import ElementaryFile, data_group_file
from reader.errors import (
    AccessError,
    AccessProtocolError,
    CancelledError,
    CardError,
    MalformedDataError,
    SecureMessagingError,
    StatusWordError,
)
from reader.lds.card_access import BUILT_IN_PACE_INFO, parse_card_access
from reader.progress import StepClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.access.key import AccessKey
    from reader.card.connection import CardConnection
    from reader.lds.security_info import PaceInfo, SecurityInfos
    from reader.options import Options
    from reader.progress import ProgressMeter, Step

ACCESS_PACE = "PACE"
ACCESS_NONE = "NONE"
_SMALL_BLOCK = 112
_NOT_FOR_LENGTH = frozenset({StatusWord.FILE_NOT_FOUND, StatusWord.SECURITY_STATUS_NOT_SATISFIED})
_MAX_CARD_ACCESS = 4_096
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
        self.lengths = connection.lengths if isinstance(connection, RememberingConnection) else LengthMemory()
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
        key: AccessKey,
        cache: ReadCache,
        meter: ProgressMeter,
        options: Options,
    ) -> None:
        """Read with ``key`` as the ``options`` say, keeping files in ``cache`` and telling ``meter``."""
        self.connection = connection
        self.clock = StepClock()
        self.access_protocol = ACCESS_NONE
        self.pace_info: PaceInfo | None = None
        self.data_groups: dict[int, bytes] = {}
        self.refused: dict[int, int] = {}
        self.channel = CardChannel.open(connection)
        self._key = key
        self._cache = cache
        self._meter = meter
        self._options = options
        self._limits = SHORT
        self._files = CardFileSystem(self.channel)
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

    def read_card_access(self) -> SecurityInfos | None:
        """Return EF.CardAccess, None if the card does not show a sound one; and learn what lengths the card takes.

        Both files are read in the master file before anything is selected, EF.ATR/INFO by SFI alone. The card is reset
        before: it may still be in the session of whoever read it last.
        """
        self.connection.reset()
        try:
            raw = self._files.read_file(ElementaryFile.CARD_ACCESS, max_length=_MAX_CARD_ACCESS)
            found = parse_card_access(raw)
        except (StatusWordError, MalformedDataError):
            found = None
        self._limits = parse_atr_info(self._files.read_beginning(ElementaryFile.ATR_INFO))
        return found

    def open_chip(self, card_access: SecurityInfos | None) -> None:
        """Establish PACE and select the application; a chip without PACE or CardAccess is tried in the plain."""
        infos = card_access.pace if card_access is not None else (BUILT_IN_PACE_INFO,)
        self.pace_info = next((info for info in infos if suite_of(info) is not None), None)
        if self.pace_info is None and infos:
            raise AccessError("none of the card's variants of PACE is built here", reason="pace-unsupported")
        try:
            if self.pace_info is not None:
                self._establish(self.pace_info)
                return
        except AccessProtocolError as error:
            if card_access is not None or error.reason != "pace-refused":
                raise
        self._open_plain()

    def read_sod(self) -> bytes:
        """Return EF.SOD and bind the cache to it; empty if the card has none that is a data object."""
        try:
            raw = self._read(ElementaryFile.SOD, bytearray())
        except (StatusWordError, MalformedDataError) as error:
            if self.access_protocol == ACCESS_NONE and isinstance(error, StatusWordError):
                raise AccessError(
                    "the card asks for BAC, which is not built here", reason="bac-unsupported"
                ) from error
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

    def _plain(self) -> CardChannel:
        return self.channel.with_limits(self._limits, max_response=self._options.max_response)

    def _establish(self, info: PaceInfo) -> None:
        self.channel = establish_pace(self._plain(), info, self._key)
        self.access_protocol = ACCESS_PACE
        self._open_files()

    def _open_plain(self) -> None:
        self.channel = self._plain()
        self._open_files()

    def _open_files(self) -> None:
        known = self.connection.lengths.recall(self.connection.atr)
        self._files = CardFileSystem(self.channel, block_length=known)
        self._files.select_application()

    def _read(self, file: ElementaryFile, buffer: bytearray) -> bytes:
        """Read a file; where the card drops the session over it, once more with smaller blocks.

        A file that ends every session is refused: StatusWordError, and the chip is open again for the others.
        """
        while True:
            before = self._files.block_length
            try:
                return self._read_once(file, buffer)
            except SecureMessagingError as error:
                if error.sw is None or error.sw == StatusWord.SUCCESS or self.pace_info is None:
                    raise
                smaller = self._smaller_block(error.sw)
                if smaller is not None:
                    self.connection.lengths.note(self.connection.atr, smaller)
                self.connection.reset()
                self._establish(self.pace_info)
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

    def _smaller_block(self, sw: int) -> int | None:
        """Return the block to try after one that cost the session: from extended to short, from short to small."""
        if sw in _NOT_FOR_LENGTH:
            return None
        steps = (self.channel.max_short_length, _SMALL_BLOCK)
        return next((length for length in steps if length < self._files.block_length), None)
