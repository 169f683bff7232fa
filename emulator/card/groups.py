"""The groups in which keys are agreed on: points of a curve or a MODP subgroup, one interface of bytes in, bytes out.

An element is written as it travels: an uncompressed point (BSI TR-03111 3.2.1), or an unsigned number as long as p.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache

from emulator.card.modp import MODP
from reader.crypto.curves import PARAMETER_IDS, Curve, curve_by_id
from reader.crypto.ec import Point, PointError, add, decode_point, generator, multiply, random_scalar

Random = Callable[[int], bytes]

_WIDER = 8
"""Bytes drawn beyond the order, against bias."""


class GroupError(Exception):
    """Bytes are no usable element, a result is the neutral element, or the group cannot do what was asked."""


class Group(ABC):
    """A group of prime order with standardized domain parameters (Doc 9303-11 9.5.1)."""

    public_key_tag: int
    """Tag of the public value in a public key data object (Doc 9303-11 9.4.5, 9.4.6)."""

    def __init__(self, parameter_id: int, order: int, modulus: int) -> None:
        """Name the parts: `order` is prime, `modulus` that of the field."""
        self.parameter_id, self.order, self.modulus = parameter_id, order, modulus

    @property
    def field_bits(self) -> int:
        """Bits of the modulus."""
        return self.modulus.bit_length()

    @abstractmethod
    def generator(self) -> bytes:
        """Return the standard generator."""

    @abstractmethod
    def draw(self, random: Random) -> int:
        """Return a secret from 1 to order - 1."""

    @abstractmethod
    def check(self, element: bytes) -> None:
        """Raise GroupError unless `element` is one of the group and not the neutral one."""

    @abstractmethod
    def power(self, secret: int, element: bytes) -> bytes:
        """Return `element` taken `secret` times; GroupError if it is no element or the result is neutral."""

    @abstractmethod
    def combine(self, first: bytes, second: bytes) -> bytes:
        """Return the group operation on two elements; GroupError as for power()."""

    @abstractmethod
    def shared_secret(self, element: bytes) -> bytes:
        """Return what keys are derived from when `element` was agreed on."""

    @abstractmethod
    def map_integrated(self, number: int) -> bytes:
        """Return the generator that integrated mapping makes of a pseudo-random `number` (Doc 9303-11 4.4.3.3.2)."""

    def public_key(self, random: Random, base: bytes | None = None) -> tuple[int, bytes]:
        """Draw a key pair over `base`, the standard generator if None; return secret and public value."""
        secret = self.draw(random)
        return secret, self.power(secret, base or self.generator())


class EcGroup(Group):
    """A curve with cofactor 1."""

    public_key_tag = 0x86

    def __init__(self, curve: Curve) -> None:
        """Take the curve."""
        super().__init__(curve.parameter_id, curve.n, curve.p)
        self.curve = curve

    def generator(self) -> bytes:
        """See Group."""
        return generator(self.curve).encode()

    def draw(self, random: Random) -> int:
        """See Group."""
        return random_scalar(self.curve, random)

    def check(self, element: bytes) -> None:
        """See Group."""
        self._point(element)

    def power(self, secret: int, element: bytes) -> bytes:
        """See Group."""
        try:
            return multiply(secret, self._point(element)).encode()
        except PointError as error:
            raise GroupError from error

    def combine(self, first: bytes, second: bytes) -> bytes:
        """See Group."""
        try:
            return add(self._point(first), self._point(second)).encode()
        except PointError as error:
            raise GroupError from error

    def shared_secret(self, element: bytes) -> bytes:
        """Return the x coordinate (BSI TR-03111 4.3.1)."""
        return self._point(element).x_bytes()

    def map_integrated(self, number: int) -> bytes:
        """Return the point that `number` encodes; GroupError on a curve where the method does not work."""
        curve = self.curve
        p, a, b = curve.p, curve.a, curve.b
        if p % 4 != 3:
            raise GroupError("point encoding needs p = 3 modulo 4")
        alpha = -number * number % p
        if alpha in {0, p - 1}:
            raise GroupError("a number that encodes no point")
        x2 = -b * pow(a, -1, p) * (1 + pow(alpha + alpha * alpha, -1, p)) % p
        h2 = (x2**3 + a * x2 + b) % p
        root = pow(h2, p - 1 - (p + 1) // 4, p)
        if root * root * h2 % p == 1:
            return Point(curve, x2, root * h2 % p).encode()
        return Point(curve, alpha * x2 % p, root * number**3 * h2 % p).encode()

    def _point(self, element: bytes) -> Point:
        try:
            return decode_point(self.curve, element)
        except PointError as error:
            raise GroupError from error


class DhGroup(Group):
    """The subgroup of order q of the integers modulo p."""

    public_key_tag = 0x84

    def __init__(self, parameter_id: int, p: int, g: int, q: int) -> None:
        """Take modulus, generator and order."""
        super().__init__(parameter_id, q, p)
        self.p, self.g = p, g

    def generator(self) -> bytes:
        """See Group."""
        return self._encode(self.g)

    def draw(self, random: Random) -> int:
        """See Group."""
        length = (self.order.bit_length() + 7) // 8 + _WIDER
        return int.from_bytes(random(length), "big") % (self.order - 1) + 1

    def check(self, element: bytes) -> None:
        """See Group."""
        self._number(element)

    def power(self, secret: int, element: bytes) -> bytes:
        """See Group."""
        return self._encode(pow(self._number(element), secret, self.p))

    def combine(self, first: bytes, second: bytes) -> bytes:
        """See Group."""
        return self._encode(self._number(first) * self._number(second) % self.p)

    def shared_secret(self, element: bytes) -> bytes:
        """Return the agreed number, as long as p."""
        return self._encode(self._number(element))

    def map_integrated(self, number: int) -> bytes:
        """See Group: `number` to the power of the cofactor."""
        return self._encode(pow(number, (self.p - 1) // self.order, self.p))

    def public_key(self, random: Random, base: bytes | None = None) -> tuple[int, bytes]:
        """See Group.

        Terminals differ in whether they write an unsigned number with its leading zero bytes: a key that has none is read
        alike by all, so another one is drawn until it has none.
        """
        while True:
            secret, public = super().public_key(random, base)
            if public[0]:
                return secret, public

    def _number(self, element: bytes) -> int:
        number = int.from_bytes(element, "big")
        # An element of the subgroup: neither 0, 1 nor p - 1, nor of another small order.
        if not 1 < number < self.p - 1 or pow(number, self.order, self.p) != 1:
            raise GroupError("not an element of the subgroup")
        return number

    def _encode(self, number: int) -> bytes:
        if number in {0, 1}:
            raise GroupError("the neutral element")
        return number.to_bytes(math.ceil(self.field_bits / 8), "big")


@cache
def group_by_id(parameter_id: int) -> Group:
    """Return the group of a standardized domain parameter id, 0-2 and 8-18; GroupError on any other number."""
    if parameter_id in MODP:
        p, g, q = (int(digits, 16) for digits in MODP[parameter_id])
        return DhGroup(parameter_id, p, g, q)
    if parameter_id in PARAMETER_IDS:
        return EcGroup(curve_by_id(parameter_id))
    raise GroupError(f"no group has the domain parameter id {parameter_id}")
