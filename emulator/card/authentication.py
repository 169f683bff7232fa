"""MANAGE SECURITY ENVIRONMENT, GENERAL and INTERNAL AUTHENTICATE: which protocol runs, how it is driven (Doc 9303-11 4.4.4, 6)."""

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, StatusWord
from emulator.card.chip_authentication import agree_with_template, set_template
from emulator.card.data_objects import DataObjectError, is_complete, parse_data_objects
from emulator.card.files import MasterFileEf
from emulator.card.groups import Random
from emulator.card.image import CardImage
from emulator.card.pace import Pace
from emulator.card.protocols import Mapping, PaceProtocol, announced_pace
from emulator.card.state import ChipState, Directory
from reader.codec.tlv import encode
from reader.crypto.kdf import mrz_seed

_SET_AT_FOR_PACE = 0xC1A4
_SET_AT_FOR_CHIP = 0x41A4
_SET_KAT = 0x41A6
_MECHANISM, _PASSWORD, _PARAMETERS = 0x80, 0x83, 0x84
_MRZ_PASSWORD, _CAN_PASSWORD = b"\x01", b"\x02"
_DYNAMIC_AUTHENTICATION_DATA = 0x7C
_LONGEST_CHAIN = 4096
_AA_CHALLENGE_LENGTH = 8


class AuthenticationCommands:
    """The passwords and the keys of one card image, and the commands that use them."""

    def __init__(self, image: CardImage, random: Random) -> None:
        """Take the secrets of `image`; `random` gives that many random bytes."""
        # The MRZ password is SHA-1 of the MRZ information, the CAN its digits.
        self._passwords = {
            _MRZ_PASSWORD: mrz_seed(image.mrz_information),
            _CAN_PASSWORD: image.can.encode("ascii"),
        }
        self._image = image
        self._random = random
        self._pace_protocols = announced_pace(image.master_file.get(MasterFileEf.CARD_ACCESS, b""))
        self._chip_keys = image.authentication_keys

    def manage_security_environment(
        self, state: ChipState, command: CommandApdu, _capacity: int
    ) -> ResponseApdu:
        """MSE:Set AT for PACE (C1A4) or for chip authentication (41A4), MSE:Set KAT (41A6)."""
        state.authentication = None
        data = self._joined(state, command)
        if command.is_chained:
            state.fragments = data
            return ResponseApdu()
        objects = _parsed(data)
        if command.p1_p2 == _SET_AT_FOR_PACE:
            state.authentication = self._pace(objects)
        elif command.p1_p2 not in {_SET_AT_FOR_CHIP, _SET_KAT}:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        elif not self._may_read(state):
            raise CommandError(StatusWord.SECURITY_STATUS_NOT_SATISFIED)
        elif command.p1_p2 == _SET_KAT:
            agree_with_template(self._chip_keys, state, objects)
        else:
            state.authentication = set_template(self._chip_keys, objects)
        return ResponseApdu()

    def general_authenticate(self, state: ChipState, command: CommandApdu, _capacity: int) -> ResponseApdu:
        """Drive the protocol that was set up; a refusal ends it."""
        running, state.authentication = state.authentication, None
        if running is None:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        if command.p1_p2:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        # A chained command is both: a step of PACE that is not the last, or a piece of a step too long for one APDU. What
        # does not yet make up a whole data object is such a piece.
        data = self._joined(state, command)
        if command.is_chained and not is_complete(data):
            state.fragments, state.authentication = data, running
            return ResponseApdu()
        objects = _parsed(data)
        if objects.keys() != {_DYNAMIC_AUTHENTICATION_DATA}:
            raise CommandError(StatusWord.INCORRECT_DATA)
        answer = running.advance(state, objects[_DYNAMIC_AUTHENTICATION_DATA], is_last=not command.is_chained)
        if command.is_chained:
            state.authentication = running
        return ResponseApdu(encode(_DYNAMIC_AUTHENTICATION_DATA, answer))

    def internal_authenticate(self, state: ChipState, command: CommandApdu, _capacity: int) -> ResponseApdu:
        """Active authentication: sign the terminal's challenge with the key of DG15 (Doc 9303-11 6.1)."""
        if self._image.active_key is None or state.directory is not Directory.APPLICATION:
            raise CommandError(StatusWord.INS_NOT_SUPPORTED)
        if not self._may_read(state):
            raise CommandError(StatusWord.SECURITY_STATUS_NOT_SATISFIED)
        if command.p1_p2:
            raise CommandError(StatusWord.INCORRECT_P1_P2)
        if len(command.data) != _AA_CHALLENGE_LENGTH or not command.ne:
            raise CommandError(StatusWord.WRONG_LENGTH)
        return ResponseApdu(self._image.active_key.sign(command.data, self._random))

    def _may_read(self, state: ChipState) -> bool:
        return state.is_authenticated or self._image.profile.is_open

    @staticmethod
    def _joined(state: ChipState, command: CommandApdu) -> bytes:
        """Return the data of the chain up to this command."""
        data = state.fragments + command.data
        state.fragments, state.chained_instruction = b"", command.ins
        if len(data) > _LONGEST_CHAIN:
            raise CommandError(StatusWord.WRONG_LENGTH)
        return data

    def _pace(self, objects: dict[int, bytes]) -> Pace:
        meant = [protocol for protocol in self._pace_protocols if protocol.oid == objects.get(_MECHANISM)]
        if not meant or not {_PASSWORD} <= objects.keys() <= {_MECHANISM, _PASSWORD, _PARAMETERS}:
            raise CommandError(StatusWord.INCORRECT_DATA)
        if _PARAMETERS in objects:
            identifier = int.from_bytes(objects[_PARAMETERS], "big")
            meant = [protocol for protocol in meant if protocol.parameter_id == identifier]
        password = self._passwords.get(objects[_PASSWORD])
        # Without a parameter identifier the protocol must announce one set of parameters alone.
        if password is None or len(meant) != 1:
            raise CommandError(StatusWord.REFERENCED_DATA_NOT_FOUND)
        return Pace(meant[0], password, self._random, self._mapping_secret(meant[0]))

    def _mapping_secret(self, protocol: PaceProtocol) -> int | None:
        """Return the static key that chip authentication mapping proves: the one in the protocol's group."""
        if protocol.mapping is not Mapping.ECDH_CHIP_AUTHENTICATION:
            return None
        keys = [key.secret for key in self._chip_keys if key.parameter_id == protocol.parameter_id]
        if not keys:
            raise CommandError(StatusWord.INCORRECT_DATA)
        return keys[0]


def _parsed(data: bytes) -> dict[int, bytes]:
    try:
        return parse_data_objects(data)
    except DataObjectError:
        raise CommandError(StatusWord.INCORRECT_DATA) from None
