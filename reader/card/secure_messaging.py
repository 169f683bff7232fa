"""Secure messaging of Doc 9303-11 9.8: every command encrypted and authenticated, every answer checked.

An answer that is not protected, is malformed or carries a wrong checksum ends the session for good: nothing is
retried, no counter repaired.
"""

import hmac
from dataclasses import replace
from typing import NoReturn, Protocol

from reader.codec import tlv
from reader.codec.apdu import (
    MAX_EXTENDED_EXPECTED,
    MAX_SHORT_DATA,
    MAX_SHORT_EXPECTED,
    CommandApdu,
    ResponseApdu,
)
from reader.crypto import cipher, mac
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.padding import pad, unpad
from reader.errors import MalformedDataError, SecureMessagingError

TAG_CRYPTOGRAM_ODD = 0x85
TAG_CRYPTOGRAM = 0x87
TAG_EXPECTED_LENGTH = 0x97
TAG_STATUS = 0x99
TAG_CHECKSUM = 0x8E

_CLA_BITS = 0x0C
_PADDING_INDICATOR = b"\x01"
_CHECKSUM_HEADER = bytes((TAG_CHECKSUM, mac.MAC_LENGTH))
_CHECKSUM_OBJECT_LENGTH = len(_CHECKSUM_HEADER) + mac.MAC_LENGTH
_STATUS_OBJECT_LENGTH = 4
_EXPECTED_OBJECT_LENGTH = 3
_MAX_RESPONSE_OBJECTS = 2


class _Suite(Protocol):
    """A cipher with its keys; `counter` is the encoded send sequence counter."""

    block_length: int

    def encrypt(self, counter: bytes, padded: bytes) -> bytes: ...

    def decrypt(self, counter: bytes, cryptogram: bytes) -> bytes: ...

    def checksum(self, padded: bytes) -> bytes: ...


class _AesSuite:
    """AES-CBC with the encrypted counter as IV, and CMAC (Doc 9303-11 9.8)."""

    block_length = cipher.AES_BLOCK_LENGTH

    def __init__(self, encryption_key: bytes, mac_key: bytes) -> None:
        self._encryption_key = encryption_key
        self._mac_key = mac_key

    def encrypt(self, counter: bytes, padded: bytes) -> bytes:
        return cipher.aes_cbc_encrypt(self._encryption_key, self._iv(counter), padded)

    def decrypt(self, counter: bytes, cryptogram: bytes) -> bytes:
        return cipher.aes_cbc_decrypt(self._encryption_key, self._iv(counter), cryptogram)

    def checksum(self, padded: bytes) -> bytes:
        return mac.cmac_aes(self._mac_key, padded)

    def _iv(self, counter: bytes) -> bytes:
        # One block under a zero IV: the plain encryption of the counter.
        return cipher.aes_cbc_encrypt(self._encryption_key, bytes(self.block_length), counter)


class _TripleDesSuite:
    """Two-key triple DES with a zero IV, and the retail MAC (Doc 9303-11 9.8)."""

    block_length = cipher.DES_BLOCK_LENGTH

    def __init__(self, encryption_key: bytes, mac_key: bytes) -> None:
        self._encryption_key = encryption_key
        self._mac_key = mac_key

    def encrypt(self, counter: bytes, padded: bytes) -> bytes:  # noqa: ARG002 - the IV is zero, whatever the counter
        return cipher.triple_des_cbc_encrypt(self._encryption_key, bytes(self.block_length), padded)

    def decrypt(self, counter: bytes, cryptogram: bytes) -> bytes:  # noqa: ARG002 - see encrypt
        return cipher.triple_des_cbc_decrypt(self._encryption_key, bytes(self.block_length), cryptogram)

    def checksum(self, padded: bytes) -> bytes:
        return mac.retail_mac(self._mac_key, padded)


class SecureMessaging:
    """One session: its keys and its send sequence counter.

    The counter starts as given (zero after PACE and chip authentication) and rises by one before every command and
    before every answer.
    """

    def __init__(
        self, kind: SymmetricCipher, encryption_key: bytes, mac_key: bytes, counter: bytes = b""
    ) -> None:
        """Take the session keys and the initial counter, one block long; empty for zero. ValueError on lengths."""
        if len(encryption_key) != kind.key_length or len(mac_key) != kind.key_length:
            raise ValueError(f"a session key of {kind.label} has {kind.key_length} bytes")
        self._suite: _Suite = (
            _TripleDesSuite(encryption_key, mac_key)
            if kind is SymmetricCipher.TRIPLE_DES
            else _AesSuite(encryption_key, mac_key)
        )
        if len(counter) not in {0, self._suite.block_length}:
            raise ValueError("the send sequence counter has one block")
        self._counter = int.from_bytes(counter, "big")
        self._pending: CommandApdu | None = None
        self._over = False

    def __repr__(self) -> str:
        """Show whether the session lives, never its keys."""
        return f"SecureMessaging({'over' if self._over else 'open'})"

    @property
    def is_over(self) -> bool:
        """Whether the session has ended: no command can be protected any more."""
        return self._over

    def max_plain_length(self, response_length: int) -> int:
        """Return how many plain bytes fit into an answer of `response_length` bytes: 223 or 231 in 256."""
        return self._padded_within(response_length - _STATUS_OBJECT_LENGTH - _CHECKSUM_OBJECT_LENGTH)

    def _padded_within(self, room: int) -> int:
        """Return the most plain bytes whose cryptogram object takes at most `room` bytes."""
        block = self._suite.block_length
        length = room // block * block
        while length > 0 and len(tlv.encode(TAG_CRYPTOGRAM, _PADDING_INDICATOR, bytes(length))) > room:
            length -= block
        return max(length - 1, 0)

    @property
    def max_command_length(self) -> int:
        """How many plain bytes fit into one short command: 223 (AES) or 231 (triple DES), both with and without Le."""
        room = MAX_SHORT_DATA - _EXPECTED_OBJECT_LENGTH - _CHECKSUM_OBJECT_LENGTH
        return self._padded_within(room)

    def protect(self, command: CommandApdu) -> CommandApdu:
        """Return the protected form of `command`; SecureMessagingError if the session is over.

        A command whose answer never came ends the session too: nobody knows the card's counter then.
        """
        if self._over or self._pending is not None:
            self._fail("the secure messaging session is over", reason="session-over")
        self._pending = command
        counter = self._next_counter()
        bare = replace(command, cla=command.cla | _CLA_BITS, data=b"", ne=0)
        objects = self._cryptogram_object(command, counter) + _expected_length_object(command)
        authenticated = counter + pad(bare.header, self._suite.block_length)
        if objects:
            authenticated += pad(objects, self._suite.block_length)
        body = objects + tlv.encode(TAG_CHECKSUM, self._suite.checksum(authenticated))
        long = command.is_extended or len(body) > 255
        ne = MAX_EXTENDED_EXPECTED if long else MAX_SHORT_EXPECTED
        return replace(bare, data=body, ne=ne, extended=long)

    def unprotect(self, response: ResponseApdu) -> ResponseApdu:
        """Check the answer to the last protected command and return its plain form.

        SecureMessagingError, and the session is over, if the answer is not protected exactly as Doc 9303-11 9.8 says.
        """
        command, self._pending = self._pending, None
        if self._over or command is None:
            self._fail("no protected command awaits an answer", reason="session-over")
        counter = self._next_counter()
        objects, checksum = response.data[:-_CHECKSUM_OBJECT_LENGTH], response.data[-_CHECKSUM_OBJECT_LENGTH:]
        if checksum[:2] != _CHECKSUM_HEADER or len(checksum) != _CHECKSUM_OBJECT_LENGTH:
            self._over = True
            raise SecureMessagingError(
                f"the answer is not protected (status {response.sw:04X})",
                reason="unprotected-answer",
                sw=response.sw,
            )
        expected = self._suite.checksum(counter + pad(objects, self._suite.block_length))
        if not hmac.compare_digest(expected, checksum[2:]):
            self._fail("the checksum of the answer is wrong", reason="wrong-checksum")
        try:
            return self._open(objects, counter, command, response.sw)
        except MalformedDataError as error:
            self._over = True
            raise SecureMessagingError(
                "the protected answer is malformed", reason="malformed-answer"
            ) from error

    def _open(self, objects: bytes, counter: bytes, command: CommandApdu, sw: int) -> ResponseApdu:
        """Decrypt the authenticated objects: an optional cryptogram, then the status; MalformedDataError."""
        *rest, status = tlv.parse_all(objects, max_items=_MAX_RESPONSE_OBJECTS) or (tlv.Tlv(0, b""),)
        if status.tag != TAG_STATUS or status.value != sw.to_bytes(2, "big"):
            raise MalformedDataError("the protected status is missing or differs from the plain one")
        data = b""
        for item in rest:
            data = self._decrypt(item, counter, command)
        return ResponseApdu(data, sw)

    def _decrypt(self, item: tlv.Tlv, counter: bytes, command: CommandApdu) -> bytes:
        cryptogram = item.value
        if item.tag != _cryptogram_tag(command):
            raise MalformedDataError(f"unexpected data object {item.tag:X}")
        if item.tag == TAG_CRYPTOGRAM:
            if cryptogram[:1] != _PADDING_INDICATOR:
                raise MalformedDataError("unknown padding indicator")
            cryptogram = cryptogram[1:]
        if not cryptogram or len(cryptogram) % self._suite.block_length:
            raise MalformedDataError("the cryptogram is not a whole number of blocks")
        return unpad(self._suite.decrypt(counter, cryptogram), self._suite.block_length)

    def _cryptogram_object(self, command: CommandApdu, counter: bytes) -> bytes:
        if not command.data:
            return b""
        cryptogram = self._suite.encrypt(counter, pad(command.data, self._suite.block_length))
        tag = _cryptogram_tag(command)
        return tlv.encode(tag, _PADDING_INDICATOR if tag == TAG_CRYPTOGRAM else b"", cryptogram)

    def _next_counter(self) -> bytes:
        block = self._suite.block_length
        self._counter = (self._counter + 1) % (1 << 8 * block)
        return self._counter.to_bytes(block, "big")

    def _fail(self, message: str, *, reason: str) -> NoReturn:
        self._over = True
        raise SecureMessagingError(message, reason=reason)


def _cryptogram_tag(command: CommandApdu) -> int:
    """Odd instructions carry BER-TLV, hence DO 85 without padding indicator (ISO/IEC 7816-4, secure messaging)."""
    return TAG_CRYPTOGRAM_ODD if command.ins & 1 else TAG_CRYPTOGRAM


def _expected_length_object(command: CommandApdu) -> bytes:
    if not command.ne:
        return b""
    if command.is_extended:
        return tlv.encode(TAG_EXPECTED_LENGTH, (command.ne & 0xFFFF).to_bytes(2, "big"))
    return tlv.encode(TAG_EXPECTED_LENGTH, bytes((command.ne & 0xFF,)))
