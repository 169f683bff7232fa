"""Command and response APDUs of ISO/IEC 7816-3 12.1 and 7816-4, short and extended."""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Self

from reader.errors import MalformedDataError

MAX_SHORT_DATA = 255
MAX_SHORT_EXPECTED = 256
MAX_EXTENDED_DATA = 65_535
MAX_EXTENDED_EXPECTED = 65_536

_HEADER_LENGTH = 4


class ApduError(MalformedDataError):
    """Bytes are not an APDU."""

    default_reason = "malformed-apdu"


class Instruction(IntEnum):
    """The instructions this library sends (ISO/IEC 7816-4)."""

    MANAGE_SECURITY_ENVIRONMENT = 0x22
    EXTERNAL_AUTHENTICATE = 0x82
    GET_CHALLENGE = 0x84
    GENERAL_AUTHENTICATE = 0x86
    SELECT = 0xA4
    READ_BINARY = 0xB0
    READ_BINARY_ODD = 0xB1
    GET_RESPONSE = 0xC0


class StatusWord(IntEnum):
    """Status words that this library tells apart (ISO/IEC 7816-4)."""

    SUCCESS = 0x9000
    END_OF_FILE = 0x6282
    AUTHENTICATION_FAILED = 0x6300
    WRONG_LENGTH = 0x6700
    SECURITY_STATUS_NOT_SATISFIED = 0x6982
    AUTHENTICATION_BLOCKED = 0x6983
    CONDITIONS_NOT_SATISFIED = 0x6985
    COMMAND_NOT_ALLOWED = 0x6986
    MISSING_SECURE_MESSAGING_OBJECTS = 0x6987
    INCORRECT_SECURE_MESSAGING_OBJECTS = 0x6988
    INCORRECT_DATA = 0x6A80
    FUNCTION_NOT_SUPPORTED = 0x6A81
    FILE_NOT_FOUND = 0x6A82
    INCORRECT_PARAMETERS = 0x6A86
    REFERENCED_DATA_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    INSTRUCTION_NOT_SUPPORTED = 0x6D00
    CLASS_NOT_SUPPORTED = 0x6E00


@dataclass(frozen=True, slots=True)
class CommandApdu:
    """One command; `ne` is the most bytes that may be answered: 0 for none, up to 65,536.

    `extended` asks for extended length fields where short ones would suffice: a protected answer needs more room than
    its plain form.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    ne: int = 0
    extended: bool = False

    def __post_init__(self) -> None:
        """Check every range; ValueError."""
        for name in ("cla", "ins", "p1", "p2"):
            if not 0 <= getattr(self, name) <= 0xFF:
                raise ValueError(f"{name} is not a byte")
        if len(self.data) > MAX_EXTENDED_DATA:
            raise ValueError("a command carries at most 65,535 bytes")
        if not 0 <= self.ne <= MAX_EXTENDED_EXPECTED:
            raise ValueError("a command expects 0 to 65,536 bytes")

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    @property
    def is_extended(self) -> bool:
        """Whether the command is sent with extended length fields."""
        return self.extended or len(self.data) > MAX_SHORT_DATA or self.ne > MAX_SHORT_EXPECTED

    def with_expected(self, ne: int) -> Self:
        """Return the same command with another number of expected bytes."""
        return replace(self, ne=ne)

    def encode(self) -> bytes:
        """Return the bytes to send: short length fields unless they do not suffice (cases 1-4 of ISO/IEC 7816-3 12.1.3)."""
        if self.is_extended:
            return self.header + self._extended_body()
        lc = bytes((len(self.data),)) + self.data if self.data else b""
        le = bytes((self.ne & 0xFF,)) if self.ne else b""
        return self.header + lc + le

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Parse the bytes of one command; ApduError if they are none."""
        if len(data) < _HEADER_LENGTH:
            raise ApduError("a command has at least four bytes")
        body, ne = _parse_body(data[_HEADER_LENGTH:])
        cla, ins, p1, p2 = data[:_HEADER_LENGTH]
        return cls(cla, ins, p1, p2, body, ne)

    def _extended_body(self) -> bytes:
        lc = len(self.data).to_bytes(2, "big") + self.data if self.data else b""
        le = (self.ne & 0xFFFF).to_bytes(2, "big") if self.ne else b""
        # One zero byte announces the extended form, before Lc or, without data, before Le.
        return b"\x00" + lc + le


@dataclass(frozen=True, slots=True)
class ResponseApdu:
    """One answer: its data and the status word SW1-SW2."""

    data: bytes = field(repr=False)
    sw: int

    def __post_init__(self) -> None:
        """Check the range of the status word; ValueError."""
        if not 0 <= self.sw <= 0xFFFF:
            raise ValueError("a status word has two bytes")

    @property
    def is_success(self) -> bool:
        """Whether the status is 9000."""
        return self.sw == StatusWord.SUCCESS

    def encode(self) -> bytes:
        """Return data and status as bytes."""
        return self.data + self.sw.to_bytes(2, "big")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Parse the bytes of one answer; ApduError if the status is missing or the data too long."""
        if not 2 <= len(data) <= MAX_EXTENDED_EXPECTED + 2:
            raise ApduError("an answer has 2 to 65,538 bytes")
        return cls(bytes(data[:-2]), int.from_bytes(data[-2:], "big"))


def _parse_body(body: bytes) -> tuple[bytes, int]:
    """Return (data, ne) of what follows the header."""
    if not body:
        return b"", 0
    if len(body) == 1:
        return b"", body[0] or MAX_SHORT_EXPECTED
    if body[0]:
        return _parse_lengths(body[0], body[1:], le_length=1)
    if len(body) == 3:
        return b"", int.from_bytes(body[1:], "big") or MAX_EXTENDED_EXPECTED
    return _parse_lengths(int.from_bytes(body[1:3], "big"), body[3:], le_length=2)


def _parse_lengths(lc: int, rest: bytes, *, le_length: int) -> tuple[bytes, int]:
    data, le = rest[:lc], rest[lc:]
    if not lc or len(data) != lc or len(le) not in {0, le_length}:
        raise ApduError("the lengths of a command do not fit")
    if not le:
        return bytes(data), 0
    return bytes(data), int.from_bytes(le, "big") or 1 << (8 * le_length)
