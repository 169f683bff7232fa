"""Key derivation of Doc 9303-11 9.7: session keys from a shared secret, access keys from what is printed on the card."""

import hashlib
from enum import IntEnum

from reader.crypto.cipher import SymmetricCipher


class KeyPurpose(IntEnum):
    """The counter of the derivation (Doc 9303-11 9.7.1)."""

    ENCRYPTION = 1
    MAC = 2
    PASSWORD = 3


def derive_key(secret: bytes, counter: int, cipher: SymmetricCipher) -> bytes:
    """Return the key of `cipher` for the shared `secret` and the 32-bit `counter` (Doc 9303-11 9.7.1).

    Triple DES keys come with odd parity in every byte.
    """
    data = secret + counter.to_bytes(4, "big")
    if cipher is SymmetricCipher.TRIPLE_DES:
        return adjust_parity(_sha1(data)[: cipher.key_length])
    if cipher is SymmetricCipher.AES_128:
        return _sha1(data)[: cipher.key_length]
    return hashlib.sha256(data).digest()[: cipher.key_length]


def derive_session_keys(secret: bytes, cipher: SymmetricCipher) -> tuple[bytes, bytes]:
    """Return (encryption key, MAC key) for the shared `secret`."""
    return derive_key(secret, KeyPurpose.ENCRYPTION, cipher), derive_key(secret, KeyPurpose.MAC, cipher)


def derive_password_key(password: bytes, cipher: SymmetricCipher) -> bytes:
    """Return the key K-pi that decrypts the PACE nonce; `password` as `mrz_seed` or the CAN's digits give it."""
    return derive_key(password, KeyPurpose.PASSWORD, cipher)


def mrz_seed(mrz_information: str) -> bytes:
    """Return SHA-1 of document number, birth and expiry dates, each with its check digit (20 bytes).

    PACE takes all of it as the password (Doc 9303-11 9.7.3), BAC the first 16 bytes as the seed (9.7.2).
    """
    return _sha1(mrz_information.encode("ascii"))


def bac_seed(mrz_information: str) -> bytes:
    """Return the 16-byte key seed of BAC (Doc 9303-11 9.7.2)."""
    return mrz_seed(mrz_information)[:16]


def adjust_parity(key: bytes) -> bytes:
    """Return a DES key with the low bit of each byte set so that the byte has odd parity (Doc 9303-11 9.7.1.1)."""
    return bytes(byte & 0xFE | (byte >> 1).bit_count() & 1 ^ 1 for byte in key)


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data).digest()  # noqa: S324 - Doc 9303-11 9.7.1.1-2 prescribes SHA-1 here
