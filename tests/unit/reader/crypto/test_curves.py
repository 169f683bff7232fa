"""The curve table against OpenSSL, and the search for a named curve."""

import re
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric import ec as openssl_ec

from reader.crypto.curves import (
    PARAMETER_IDS,
    Curve,
    UnknownCurveError,
    curve_by_id,
    curve_by_oid,
    curve_by_parameters,
)
from reader.crypto.ec import generator, multiply

CURVES = [curve_by_id(number) for number in PARAMETER_IDS]
OPENSSL_NAMES = {"secp192r1": "prime192v1", "secp256r1": "prime256v1"}
OPENSSL_FIELDS = {"Prime": "p", "A": "a", "B": "b", "Order": "n"}
IN_CRYPTOGRAPHY: list[openssl_ec.EllipticCurve] = [
    openssl_ec.SECP192R1(),
    openssl_ec.SECP224R1(),
    openssl_ec.SECP256R1(),
    openssl_ec.BrainpoolP256R1(),
    openssl_ec.SECP384R1(),
    openssl_ec.BrainpoolP384R1(),
    openssl_ec.BrainpoolP512R1(),
    openssl_ec.SECP521R1(),
]


def explicit(curve: Curve) -> dict[str, int]:
    return {name: getattr(curve, name) for name in ("p", "a", "b", "gx", "gy", "n")}


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: str(curve.name))
def test_parameters_are_those_of_openssl(curve: Curve) -> None:
    command = ["openssl", "ecparam", "-name", OPENSSL_NAMES.get(curve.name, curve.name)]
    text = subprocess.run(
        [*command, "-param_enc", "explicit", "-text", "-noout"], check=True, capture_output=True, text=True
    ).stdout
    sections = dict(re.findall(r"^(\w+)(?: \(\w+\))?:\s*((?:\n? *[0-9a-f:]+)+)$", text, flags=re.MULTILINE))
    theirs = {name: int(re.sub(r"[\s:]", "", value), 16) for name, value in sections.items()}
    assert {field: theirs[name] for name, field in OPENSSL_FIELDS.items()} == {
        field: getattr(curve, field) for field in OPENSSL_FIELDS.values()
    }
    assert theirs["Generator"] == int.from_bytes(generator(curve).encode(), "big")
    assert "Cofactor:  1 (0x1)" in text


@pytest.mark.parametrize("other", IN_CRYPTOGRAPHY, ids=lambda curve: str(curve.name))
def test_public_keys_are_those_of_openssl(other: openssl_ec.EllipticCurve) -> None:
    key = openssl_ec.generate_private_key(other)
    numbers = key.private_numbers()
    curve = next(curve for curve in CURVES if curve.name.casefold() == other.name.casefold())
    point = multiply(numbers.private_value, generator(curve))
    assert (point.x, point.y) == (numbers.public_numbers.x, numbers.public_numbers.y)


def test_names_stand_at_the_numbers_of_doc_9303() -> None:
    assert {curve.parameter_id: curve.name for curve in CURVES} == {
        8: "secp192r1",
        9: "brainpoolP192r1",
        10: "secp224r1",
        11: "brainpoolP224r1",
        12: "secp256r1",
        13: "brainpoolP256r1",
        14: "brainpoolP320r1",
        15: "secp384r1",
        16: "brainpoolP384r1",
        17: "brainpoolP512r1",
        18: "secp521r1",
    }


@pytest.mark.parametrize(
    ("oid", "name"),
    [
        ("1.2.840.10045.3.1.7", "secp256r1"),
        ("1.3.132.0.34", "secp384r1"),
        ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
        ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
    ],
)
def test_curves_are_found_by_object_identifier(oid: str, name: str) -> None:
    assert curve_by_oid(oid).name == name


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: str(curve.name))
def test_curves_are_found_by_their_explicit_parameters(curve: Curve) -> None:
    assert curve_by_parameters(**explicit(curve)) == curve
    assert curve_by_parameters(**explicit(curve), h=1) == curve
    # Some issuers write a as the negative number -3.
    negative = explicit(curve) | {"a": curve.a - curve.p}
    assert curve_by_parameters(**negative) == curve


@pytest.mark.parametrize("name", ["p", "a", "b", "gx", "gy", "n"])
def test_one_changed_parameter_is_an_unknown_curve(name: str) -> None:
    curve = curve_by_id(12)
    changed = explicit(curve) | {name: getattr(curve, name) + 1}
    with pytest.raises(UnknownCurveError):
        curve_by_parameters(**changed)


def test_known_curve_with_a_generator_of_the_attacker_is_unknown() -> None:
    curve = curve_by_id(12)
    forged = multiply(2, generator(curve))
    with pytest.raises(UnknownCurveError):
        curve_by_parameters(**(explicit(curve) | {"gx": forged.x, "gy": forged.y}))


def test_other_cofactor_is_an_unknown_curve() -> None:
    with pytest.raises(UnknownCurveError):
        curve_by_parameters(**explicit(curve_by_id(13)), h=2)


@pytest.mark.parametrize("number", [-1, 0, 2, 7, 19, 1000])
def test_other_numbers_name_no_curve(number: int) -> None:
    with pytest.raises(UnknownCurveError):
        curve_by_id(number)


def test_other_object_identifier_names_no_curve() -> None:
    with pytest.raises(UnknownCurveError):
        curve_by_oid("1.3.132.0.10")


def test_zero_prime_is_an_unknown_curve() -> None:
    with pytest.raises(UnknownCurveError):
        curve_by_parameters(p=0, a=0, b=0, gx=0, gy=0, n=0)
