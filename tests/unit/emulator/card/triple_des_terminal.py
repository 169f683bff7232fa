"""A terminal for these tests alone: BAC and secure messaging with triple DES, written from Doc 9303-11 with `cryptography`."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from emulator.card import EmrtdCard
from tests.unit.emulator.card.terminal import Session, send


def des_pad(data: bytes) -> bytes:
    """ISO/IEC 9797-1 method 2 for 8-byte blocks."""
    return data + b"\x80" + bytes(7 - len(data) % 8)


def triple_des(key: bytes, data: bytes, *, decrypt: bool = False) -> bytes:
    """CBC with a zero IV."""
    cipher = Cipher(TripleDES(key + key[:8]), modes.CBC(bytes(8)))
    context = cipher.decryptor() if decrypt else cipher.encryptor()
    return context.update(data) + context.finalize()


def retail(key: bytes, data: bytes) -> bytes:
    """ISO/IEC 9797-1 MAC algorithm 3 over whole blocks, one block at a time."""
    state = bytes(8)
    for place in range(0, len(data), 8):
        block = bytes(a ^ b for a, b in zip(state, data[place : place + 8], strict=True))
        state = triple_des(key[:8] * 2, block)
    return triple_des(key[:8] * 2, triple_des(key[8:] * 2, state, decrypt=True))


def des_kdf(secret: bytes, counter: int) -> bytes:
    """Doc 9303-11 9.7.1 for two-key triple DES, parity bits left as they fall."""
    return hashlib.sha1(secret + counter.to_bytes(4, "big")).digest()[:16]


@dataclass
class TripleDesSession(Session):
    """The terminal's side of secure messaging with triple DES."""

    block = 8

    def _encrypt(self, data: bytes) -> bytes:
        return triple_des(self.encryption_key, des_pad(data))

    def _decrypt(self, data: bytes) -> bytes:
        return triple_des(self.encryption_key, data, decrypt=True)

    def _mac(self, data: bytes) -> bytes:
        return retail(self.mac_key, des_pad(data))


def challenge(card: EmrtdCard) -> bytes:
    """GET CHALLENGE."""
    data, sw = send(card, "0084000008")
    assert (len(data), sw) == (8, 0x9000)
    return data


def establish_bac(card: EmrtdCard, mrz_information: str) -> TripleDesSession:
    """BAC; the application is selected. AssertionError at the first answer that is not right."""
    seed = hashlib.sha1(mrz_information.encode()).digest()[:16]
    encryption_key, mac_key = des_kdf(seed, 1), des_kdf(seed, 2)
    nonce, own_nonce, own_key = challenge(card), b"terminal", b"sixteen byte key"
    cryptogram = triple_des(encryption_key, own_nonce + nonce + own_key)
    body = cryptogram + retail(mac_key, des_pad(cryptogram))
    answer, sw = send(card, b"\x00\x82\x00\x00\x28" + body + b"\x28")
    assert sw == 0x9000, f"{sw:04X}"
    assert answer[32:] == retail(mac_key, des_pad(answer[:32]))
    plain = triple_des(encryption_key, answer[:32], decrypt=True)
    assert plain[:16] == nonce + own_nonce
    shared = bytes(a ^ b for a, b in zip(plain[16:], own_key, strict=True))
    counter = int.from_bytes(nonce[4:] + own_nonce[4:], "big")
    return TripleDesSession(card, des_kdf(shared, 1), des_kdf(shared, 2), counter)
