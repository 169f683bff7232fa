"""Files of the chip: SELECT and READ BINARY with their access conditions (ISO/IEC 7816-4)."""

from dataclasses import replace

from emulator.card.apdu import (
    CommandApdu,
    CommandError,
    ResponseApdu,
    SessionEndedError,
    StatusWord,
)
from emulator.card.data_objects import DataObjectError, parse_data_objects
from emulator.card.files import (
    EMRTD_AID,
    MASTER_FILE_FID,
    SFI_IN_APPLICATION,
    SFI_IN_MASTER_FILE,
    MasterFileEf,
)
from emulator.card.image import CardImage
from emulator.card.profile import LongLe
from emulator.card.state import ChipState, Directory
from reader.codec.tlv import encode

_BY_FILE_ID = 0x00
_EF_BELOW = 0x02
_BY_NAME = 0x04
_RETURN_FCI, _RETURN_FCP, _RETURN_NOTHING = 0x00, 0x04, 0x0C
_SFI_FLAG = 0x80
_NO_SHORT_IDENTIFIER = 0x1F
_OFFSET, _DISCRETIONARY = 0x54, 0x53
_MOST_FOR_SHORT_HINT = 0xFF


class FileSystem:
    """The files of one card image and the two commands that reach them."""

    def __init__(self, image: CardImage) -> None:
        """Take the files of `image`."""
        self._image = image
        self._profile = image.profile

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
        return self._read(state, command, offset, capacity)

    def read_binary_odd(self, state: ChipState, command: CommandApdu, capacity: int) -> ResponseApdu:
        """READ BINARY with the odd instruction: offset in DO 54, data in DO 53, for files over 32 KB.

        P1-P2 are 0000 for the current file, a short identifier below 31, or a file identifier (ISO/IEC 7816-4).
        """
        if not command.ne:
            raise CommandError(StatusWord.WRONG_LENGTH)
        offset = _offset(command.data)
        if 0 < command.p1_p2 < _NO_SHORT_IDENTIFIER:
            self._select_short_identifier(state, command.p1_p2)
        elif command.p1_p2:
            self._content(state, command.p1_p2)
            state.current_file = command.p1_p2
        inner = _inside(min(command.ne, capacity))
        asked = command.ne if command.wants_all else _inside(command.ne)
        response = self._read(state, replace(command, ne=asked), offset, inner)
        return ResponseApdu(encode(_DISCRETIONARY, response.data), response.sw)

    def _read(self, state: ChipState, command: CommandApdu, offset: int, capacity: int) -> ResponseApdu:
        """Return what the current file has from `offset` on."""
        if state.current_file is None:
            raise CommandError(StatusWord.NO_CURRENT_EF)
        content = self._content(state, state.current_file)
        if offset >= len(content):
            raise CommandError(StatusWord.OFFSET_OUTSIDE_FILE)
        granted = self._granted(command, capacity)
        data = content[offset : offset + granted]
        state.last_read = (state.current_file, offset, offset + len(data))
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
            if not self._profile.selects_master_file:
                raise CommandError(StatusWord.INS_NOT_SUPPORTED)
            state.directory, state.current_file = Directory.MASTER_FILE, None
            return encode(0x82, b"\x38") + encode(0x83, identifier.to_bytes(2, "big"))
        content = self._content(state, identifier)
        state.current_file = identifier
        return (
            encode(0x80, len(content).to_bytes(max(2, (len(content).bit_length() + 7) // 8), "big"))
            + encode(0x82, b"\x01")
            + encode(0x83, identifier.to_bytes(2, "big"))
        )

    def _select_short_identifier(self, state: ChipState, identifier: int) -> None:
        table = SFI_IN_MASTER_FILE if state.directory is Directory.MASTER_FILE else SFI_IN_APPLICATION
        if not 0 < identifier < _NO_SHORT_IDENTIFIER or not self._profile.short_identifiers:
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
        is_open = state.is_authenticated or self._profile.is_open
        is_guarded = in_application or identifier == MasterFileEf.CARD_SECURITY
        if (is_guarded and not is_open) or (in_application and identifier in self._image.locked):
            raise CommandError(StatusWord.SECURITY_STATUS_NOT_SATISFIED)
        return files[identifier]

    def _granted(self, command: CommandApdu, capacity: int) -> int:
        """Return how many bytes to read: the wildcard means as many as fit, a number that does not fit is refused."""
        most = min(capacity, self._profile.longest_read or capacity)
        if command.ne <= most:
            return command.ne
        if command.wants_all or self._profile.long_le is LongLe.CUT_SHORT:
            return most
        match self._profile.long_le:
            case LongLe.OUTSIDE_FILE:
                raise CommandError(StatusWord.OFFSET_OUTSIDE_FILE)
            case LongLe.END_SESSION:
                raise SessionEndedError(StatusWord.WRONG_LENGTH)
            case LongLe.CORRECT if most <= _MOST_FOR_SHORT_HINT:
                raise CommandError(StatusWord.WRONG_LE | most)
            case _:
                raise CommandError(StatusWord.WRONG_LENGTH)


def _offset(data: bytes) -> int:
    """Return the number in DO 54."""
    try:
        objects = parse_data_objects(data)
    except DataObjectError:
        raise CommandError(StatusWord.INCORRECT_DATA) from None
    if objects.keys() != {_OFFSET} or not objects[_OFFSET]:
        raise CommandError(StatusWord.INCORRECT_DATA)
    return int.from_bytes(objects[_OFFSET], "big")


def _inside(room: int) -> int:
    """Return how many bytes fit into DO 53 when it may take `room` bytes."""
    for header in (2, 3, 4):
        if room >= header and len(encode(_DISCRETIONARY, bytes(room - header))) <= room:
            return room - header
    return 0
