"""The integrated mapping of PACE: two nonces become a group element whose logarithm nobody knows (Doc 9303-11 4.4.3.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.crypto import cipher
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.dh import DhElement, DhGroup
from reader.crypto.ec import Point, PointError

if TYPE_CHECKING:
    from reader.crypto.curves import Curve

_CONSTANTS = {
    16: (
        bytes.fromhex("A668892A7C41E3CA739F40B057D85904"),
        bytes.fromhex("A4E136AC725F738B01C1F60217C188AD"),
    ),
    32: (
        bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"),
        bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"),
    ),
}
_EXTRA_BITS = 64


def nonce_length(kind: SymmetricCipher) -> int:
    """Return the length in bytes of the card's nonce s: whole blocks, at least one key."""
    return 16 if kind.key_length == 16 else 32


def pseudo_random(kind: SymmetricCipher, s: bytes, t: bytes, modulus: int) -> int:
    """Return R_p(s, t), a number below `modulus`.

    `s` has `nonce_length(kind)` bytes, `t` has `kind.key_length`. ValueError on other lengths.
    """
    if len(s) != nonce_length(kind) or len(t) != kind.key_length:
        raise ValueError("the nonces have the lengths of the cipher")
    first, second = _CONSTANTS[len(s)]
    key = _encrypt(kind, t, s)
    output = b""
    while 8 * len(output) < modulus.bit_length() + _EXTRA_BITS:
        output += _encrypt(kind, key, second)
        key = _encrypt(kind, key, first)
    return int.from_bytes(output, "big") % modulus


def can_encode(curve: Curve) -> bool:
    """Return whether `encode_to_curve` is defined: p = 3 mod 4, which is every known curve but secp224r1."""
    return curve.p % 4 == 3


def encode_to_curve(curve: Curve, t: int) -> Point:
    """Return the point that the number `t` below p maps to (Doc 9303-11 B.2).

    ValueError if the curve's prime is not 3 mod 4; PointError for the few numbers that map nowhere. The arithmetic is
    not constant in time: its input is public once the card's nonce is known.
    """
    if not can_encode(curve):
        raise ValueError("the encoding needs a prime that is 3 modulo 4")
    p, a, b = curve.p, curve.a, curve.b
    alpha = -t * t % p
    beta = (alpha + alpha * alpha) % p
    if not beta:
        raise PointError("the number maps to no point")
    x = -b * pow(a, -1, p) * (1 + pow(beta, -1, p)) % p
    square = (x * x * x + a * x + b) % p
    root = pow(square, p - 1 - (p + 1) // 4, p)
    if root * root * square % p == 1:
        return Point(curve, x, root * square % p)
    return Point(curve, alpha * x % p, root * pow(t, 3, p) * square % p)


def encode_to_group(group: DhGroup, t: int) -> DhElement:
    """Return the element of the subgroup that `t` maps to (Doc 9303-11 B.1); DhElementError if that is 1."""
    return DhElement(group, pow(t, (group.p - 1) // group.q, group.p))


def _encrypt(kind: SymmetricCipher, key: bytes, data: bytes) -> bytes:
    zero = bytes(kind.block_length)
    if kind is SymmetricCipher.TRIPLE_DES:
        return cipher.triple_des_cbc_encrypt(key[: kind.key_length], zero, data)
    return cipher.aes_cbc_encrypt(key[: kind.key_length], zero, data)
