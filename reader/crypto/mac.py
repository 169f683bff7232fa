"""Message authentication codes of eight bytes: AES-CMAC cut short, and the retail MAC of triple DES."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from reader.crypto.cipher import DES_BLOCK_LENGTH, SymmetricCipher

MAC_LENGTH = 8


def cmac_aes(key: bytes, data: bytes) -> bytes:
    """Return the first eight bytes of AES-CMAC (SP 800-38B) over `data` of any length; `key` 16, 24 or 32 bytes."""
    context = CMAC(AES(key))
    context.update(data)
    return context.finalize()[:MAC_LENGTH]


def retail_mac(key: bytes, data: bytes) -> bytes:
    """Return the MAC of ISO/IEC 9797-1 algorithm 3 with DES and a zero IV over `data`, which is already padded.

    `key` has 16 bytes. ValueError if `data` is empty or not a whole number of 8-byte blocks (see `padding.pad`).
    """
    if not data or len(data) % DES_BLOCK_LENGTH:
        raise ValueError("the retail MAC takes whole blocks: pad first")
    if len(key) != SymmetricCipher.TRIPLE_DES.key_length:
        raise ValueError("a retail MAC key has 16 bytes")
    first, second = key[:8], key[8:]
    head, last = data[:-DES_BLOCK_LENGTH], data[-DES_BLOCK_LENGTH:]
    chained = bytes(DES_BLOCK_LENGTH)
    if head:
        # Three times the same key is single DES.
        chained = _cbc(first * 3, chained, head)[-DES_BLOCK_LENGTH:]
    return _cbc(first + second + first, chained, last)


def _cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    encryptor = Cipher(TripleDES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()
