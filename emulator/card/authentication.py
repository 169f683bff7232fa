"""MANAGE SECURITY ENVIRONMENT and GENERAL AUTHENTICATE: which protocol runs and how it is driven (Doc 9303-11 4.4.4, 6.2.4)."""

from collections.abc import Callable

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, StatusWord
from emulator.card.chip_authentication import CA_ECDH_AES_CBC_CMAC_128, ChipAuthentication
from emulator.card.data_objects import DataObjectError, is_complete, parse_data_objects
from emulator.card.image import CardImage
from emulator.card.pace import PACE_ECDH_GM_AES_CBC_CMAC_128, PARAMETER_ID, PaceGenericMapping
from emulator.card.state import Authentication, ChipState
from reader.codec.tlv import encode
from reader.crypto.kdf import mrz_seed

_SET_AT_FOR_PACE = 0xC1A4
_SET_AT_FOR_CHIP = 0x41A4
_MECHANISM, _PASSWORD_OR_PUBLIC_KEY, _PRIVATE_KEY = 0x80, 0x83, 0x84
_MRZ_PASSWORD, _CAN_PASSWORD = b"\x01", b"\x02"
_DYNAMIC_AUTHENTICATION_DATA = 0x7C
_LONGEST_CHAIN = 4096


class AuthenticationCommands:
    """The passwords and the key of one card image, and the two commands that use them."""

    def __init__(self, image: CardImage, random: Callable[[int], bytes]) -> None:
        """Take the secrets of `image`; `random` gives that many random bytes."""
        # The MRZ password is SHA-1 of the MRZ information, the CAN its digits.
        self._passwords = {
            _MRZ_PASSWORD: mrz_seed(image.mrz_information),
            _CAN_PASSWORD: image.can.encode("ascii"),
        }
        self._image = image
        self._random = random

    def manage_security_environment(
        self, state: ChipState, command: CommandApdu, _capacity: int
    ) -> ResponseApdu:
        """MSE:Set AT for PACE (C1A4) or for chip authentication (41A4)."""
        state.authentication = None
        try:
            objects = parse_data_objects(command.data)
        except DataObjectError:
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        if command.p1_p2 == _SET_AT_FOR_PACE:
            state.authentication = self._pace(objects)
        elif command.p1_p2 != _SET_AT_FOR_CHIP:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        elif state.is_authenticated:
            state.authentication = self._chip(objects)
        else:
            raise CommandError(StatusWord.SECURITY_STATUS_NOT_SATISFIED)
        return ResponseApdu()

    def general_authenticate(self, state: ChipState, command: CommandApdu, _capacity: int) -> ResponseApdu:
        """Drive the protocol that was set up; a refusal ends it."""
        running, state.authentication = state.authentication, None
        if running is None:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        if command.p1_p2:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        data = self._assembled(state, command)
        if data is None:
            state.authentication = running
            return ResponseApdu()
        try:
            objects = parse_data_objects(data)
        except DataObjectError:
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        if objects.keys() != {_DYNAMIC_AUTHENTICATION_DATA}:
            raise CommandError(StatusWord.INCORRECT_DATA)
        answer = running.advance(state, objects[_DYNAMIC_AUTHENTICATION_DATA], is_last=not command.is_chained)
        if command.is_chained:
            state.authentication = running
        return ResponseApdu(encode(_DYNAMIC_AUTHENTICATION_DATA, answer))

    def _assembled(self, state: ChipState, command: CommandApdu) -> bytes | None:
        """Return the data of the whole command, None while fragments are still to come.

        A chained command is both: a step of PACE that is not the last, or a piece of a step too long for one APDU. What
        does not yet make up a whole data object is such a piece.
        """
        data = state.fragments + command.data
        state.fragments = b""
        if len(data) > _LONGEST_CHAIN:
            raise CommandError(StatusWord.WRONG_LENGTH)
        if command.is_chained and not is_complete(data):
            state.fragments = data
            return None
        return data

    def _pace(self, objects: dict[int, bytes]) -> Authentication:
        if objects.get(_MECHANISM) != PACE_ECDH_GM_AES_CBC_CMAC_128:
            raise CommandError(StatusWord.INCORRECT_DATA)
        if not objects.keys() <= {_MECHANISM, _PASSWORD_OR_PUBLIC_KEY, _PRIVATE_KEY}:
            raise CommandError(StatusWord.INCORRECT_DATA)
        if _PASSWORD_OR_PUBLIC_KEY not in objects:
            raise CommandError(StatusWord.INCORRECT_DATA)
        password = self._passwords.get(objects[_PASSWORD_OR_PUBLIC_KEY])
        if password is None or objects.get(_PRIVATE_KEY, bytes((PARAMETER_ID,))) != bytes((PARAMETER_ID,)):
            raise CommandError(StatusWord.REFERENCED_DATA_NOT_FOUND)
        return PaceGenericMapping(password, self._random)

    def _chip(self, objects: dict[int, bytes]) -> Authentication:
        if objects.get(_MECHANISM) != CA_ECDH_AES_CBC_CMAC_128:
            raise CommandError(StatusWord.INCORRECT_DATA)
        if objects.keys() != {_MECHANISM}:
            # DG14 gives the one key no identifier, so none can be referred to.
            raise CommandError(StatusWord.REFERENCED_DATA_NOT_FOUND)
        return ChipAuthentication(self._image.chip_private_key, self._image.chip_curve_id)
