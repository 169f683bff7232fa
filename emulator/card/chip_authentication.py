"""Chip authentication, the card's side: Diffie-Hellman with the key of DG14 (Doc 9303-11 6.2)."""

from emulator.card.apdu import CommandError, StatusWord
from emulator.card.data_objects import DataObjectError, parse_data_objects
from emulator.card.secure_messaging import AesSession, SecureSession
from emulator.card.state import ChipState
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import PointError, decode_point, multiply
from reader.crypto.kdf import derive_session_keys

CA_ECDH_AES_CBC_CMAC_128 = bytes.fromhex("04007F00070202030202")

_EPHEMERAL_KEY = 0x80


class ChipAuthentication:
    """One run: a single GENERAL AUTHENTICATE; its answer goes out under the old session."""

    def __init__(self, private_key: int, curve_id: int) -> None:
        """Take the chip's static key, a scalar on the curve of that standardized parameter id."""
        self._private_key = private_key
        self._curve = curve_by_id(curve_id)

    def advance(self, state: ChipState, data: bytes, *, is_last: bool) -> bytes:
        """Agree on new session keys with the terminal's ephemeral public key; the answer's DO 7C is empty."""
        if not is_last:
            raise CommandError(StatusWord.LAST_OF_CHAIN_EXPECTED)
        try:
            objects = parse_data_objects(data)
            if objects.keys() != {_EPHEMERAL_KEY}:
                raise CommandError(StatusWord.INCORRECT_DATA)
            peer = decode_point(self._curve, objects[_EPHEMERAL_KEY])
        except (DataObjectError, PointError):
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        secret = multiply(self._private_key, peer).x_bytes()
        state.next_session = SecureSession(AesSession(*derive_session_keys(secret, SymmetricCipher.AES_128)))
        return b""
