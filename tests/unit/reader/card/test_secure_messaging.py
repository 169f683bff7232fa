"""Secure messaging: Doc 9303-11 D.4 byte for byte, an AES card written by hand here, and every kind of bad answer."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from reader.card.secure_messaging import SecureMessaging
from reader.codec.apdu import CommandApdu, ResponseApdu
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.mac import retail_mac
from reader.errors import SecureMessagingError
from tests import vectors

D4 = vectors.load(vectors.ICAO)["SM_D4"]
octets = bytes.fromhex

SELECT = CommandApdu(0x00, 0xA4, 0x02, 0x0C, octets("011E"))
READ = CommandApdu(0x00, 0xB0, 0x00, 0x00, ne=4)
READ_ODD = CommandApdu(0x00, 0xB1, 0x00, 0x00, octets("54028000"), ne=4)
AES_KINDS = [SymmetricCipher.AES_128, SymmetricCipher.AES_192, SymmetricCipher.AES_256]


def session_of_d4() -> SecureMessaging:
    return SecureMessaging(
        SymmetricCipher.TRIPLE_DES, octets(D4["ks_enc"]), octets(D4["ks_mac"]), octets(D4["ssc"])
    )


class AesCard:
    """The card's side of AES secure messaging, from the text of Doc 9303-11 9.8, on `cryptography` alone.

    It takes protected commands apart by position, for it knows what it is sent.
    """

    def __init__(self, key_length: int = 16) -> None:
        self.encryption_key = bytes(range(key_length))
        self.mac_key = bytes(range(100, 100 + key_length))
        self.counter = 0

    def session(self) -> SecureMessaging:
        kind = next(kind for kind in AES_KINDS if kind.key_length == len(self.mac_key))
        return SecureMessaging(kind, self.encryption_key, self.mac_key)

    def next_counter(self) -> bytes:
        self.counter += 1
        return self.counter.to_bytes(16, "big")

    def crypt(self, counter: bytes, data: bytes, *, encrypt: bool) -> bytes:
        block = Cipher(AES(self.encryption_key), modes.ECB()).encryptor()
        cbc = Cipher(AES(self.encryption_key), modes.CBC(block.update(counter)))
        return (cbc.encryptor() if encrypt else cbc.decryptor()).update(data)

    def checksum(self, data: bytes) -> bytes:
        context = CMAC(AES(self.mac_key))
        context.update(data)
        return context.finalize()[:8]

    def protect(self, data: bytes, sw: bytes = b"\x90\x00", *, tag: int = 0x87) -> bytes:
        """Return the data field of a protected answer of up to 239 plain bytes."""
        counter = self.next_counter()
        objects = b""
        if data:
            cryptogram = self.crypt(counter, self.pad(data), encrypt=True)
            value = (b"\x01" if tag == 0x87 else b"") + cryptogram
            length = bytes((len(value),)) if len(value) < 128 else bytes((0x81, len(value)))
            objects = bytes((tag,)) + length + value
        objects += b"\x99\x02" + sw
        return self.seal(counter, objects)

    def seal(self, counter: bytes, objects: bytes) -> bytes:
        return objects + b"\x8e\x08" + self.checksum(counter + self.pad(objects))

    @staticmethod
    def pad(data: bytes) -> bytes:
        data += b"\x80"
        while len(data) % 16:
            data += b"\x00"
        return data


@pytest.mark.parametrize("count", [1, 2, 3])
def test_icao_example_d4(count: int) -> None:
    session = session_of_d4()
    for exchange in D4["exchanges"][:count]:
        command = CommandApdu.parse(octets(exchange["plain_c"]))
        assert session.protect(command).encode() == octets(exchange["protected_c"])
        response = session.unprotect(ResponseApdu.parse(octets(exchange["protected_r"])))
        assert (response.data, response.sw) == (octets(exchange["plain_data"]), 0x9000)
    assert not session.is_over


@pytest.mark.parametrize("key_length", [16, 24, 32])
@pytest.mark.parametrize("data", [b"", b"x", b"x" * 15, b"x" * 16, b"x" * 200])
def test_aes_answer_is_unprotected(key_length: int, data: bytes) -> None:
    card = AesCard(key_length)
    session = card.session()
    session.protect(READ)
    card.next_counter()
    assert session.unprotect(ResponseApdu(card.protect(data), 0x9000)) == ResponseApdu(data, 0x9000)


def test_aes_command_is_protected_as_the_text_says() -> None:
    card = AesCard()
    protected = card.session().protect(SELECT)
    counter = card.next_counter()
    assert (protected.header, protected.ne) == (octets("0CA4020C"), 256)
    assert protected.data[:3] == octets("871101")
    assert card.crypt(counter, protected.data[3:19], encrypt=False) == card.pad(octets("011E"))
    checked = counter + card.pad(protected.header) + card.pad(protected.data[:19])
    assert protected.data[19:] == b"\x8e\x08" + card.checksum(checked)


def test_odd_instruction_travels_in_do_85_without_indicator() -> None:
    card = AesCard()
    session = card.session()
    protected = session.protect(READ_ODD)
    counter = card.next_counter()
    assert protected.data[:2] == octets("8510")
    assert card.crypt(counter, protected.data[2:18], encrypt=False) == card.pad(octets("54028000"))
    assert protected.data[18:21] == octets("970104")
    answer = card.protect(octets("5304DEADBEEF"), tag=0x85)
    assert session.unprotect(ResponseApdu(answer, 0x9000)).data == octets("5304DEADBEEF")


def test_command_of_bare_header_is_authenticated_without_a_second_padding() -> None:
    card = AesCard()
    protected = card.session().protect(CommandApdu(0x00, 0x44, 0x00, 0x00))
    checked = card.next_counter() + card.pad(octets("0C440000"))
    assert protected.data == b"\x8e\x08" + card.checksum(checked)


def test_extended_command_announces_two_bytes_of_length() -> None:
    protected = AesCard().session().protect(CommandApdu(0x00, 0xB0, 0x00, 0x00, ne=65_536))
    assert protected.data[:4] == octets("97020000")
    assert (protected.is_extended, protected.ne) == (True, 65_536)
    protected = AesCard().session().protect(CommandApdu(0x00, 0xB0, 0x00, 0x00, ne=4063))
    assert protected.data[:4] == octets("97020FDF")


def test_command_that_grows_beyond_255_bytes_becomes_extended() -> None:
    protected = AesCard().session().protect(CommandApdu(0x00, 0x22, 0x41, 0xA6, bytes(240)))
    assert protected.is_extended


def test_protected_refusal_keeps_the_session() -> None:
    card = AesCard()
    session = card.session()
    session.protect(READ)
    card.next_counter()
    assert session.unprotect(ResponseApdu(card.protect(b"", b"\x6a\x82"), 0x6A82)).sw == 0x6A82
    session.protect(READ)
    card.next_counter()
    assert session.unprotect(ResponseApdu(card.protect(b"next"), 0x9000)).data == b"next"


def mutate_status(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.protect(b"data"), 0x6282)


def without_status(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), b""), 0x9000)


def status_twice(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("9902900099029000")), 0x9000)


def status_of_one_byte(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("990190")), 0x9000)


def status_before_cryptogram(card: AesCard) -> ResponseApdu:
    counter = card.next_counter()
    cryptogram = card.crypt(counter, card.pad(b"data"), encrypt=True)
    return ResponseApdu(card.seal(counter, octets("99029000871101") + cryptogram), 0x9000)


def three_objects(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("8700 8700 99029000")), 0x9000)


def foreign_object(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("810161 99029000")), 0x9000)


def odd_object_for_an_even_command(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.protect(b"data", tag=0x85), 0x9000)


def other_padding_indicator(card: AesCard) -> ResponseApdu:
    counter = card.next_counter()
    cryptogram = card.crypt(counter, card.pad(b"data"), encrypt=True)
    return ResponseApdu(card.seal(counter, octets("871102") + cryptogram + octets("99029000")), 0x9000)


def cryptogram_of_half_a_block(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("870901" + "00" * 8 + "99029000")), 0x9000)


def empty_cryptogram(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("870101 99029000")), 0x9000)


def empty_object(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("8700 99029000")), 0x9000)


def unpadded_plain_text(card: AesCard) -> ResponseApdu:
    counter = card.next_counter()
    cryptogram = card.crypt(counter, b"x" * 16, encrypt=True)
    return ResponseApdu(card.seal(counter, octets("871101") + cryptogram + octets("99029000")), 0x9000)


def broken_tlv(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.seal(card.next_counter(), octets("87FF")), 0x9000)


def checksum_of_seven_bytes(card: AesCard) -> ResponseApdu:
    sealed = card.protect(b"data")
    return ResponseApdu(sealed[:-9] + b"\x07" + sealed[-8:-1], 0x9000)


def object_after_the_checksum(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.protect(b"data") + octets("810161"), 0x9000)


def counter_not_raised(card: AesCard) -> ResponseApdu:
    card.counter -= 1
    return ResponseApdu(card.protect(b"data"), 0x9000)


def nothing_protected(_card: AesCard) -> ResponseApdu:
    return ResponseApdu(b"", 0x6988)


def plain_data(_card: AesCard) -> ResponseApdu:
    return ResponseApdu(b"plain data, longer than a checksum", 0x9000)


def bare_checksum(card: AesCard) -> ResponseApdu:
    return ResponseApdu(card.protect(b"")[4:], 0x9000)


@pytest.mark.parametrize(
    "answer",
    [
        mutate_status,
        without_status,
        status_twice,
        status_of_one_byte,
        status_before_cryptogram,
        three_objects,
        foreign_object,
        odd_object_for_an_even_command,
        other_padding_indicator,
        cryptogram_of_half_a_block,
        empty_cryptogram,
        empty_object,
        unpadded_plain_text,
        broken_tlv,
        checksum_of_seven_bytes,
        object_after_the_checksum,
        counter_not_raised,
        nothing_protected,
        plain_data,
        bare_checksum,
    ],
)
def test_bad_answer_ends_the_session(answer: Callable[[AesCard], ResponseApdu]) -> None:
    card = AesCard()
    session = card.session()
    session.protect(READ)
    card.next_counter()
    with pytest.raises(SecureMessagingError):
        session.unprotect(answer(card))
    assert session.is_over
    assert repr(session) == "SecureMessaging(over)"
    with pytest.raises(SecureMessagingError) as caught:
        session.protect(READ)
    assert caught.value.reason == "session-over"


@pytest.mark.parametrize("exchange", [0, 1])
def test_every_flipped_bit_of_a_protected_answer_is_refused(exchange: int) -> None:
    good = octets(D4["exchanges"][exchange]["protected_r"])
    for bit in range(8 * len(good)):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        session = session_of_d4()
        for before in D4["exchanges"][:exchange]:
            session.protect(CommandApdu.parse(octets(before["plain_c"])))
            session.unprotect(ResponseApdu.parse(octets(before["protected_r"])))
        session.protect(CommandApdu.parse(octets(D4["exchanges"][exchange]["plain_c"])))
        with pytest.raises(SecureMessagingError):
            session.unprotect(ResponseApdu.parse(bytes(flipped)))


def test_replayed_answer_is_refused() -> None:
    card = AesCard()
    session = card.session()
    session.protect(READ)
    card.next_counter()
    answer = ResponseApdu(card.protect(b"data"), 0x9000)
    session.unprotect(answer)
    session.protect(READ)
    with pytest.raises(SecureMessagingError):
        session.unprotect(answer)


def test_second_answer_to_one_command_is_refused() -> None:
    card = AesCard()
    session = card.session()
    session.protect(READ)
    card.next_counter()
    session.unprotect(ResponseApdu(card.protect(b"data"), 0x9000))
    with pytest.raises(SecureMessagingError):
        session.unprotect(ResponseApdu(card.protect(b"data"), 0x9000))


def test_lost_answer_ends_the_session() -> None:
    session = AesCard().session()
    session.protect(READ)
    with pytest.raises(SecureMessagingError):
        session.protect(READ)
    assert session.is_over


@given(st.binary(max_size=231), st.sampled_from([READ, READ_ODD]), st.sampled_from([0x9000, 0x6282]))
def test_answers_round_trip_through_a_card_of_the_same_keys(
    data: bytes, command: CommandApdu, sw: int
) -> None:
    card = AesCard()
    session = card.session()
    session.protect(command)
    card.next_counter()
    tag = 0x85 if command.ins & 1 else 0x87
    answer = card.protect(data, sw.to_bytes(2, "big"), tag=tag)
    assert session.unprotect(ResponseApdu(answer, sw)) == ResponseApdu(data, sw)


@pytest.mark.parametrize(
    ("kind", "response_length", "plain"),
    [
        (SymmetricCipher.AES_128, 256, 223),
        (SymmetricCipher.AES_256, 256, 223),
        (SymmetricCipher.TRIPLE_DES, 256, 231),
        (SymmetricCipher.AES_128, 4096, 4063),
        (SymmetricCipher.AES_128, 34, 15),
        (SymmetricCipher.AES_128, 20, 0),
        (SymmetricCipher.AES_128, 0, 0),
    ],
)
def test_plain_bytes_that_fit_an_answer(kind: SymmetricCipher, response_length: int, plain: int) -> None:
    keys = (bytes(kind.key_length), bytes(kind.key_length))
    assert SecureMessaging(kind, *keys).max_plain_length(response_length) == plain


def test_fitting_bytes_really_fit_and_one_more_does_not() -> None:
    card = AesCard()
    assert len(card.protect(b"x" * 223)) <= 256 < len(card.protect(b"x" * 224))


def test_counter_of_triple_des_wraps() -> None:
    session = SecureMessaging(SymmetricCipher.TRIPLE_DES, bytes(16), bytes(16), b"\xff" * 8)
    header = octets("0CB00000 80000000")
    expected = retail_mac(bytes(16), bytes(8) + header + octets("970104 80 00000000"))
    assert session.protect(READ).data == octets("970104 8E08") + expected


@pytest.mark.parametrize(
    ("kind", "encryption", "mac", "counter"),
    [
        (SymmetricCipher.AES_128, 24, 16, 0),
        (SymmetricCipher.AES_128, 16, 24, 0),
        (SymmetricCipher.TRIPLE_DES, 24, 24, 0),
        (SymmetricCipher.AES_128, 16, 16, 8),
        (SymmetricCipher.TRIPLE_DES, 16, 16, 16),
    ],
)
def test_wrong_lengths_are_refused(kind: SymmetricCipher, encryption: int, mac: int, counter: int) -> None:
    with pytest.raises(ValueError, match=r"bytes|block"):
        SecureMessaging(kind, bytes(encryption), bytes(mac), bytes(counter))


def test_repr_shows_no_keys() -> None:
    assert repr(AesCard().session()) == "SecureMessaging(open)"
