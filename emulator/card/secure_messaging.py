"""Secure messaging from the card's side: unwrap commands, wrap responses (Doc 9303-11 9.8)."""

import hmac
from abc import ABC, abstractmethod

from emulator.card.apdu import CommandApdu, CommandError, ResponseApdu, StatusWord, decode_le
from emulator.card.data_objects import DataObjectError, parse_data_objects
from reader.codec.tlv import encode
from reader.crypto.cipher import (
    SymmetricCipher,
    aes_cbc_decrypt,
    aes_cbc_encrypt,
    triple_des_cbc_decrypt,
    triple_des_cbc_encrypt,
)
from reader.crypto.kdf import derive_session_keys
from reader.crypto.mac import cmac_aes, retail_mac
from reader.crypto.padding import pad

_CRYPTOGRAM_ODD = 0x85
_CRYPTOGRAM = 0x87
_MAC = 0x8E
_LE = 0x97
_STATUS = 0x99
_PADDED_WITH_80 = b"\x01"
_KNOWN = {_CRYPTOGRAM_ODD, _CRYPTOGRAM, _MAC, _LE}
_STATUS_AND_MAC_LENGTH = 14


class SessionCipher(ABC):
    """How a session encrypts and authenticates: Doc 9303-11 9.8.6 (triple DES), 9.8.7 (AES)."""

    block_length: int
    pads_tokens: bool
    """Whether mac() wants whole blocks, a token of PACE too."""

    def __init__(self, encryption_key: bytes, mac_key: bytes) -> None:
        """Keep the session keys."""
        self._encryption_key, self._mac_key = encryption_key, mac_key

    @abstractmethod
    def encrypt(self, counter: bytes, data: bytes) -> bytes:
        """Encrypt padded `data`; `counter` is the send sequence counter."""

    @abstractmethod
    def decrypt(self, counter: bytes, data: bytes) -> bytes:
        """Decrypt whole blocks, the padding still on."""

    @abstractmethod
    def mac(self, data: bytes) -> bytes:
        """Return the eight bytes that authenticate padded `data`."""


class AesSession(SessionCipher):
    """AES-CBC with the encrypted counter as IV, AES-CMAC."""

    block_length = 16
    pads_tokens = False

    def encrypt(self, counter: bytes, data: bytes) -> bytes:
        """See SessionCipher."""
        return aes_cbc_encrypt(self._encryption_key, self._iv(counter), data)

    def decrypt(self, counter: bytes, data: bytes) -> bytes:
        """See SessionCipher."""
        return aes_cbc_decrypt(self._encryption_key, self._iv(counter), data)

    def mac(self, data: bytes) -> bytes:
        """See SessionCipher."""
        return cmac_aes(self._mac_key, data)

    def _iv(self, counter: bytes) -> bytes:
        return aes_cbc_encrypt(self._encryption_key, bytes(16), counter)


class TripleDesSession(SessionCipher):
    """Two-key triple DES in CBC mode with a zero IV, retail MAC."""

    block_length = 8
    pads_tokens = True

    def encrypt(self, counter: bytes, data: bytes) -> bytes:  # noqa: ARG002 - this cipher's IV does not depend on it
        """See SessionCipher."""
        return triple_des_cbc_encrypt(self._encryption_key, bytes(8), data)

    def decrypt(self, counter: bytes, data: bytes) -> bytes:  # noqa: ARG002 - this cipher's IV does not depend on it
        """See SessionCipher."""
        return triple_des_cbc_decrypt(self._encryption_key, bytes(8), data)

    def mac(self, data: bytes) -> bytes:
        """See SessionCipher."""
        return retail_mac(self._mac_key, data)


def session_for(cipher: SymmetricCipher, secret: bytes, counter: int = 0) -> "SecureSession":
    """Return the session that starts with the keys derived from the shared `secret` (Doc 9303-11 9.7.1)."""
    encryption_key, mac_key = derive_session_keys(secret, cipher)
    return SecureSession(session_cipher(cipher, encryption_key, mac_key), counter)


def session_cipher(cipher: SymmetricCipher, encryption_key: bytes, mac_key: bytes) -> SessionCipher:
    """Return how `cipher` protects."""
    kind = TripleDesSession if cipher is SymmetricCipher.TRIPLE_DES else AesSession
    return kind(encryption_key, mac_key)


class SecureSession:
    """One secure messaging session: a cipher and a send sequence counter as long as its block."""

    def __init__(self, cipher: SessionCipher, counter: int = 0) -> None:
        """Start with the counter at `counter` (0 after PACE and chip authentication)."""
        self._cipher, self._counter = cipher, counter
        self._skipped = 0

    def unwrap(self, command: CommandApdu) -> CommandApdu:
        """Check and decrypt a protected command; CommandError 6987 or 6988 when the session must end."""
        self._counter += 1
        try:
            objects = parse_data_objects(command.data)
        except DataObjectError:
            raise CommandError(StatusWord.SM_OBJECTS_INCORRECT) from None
        if _MAC not in objects:
            raise CommandError(StatusWord.SM_OBJECTS_MISSING)
        if not objects.keys() <= _KNOWN or list(objects)[-1] != _MAC:
            raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)
        self._check_mac(command, objects)
        plain = self._decrypt(command, objects)
        ne, wants_all = _expected(objects.get(_LE))
        return CommandApdu(command.cla, command.ins, command.p1, command.p2, plain, ne, wants_all)

    def wrap(self, response: ResponseApdu, ins: int) -> ResponseApdu:
        """Encrypt and authenticate the response to a command of instruction `ins`."""
        self._counter += 1 + self._skipped
        self._skipped = 0
        body = b""
        if response.data:
            padded = pad(response.data, self._cipher.block_length)
            cryptogram = self._cipher.encrypt(self._counter_bytes(), padded)
            body = (
                encode(_CRYPTOGRAM_ODD, cryptogram)
                if ins & 1
                else encode(_CRYPTOGRAM, _PADDED_WITH_80, cryptogram)
            )
        body += encode(_STATUS, response.sw.to_bytes(2, "big"))
        tag = self._cipher.mac(pad(self._counter_bytes() + body, self._cipher.block_length))
        return ResponseApdu(body + encode(_MAC, tag), response.sw)

    def skip_in_answer(self, steps: int) -> None:
        """Move the counter on by `steps` before the next answer, as a chip would that has lost count."""
        self._skipped = steps

    def capacity(self, room: int) -> int:
        """Return how many plain bytes fit into a response with `room` bytes before SW1."""
        block = self._cipher.block_length
        blocks = room // block
        while blocks and _protected_length(blocks * block) > room:
            blocks -= 1
        # At least one byte of the last block is padding.
        return max(blocks * block - 1, 0)

    def _check_mac(self, command: CommandApdu, objects: dict[int, bytes]) -> None:
        block = self._cipher.block_length
        header = bytes((command.cla, command.ins, command.p1, command.p2))
        # The data objects are authenticated as they were sent: all bytes before the MAC's own.
        body = command.data[: -(len(objects[_MAC]) + 2)]
        authenticated = self._counter_bytes() + pad(header, block) + body
        accepted = [self._cipher.mac(pad(authenticated, block))]
        if not body:
            # Where no data object follows the padded header terminals differ on a second padding: both are taken.
            accepted.append(self._cipher.mac(authenticated))
        if not any(hmac.compare_digest(tag, objects[_MAC]) for tag in accepted):
            raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)

    def _decrypt(self, command: CommandApdu, objects: dict[int, bytes]) -> bytes:
        expected = _CRYPTOGRAM_ODD if command.ins & 1 else _CRYPTOGRAM
        if ({_CRYPTOGRAM, _CRYPTOGRAM_ODD} & objects.keys()) - {expected}:
            raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)
        if expected not in objects:
            return b""
        cryptogram = objects[expected]
        if expected == _CRYPTOGRAM:
            if cryptogram[:1] != _PADDED_WITH_80:
                raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)
            cryptogram = cryptogram[1:]
        if not cryptogram or len(cryptogram) % self._cipher.block_length:
            raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)
        return _unpad(self._cipher.decrypt(self._counter_bytes(), cryptogram), self._cipher.block_length)

    def _counter_bytes(self) -> bytes:
        length = self._cipher.block_length
        return (self._counter % (1 << 8 * length)).to_bytes(length, "big")


def _protected_length(cryptogram: int) -> int:
    """Return the bytes of a response's data objects around a cryptogram of that many bytes."""
    content = 1 + cryptogram
    return 1 + (1 if content < 0x80 else 2 if content < 0x100 else 3) + content + _STATUS_AND_MAC_LENGTH


def _unpad(data: bytes, block_length: int) -> bytes:
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80") or len(data) - len(stripped) >= block_length:
        raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)
    return stripped[:-1]


def _expected(value: bytes | None) -> tuple[int, bool]:
    if value is None:
        return 0, False
    if len(value) not in {1, 2}:
        raise CommandError(StatusWord.SM_OBJECTS_INCORRECT)
    return decode_le(value)
