"""EmrtdCard: a contactless eMRTD chip that answers command APDUs."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace

from emulator.card.apdu import (
    SHORT_MAXIMUM,
    CommandApdu,
    CommandError,
    Instruction,
    ResponseApdu,
    SessionEndedError,
    StatusWord,
    is_extended,
    parse_command,
)
from emulator.card.authentication import AuthenticationCommands
from emulator.card.basic_access import BasicAccess
from emulator.card.filesystem import FileSystem
from emulator.card.image import CardImage
from emulator.card.profile import CCCD, ChipProfile
from emulator.card.secure_messaging import SecureSession
from emulator.card.state import ChipState

RESPONSE_BUFFER = CCCD.response_buffer
"""Longest response APDU of Vietnam's card, status word included: what its EF.ATR/INFO says in DO 7F66."""
COMMAND_BUFFER = CCCD.command_buffer
"""Longest command APDU."""

# TS, T0: TD1 and five historical bytes, TD1: T=0, TD2: T=1, category 80, DO 73 = the capabilities of EF.ATR/INFO.
# The check byte makes all after TS cancel out (PC/SC part 3).
_ATR_BODY = bytes.fromhex("8580018073")

_SW_LENGTH = 2
_CHAINED = {Instruction.GENERAL_AUTHENTICATE, Instruction.MANAGE_SECURITY_ENVIRONMENT}

_Handler = Callable[[ChipState, CommandApdu, int], ResponseApdu]


def capabilities(profile: ChipProfile) -> bytes:
    """Return the three bytes of card capabilities (ISO/IEC 7816-4).

    Selection by full name, file identifier and short identifier; unit of one byte; command chaining, extended length,
    buffer sizes in EF.ATR/INFO.
    """
    return bytes(
        (
            0x94 if profile.short_identifiers else 0x90,
            0x01,
            0xE0 if profile.extended_length else 0x80,
        )
    )


class EmrtdCard:
    """One chip: its files, its secrets, and the state that a reset wipes."""

    def __init__(
        self,
        image: CardImage,
        *,
        random: Callable[[int], bytes] = secrets.token_bytes,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make the chip that holds `image`.

        `random` gives that many random bytes (nonces and ephemeral keys); `wait` passes the seconds of delay that some
        profiles put on wrong keys.
        """
        self._profile = image.profile
        files = FileSystem(image)
        authentication = AuthenticationCommands(image, random)
        self._handlers: dict[int, _Handler] = {
            Instruction.SELECT: files.select,
            Instruction.READ_BINARY: files.read_binary,
            Instruction.MANAGE_SECURITY_ENVIRONMENT: authentication.manage_security_environment,
            Instruction.GENERAL_AUTHENTICATE: authentication.general_authenticate,
            Instruction.INTERNAL_AUTHENTICATE: authentication.internal_authenticate,
        }
        if self._profile.odd_read:
            self._handlers[Instruction.READ_BINARY_ODD] = files.read_binary_odd
        if self._profile.bac:
            access = BasicAccess(image.mrz_information, self._profile, random, wait)
            self._handlers[Instruction.GET_CHALLENGE] = access.get_challenge
            self._handlers[Instruction.EXTERNAL_AUTHENTICATE] = access.external_authenticate
        self._state = ChipState()
        self._refusal = 0

    @property
    def atr(self) -> bytes:
        """The ATR that a PC/SC reader reports for this contactless card."""
        body = _ATR_BODY + capabilities(self._profile)
        return b"\x3b" + body + bytes((_xor(body),))

    @property
    def session(self) -> SecureSession | None:
        """The secure messaging session, None before authentication and after its end."""
        return self._state.session

    @property
    def last_read(self) -> tuple[int, int, int]:
        """File identifier, first byte and end of what the last READ BINARY gave; zeros after any other command."""
        return self._state.last_read

    def refuse(self, apdu: bytes, sw: int) -> bytes:
        """Answer `sw` to a command without doing it, under the session if the command comes under one."""
        self._refusal = sw
        try:
            return self.process(apdu)
        finally:
            self._refusal = 0

    def reset(self) -> None:
        """Forget everything but the files and the count of wrong keys, as a chip does that lost power."""
        self._state = ChipState()

    def process(self, apdu: bytes) -> bytes:
        """Return the response APDU (data, SW1, SW2) to the command `apdu`; never raises on what a terminal sends."""
        try:
            if len(apdu) > self._profile.command_buffer or (
                is_extended(apdu) and not self._profile.extended_length
            ):
                raise CommandError(StatusWord.WRONG_LENGTH)  # noqa: TRY301 - the one place that turns it into an answer
            command = parse_command(apdu)
            response = (
                self._continue(command) if command.ins == Instruction.GET_RESPONSE else self._answer(command)
            )
        except CommandError as error:
            response = ResponseApdu(sw=error.sw)
        return response.encode()

    def _answer(self, command: CommandApdu) -> ResponseApdu:
        self._state.unsent = b""
        if command.cla & 0xE3:
            raise CommandError(StatusWord.CLA_NOT_SUPPORTED)
        if command.is_protected:
            response = self._answer_protected(command)
        else:
            if command.cla & 0x0C:
                raise CommandError(StatusWord.CLA_NOT_SUPPORTED)
            # Doc 9303-11 9.8.3: an unprotected command ends the session.
            if self._state.session is not None:
                self._state.drop_session()
            response = self._run(command, self._room(command))
        if self._state.next_session is not None:
            self._state.session, self._state.next_session = self._state.next_session, None
        return self._fit(command, response)

    def _answer_protected(self, command: CommandApdu) -> ResponseApdu:
        session = self._state.session
        if session is None:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        try:
            plain = session.unwrap(command)
            response = self._run(plain, session.capacity(self._room(command)))
            if self._profile.drops_session_on_error and _is_refusal(response.sw):
                raise SessionEndedError(response.sw)
        except CommandError:
            self._state.drop_session()
            raise
        return session.wrap(response, command.ins)

    def _run(self, command: CommandApdu, capacity: int) -> ResponseApdu:
        """Dispatch a command without its protection; `capacity` is how many bytes of data the response may have."""
        state = self._state
        if command.ins != state.chained_instruction:
            state.fragments = b""
        if command.ins not in _CHAINED:
            state.authentication = None
        if command.ins != Instruction.EXTERNAL_AUTHENTICATE:
            state.challenge = b""
        state.last_read = (0, 0, 0)
        try:
            if self._refusal:
                raise CommandError(self._refusal)  # noqa: TRY301 - answered like any handler's refusal
            handler = self._handlers.get(command.ins)
            if handler is None:
                raise CommandError(StatusWord.INS_NOT_SUPPORTED)  # noqa: TRY301 - likewise
            if command.is_chained and command.ins not in _CHAINED:
                raise CommandError(StatusWord.CHAINING_NOT_SUPPORTED)  # noqa: TRY301 - likewise
            return handler(state, command, capacity)
        except SessionEndedError:
            raise
        except CommandError as error:
            return ResponseApdu(sw=error.sw)

    def _room(self, command: CommandApdu) -> int:
        """Return how many bytes of data the response may have: those of a short answer, more if the terminal takes more."""
        return min(max(command.ne, SHORT_MAXIMUM), self._profile.response_buffer - _SW_LENGTH)

    def _fit(self, command: CommandApdu, response: ResponseApdu) -> ResponseApdu:
        """Return what of `response` the terminal's Le has room for; 61xx announces the rest."""
        if len(response.data) <= command.ne:
            return response
        self._state.unsent = response.data[command.ne :] + response.sw.to_bytes(_SW_LENGTH, "big")
        return ResponseApdu(response.data[: command.ne], _more(self._state.unsent))

    def _continue(self, command: CommandApdu) -> ResponseApdu:
        """GET RESPONSE: the next piece of a response that did not fit (ISO/IEC 7816-4)."""
        unsent, self._state.unsent = self._state.unsent, b""
        if not unsent:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        if command.p1_p2 or command.data or not command.ne:
            raise CommandError(StatusWord.WRONG_LENGTH if not command.p1_p2 else StatusWord.INCORRECT_P1_P2)
        data, sw = unsent[:-_SW_LENGTH], int.from_bytes(unsent[-_SW_LENGTH:], "big")
        return self._fit(
            replace(command, ne=min(command.ne, self._profile.response_buffer - _SW_LENGTH)),
            ResponseApdu(data, sw),
        )


def _is_refusal(sw: int) -> bool:
    return sw not in {StatusWord.OK, StatusWord.END_OF_FILE}


def _more(unsent: bytes) -> int:
    left = len(unsent) - _SW_LENGTH
    return StatusWord.MORE_DATA | (left if left < SHORT_MAXIMUM else 0)


def _xor(data: bytes) -> int:
    result = 0
    for byte in data:
        result ^= byte
    return result
