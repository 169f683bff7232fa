"""PACE, the card's side: generic, integrated and chip authentication mapping, over curves and MODP groups (Doc 9303-11 4.4)."""

import hmac
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from emulator.card.apdu import CommandError, StatusWord
from emulator.card.data_objects import DataObjectError, parse_data_objects
from emulator.card.groups import GroupError, Random
from emulator.card.integrated_mapping import nonce_length, pseudo_random
from emulator.card.protocols import Mapping, PaceProtocol
from emulator.card.secure_messaging import SecureSession, SessionCipher, session_cipher
from emulator.card.state import ChipState
from reader.codec.tlv import encode
from reader.crypto.cipher import SymmetricCipher, aes_cbc_encrypt, triple_des_cbc_encrypt
from reader.crypto.kdf import derive_password_key, derive_session_keys
from reader.crypto.padding import pad

if TYPE_CHECKING:
    from collections.abc import Callable

_INTEGRATED = {Mapping.DH_INTEGRATED, Mapping.ECDH_INTEGRATED}

_Objects = dict[int, bytes]


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What key agreement ends with; from then on only the token is missing."""

    cipher: SessionCipher
    expected: bytes = field(repr=False)
    answer: bytes = field(repr=False)
    chip_data: bytes = field(repr=False)
    """Encrypted chip authentication data, nothing for the other mappings."""


class Pace:
    """One run of PACE: four GENERAL AUTHENTICATE commands in order, anything else ends it.

    Each step hands what it worked out to the next one; `_step` is the one that comes next.
    """

    def __init__(
        self, protocol: PaceProtocol, password: bytes, random: Random, chip_secret: int | None = None
    ) -> None:
        """Start for the `password` that MSE:Set AT referred to.

        `chip_secret` is the static key that chip authentication mapping proves; it lies in the protocol's group.
        """
        self._protocol, self._group = protocol, protocol.group
        self._password, self._random, self._chip_secret = password, random, chip_secret
        self._step: Callable[[_Objects], bytes] = self._send_nonce
        self._agreed: _Agreed | None = None

    def advance(self, state: ChipState, data: bytes, *, is_last: bool) -> bytes:
        """Do the next step (Doc 9303-11 4.4.4.2)."""
        agreed = self._agreed
        if is_last and agreed is None:
            raise CommandError(StatusWord.CONDITIONS_NOT_SATISFIED)
        if not is_last and agreed is not None:
            raise CommandError(StatusWord.LAST_OF_CHAIN_EXPECTED)
        try:
            answer = self._step(parse_data_objects(data))
        except (DataObjectError, GroupError):
            raise CommandError(StatusWord.INCORRECT_DATA) from None
        if agreed is not None:
            state.next_session = SecureSession(agreed.cipher)
        return answer

    def _send_nonce(self, objects: _Objects) -> bytes:
        if objects:
            raise CommandError(StatusWord.INCORRECT_DATA)
        cipher = self._protocol.cipher
        is_integrated = self._protocol.mapping in _INTEGRATED
        nonce = self._random(nonce_length(cipher) if is_integrated else 16)
        self._step = partial(self._map_integrated if is_integrated else self._map_generic, nonce)
        key = derive_password_key(self._password, cipher)
        encrypt = triple_des_cbc_encrypt if cipher is SymmetricCipher.TRIPLE_DES else aes_cbc_encrypt
        return encode(0x80, encrypt(key, bytes(cipher.block_length), nonce))

    def _map_generic(self, nonce: bytes, objects: _Objects) -> bytes:
        group = self._group
        peer = _only(objects, 0x81)
        group.check(peer)
        secret, public = group.public_key(self._random)
        # s * G + H, or g to the s times h (Doc 9303-11 4.4.3.3.1).
        mapped = group.combine(
            group.power(int.from_bytes(nonce, "big") % group.order, group.generator()),
            group.power(secret, peer),
        )
        self._step = partial(self._agree_key, mapped, secret)
        return encode(0x82, public)

    def _map_integrated(self, nonce: bytes, objects: _Objects) -> bytes:
        peer = _only(objects, 0x81)
        if len(peer) != self._protocol.cipher.key_length:
            raise CommandError(StatusWord.INCORRECT_DATA)
        number = pseudo_random(self._protocol.cipher, nonce, peer, self._group)
        self._step = partial(self._agree_key, self._group.map_integrated(number), 0)
        return encode(0x82)

    def _agree_key(self, mapped: bytes, mapping_secret: int, objects: _Objects) -> bytes:
        group, kind = self._group, self._protocol.cipher
        peer = _only(objects, 0x83)
        group.check(peer)
        secret, own = group.public_key(self._random, mapped)
        if int.from_bytes(own, "big") == int.from_bytes(peer, "big"):
            raise CommandError(StatusWord.INCORRECT_DATA)
        keys = derive_session_keys(group.shared_secret(group.power(secret, peer)), kind)
        cipher = session_cipher(kind, *keys)
        self._agreed = _Agreed(
            cipher,
            expected=self._token(cipher, own),
            answer=self._token(cipher, peer),
            chip_data=self._chip_data(keys[0], mapping_secret),
        )
        self._step = partial(self._check_token, self._agreed)
        return encode(0x84, own)

    def _check_token(self, agreed: _Agreed, objects: _Objects) -> bytes:
        if not hmac.compare_digest(_only(objects, 0x85), agreed.expected):
            raise CommandError(StatusWord.AUTHENTICATION_FAILED)
        answer = encode(0x86, agreed.answer)
        return answer + encode(0x8A, agreed.chip_data) if agreed.chip_data else answer

    def _token(self, cipher: SessionCipher, public: bytes) -> bytes:
        """Return the authentication token over a public key as it was sent (Doc 9303-11 4.4.3.4)."""
        value = encode(self._group.public_key_tag, public)
        data = encode(0x7F49, encode(0x06, self._protocol.oid), value)
        return cipher.mac(pad(data, cipher.block_length) if cipher.pads_tokens else data)

    def _chip_data(self, encryption_key: bytes, mapping_secret: int) -> bytes:
        """Return the encrypted chip authentication data of chip authentication mapping (Doc 9303-11 4.4.3.5)."""
        if self._protocol.mapping is not Mapping.ECDH_CHIP_AUTHENTICATION or self._chip_secret is None:
            return b""
        order = self._group.order
        number = pow(self._chip_secret, -1, order) * mapping_secret % order
        data = pad(number.to_bytes((order.bit_length() + 7) // 8, "big"), 16)
        # The IV is the encryption of -1.
        return aes_cbc_encrypt(encryption_key, aes_cbc_encrypt(encryption_key, bytes(16), b"\xff" * 16), data)


def _only(objects: _Objects, tag: int) -> bytes:
    if objects.keys() != {tag}:
        raise CommandError(StatusWord.INCORRECT_DATA)
    return objects[tag]
