"""Files of the chip: SELECT and READ BINARY with their access conditions (ISO/IEC 7816-4)."""

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, StatusWord
from emulator.card.files import (
    EMRTD_AID,
    MASTER_FILE_FID,
    SFI_IN_APPLICATION,
    SFI_IN_MASTER_FILE,
)
from emulator.card.image import CardImage
from emulator.card.state import ChipState, Directory
from reader.codec.tlv import encode

_BY_FILE_ID = 0x00
_EF_BELOW = 0x02
_BY_NAME = 0x04
_RETURN_FCI, _RETURN_FCP, _RETURN_NOTHING = 0x00, 0x04, 0x0C
_SFI_FLAG = 0x80
_MOST_FOR_SHORT_HINT = 0xFF


class FileSystem:
    """The files of one card image and the two commands that reach them."""

    def __init__(self, image: CardImage) -> None:
        """Take the files of `image`."""
        self._image = image

    def select(self, state: ChipState, command: CommandApdu, _capacity: int) -> ResponseApdu:
        """SELECT by application identifier or file identifier."""
        if command.p2 not in {_RETURN_FCI, _RETURN_FCP, _RETURN_NOTHING}:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        if command.p1 == _BY_NAME:
            described = self._select_application(state, command.data)
        elif command.p1 in {_BY_FILE_ID, _EF_BELOW}:
            described = self._select_file(state, command)
        else:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        # Nobody who leaves out Le wants the description of what was selected.
        if command.p2 == _RETURN_NOTHING or not command.ne:
            return ResponseApdu()
        return ResponseApdu(encode(0x6F if command.p2 == _RETURN_FCI else 0x62, described))

    def read_binary(self, state: ChipState, command: CommandApdu, capacity: int) -> ResponseApdu:
        """READ BINARY of the current file, or of the file whose short identifier P1 carries."""
        if command.data or not command.ne:
            raise CommandError(StatusWord.WRONG_LENGTH)
        if command.p1 & _SFI_FLAG:
            self._select_short_identifier(state, command.p1 & 0x7F)
            offset = command.p2
        else:
            offset = command.p1_p2
        if state.current_file is None:
            raise CommandError(StatusWord.NO_CURRENT_EF)
        content = self._content(state, state.current_file)
        if offset >= len(content):
            raise CommandError(StatusWord.OFFSET_OUTSIDE_FILE)
        data = content[offset : offset + _granted(command, capacity)]
        short = len(data) < command.ne and not command.wants_all
        return ResponseApdu(data, StatusWord.END_OF_FILE if short else StatusWord.OK)

    def _select_application(self, state: ChipState, name: bytes) -> bytes:
        if name != EMRTD_AID:
            raise CommandError(StatusWord.FILE_NOT_FOUND)
        state.directory, state.current_file = Directory.APPLICATION, None
        return encode(0x84, EMRTD_AID)

    def _select_file(self, state: ChipState, command: CommandApdu) -> bytes:
        if not command.data and command.p1 == _BY_FILE_ID:
            identifier = MASTER_FILE_FID
        elif len(command.data) == 2:
            identifier = int.from_bytes(command.data, "big")
        else:
            raise CommandError(StatusWord.WRONG_LENGTH)
        if identifier == MASTER_FILE_FID and command.p1 == _BY_FILE_ID:
            state.directory, state.current_file = Directory.MASTER_FILE, None
            return encode(0x82, b"\x38") + encode(0x83, identifier.to_bytes(2, "big"))
        content = self._content(state, identifier)
        state.current_file = identifier
        return (
            encode(0x80, len(content).to_bytes(2, "big"))
            + encode(0x82, b"\x01")
            + encode(0x83, identifier.to_bytes(2, "big"))
        )

    def _select_short_identifier(self, state: ChipState, identifier: int) -> None:
        table = SFI_IN_MASTER_FILE if state.directory is Directory.MASTER_FILE else SFI_IN_APPLICATION
        if not 0 < identifier < 0x1F:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        if identifier not in table:
            raise CommandError(StatusWord.FILE_NOT_FOUND)
        self._content(state, table[identifier])
        state.current_file = table[identifier]

    def _content(self, state: ChipState, identifier: int) -> bytes:
        """Return a file of the selected directory; 6A82 if there is none, 6982 if it may not be read (Doc 9303-11 4.1)."""
        in_application = state.directory is Directory.APPLICATION
        files = self._image.application if in_application else self._image.master_file
        if identifier not in files:
            raise CommandError(StatusWord.FILE_NOT_FOUND)
        if in_application and (not state.is_authenticated or identifier in self._image.locked):
            raise CommandError(StatusWord.SECURITY_STATUS_NOT_SATISFIED)
        return files[identifier]


def _granted(command: CommandApdu, capacity: int) -> int:
    """Return how many bytes to read: the wildcard means as many as fit, a number that does not fit is refused."""
    if command.ne <= capacity:
        return command.ne
    if command.wants_all:
        return capacity
    if capacity <= _MOST_FOR_SHORT_HINT:
        raise CommandError(StatusWord.WRONG_LE | capacity)
    raise CommandError(StatusWord.WRONG_LENGTH)
