"""The MODP groups against OpenSSL's, their arithmetic, and what is no element."""

import base64
import subprocess
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codec import tlv
from reader.crypto import dh
from reader.crypto.curves import curve_by_id
from reader.crypto.dh import DhElement, DhElementError, DhGroup, UnknownGroupError
from reader.crypto.groups import EllipticGroup, ModularGroup
from reader.lds import der

GROUPS = [dh.group_by_id(number) for number in dh.PARAMETER_IDS]
SMALL = GROUPS[0]


@pytest.mark.parametrize(
    ("parameter_id", "name"), [(0, "dh_1024_160"), (1, "dh_2048_224"), (2, "dh_2048_256")]
)
def test_groups_are_those_of_openssl(parameter_id: int, name: str) -> None:
    command = ("openssl", "genpkey", "-genparam", "-algorithm", "DHX", "-pkeyopt", f"group:{name}")
    pem = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    encoded = base64.b64decode("".join(line for line in pem.splitlines() if "-" not in line))
    p, g, q = (der.integer(item) for item in der.sequence(tlv.parse(encoded), at_least=3)[:3])
    group = dh.group_by_id(parameter_id)
    assert (group.p, group.g, group.q) == (p, g, q)
    assert dh.group_by_parameters(p=p, g=g, q=q) is group
    assert dh.group_by_parameters(p=p, g=g) is group


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_generator_has_the_prime_order(group: DhGroup) -> None:
    assert (group.p - 1) % group.q == 0
    assert dh.generator(group).power(group.q - 1).multiply(dh.generator(group).power(2)).y == group.g


@pytest.mark.parametrize("parameter_id", [-1, 3, 8, 13])
def test_other_numbers_are_no_group(parameter_id: int) -> None:
    with pytest.raises(UnknownGroupError):
        dh.group_by_id(parameter_id)


def test_other_parameters_are_no_group() -> None:
    for changed in ({"p": SMALL.p + 2}, {"g": SMALL.g + 1}, {"q": SMALL.q + 2}, {"q": 0}):
        with pytest.raises(UnknownGroupError):
            dh.group_by_parameters(**{"p": SMALL.p, "g": SMALL.g, "q": SMALL.q, **changed})


@given(st.integers(1, SMALL.q - 1), st.integers(1, SMALL.q - 1))
def test_both_sides_agree_and_encodings_come_back(one: int, other: int) -> None:
    mine, theirs = dh.generator(SMALL).power(one), dh.generator(SMALL).power(other)
    assert mine.power(other) == theirs.power(one)
    assert dh.decode_element(SMALL, mine.encode()) == mine
    assert len(mine.encode()) == SMALL.size == 128


def test_result_of_one_is_no_element() -> None:
    inverse = dh.generator(SMALL).power(SMALL.q - 1)
    with pytest.raises(DhElementError):
        dh.generator(SMALL).multiply(inverse)
    with pytest.raises(DhElementError):
        dh.generator(SMALL).power(SMALL.q)


def test_elements_of_two_groups_are_not_multiplied() -> None:
    with pytest.raises(ValueError, match="different"):
        dh.generator(GROUPS[0]).multiply(dh.generator(GROUPS[1]))


@pytest.mark.parametrize("data", [b"", bytes(130), b"\x01", b"\x02", bytes(128)])
def test_what_is_no_element_is_refused(data: bytes) -> None:
    with pytest.raises(DhElementError):
        dh.decode_element(SMALL, data)


def with_a_leading_zero() -> tuple[int, DhElement]:
    """A secret whose public key begins with a zero byte."""
    for secret in range(2, 5_000):
        element = dh.generator(SMALL).power(secret)
        if not element.encode()[0]:
            return secret, element
    raise AssertionError("one key in 256 begins with a zero byte")


def test_leading_zeros_are_kept_in_the_secret_and_may_be_missing_in_a_key() -> None:
    _, element = with_a_leading_zero()
    group = ModularGroup(SMALL)
    assert len(group.shared_secret(element)) == SMALL.size
    assert group.decode(element.encode().lstrip(b"\x00")) == element
    assert group.decode(b"\x00" + element.encode()) == element


def test_own_keys_never_begin_with_a_zero_byte() -> None:
    group = ModularGroup(SMALL)
    secret, _ = with_a_leading_zero()
    drawn = iter((secret, 7))
    chosen, public = group.key_pair(group.generator(), lambda count: (next(drawn) - 1).to_bytes(count, "big"))
    assert (chosen, public) == (7, dh.generator(SMALL).power(7))


def test_randomness_that_never_helps_ends() -> None:
    group = ModularGroup(SMALL)
    secret, _ = with_a_leading_zero()
    drawn = chain(repeat(secret, 1_000))
    with pytest.raises(DhElementError):
        group.key_pair(group.generator(), lambda count: (next(drawn) - 1).to_bytes(count, "big"))


def test_groups_say_what_they_are() -> None:
    modular, elliptic = ModularGroup(GROUPS[2]), EllipticGroup(curve_by_id(14))
    assert (modular.name, modular.parameter_id, modular.bits) == ("MODP-2048-256", 2, 112)
    assert (elliptic.name, elliptic.parameter_id, elliptic.bits) == ("brainpoolP320r1", 14, 160)
    assert (modular.modulus, elliptic.modulus) == (GROUPS[2].p, curve_by_id(14).p)
    assert str(dh.generator(SMALL).y) not in repr(dh.generator(SMALL))


def test_curves_through_the_same_face() -> None:
    group = EllipticGroup(curve_by_id(13))
    secret, public = group.key_pair(group.generator())
    assert group.decode(group.encode(public)) == group.power(group.generator(), secret)
    assert group.combine(public, group.generator()) == group.power(group.generator(), secret + 1)
    assert group.shared_secret(public) == public.x_bytes()
    assert group.is_reflection(public, group.power(public, -1))


def test_primes_through_the_same_face() -> None:
    group = ModularGroup(SMALL)
    secret, public = group.key_pair(group.generator())
    assert group.decode(group.encode(public)) == group.power(group.generator(), secret)
    assert group.combine(public, group.generator()) == group.power(group.generator(), secret + 1)
    assert group.is_reflection(public, group.power(public, -1))
    assert not group.is_reflection(public, group.power(public, 2))
    assert group.encode_number(5) == group.power(group.encode_number(5), SMALL.q + 1)
    assert EllipticGroup(curve_by_id(13)).encode_number(5).curve == curve_by_id(13)
