"""Ciphers and MACs against NIST's and Doc 9303-11's examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.crypto import cipher, mac
from reader.crypto.padding import pad
from tests import vectors

BAC = vectors.load(vectors.ICAO_AND_VIETNAM)["bac"]
PACE = vectors.load(vectors.ICAO)["PACE_GM_ECDH_G1"]
octets = bytes.fromhex

# SP 800-38A F.2: one key per length, the first block of the common plain text.
SP_800_38A_IV = octets("000102030405060708090A0B0C0D0E0F")
SP_800_38A_PLAIN = octets("6BC1BEE22E409F96E93D7E117393172A")
SP_800_38A = [
    ("2B7E151628AED2A6ABF7158809CF4F3C", "7649ABAC8119B246CEE98E9B12E9197D"),
    ("8E73B0F7DA0E6452C810F32B809079E562F8EAD2522C6B7B", "4F021DB243BC633D7178183A9FA071E8"),
    (
        "603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4",
        "F58C4C04D6E5F1BA779EABFB5F7BFBD6",
    ),
]
# SP 800-38B D.1-D.3: the MAC of 16 bytes under the same keys, its first eight bytes.
SP_800_38B = ["070A16B46B4D4144", "9E99A7BF31E71090", "28A7023F452E8F82"]


@pytest.mark.parametrize(("key", "encrypted"), SP_800_38A)
def test_aes_cbc_of_sp_800_38a(key: str, encrypted: str) -> None:
    assert cipher.aes_cbc_encrypt(octets(key), SP_800_38A_IV, SP_800_38A_PLAIN) == octets(encrypted)
    assert cipher.aes_cbc_decrypt(octets(key), SP_800_38A_IV, octets(encrypted)) == SP_800_38A_PLAIN


@pytest.mark.parametrize(
    ("key", "expected"), [(key, tag) for (key, _), tag in zip(SP_800_38A, SP_800_38B, strict=True)]
)
def test_cmac_of_sp_800_38b(key: str, expected: str) -> None:
    assert mac.cmac_aes(octets(key), SP_800_38A_PLAIN) == octets(expected)


def test_nonce_of_appendix_g() -> None:
    plain = cipher.aes_cbc_decrypt(octets(PACE["k_pi"]), bytes(16), octets(PACE["z"]))
    assert plain == octets(PACE["s"])


def test_triple_des_of_appendix_d() -> None:
    plain, encrypted = octets(BAC["s"]), octets(BAC["e_ifd"])
    assert cipher.triple_des_cbc_encrypt(octets(BAC["kenc"]), bytes(8), plain) == encrypted
    assert cipher.triple_des_cbc_decrypt(octets(BAC["kenc"]), bytes(8), encrypted) == plain


@pytest.mark.parametrize(("data", "expected"), [("e_ifd", "m_ifd"), ("e_ic", "m_ic")])
def test_retail_mac_of_appendix_d(data: str, expected: str) -> None:
    assert mac.retail_mac(octets(BAC["kmac"]), pad(octets(BAC[data]), 8)) == octets(BAC[expected])


def test_retail_mac_of_one_block_is_triple_des() -> None:
    key = octets(BAC["kmac"])
    assert mac.retail_mac(key, b"8 octets") == cipher.triple_des_cbc_encrypt(key, bytes(8), b"8 octets")


@given(st.binary(min_size=16, max_size=16), st.integers(0, 5).map(lambda blocks: bytes(8 * blocks)))
def test_triple_des_round_trip(key: bytes, data: bytes) -> None:
    encrypted = cipher.triple_des_cbc_encrypt(key, bytes(8), data)
    assert cipher.triple_des_cbc_decrypt(key, bytes(8), encrypted) == data


@pytest.mark.parametrize("data", [b"", b"seven b"])
def test_retail_mac_takes_whole_blocks_alone(data: bytes) -> None:
    with pytest.raises(ValueError, match="pad first"):
        mac.retail_mac(bytes(16), data)


@pytest.mark.parametrize("length", [8, 24])
def test_triple_des_takes_two_keys_alone(length: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        mac.retail_mac(bytes(length), bytes(8))
    with pytest.raises(ValueError, match="16 bytes"):
        cipher.triple_des_cbc_encrypt(bytes(length), bytes(8), bytes(8))


def test_ciphers_take_whole_blocks_alone() -> None:
    with pytest.raises(ValueError, match="block"):
        cipher.aes_cbc_decrypt(bytes(16), bytes(16), bytes(15))
    with pytest.raises(ValueError, match="block"):
        cipher.triple_des_cbc_decrypt(bytes(16), bytes(8), bytes(7))


def test_session_ciphers_have_their_lengths() -> None:
    lengths = {(kind.label, kind.key_length, kind.block_length) for kind in cipher.SymmetricCipher}
    assert lengths == {("3DES", 16, 8), ("AES-128", 16, 16), ("AES-192", 24, 16), ("AES-256", 32, 16)}
