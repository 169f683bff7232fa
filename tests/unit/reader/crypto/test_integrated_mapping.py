"""The integrated mapping against appendix H, on every curve and prime."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.crypto import dh
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import PARAMETER_IDS, curve_by_id
from reader.crypto.ec import PointError
from reader.crypto.integrated_mapping import (
    can_encode,
    encode_to_curve,
    encode_to_group,
    nonce_length,
    pseudo_random,
)
from tests import vectors

H1 = vectors.load(vectors.ICAO)["PACE_IM_ECDH_H1"]
H2 = vectors.load(vectors.ICAO)["PACE_IM_DH_H2"]
CURVES = [number for number in PARAMETER_IDS if can_encode(curve_by_id(number))]


def octets(example: dict[str, str], name: str) -> bytes:
    return bytes.fromhex(example[name])


def test_appendix_h1_step_by_step() -> None:
    curve = curve_by_id(13)
    number = pseudo_random(SymmetricCipher.AES_128, octets(H1, "s"), octets(H1, "t"), curve.p)
    assert number == int(H1["rp"], 16)
    assert encode_to_curve(curve, number).encode() == octets(H1, "g_mapped")


def test_appendix_h2() -> None:
    group = dh.group_by_id(0)
    number = pseudo_random(SymmetricCipher.AES_128, octets(H2, "s"), octets(H2, "t"), group.p)
    assert encode_to_group(group, number).encode() == octets(H2, "g_mapped")


@pytest.mark.parametrize("kind", SymmetricCipher)
def test_every_cipher_gives_numbers_below_the_modulus_that_depend_on_both_nonces(
    kind: SymmetricCipher,
) -> None:
    modulus = curve_by_id(18).p
    s, t = bytes(nonce_length(kind)), bytes(kind.key_length)
    numbers = {
        pseudo_random(kind, s, t, modulus),
        pseudo_random(kind, s[:-1] + b"\x01", t, modulus),
        pseudo_random(kind, s, t[:-1] + b"\x80", modulus),
    }
    assert len(numbers) == 3
    assert max(numbers) < modulus
    assert max(numbers).bit_length() > 500


@pytest.mark.parametrize("kind", SymmetricCipher)
@pytest.mark.parametrize(("more_s", "more_t"), [(-1, 0), (1, 0), (0, -1), (0, 1)])
def test_nonces_of_other_lengths_are_refused(kind: SymmetricCipher, more_s: int, more_t: int) -> None:
    with pytest.raises(ValueError, match="lengths"):
        pseudo_random(kind, bytes(nonce_length(kind) + more_s), bytes(kind.key_length + more_t), 1 << 256)


def test_every_curve_but_secp224r1_can_be_encoded_to() -> None:
    assert CURVES == [8, 9, 11, 12, 13, 14, 15, 16, 17, 18]
    with pytest.raises(ValueError, match="3 modulo 4"):
        encode_to_curve(curve_by_id(10), 5)


@given(st.sampled_from(CURVES), st.integers(2, 1 << 500))
def test_every_number_maps_to_a_point(parameter_id: int, number: int) -> None:
    curve = curve_by_id(parameter_id)
    point = encode_to_curve(curve, number % curve.p)
    assert (point.y * point.y - point.x**3 - curve.a * point.x - curve.b) % curve.p == 0


@pytest.mark.parametrize("number", [0, 1, -1])
def test_the_few_numbers_that_map_nowhere_are_refused(number: int) -> None:
    curve = curve_by_id(13)
    with pytest.raises(PointError):
        encode_to_curve(curve, number % curve.p)


def test_numbers_that_map_to_one_are_refused() -> None:
    group = dh.group_by_id(0)
    for number in (0, 1):
        with pytest.raises(dh.DhElementError):
            encode_to_group(group, number)
