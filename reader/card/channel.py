"""Commands to a card, through processors wrapped round its connection.

From the outside in: a wrong Le is corrected (6Cxx), data too long for one command is sent in several, each of them is
protected if there is a session, a long answer is fetched to its end (61xx), the bytes are sent and counted. No processor
knows the others.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from reader.card.connection import CardConnection
from reader.card.limits import DEFAULT_MAX_RESPONSE, SHORT, ApduLimits, SizedConnection
from reader.card.secure_messaging import SecureMessaging
from reader.codec.apdu import (
    MAX_SHORT_DATA,
    MAX_SHORT_EXPECTED,
    CommandApdu,
    Instruction,
    ResponseApdu,
    StatusWord,
)
from reader.errors import CardCommunicationError, StatusWordError

MAX_CHAINED_LENGTH = 65_536
"""Most bytes fetched by GET RESPONSE for one command."""

_SW1_MORE_DATA = 0x61
_SW1_WRONG_LE = 0x6C
_CLA_CHAINING = 0x10
_CLA_CHAINING_AND_SECURE_MESSAGING = 0x1C
_KEY_AGREEMENT = frozenset({Instruction.MANAGE_SECURITY_ENVIRONMENT, Instruction.GENERAL_AUTHENTICATE})
_EXTENDED_REFUSED = frozenset({StatusWord.WRONG_LENGTH, StatusWord.INSTRUCTION_NOT_SUPPORTED})


class ApduProcessor(Protocol):
    """Something that takes a command to its answer."""

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Return the answer to `command`."""


class Transport:
    """The innermost processor: sends the bytes and counts what went over."""

    def __init__(self, connection: CardConnection) -> None:
        """Send through `connection`."""
        self._connection = connection
        self.max_apdu_data = connection.max_apdu_data if isinstance(connection, SizedConnection) else None
        self.apdus = 0
        self.bytes_transferred = 0

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Send one command as it is; CardError or PcscError from the connection."""
        encoded = command.encode()
        self.apdus += 1
        self.bytes_transferred += len(encoded)
        data, sw = self._connection.transmit(encoded)
        self.bytes_transferred += len(data) + 2
        if len(data) > max(command.ne, MAX_SHORT_EXPECTED):
            raise CardCommunicationError("the card answered more than it was asked for")
        return ResponseApdu(data, sw)


class ResponseChaining:
    """Fetches the rest of an answer that ends in 61xx (ISO/IEC 7816-4, GET RESPONSE)."""

    def __init__(self, inner: ApduProcessor) -> None:
        """Wrap `inner`."""
        self._inner = inner

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Return the whole answer; CardCommunicationError if it never ends."""
        response = self._inner.transmit(command)
        data = response.data
        while response.sw >> 8 == _SW1_MORE_DATA:
            ne = response.sw & 0xFF or MAX_SHORT_EXPECTED
            cla = command.cla & ~_CLA_CHAINING_AND_SECURE_MESSAGING & 0xFF
            response = self._inner.transmit(CommandApdu(cla, Instruction.GET_RESPONSE, 0, 0, ne=ne))
            if not response.data and response.sw >> 8 == _SW1_MORE_DATA:
                raise CardCommunicationError("the card announces data and sends none")
            data += response.data
            if len(data) > MAX_CHAINED_LENGTH:
                raise CardCommunicationError("the card's answer does not end")
        return ResponseApdu(data, response.sw)


class CommandChaining:
    """Sends data too long for a short command: in one extended command where that may be, else in several short ones.

    Doc 9303-11 lets key agreement (MSE:Set KAT, GENERAL AUTHENTICATE) be extended without the card announcing its
    buffers; a card that refuses that is sent the same in pieces, each a command of its own.
    """

    def __init__(
        self, inner: ApduProcessor, piece: int, limits: ApduLimits, *, reader_is_short: bool
    ) -> None:
        """Wrap `inner`; `piece` is the most bytes of plain data in one short command."""
        self._inner = inner
        self._piece = piece
        self._limits = limits
        self._never_extended = reader_is_short

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Return the answer to the whole of `command`; the first refusal of a piece is the answer too."""
        if len(command.data) <= self._piece:
            return self._inner.transmit(command)
        if self._may_be_extended(command):
            response = self._inner.transmit(replace(command, extended=True))
            if response.sw not in _EXTENDED_REFUSED:
                return response
            self._never_extended = True
        return self._send_pieces(command)

    def _may_be_extended(self, command: CommandApdu) -> bool:
        if self._never_extended:
            return False
        announced = self._limits.is_extended and len(command.data) <= self._limits.command_data
        return announced or command.ins in _KEY_AGREEMENT

    def _send_pieces(self, command: CommandApdu) -> ResponseApdu:
        *head, last = (
            command.data[start : start + self._piece] for start in range(0, len(command.data), self._piece)
        )
        for data in head:
            response = self._inner.transmit(
                replace(command, cla=command.cla | _CLA_CHAINING, data=data, ne=0, extended=False)
            )
            if not response.is_success:
                return response
        ne = min(command.ne, MAX_SHORT_EXPECTED)
        return self._inner.transmit(replace(command, data=last, ne=ne, extended=False))


class LeCorrection:
    """Repeats a command once with the length that a 6Cxx names (ISO/IEC 7816-4)."""

    def __init__(self, inner: ApduProcessor) -> None:
        """Wrap `inner`."""
        self._inner = inner

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Return the answer to `command`, or to its repetition."""
        response = self._inner.transmit(command)
        if response.sw >> 8 == _SW1_WRONG_LE and command.ne:
            ne = response.sw & 0xFF or MAX_SHORT_EXPECTED
            if ne != command.ne:
                return self._inner.transmit(command.with_expected(ne))
        return response


class Protection:
    """Protects every command and answer with one secure messaging session."""

    def __init__(self, inner: ApduProcessor, session: SecureMessaging) -> None:
        """Wrap `inner` with `session`."""
        self._inner = inner
        self._session = session

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Return the unprotected answer; SecureMessagingError ends the session."""
        protected = self._session.protect(command)
        return self._session.unprotect(self._inner.transmit(protected))


@dataclass(frozen=True, slots=True)
class CardChannel:
    """What protocols and the file system talk to: commands in, answers out.

    `max_response_length` is the most plain bytes that one answer holds, `max_short_length` that one short answer does;
    they differ once `with_limits` allowed extended length.
    """

    transport: Transport = field(repr=False)
    processor: ApduProcessor = field(repr=False)
    max_response_length: int = MAX_SHORT_EXPECTED
    max_short_length: int = field(default=MAX_SHORT_EXPECTED, repr=False)
    limits: ApduLimits = field(default=SHORT, repr=False)

    @classmethod
    def open(cls, connection: CardConnection) -> Self:
        """Return a plain channel on `connection`, of short APDUs."""
        return cls._plain(Transport(connection), SHORT)

    @classmethod
    def _plain(cls, transport: Transport, limits: ApduLimits) -> Self:
        chaining = cls._chaining(ResponseChaining(transport), MAX_SHORT_DATA, transport, limits)
        return cls(transport, LeCorrection(chaining), limits.response_data, MAX_SHORT_EXPECTED, limits)

    @staticmethod
    def _chaining(
        inner: ApduProcessor, piece: int, transport: Transport, limits: ApduLimits
    ) -> CommandChaining:
        reader = transport.max_apdu_data
        is_short = reader is not None and reader <= MAX_SHORT_EXPECTED
        return CommandChaining(inner, piece, limits, reader_is_short=is_short)

    def with_limits(self, limits: ApduLimits, *, max_response: int = DEFAULT_MAX_RESPONSE) -> Self:
        """Return a plain channel that keeps to `limits`, to whole answers of `max_response` bytes and to the reader's.

        A session that was open on this channel is not taken over.
        """
        cut = limits.within(max_response=max_response, reader=self.transport.max_apdu_data)
        return self._plain(self.transport, cut)

    def with_secure_messaging(self, session: SecureMessaging) -> Self:
        """Return a channel on the same connection that speaks through `session` instead of any older one."""
        protection = Protection(ResponseChaining(self.transport), session)
        chaining = self._chaining(protection, session.max_command_length, self.transport, self.limits)
        return replace(
            self,
            processor=LeCorrection(chaining),
            max_response_length=session.max_plain_length(self.limits.response_data),
            max_short_length=session.max_plain_length(MAX_SHORT_EXPECTED),
        )

    @property
    def apdus(self) -> int:
        """Commands sent so far over the connection, by this channel and those it came from."""
        return self.transport.apdus

    @property
    def bytes_transferred(self) -> int:
        """Bytes sent and received so far, headers and status words included."""
        return self.transport.bytes_transferred

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Return the answer to `command`, whatever its status; CardError or PcscError if there is none."""
        return self.processor.transmit(command)

    def send(self, command: CommandApdu, *, accept: Collection[int] = (StatusWord.SUCCESS,)) -> bytes:
        """Return the data of the answer; StatusWordError if its status is not one of `accept`."""
        response = self.transmit(command)
        if response.sw not in accept:
            raise StatusWordError(response.sw)
        return response.data
