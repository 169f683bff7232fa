"""Chip authentication, the card's side: Diffie-Hellman with a key of DG14 (Doc 9303-11 6.2)."""

from collections.abc import Sequence

from emulator.card.apdu import CommandError, StatusWord
from emulator.card.data_objects import DataObjectError, parse_data_objects
from emulator.card.groups import GroupError
from emulator.card.image import ChipKey
from emulator.card.protocols import chip_authentication_oid
from emulator.card.secure_messaging import session_for
from emulator.card.state import ChipState
from reader.crypto.cipher import SymmetricCipher

_EPHEMERAL_KEY = 0x80
_MECHANISM, _PRIVATE_KEY, _KAT_EPHEMERAL_KEY = 0x80, 0x84, 0x91


class ChipAuthentication:
    """One run: a single GENERAL AUTHENTICATE; its answer goes out under the old session."""

    def __init__(self, key: ChipKey, cipher: SymmetricCipher) -> None:
        """Take the chip's static key and the cipher of the session to come."""
        self._key, self._cipher = key, cipher

    def advance(self, state: ChipState, data: bytes, *, is_last: bool) -> bytes:
        """Agree on new session keys with the terminal's ephemeral public key; the answer's DO 7C is empty."""
        if not is_last:
            raise CommandError(StatusWord.LAST_OF_CHAIN_EXPECTED)
        try:
            objects = parse_data_objects(data)
        except DataObjectError:
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        if objects.keys() != {_EPHEMERAL_KEY}:
            raise CommandError(StatusWord.INCORRECT_DATA)
        self.agree(state, objects[_EPHEMERAL_KEY])
        return b""

    def agree(self, state: ChipState, peer: bytes) -> None:
        """Leave in `state` the session that starts after the answer; CommandError 6A80 if `peer` is no public key."""
        group = self._key.group
        try:
            secret = group.shared_secret(group.power(self._key.secret, peer))
        except GroupError:
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        state.next_session = session_for(self._cipher, secret)


def set_template(keys: Sequence[ChipKey], objects: dict[int, bytes]) -> ChipAuthentication:
    """Do MSE:Set AT: cryptographic mechanism and, if there are several keys, which of them (Doc 9303-11 6.2.4.2)."""
    for key in keys:
        for cipher in key.ciphers:
            if objects.get(_MECHANISM) == chip_authentication_oid(key.group, cipher) and _refers_to(
                key, objects
            ):
                if not objects.keys() <= {_MECHANISM, _PRIVATE_KEY}:
                    raise CommandError(StatusWord.REFERENCED_DATA_NOT_FOUND)
                return ChipAuthentication(key, cipher)
    announced = {chip_authentication_oid(key.group, cipher) for key in keys for cipher in key.ciphers}
    if objects.get(_MECHANISM) in announced:
        raise CommandError(StatusWord.REFERENCED_DATA_NOT_FOUND)
    raise CommandError(StatusWord.INCORRECT_DATA)


def agree_with_template(keys: Sequence[ChipKey], state: ChipState, objects: dict[int, bytes]) -> None:
    """Do MSE:Set KAT: the whole protocol in one command, for triple DES alone (Doc 9303-11 6.2.4.1)."""
    if not {_KAT_EPHEMERAL_KEY} <= objects.keys() <= {_KAT_EPHEMERAL_KEY, _PRIVATE_KEY}:
        raise CommandError(StatusWord.INCORRECT_DATA)
    for key in keys:
        if SymmetricCipher.TRIPLE_DES in key.ciphers and _refers_to(key, objects):
            ChipAuthentication(key, SymmetricCipher.TRIPLE_DES).agree(state, objects[_KAT_EPHEMERAL_KEY])
            return
    raise CommandError(StatusWord.REFERENCED_DATA_NOT_FOUND)


def _refers_to(key: ChipKey, objects: dict[int, bytes]) -> bool:
    """Tell whether the data objects mean `key`: by its identifier, or by none if it has none."""
    reference = objects.get(_PRIVATE_KEY)
    if key.key_id is None or reference is None:
        return key.key_id is None and reference is None
    return int.from_bytes(reference, "big") == key.key_id
