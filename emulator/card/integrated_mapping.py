"""The pseudo-random function of PACE's integrated mapping (Doc 9303-11 4.4.3.3.2)."""

from emulator.card.groups import Group
from reader.crypto.cipher import SymmetricCipher, aes_cbc_encrypt, triple_des_cbc_encrypt

_SHORT = (
    bytes.fromhex("A668892A7C41E3CA739F40B057D85904"),
    bytes.fromhex("A4E136AC725F738B01C1F60217C188AD"),
)
_LONG = (
    bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"),
    bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"),
)
_MARGIN_BITS = 64
"""How much longer than p the output must be."""


def nonce_length(cipher: SymmetricCipher) -> int:
    """Return the bytes of the card's nonce, which are those of the function's constants."""
    return len(_constants(cipher)[0])


def pseudo_random(cipher: SymmetricCipher, nonce: bytes, terminal_nonce: bytes, group: Group) -> int:
    """Return R(s, t) modulo p: the output blocks for the card's and the terminal's nonce, as one number."""
    seed, output = _constants(cipher)
    key = _encrypt(cipher, terminal_nonce, nonce)
    blocks = b""
    while len(blocks) * 8 < group.field_bits + _MARGIN_BITS:
        key = key[: cipher.key_length]
        blocks += _encrypt(cipher, key, output)
        key = _encrypt(cipher, key, seed)
    return int.from_bytes(blocks, "big") % group.modulus


def _encrypt(cipher: SymmetricCipher, key: bytes, data: bytes) -> bytes:
    encrypt = triple_des_cbc_encrypt if cipher is SymmetricCipher.TRIPLE_DES else aes_cbc_encrypt
    return encrypt(key, bytes(cipher.block_length), data)


def _constants(cipher: SymmetricCipher) -> tuple[bytes, bytes]:
    return _LONG if cipher in {SymmetricCipher.AES_192, SymmetricCipher.AES_256} else _SHORT
