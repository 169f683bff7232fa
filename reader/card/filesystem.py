"""Selecting the eMRTD application and reading files by their short identifier (Doc 9303-10, ISO/IEC 7816-4).

The first READ BINARY of a file names it by SFI and asks for a whole block: it selects the file and brings its length
and its beginning at once. The rest follows by offset.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.card.channel import CardChannel
from reader.codec import tlv
from reader.codec.apdu import CommandApdu, Instruction, ResponseApdu, StatusWord
from reader.codec.files import EMRTD_APPLICATION_ID, ElementaryFile
from reader.errors import (
    CancelledError,
    CardCommunicationError,
    MalformedDataError,
    NotAnEmrtdError,
    StatusWordError,
)

MAX_FILE_LENGTH = 131_072
"""Longest file read unless told otherwise, in bytes."""

FALLBACK_LENGTHS = (192, 160, 112, 64)
"""Smaller blocks, in bytes, for cards that refuse a large Le."""

_SMALL_BLOCK = 112
_MAX_OFFSET_EVEN = 0x7FFF
_SFI_FLAG = 0x80
_TAG_OFFSET = 0x54
_TAG_DATA = 0x53
_DATA_OBJECT_OVERHEAD = 4
_RECOGNITION_LENGTH = 8

_SELECT_BY_NAME = 0x04
_SELECT_FILE = 0x02
_NO_ANSWER_DATA = 0x0C

_READ_STATUSES = frozenset({StatusWord.SUCCESS, StatusWord.END_OF_FILE})
_LENGTH_REFUSED = frozenset({StatusWord.WRONG_LENGTH, StatusWord.WRONG_OFFSET, StatusWord.END_OF_FILE})
_SFI_IS_FINAL = frozenset({StatusWord.SECURITY_STATUS_NOT_SATISFIED, StatusWord.FILE_NOT_FOUND})

_NOT_AN_EMRTD = frozenset(
    {
        StatusWord.FUNCTION_NOT_SUPPORTED,
        StatusWord.FILE_NOT_FOUND,
        StatusWord.INCORRECT_PARAMETERS,
        StatusWord.INSTRUCTION_NOT_SUPPORTED,
        StatusWord.CLASS_NOT_SUPPORTED,
    }
)


def _never() -> bool:
    return False


def _nobody(_done: int, _total: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class ReadHooks:
    """What a reader of a file may want to hear and say.

    `progress(done, total)`, in bytes, after every block; `cancel()` is asked before every command.
    """

    progress: Callable[[int, int], None] = _nobody
    cancel: Callable[[], bool] = _never


_NO_HOOKS = ReadHooks()


class CardFileSystem:
    """The files behind one channel; it remembers the largest block that the card was willing to answer."""

    def __init__(self, channel: CardChannel, *, block_length: int | None = None, by_sfi: bool = True) -> None:
        """Read through `channel` in blocks of at most `block_length` bytes (default: what one answer holds).

        `by_sfi` turns false once the card knows no short identifiers: files are selected then.
        """
        self._channel = channel
        self.by_sfi = by_sfi
        self._corrected = False
        self.block_length = min(block_length or channel.max_response_length, channel.max_response_length)

    def select_application(self) -> None:
        """Select the eMRTD application (Doc 9303-10); NotAnEmrtdError if the card has none."""
        response = self._channel.transmit(
            CommandApdu(0x00, Instruction.SELECT, _SELECT_BY_NAME, _NO_ANSWER_DATA, EMRTD_APPLICATION_ID)
        )
        if response.sw in _NOT_AN_EMRTD:
            raise NotAnEmrtdError
        if not response.is_success:
            raise StatusWordError(response.sw, "The card refused its application")

    def read_beginning(self, file: ElementaryFile) -> bytes:
        """Return what one block brings of a file of several objects; empty if the card refuses."""
        command = _read_binary_by_sfi(file, self.block_length)
        if not self.by_sfi:
            if not self._channel.transmit(_select(file)).is_success:
                return b""
            command = _read_binary(0, self.block_length)
        response = self._channel.transmit(command)
        return response.data if response.sw in _READ_STATUSES else b""

    def read_file(
        self,
        file: ElementaryFile,
        *,
        max_length: int = MAX_FILE_LENGTH,
        into: bytearray | None = None,
        hooks: ReadHooks = _NO_HOOKS,
    ) -> bytes:
        """Return the whole file: its one data object, header included.

        `into` receives the bytes as they come and outlives a failure: given again, still holding the beginning of
        the same file, reading goes on after it. StatusWordError if the card refuses (6A82: no such file, 6982: no
        access), MalformedDataError if the file is no data object or longer than `max_length`, CancelledError if
        `hooks.cancel` says so.
        """
        buffer = bytearray() if into is None else into
        asked = _RECOGNITION_LENGTH if buffer else self.block_length
        first = self._open(file, asked, hooks)
        if not buffer.startswith(first):
            buffer[:] = first
        total = _total_length(bytes(buffer[:_RECOGNITION_LENGTH]), max_length)
        self._learn(len(first), min(total, asked))
        del buffer[total:]
        hooks.progress(len(buffer), total)
        while len(buffer) < total:
            asked = min(total - len(buffer), self.block_length)
            block = self._read_at(len(buffer), total - len(buffer), hooks)
            self._learn(len(block), asked)
            buffer += block[: total - len(buffer)]
            hooks.progress(len(buffer), total)
        return bytes(buffer)

    def smaller_block(self, sw: int) -> int | None:
        """Return the block to try after one that cost the session with the plain status `sw`; None if it was not the block.

        From extended to short, from short to small: what fails is not tried again.
        """
        if sw in _SFI_IS_FINAL:
            return None
        steps = (self._channel.max_short_length, _SMALL_BLOCK)
        return next((length for length in steps if length < self.block_length), None)

    def _open(self, file: ElementaryFile, length: int, hooks: ReadHooks) -> bytes:
        """Make `file` the current one and return its first bytes: by SFI, else by identifier.

        EF.CardAccess stands in the master file, where cards differ most: there every refusal of the SFI leads to the
        identifier. Elsewhere "no such file" and "no access" are final.
        """
        unknown = False
        if self.by_sfi:
            try:
                return self._read(lambda ne: _read_binary_by_sfi(file, ne), length, hooks)
            except StatusWordError as error:
                unknown = error.sw not in _SFI_IS_FINAL
                if not unknown and file is not ElementaryFile.CARD_ACCESS:
                    raise
        self._channel.send(_select(file))
        beginning = self._read_at(0, length, hooks)
        self.by_sfi = self.by_sfi and not unknown
        return beginning

    def _read_at(self, offset: int, wanted: int, hooks: ReadHooks) -> bytes:
        """Return 1 to `wanted` bytes of the current file from `offset`."""
        if offset <= _MAX_OFFSET_EVEN:
            return self._read(lambda ne: _read_binary(offset, ne), wanted, hooks)
        data = self._read(lambda ne: _read_binary_odd(offset, ne), wanted + _DATA_OBJECT_OVERHEAD, hooks)
        block = tlv.unpack(_TAG_DATA, data)
        if not block:
            raise CardCommunicationError("the card answered an empty block")
        return block

    def _read(self, command: Callable[[int], CommandApdu], wanted: int, hooks: ReadHooks) -> bytes:
        """Send `command(ne)` with the largest length that the card accepts, and remember that."""
        response = ResponseApdu(b"", StatusWord.WRONG_LENGTH)
        for length in self._lengths(wanted):
            if hooks.cancel():
                raise CancelledError
            extended = length > self._channel.max_short_length
            before = self._channel.apdus
            response = self._channel.transmit(replace(command(length), extended=extended))
            self._corrected = self._channel.apdus > before + 1
            if response.sw in _READ_STATUSES and response.data:
                if length < min(wanted, self.block_length):
                    self.block_length = length
                return response.data
            if response.sw not in _LENGTH_REFUSED:
                break
        if response.is_success:
            raise CardCommunicationError("the card answered an empty block")
        raise StatusWordError(response.sw, "The card refused to be read")

    def _learn(self, got: int, due: int) -> None:
        """After a 6Cxx that named less than was due, ask for no more than that: each correction costs a command."""
        if self._corrected and got < due:
            self.block_length = max(got, FALLBACK_LENGTHS[-1])

    def _lengths(self, wanted: int) -> tuple[int, ...]:
        first = min(wanted, self.block_length)
        smaller = (self._channel.max_short_length, *FALLBACK_LENGTHS)
        return (first, *(length for length in smaller if length < first))


def _total_length(beginning: bytes, max_length: int) -> int:
    header, size = tlv.header_length_and_size(beginning)
    if header + size > max_length:
        raise MalformedDataError(f"a file of {header + size} bytes is too long", reason="file-too-long")
    return header + size


def _select(file: ElementaryFile) -> CommandApdu:
    """Select by identifier, asking for no answer: some chips refuse a Le here."""
    identifier = file.identifier.to_bytes(2, "big")
    return CommandApdu(0x00, Instruction.SELECT, _SELECT_FILE, _NO_ANSWER_DATA, identifier)


def _read_binary_by_sfi(file: ElementaryFile, ne: int) -> CommandApdu:
    return CommandApdu(0x00, Instruction.READ_BINARY, _SFI_FLAG | file.sfi, 0x00, ne=ne)


def _read_binary(offset: int, ne: int) -> CommandApdu:
    return CommandApdu(0x00, Instruction.READ_BINARY, offset >> 8, offset & 0xFF, ne=ne)


def _read_binary_odd(offset: int, ne: int) -> CommandApdu:
    """Beyond 32,767 the offset travels in a data object, in as few bytes as it needs."""
    position = tlv.encode(_TAG_OFFSET, offset.to_bytes((offset.bit_length() + 7) // 8, "big"))
    return CommandApdu(0x00, Instruction.READ_BINARY_ODD, 0x00, 0x00, position, ne)
