"""A terminal that nobody here wrote: OpenPACE (Debian's libeac3) opens the card and reads under its own secure messaging."""

import ctypes
from collections.abc import Iterator
from ctypes.util import find_library

import pytest

from emulator.card import EmrtdCard
from emulator.citizens import by_name
from emulator.issuer import personalise
from tests.unit.emulator.card.samples import CAN, COM
from tests.unit.emulator.card.terminal import general_authenticate, pad, send, tlv, value

LIBRARY = find_library("eac")
MRZ_SECRET, CAN_SECRET = 1, 2
PACE_KEYS = 0
APPLICATION = bytes.fromhex("A0000002471001")


class Buffer(ctypes.Structure):
    """OpenSSL's BUF_MEM."""

    _fields_ = (
        ("length", ctypes.c_size_t),
        ("data", ctypes.c_void_p),
        ("max", ctypes.c_size_t),
        ("flags", ctypes.c_ulong),
    )


class OpenPace:
    """The few functions of libeac3 that a terminal needs; AssertionError where one of them fails."""

    def __init__(self) -> None:
        assert LIBRARY, "Debian's libeac3 is not installed: run `make setup`"
        self._library = ctypes.CDLL(LIBRARY)
        self._library.EAC_init()
        self._library.EAC_CTX_new.restype = ctypes.c_void_p
        self._library.PACE_SEC_new.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.EAC_CTX_new())
        assert self._context
        self._kept: list[object] = []

    def close(self) -> None:
        self._library.EAC_CTX_clear_free(self._context)

    def read_card_access(self, card_access: bytes) -> None:
        assert self._library.EAC_CTX_init_ef_cardaccess(card_access, len(card_access), self._context) == 1

    def decrypt_nonce(self, secret: bytes, kind: int, nonce: bytes) -> None:
        password = ctypes.c_void_p(self._library.PACE_SEC_new(secret, ctypes.c_size_t(len(secret)), kind))
        assert password
        taken = self._library.PACE_STEP2_dec_nonce(self._context, password, self._buffer(nonce))
        self._library.PACE_SEC_clear_free(password)
        assert taken == 1

    def make(self, function: str, *inputs: bytes) -> bytes:
        """Call a function that returns a BUF_MEM."""
        call = getattr(self._library, function)
        call.restype = ctypes.POINTER(Buffer)
        result = call(self._context, *map(self._buffer, inputs))
        assert result, function
        data = ctypes.string_at(result.contents.data, result.contents.length)
        self._library.BUF_MEM_free(result)
        return data

    def do(self, function: str, *inputs: bytes) -> None:
        """Call a function that returns 1 when all is well."""
        assert getattr(self._library, function)(self._context, *map(self._buffer, inputs)) == 1, function

    def use_session_keys(self) -> None:
        assert self._library.EAC_CTX_set_encryption_ctx(self._context, PACE_KEYS) == 1

    def _buffer(self, data: bytes) -> object:
        memory = ctypes.create_string_buffer(data, len(data))
        self._kept.append(memory)
        return ctypes.byref(Buffer(len(data), ctypes.addressof(memory), len(data), 0))


@pytest.fixture
def open_pace() -> Iterator[OpenPace]:
    library = OpenPace()
    yield library
    library.close()


def establish(card: EmrtdCard, terminal: OpenPace, secret: bytes, reference: int) -> None:
    """PACE with libeac3 as the terminal, ending with its own session keys in use."""
    card_access, sw = send(card, "00B09C0000")
    assert sw == 0x9000
    terminal.read_card_access(card_access)
    assert send(card, f"0022C1A40F800A04007F000702020402028301{reference:02X}") == (b"", 0x9000)
    terminal.decrypt_nonce(secret, reference, general_authenticate(card, None, b"", 0x80))
    mapping = terminal.make("PACE_STEP3A_generate_mapping_data")
    terminal.do("PACE_STEP3A_map_generator", general_authenticate(card, 0x81, mapping, 0x82))
    key = terminal.make("PACE_STEP3B_generate_ephemeral_key")
    chip_key = general_authenticate(card, 0x83, key, 0x84)
    terminal.do("PACE_STEP3B_compute_shared_secret", chip_key)
    terminal.do("PACE_STEP3C_derive_keys")
    token = terminal.make("PACE_STEP3D_compute_authentication_token", chip_key)
    terminal.do(
        "PACE_STEP3D_verify_authentication_token", general_authenticate(card, 0x85, token, 0x86, last=True)
    )
    terminal.use_session_keys()


def exchange(card: EmrtdCard, terminal: OpenPace, header: str, data: bytes, le: bytes) -> tuple[bytes, int]:
    """One protected command with libeac3's ciphers and counter."""
    terminal.do("EAC_increment_ssc")
    protected = bytes((int(header[:2], 16) | 0x0C,)) + bytes.fromhex(header[2:])
    body = tlv(0x87, b"\x01" + terminal.make("EAC_encrypt", pad(data))) if data else b""
    body += tlv(0x97, le) if le else b""
    body += tlv(0x8E, terminal.make("EAC_authenticate", pad(pad(protected) + body)))
    answer = card.process(protected + bytes((len(body),)) + body + b"\x00")

    terminal.do("EAC_increment_ssc")
    objects, tag, sw = answer[:-12], answer[-12:-2], answer[-2:]
    assert tag == tlv(0x8E, terminal.make("EAC_authenticate", pad(objects)))
    assert objects[-4:] == tlv(0x99, sw)
    plain = b""
    if objects[:-4]:
        plain = terminal.make("EAC_decrypt", value(0x87, objects[:-4])[1:]).rstrip(b"\x00")[:-1]
    return plain, int.from_bytes(sw, "big")


def test_openpace_opens_the_card_by_can_and_reads(card: EmrtdCard, open_pace: OpenPace) -> None:
    establish(card, open_pace, CAN.encode(), CAN_SECRET)
    assert exchange(card, open_pace, "00A4040C", APPLICATION, b"") == (b"", 0x9000)
    assert exchange(card, open_pace, "00B09E00", b"", b"\x00") == (COM, 0x9000)
    assert exchange(card, open_pace, "00A4020C", bytes.fromhex("0103"), b"") == (b"", 0x6982)


def test_openpace_opens_an_issued_card_by_mrz_and_reads(open_pace: OpenPace) -> None:
    citizen = by_name("le-vi-du")
    card = EmrtdCard(personalise(citizen))
    mrz = citizen.mrz.replace("\n", "").encode("ascii")
    establish(card, open_pace, mrz, MRZ_SECRET)
    assert exchange(card, open_pace, "00A4040C", APPLICATION, b"") == (b"", 0x9000)
    assert exchange(card, open_pace, "00B08100", b"", b"\x00") == (bytes.fromhex("615D5F1F5A") + mrz, 0x9000)


def test_openpace_with_another_can_is_refused(card: EmrtdCard, open_pace: OpenPace) -> None:
    with pytest.raises(AssertionError, match="6300"):
        establish(card, open_pace, b"654321", CAN_SECRET)
