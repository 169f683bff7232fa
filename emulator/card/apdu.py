"""Command and response APDUs as the card sees them (ISO/IEC 7816-4)."""

from dataclasses import dataclass, field
from enum import IntEnum

SHORT_MAXIMUM = 256
EXTENDED_MAXIMUM = 65536

_CHAINING = 0x10
_SECURE_MESSAGING = 0x0C


class StatusWord(IntEnum):
    """The status words that this card gives (ISO/IEC 7816-4)."""

    OK = 0x9000
    MORE_DATA = 0x6100
    END_OF_FILE = 0x6282
    AUTHENTICATION_FAILED = 0x6300
    TRIES_LEFT = 0x63C0
    WRONG_LENGTH = 0x6700
    LAST_OF_CHAIN_EXPECTED = 0x6883
    CHAINING_NOT_SUPPORTED = 0x6884
    SECURITY_STATUS_NOT_SATISFIED = 0x6982
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_EF = 0x6986
    SM_OBJECTS_MISSING = 0x6987
    SM_OBJECTS_INCORRECT = 0x6988
    INCORRECT_DATA = 0x6A80
    FILE_NOT_FOUND = 0x6A82
    INCORRECT_P1_P2 = 0x6A86
    REFERENCED_DATA_NOT_FOUND = 0x6A88
    OFFSET_OUTSIDE_FILE = 0x6B00
    WRONG_LE = 0x6C00
    INS_NOT_SUPPORTED = 0x6D00
    CLA_NOT_SUPPORTED = 0x6E00


class Instruction(IntEnum):
    """The instruction bytes that this card knows."""

    MANAGE_SECURITY_ENVIRONMENT = 0x22
    EXTERNAL_AUTHENTICATE = 0x82
    GET_CHALLENGE = 0x84
    GENERAL_AUTHENTICATE = 0x86
    INTERNAL_AUTHENTICATE = 0x88
    SELECT = 0xA4
    READ_BINARY = 0xB0
    READ_BINARY_ODD = 0xB1
    GET_RESPONSE = 0xC0


class CommandError(Exception):
    """A command is refused; `sw` is what the card answers."""

    def __init__(self, sw: int) -> None:
        """Keep the status word."""
        super().__init__(f"{sw:04X}")
        self.sw = sw


class SessionEndedError(CommandError):
    """A command is refused in plain, and the session is over."""


@dataclass(frozen=True, slots=True)
class CommandApdu:
    """A command without secure messaging: `ne` is the number of bytes expected in the answer, 0 when Le is absent."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    ne: int = 0
    wants_all: bool = False
    """Whether Le was the wildcard 00 or 0000: as many bytes as there are."""

    @property
    def is_chained(self) -> bool:
        """Whether more commands of the chain follow."""
        return bool(self.cla & _CHAINING)

    @property
    def is_protected(self) -> bool:
        """Whether the command comes under secure messaging with an authenticated header."""
        return self.cla & _SECURE_MESSAGING == _SECURE_MESSAGING

    @property
    def p1_p2(self) -> int:
        """P1 and P2 as one number."""
        return self.p1 << 8 | self.p2


@dataclass(frozen=True, slots=True)
class ResponseApdu:
    """Response data and status word."""

    data: bytes = field(default=b"", repr=False)
    sw: int = StatusWord.OK

    def encode(self) -> bytes:
        """Return data, SW1, SW2."""
        return self.data + self.sw.to_bytes(2, "big")


def is_extended(apdu: bytes) -> bool:
    """Tell whether the lengths of a command are extended ones."""
    return len(apdu) > 6 and apdu[4] == 0


def parse_command(apdu: bytes) -> CommandApdu:
    """Parse a command of any of the four cases, short or extended; CommandError 6700 if its lengths disagree."""
    if len(apdu) < 4:
        raise CommandError(StatusWord.WRONG_LENGTH)
    data, le = _split_extended(apdu[4:]) if is_extended(apdu) else _split_short(apdu[4:])
    ne, wants_all = decode_le(le)
    return CommandApdu(apdu[0], apdu[1], apdu[2], apdu[3], data, ne, wants_all)


def decode_le(le: bytes) -> tuple[int, bool]:
    """Return the number of bytes that an Le field of 0, 1 or 2 bytes asks for, and whether it is the wildcard."""
    if not le:
        return 0, False
    number = int.from_bytes(le, "big")
    return number or (SHORT_MAXIMUM if len(le) == 1 else EXTENDED_MAXIMUM), number == 0


def _split_short(body: bytes) -> tuple[bytes, bytes]:
    """Return data and Le field."""
    if len(body) < 2:
        return b"", body
    end = 1 + body[0]
    if body[0] == 0 or len(body) not in {end, end + 1}:
        raise CommandError(StatusWord.WRONG_LENGTH)
    return body[1:end], body[end:]


def _split_extended(body: bytes) -> tuple[bytes, bytes]:
    """Return data and Le field; `body` is 00, then Le alone, or Lc, data and perhaps Le, two bytes each."""
    if len(body) == 3:
        return b"", body[1:]
    length = int.from_bytes(body[1:3], "big")
    end = 3 + length
    if length == 0 or len(body) not in {end, end + 2}:
        raise CommandError(StatusWord.WRONG_LENGTH)
    return body[3:end], body[end:]
