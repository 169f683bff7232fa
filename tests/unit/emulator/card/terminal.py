"""A terminal for these tests alone: PACE, chip authentication and secure messaging, written from Doc 9303-11.

It shares the point arithmetic with the card and nothing else; ciphers come from `cryptography` and hashlib directly.
"""

import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from emulator.card import EmrtdCard
from reader.crypto.curves import curve_by_id
from reader.crypto.ec import Point, add, decode_point, generator, multiply

CURVE = curve_by_id(13)
PACE_OID = bytes.fromhex("04007F00070202040202")
CA_OID = bytes.fromhex("04007F00070202030202")
AID = bytes.fromhex("A0000002471001")


def tlv(tag: int, value: bytes) -> bytes:
    """One data object; lengths up to 65535."""
    length = len(value)
    if length < 0x80:
        header = bytes((length,))
    elif length < 0x100:
        header = bytes((0x81, length))
    else:
        header = b"\x82" + length.to_bytes(2, "big")
    return tag.to_bytes((tag.bit_length() + 7) // 8, "big") + header + value


def value(tag: int, data: bytes) -> bytes:
    """The value of the data object `tag` that is all of `data`, one-byte tag and lengths as `tlv` writes them."""
    assert data[0] == tag
    start = 2 if data[1] < 0x80 else 2 + data[1] - 0x80
    assert tlv(tag, data[start:]) == data
    return data[start:]


def send(card: EmrtdCard, command: str | bytes) -> tuple[bytes, int]:
    """Send a command given in hexadecimal; return data and status word."""
    answer = card.process(bytes.fromhex(command) if isinstance(command, str) else command)
    return answer[:-2], int.from_bytes(answer[-2:], "big")


def pad(data: bytes) -> bytes:
    """ISO/IEC 9797-1 method 2 for 16-byte blocks."""
    return data + b"\x80" + bytes(15 - len(data) % 16)


def aes_cbc(key: bytes, iv: bytes, data: bytes, *, decrypt: bool = False) -> bytes:
    """AES-CBC on whole blocks."""
    cipher = Cipher(AES(key), modes.CBC(iv))
    context = cipher.decryptor() if decrypt else cipher.encryptor()
    return context.update(data) + context.finalize()


def cmac(key: bytes, data: bytes) -> bytes:
    """AES-CMAC, eight bytes."""
    context = CMAC(AES(key))
    context.update(data)
    return context.finalize()[:8]


def kdf(secret: bytes, counter: int) -> bytes:
    """Doc 9303-11 9.7.1 for AES-128."""
    return hashlib.sha1(secret + counter.to_bytes(4, "big")).digest()[:16]


@dataclass
class Session:
    """The terminal's side of AES secure messaging; each call raises AssertionError if the card's answer is not right."""

    card: EmrtdCard
    encryption_key: bytes
    mac_key: bytes
    counter: int = field(default=0)
    block = 16

    def protect(self, header: bytes, data: bytes = b"", le: bytes = b"") -> bytes:
        """Doc 9303-11 9.8.4: the protected command, short when it fits and `le` has one byte, else extended."""
        self.counter += 1
        header = bytes((header[0] | 0x0C,)) + header[1:]
        body = b""
        if data and header[1] & 1:
            body += tlv(0x85, self._encrypt(data))
        elif data:
            body += tlv(0x87, b"\x01" + self._encrypt(data))
        if le:
            body += tlv(0x97, le)
        padded_header = header + b"\x80" + bytes(self.block - 5)
        body += tlv(0x8E, self._mac(self._ssc() + padded_header + body))
        if len(body) <= 255 and len(le) < 2:
            return header + bytes((len(body),)) + body + b"\x00"
        return header + b"\x00" + len(body).to_bytes(2, "big") + body + b"\x00\x00"

    def unprotect(self, answer: bytes) -> tuple[bytes, int]:
        """Doc 9303-11 9.8.5: check the protected answer, return plain data and status word."""
        self.counter += 1
        body, sw = answer[:-2], answer[-2:]
        assert body[-10:-8] == b"\x8e\x08", f"not protected: {sw.hex()}"
        assert body[-8:] == self._mac(self._ssc() + body[:-10])
        assert body[-14:-12] == b"\x99\x02"
        assert body[-12:-10] == sw
        rest = body[:-14]
        if not rest:
            return b"", int.from_bytes(sw, "big")
        if rest[0] == 0x85:
            cryptogram = value(0x85, rest)
        else:
            indicated = value(0x87, rest)
            assert indicated[0] == 1
            cryptogram = indicated[1:]
        plain = self._decrypt(cryptogram).rstrip(b"\x00")
        assert plain[-1] == 0x80
        return plain[:-1], int.from_bytes(sw, "big")

    def send(self, header: str, data: bytes = b"", le: str = "") -> tuple[bytes, int]:
        """Send one command under protection."""
        command = self.protect(bytes.fromhex(header), data, bytes.fromhex(le))
        return self.unprotect(self.card.process(command))

    def select_application(self) -> None:
        """SELECT the eMRTD application."""
        assert self.send("00A4040C", AID) == (b"", 0x9000)

    def authenticate_chip(self, public_key: Point) -> "Session":
        """Chip authentication; the session that follows if the chip has the private key of `public_key`."""
        assert self.send("002241A4", tlv(0x80, CA_OID)) == (b"", 0x9000)
        secret = 0x1234567
        own = multiply(secret, generator(CURVE)).encode()
        assert self.send("00860000", tlv(0x7C, tlv(0x80, own)), "00") == (b"\x7c\x00", 0x9000)
        shared = multiply(secret, public_key).x_bytes()
        return Session(self.card, kdf(shared, 1), kdf(shared, 2))

    def _encrypt(self, data: bytes) -> bytes:
        return aes_cbc(self.encryption_key, self._iv(), pad(data))

    def _decrypt(self, data: bytes) -> bytes:
        return aes_cbc(self.encryption_key, self._iv(), data, decrypt=True)

    def _mac(self, data: bytes) -> bytes:
        return cmac(self.mac_key, pad(data))

    def _ssc(self) -> bytes:
        return self.counter.to_bytes(self.block, "big")

    def _iv(self) -> bytes:
        return aes_cbc(self.encryption_key, bytes(16), self._ssc())


def establish_pace(card: EmrtdCard, password: bytes, reference: int) -> Session:
    """PACE with generic mapping; AssertionError at the first answer that is not right."""
    set_at = tlv(0x80, PACE_OID) + tlv(0x83, bytes((reference,)))
    assert send(card, b"\x00\x22\xc1\xa4" + bytes((len(set_at),)) + set_at) == (b"", 0x9000)
    nonce = aes_cbc(kdf(password, 3), bytes(16), general_authenticate(card, None, b"", 0x80), decrypt=True)
    mapping, secret = 0xABCDEF, 0xFEDCBA
    base = generator(CURVE)
    peer = general_authenticate(card, 0x81, multiply(mapping, base).encode(), 0x82)
    shared_point = multiply(mapping, decode_point(CURVE, peer))
    mapped = add(multiply(int.from_bytes(nonce, "big"), base), shared_point)
    own = multiply(secret, mapped)
    chip = decode_point(CURVE, general_authenticate(card, 0x83, own.encode(), 0x84))
    shared = multiply(secret, chip).x_bytes()
    mac_key = kdf(shared, 2)
    assert general_authenticate(card, 0x85, token(mac_key, chip), 0x86, last=True) == token(mac_key, own)
    return Session(card, kdf(shared, 1), mac_key)


def general_authenticate(
    card: EmrtdCard, tag: int | None, data: bytes, answer_tag: int, *, last: bool = False
) -> bytes:
    """One step; the value of the answer's only data object."""
    template = tlv(0x7C, b"" if tag is None else tlv(tag, data))
    cla = b"\x00" if last else b"\x10"
    if len(template) < 256:
        command = bytes((len(template),)) + template + b"\x00"
    else:
        command = b"\x00" + len(template).to_bytes(2, "big") + template + b"\x00\x00"
    answer, sw = send(card, cla + b"\x86\x00\x00" + command)
    assert sw == 0x9000, f"{sw:04X}"
    return value(answer_tag, value(0x7C, answer))


def token(mac_key: bytes, point: Point) -> bytes:
    """The authentication token over `point`."""
    return cmac(mac_key, tlv(0x7F49, tlv(0x06, PACE_OID) + tlv(0x86, point.encode())))
