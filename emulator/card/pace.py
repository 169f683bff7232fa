"""PACE with generic mapping over an elliptic curve, the card's side (Doc 9303-11 4.4)."""

import hmac
from collections.abc import Callable
from functools import partial

from emulator.card.apdu import CommandError, StatusWord
from emulator.card.data_objects import DataObjectError, parse_data_objects
from emulator.card.secure_messaging import AesSession, SecureSession
from emulator.card.state import ChipState
from reader.codec.tlv import encode
from reader.crypto.cipher import SymmetricCipher, aes_cbc_encrypt
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import Point, PointError, add, decode_point, generator, multiply, random_scalar
from reader.crypto.kdf import derive_password_key, derive_session_keys
from reader.crypto.mac import cmac_aes

PACE_ECDH_GM_AES_CBC_CMAC_128 = bytes.fromhex("04007F00070202040202")
PARAMETER_ID = 13
"""brainpoolP256r1, as this card's EF.CardAccess announces."""

_CIPHER = SymmetricCipher.AES_128
_NONCE_LENGTH = 16

_Objects = dict[int, bytes]


class PaceGenericMapping:
    """One run of PACE: four GENERAL AUTHENTICATE commands in order, anything else ends it.

    Each step hands what it worked out to the next one; `_step` is the one that comes next.
    """

    def __init__(self, password: bytes, random: Callable[[int], bytes]) -> None:
        """Start for the `password` that MSE:Set AT referred to; `random` gives that many bytes."""
        self._curve = curve_by_id(PARAMETER_ID)
        self._password = password
        self._random = random
        self._step: Callable[[_Objects], bytes] = self._send_nonce
        self._session: SecureSession | None = None
        """Agreed on, not yet proven; from then on only the token is missing."""

    def advance(self, state: ChipState, data: bytes, *, is_last: bool) -> bytes:
        """Do the next step (Doc 9303-11 4.4.4.2)."""
        session = self._session
        if is_last and session is None:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        if not is_last and session is not None:
            raise CommandError(StatusWord.LAST_OF_CHAIN_EXPECTED)
        try:
            answer = self._step(parse_data_objects(data))
        except (DataObjectError, PointError):
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        state.next_session = session
        return answer

    def _send_nonce(self, objects: _Objects) -> bytes:
        if objects:
            raise CommandError(StatusWord.INCORRECT_DATA)
        nonce = self._random(_NONCE_LENGTH)
        self._step = partial(self._map_nonce, int.from_bytes(nonce, "big"))
        key = derive_password_key(self._password, _CIPHER)
        return encode(0x80, aes_cbc_encrypt(key, bytes(_CIPHER.block_length), nonce))

    def _map_nonce(self, nonce: int, objects: _Objects) -> bytes:
        peer = decode_point(self._curve, _only(objects, 0x81))
        base = generator(self._curve)
        secret = random_scalar(self._curve, self._random)
        # G' = s * G + H (Doc 9303-11 4.4.3.3.1).
        self._step = partial(self._agree_key, add(multiply(nonce, base), multiply(secret, peer)))
        return encode(0x82, multiply(secret, base).encode())

    def _agree_key(self, mapped: Point, objects: _Objects) -> bytes:
        peer = decode_point(self._curve, _only(objects, 0x83))
        secret = random_scalar(self._curve, self._random)
        own = multiply(secret, mapped)
        if own == peer:
            raise CommandError(StatusWord.INCORRECT_DATA)
        encryption_key, mac_key = derive_session_keys(multiply(secret, peer).x_bytes(), _CIPHER)
        self._session = SecureSession(AesSession(encryption_key, mac_key))
        self._step = partial(self._check_token, _token(mac_key, own), _token(mac_key, peer))
        return encode(0x84, own.encode())

    def _check_token(self, expected: bytes, answer: bytes, objects: _Objects) -> bytes:
        if not hmac.compare_digest(_only(objects, 0x85), expected):
            raise CommandError(StatusWord.AUTHENTICATION_FAILED)
        return encode(0x86, answer)


def _token(mac_key: bytes, point: Point) -> bytes:
    """Return the authentication token over a public key (Doc 9303-11 4.4.3.4)."""
    public_key = encode(0x7F49, encode(0x06, PACE_ECDH_GM_AES_CBC_CMAC_128), encode(0x86, point.encode()))
    return cmac_aes(mac_key, public_key)


def _only(objects: _Objects, tag: int) -> bytes:
    if objects.keys() != {tag}:
        raise CommandError(StatusWord.INCORRECT_DATA)
    return objects[tag]
