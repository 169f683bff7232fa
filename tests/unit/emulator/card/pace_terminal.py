"""A terminal for these tests alone: every mapping, group and cipher of PACE and chip authentication, from Doc 9303-11.

It shares point arithmetic and the numbers of the groups with the card, nothing else.
"""

import hashlib
from dataclasses import dataclass, field

from emulator.card import EmrtdCard
from emulator.card.modp import MODP
from emulator.card.protocols import Mapping, PaceProtocol
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import add, decode_point, generator, multiply
from tests.unit.emulator.card.terminal import Session, aes_cbc, cmac, general_authenticate, send, tlv, value
from tests.unit.emulator.card.triple_des_terminal import (
    TripleDesSession,
    des_kdf,
    des_pad,
    retail,
    triple_des,
)

TRIPLE_DES = SymmetricCipher.TRIPLE_DES
MAPPING_SECRET, SECRET = 0xABCDEF, 0xFEDCBA


def derive(secret: bytes, counter: int, cipher: SymmetricCipher) -> bytes:
    """Doc 9303-11 9.7.1."""
    if cipher in {TRIPLE_DES, SymmetricCipher.AES_128}:
        return des_kdf(secret, counter)
    return hashlib.sha256(secret + counter.to_bytes(4, "big")).digest()[: cipher.key_length]


def make_session(card: EmrtdCard, secret: bytes, cipher: SymmetricCipher) -> Session:
    """The session that starts with those keys and counter 0."""
    kind = TripleDesSession if cipher is TRIPLE_DES else Session
    return kind(card, derive(secret, 1, cipher), derive(secret, 2, cipher))


class Arithmetic:
    """Powers and products of elements written as bytes."""

    def __init__(self, parameter_id: int) -> None:
        self.is_dh = parameter_id in MODP
        if self.is_dh:
            self.p, self.g, self.q = (int(digits, 16) for digits in MODP[parameter_id])
            self.base = self._number(self.g)
        else:
            self.curve = curve_by_id(parameter_id)
            self.p = self.curve.p
            self.base = generator(self.curve).encode()

    def power(self, secret: int, element: bytes) -> bytes:
        if self.is_dh:
            return self._number(pow(int.from_bytes(element, "big"), secret, self.p))
        return multiply(secret, decode_point(self.curve, element)).encode()

    def combine(self, first: bytes, second: bytes) -> bytes:
        if self.is_dh:
            return self._number(int.from_bytes(first, "big") * int.from_bytes(second, "big") % self.p)
        return add(decode_point(self.curve, first), decode_point(self.curve, second)).encode()

    def shared(self, element: bytes) -> bytes:
        return element if self.is_dh else decode_point(self.curve, element).x_bytes()

    def integrated(self, number: int) -> bytes:
        """Doc 9303-11 4.4.3.3.2: the encoded generator, the point by its definition rather than by the fast way."""
        if self.is_dh:
            return self._number(pow(number, (self.p - 1) // self.q, self.p))
        p, a, b = self.p, self.curve.a, self.curve.b
        alpha = -pow(number, 2, p) % p
        x = -b * pow(a, p - 2, p) * (1 + pow(alpha + alpha**2, p - 2, p)) % p
        h = (x**3 + a * x + b) % p
        if pow(h, (p - 1) // 2, p) != 1:
            # Not a square: the other abscissa has one, and its root is t cubed times ... up to the sign fixed there.
            y = pow(number, 3, p) * h * pow(h, p - 1 - (p + 1) // 4, p) % p
            x = alpha * x % p
        else:
            y = h * pow(h, p - 1 - (p + 1) // 4, p) % p
        size = self.curve.size
        return b"\x04" + x.to_bytes(size, "big") + y.to_bytes(size, "big")

    def _number(self, number: int) -> bytes:
        return number.to_bytes((self.p.bit_length() + 7) // 8, "big")


@dataclass
class PaceRun:
    """What a run of PACE left behind."""

    session: Session
    chip_data: bytes = b""
    """Decrypted chip authentication data, padding off."""
    mapping_key: bytes = b""
    """The card's public key of the mapping."""
    answers: list[bytes] = field(default_factory=list)


def run_pace(
    card: EmrtdCard, protocol: PaceProtocol, password: bytes, reference: int, parameters: bool = True
) -> PaceRun:
    """The whole of PACE; AssertionError at the first answer that is not right."""
    cipher, group = protocol.cipher, Arithmetic(protocol.parameter_id)
    set_at = tlv(0x80, protocol.oid) + tlv(0x83, bytes((reference,)))
    set_at += tlv(0x84, bytes((protocol.parameter_id,))) if parameters else b""
    assert send(card, b"\x00\x22\xc1\xa4" + bytes((len(set_at),)) + set_at) == (b"", 0x9000)
    key = derive(password, 3, cipher)
    encrypted = general_authenticate(card, None, b"", 0x80)
    nonce = block_cipher(cipher, key, encrypted, decrypt=True)
    mapping_key = b""
    if protocol.mapping in {Mapping.DH_INTEGRATED, Mapping.ECDH_INTEGRATED}:
        own_nonce = bytes(range(cipher.key_length))
        assert general_authenticate(card, 0x81, own_nonce, 0x82) == b""
        mapped = group.integrated(pseudo_random(cipher, nonce, own_nonce, group.p))
    else:
        mapping_key = general_authenticate(card, 0x81, group.power(MAPPING_SECRET, group.base), 0x82)
        shared = group.power(MAPPING_SECRET, mapping_key)
        mapped = group.combine(group.power(int.from_bytes(nonce, "big"), group.base), shared)
    own = group.power(SECRET, mapped)
    chip = general_authenticate(card, 0x83, own, 0x84)
    agreed = group.shared(group.power(SECRET, chip))
    session = make_session(card, agreed, cipher)

    def token(public: bytes) -> bytes:
        data = tlv(0x7F49, tlv(0x06, protocol.oid) + tlv(0x84 if group.is_dh else 0x86, public))
        return retail(session.mac_key, des_pad(data)) if cipher is TRIPLE_DES else cmac(session.mac_key, data)

    answer, sw = send(card, "008600000C7C0A8508" + token(chip).hex() + "00")
    assert sw == 0x9000, f"{sw:04X}"
    objects = value(0x7C, answer)
    assert objects[:10] == tlv(0x86, token(own))
    chip_data = b""
    if objects[10:]:
        iv = aes_cbc(session.encryption_key, bytes(16), b"\xff" * 16)
        padded = aes_cbc(session.encryption_key, iv, value(0x8A, objects[10:]), decrypt=True)
        chip_data = padded.rstrip(b"\x00")[:-1]
    return PaceRun(session, chip_data, mapping_key)


def block_cipher(cipher: SymmetricCipher, key: bytes, data: bytes, *, decrypt: bool = False) -> bytes:
    """CBC with a zero IV."""
    if cipher is TRIPLE_DES:
        return triple_des(key, data, decrypt=decrypt)
    return aes_cbc(key, bytes(16), data, decrypt=decrypt)


def pseudo_random(cipher: SymmetricCipher, nonce: bytes, own_nonce: bytes, p: int) -> int:
    """Doc 9303-11 4.4.3.3.2."""
    if len(nonce) == 16:
        c0, c1 = "A668892A7C41E3CA739F40B057D85904", "A4E136AC725F738B01C1F60217C188AD"
    else:
        c0 = "D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"
        c1 = "54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"
    count = -(-(p.bit_length() + 64) // (8 * len(nonce)))
    key, output = block_cipher(cipher, own_nonce, nonce), b""
    for _ in range(count):
        output += block_cipher(cipher, key[: cipher.key_length], bytes.fromhex(c1))
        key = block_cipher(cipher, key[: cipher.key_length], bytes.fromhex(c0))
    return int.from_bytes(output, "big") % p
