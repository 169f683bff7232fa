"""Key derivation against Doc 9303-11's and BSI TR-03110's examples."""

import pytest

from reader.crypto.cipher import SymmetricCipher
from reader.crypto.kdf import (
    adjust_parity,
    bac_seed,
    derive_key,
    derive_password_key,
    derive_session_keys,
    mrz_seed,
)
from tests import vectors

ICAO = vectors.load(vectors.ICAO)
DETAILED = vectors.load(vectors.ICAO_AND_VIETNAM)
BSI = vectors.load(vectors.BSI)["examples"]
octets = bytes.fromhex


def test_bac_seed_and_keys_of_appendix_d() -> None:
    example = ICAO["BAC_D"]
    seed = bac_seed("L898902C<369080619406236")
    assert seed == octets(example["kseed"])
    keys = derive_session_keys(seed, SymmetricCipher.TRIPLE_DES)
    assert keys == (octets(example["kenc"]), octets(example["kmac"]))


def test_session_keys_of_appendix_d() -> None:
    example = DETAILED["bac"]
    keys = derive_session_keys(octets(example["ks_seed"]), SymmetricCipher.TRIPLE_DES)
    assert keys == (octets(example["ks_enc"]), octets(example["ks_mac"]))


def test_password_key_of_appendix_g() -> None:
    example = DETAILED["pace_ecdh_gm_aes128_brainpoolP256r1"]
    seed = mrz_seed(example["mrz_information"])
    assert seed == octets(example["K"])
    assert derive_password_key(seed, SymmetricCipher.AES_128) == octets(example["Kpi"])


def test_session_keys_of_appendix_g() -> None:
    example = DETAILED["pace_ecdh_gm_aes128_brainpoolP256r1"]
    keys = derive_session_keys(octets(example["K_shared"]), SymmetricCipher.AES_128)
    assert keys == (octets(example["ks_enc"]), octets(example["ks_mac"]))


def test_password_key_of_appendix_i() -> None:
    example = ICAO["PACE_CAM_I"]
    assert derive_password_key(octets(example["k"]), SymmetricCipher.AES_128) == octets(example["k_pi"])


def test_session_keys_of_appendix_h() -> None:
    example = ICAO["PACE_IM_ECDH_H1"]
    keys = derive_session_keys(octets(example["k"]), SymmetricCipher.AES_128)
    assert keys == (octets(example["ks_enc"]), octets(example["ks_mac"]))


@pytest.mark.parametrize("example", BSI, ids=lambda example: str(example["name"]))
@pytest.mark.parametrize("protocol", ["pace", "ca"])
def test_session_keys_of_the_bsi_examples(example: dict[str, str], protocol: str) -> None:
    # Version 2 of chip authentication derives its keys from the secret and the chip's nonce.
    secret = octets(
        example[f"{protocol}_shared_secret_k"] + (example["ca_nonce"] if protocol == "ca" else "")
    )
    keys = derive_session_keys(secret, SymmetricCipher.AES_128)
    assert keys == (octets(example[f"{protocol}_k_enc"]), octets(example[f"{protocol}_k_mac"]))


def test_longer_keys_come_from_sha_256() -> None:
    # SHA-256("abc" || 00000001), computed with coreutils' sha256sum.
    digest = octets("46c386ebccef82ba0bb0b095aaa5548b03cdff6951871c6fb505af68af688332")
    long = derive_key(b"abc", 1, SymmetricCipher.AES_256)
    assert derive_key(b"abc", 1, SymmetricCipher.AES_192) == long[:24]
    assert long == digest


def test_parity_of_every_byte_is_odd_and_high_bits_stay() -> None:
    adjusted = adjust_parity(bytes(range(256)))
    assert all(octet.bit_count() % 2 == 1 for octet in adjusted)
    assert all(before & 0xFE == after & 0xFE for before, after in zip(range(256), adjusted, strict=True))
