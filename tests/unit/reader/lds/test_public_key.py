"""Public keys: explicit parameters are matched to known curves or refused."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reader.codec import oid, tlv
from reader.crypto.curves import PARAMETER_IDS, Curve, UnknownCurveError, curve_by_id
from reader.crypto.ec import Point, generator, multiply
from reader.errors import MalformedDataError
from reader.lds.dg14 import parse_dg14
from reader.lds.public_key import EcPublicKey, RsaPublicKey, parse_public_key
from tests.unit.reader.lds.samples import BSI_SETS, bsi_file, explicit_parameters, key_info, unsigned

BRAINPOOL = curve_by_id(13)
WRONG_PARITY = bytes((3 - (BRAINPOOL.gy & 1),)) + generator(BRAINPOOL).x_bytes()


def public_point(curve: Curve) -> Point:
    return multiply(0xC0FFEE, generator(curve))


@pytest.mark.parametrize("folder", BSI_SETS)
def test_explicit_key_of_the_reference_sets_is_on_brainpool_224(folder: str) -> None:
    (key,) = parse_dg14(bsi_file(folder, "Datagroup14.bin")).chip_keys

    parsed = parse_public_key(key.public_key_info)

    assert isinstance(parsed, EcPublicKey)
    assert parsed.curve.name == "brainpoolP224r1"


@pytest.mark.parametrize("parameter_id", PARAMETER_IDS)
@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param(explicit_parameters, id="explicit"),
        pytest.param(lambda curve: explicit_parameters(curve, h=None), id="no cofactor"),
        pytest.param(lambda curve: tlv.encode(0x06, oid.encode(curve.oid)), id="named"),
    ],
)
def test_every_known_curve_is_recognised(parameter_id: int, parameters: Callable[[Curve], bytes]) -> None:
    curve = curve_by_id(parameter_id)
    point = public_point(curve)

    assert parse_public_key(key_info(parameters(curve), point.encode())) == EcPublicKey(point)


def test_standardized_domain_parameters_are_recognised() -> None:
    point = public_point(BRAINPOOL)
    info = key_info(b"\x02\x01\x0d", point.encode(), "0.4.0.127.0.7.1.2")

    assert parse_public_key(info) == EcPublicKey(point)


@pytest.mark.parametrize("parameter_id", [12, 13, 18])
def test_compressed_points_are_decoded(parameter_id: int) -> None:
    curve = curve_by_id(parameter_id)
    point, base = public_point(curve), generator(curve)
    info = key_info(
        explicit_parameters(curve, base=bytes((2 + (base.y & 1),)) + base.x_bytes()),
        bytes((2 + (point.y & 1),)) + point.x_bytes(),
    )

    assert parse_public_key(info) == EcPublicKey(point)


@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param(explicit_parameters(BRAINPOOL, p=BRAINPOOL.p - 2), id="p"),
        pytest.param(explicit_parameters(BRAINPOOL, a=BRAINPOOL.a ^ 1), id="a"),
        pytest.param(explicit_parameters(BRAINPOOL, b=BRAINPOOL.b ^ 1), id="b"),
        pytest.param(explicit_parameters(BRAINPOOL, base=public_point(BRAINPOOL).encode()), id="generator"),
        pytest.param(explicit_parameters(BRAINPOOL, base=WRONG_PARITY), id="parity"),
        pytest.param(explicit_parameters(BRAINPOOL, n=BRAINPOOL.n - 2), id="order"),
        pytest.param(explicit_parameters(BRAINPOOL, h=2), id="cofactor"),
        pytest.param(tlv.encode(0x06, oid.encode("1.3.132.0.10")), id="secp256k1"),
        pytest.param(b"\x05\x00", id="implicit"),
    ],
)
def test_any_other_curve_is_refused(parameters: bytes) -> None:
    with pytest.raises(UnknownCurveError):
        parse_public_key(key_info(parameters, public_point(BRAINPOOL).encode()))


def test_a_point_off_the_curve_is_refused() -> None:
    point = bytearray(public_point(BRAINPOOL).encode())
    point[-1] ^= 1

    with pytest.raises(MalformedDataError):
        parse_public_key(key_info(explicit_parameters(BRAINPOOL), bytes(point)))


def test_rsa_keys_are_read_as_openssl_writes_them() -> None:
    key = rsa.generate_private_key(65537, 2048).public_key()

    parsed = parse_public_key(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    assert parsed == RsaPublicKey(key.public_numbers().n, 65537)


@pytest.mark.parametrize(
    ("modulus", "exponent"),
    [(1 << 511 | 1, 65537), (1 << 8200 | 1, 65537), (1 << 2047 | 1, 65536), (1 << 2047, 3)],
)
def test_impossible_rsa_keys_are_refused(modulus: int, exponent: int) -> None:
    key = tlv.encode(0x30, unsigned(modulus), unsigned(exponent))

    with pytest.raises(MalformedDataError):
        parse_public_key(key_info(b"\x05\x00", key, "1.2.840.113549.1.1.1"))


def test_openssl_agrees_on_a_named_key() -> None:
    key = ec.generate_private_key(ec.BrainpoolP384R1()).public_key()

    parsed = parse_public_key(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    assert isinstance(parsed, EcPublicKey)
    assert (parsed.point.x, parsed.point.y) == (key.public_numbers().x, key.public_numbers().y)


def test_another_algorithm_is_refused() -> None:
    with pytest.raises(MalformedDataError) as caught:
        parse_public_key(key_info(b"\x05\x00", b"\x00" * 32, "1.3.101.112"))

    assert caught.value.reason == "unsupported-key"
