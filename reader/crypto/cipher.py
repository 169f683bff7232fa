"""AES and triple DES in CBC mode, whole blocks in and out (padding is the caller's: `reader.crypto.padding`).

Triple DES is here because Doc 9303-11 9.8 demands it of BAC sessions and of older chip authentication.
"""

from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES

AES_BLOCK_LENGTH = 16
DES_BLOCK_LENGTH = 8


class SymmetricCipher(Enum):
    """A session cipher: the length of its keys and its blocks, in bytes."""

    TRIPLE_DES = ("3DES", 16, DES_BLOCK_LENGTH)
    AES_128 = ("AES-128", 16, AES_BLOCK_LENGTH)
    AES_192 = ("AES-192", 24, AES_BLOCK_LENGTH)
    AES_256 = ("AES-256", 32, AES_BLOCK_LENGTH)

    def __init__(self, label: str, key_length: int, block_length: int) -> None:
        """Name the parts of the value."""
        self.label = label
        self.key_length = key_length
        self.block_length = block_length


def aes_cbc_encrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks with AES-CBC; `key` 16, 24 or 32 bytes, `iv` 16. ValueError on other lengths."""
    encryptor = Cipher(AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def aes_cbc_decrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks of AES-CBC; ValueError if `data` is not whole blocks."""
    decryptor = Cipher(AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def triple_des_cbc_encrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks with two-key triple DES in CBC mode; `key` 16 bytes, `iv` 8."""
    encryptor = Cipher(TripleDES(_three_keys(key)), modes.CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def triple_des_cbc_decrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks of two-key triple DES in CBC mode."""
    decryptor = Cipher(TripleDES(_three_keys(key)), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _three_keys(key: bytes) -> bytes:
    if len(key) != SymmetricCipher.TRIPLE_DES.key_length:
        raise ValueError("a two-key triple DES key has 16 bytes")
    return key + key[:8]
