"""One face for the two kinds of group that PACE runs over: elliptic curves and subgroups modulo a prime."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from reader.crypto import dh, ec
from reader.crypto.dh import DhElement, DhElementError, DhGroup
from reader.crypto.ec import Point, PointError
from reader.crypto.integrated_mapping import encode_to_curve, encode_to_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.crypto.curves import Curve

Element = TypeVar("Element", Point, DhElement)

ELEMENT_ERRORS = (PointError, DhElementError)
"""What every operation raises where an element is unusable or a result neutral."""

_MAX_DRAWS = 64


class Group(Protocol[Element]):
    """A group of prime order; elements are never neutral."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def parameter_id(self) -> int:
        """Its standardized domain parameter id (Doc 9303-11 9.5.1)."""

    @property
    def public_key_tag(self) -> int:
        """Tag of a public key in an authentication token."""

    @property
    def bits(self) -> int:
        """Bits of security."""

    @property
    def modulus(self) -> int:
        """The prime of the field."""

    def generator(self) -> Element:
        """Return the group's own generator."""

    def key_pair(self, base: Element, random: Callable[[int], bytes]) -> tuple[int, Element]:
        """Return a fresh secret exponent and `base` to that power."""

    def power(self, element: Element, exponent: int) -> Element:
        """Return the element taken `exponent` times."""

    def combine(self, first: Element, second: Element) -> Element:
        """Return the group operation of two elements."""

    def encode(self, element: Element) -> bytes:
        """Return the element as a public key."""

    def decode(self, data: bytes) -> Element:
        """Return the element of a public key, all checks made."""

    def shared_secret(self, element: Element) -> bytes:
        """Return the octets that keys are derived from, leading zeros kept."""

    def is_reflection(self, own: Element, theirs: Element) -> bool:
        """Whether `theirs` is `own` or its inverse."""

    def encode_number(self, number: int) -> Element:
        """Return the element that the integrated mapping gives for a number below `modulus`."""


@dataclass(frozen=True, slots=True)
class EllipticGroup:
    """The points of a known curve."""

    curve: Curve
    public_key_tag: int = 0x86

    @property
    def name(self) -> str:
        """The curve's name."""
        return self.curve.name

    @property
    def parameter_id(self) -> int:
        """The curve's standardized id."""
        return self.curve.parameter_id

    @property
    def bits(self) -> int:
        """Half the bits of the order."""
        return self.curve.n.bit_length() // 2

    @property
    def modulus(self) -> int:
        """The prime of the coordinates."""
        return self.curve.p

    def generator(self) -> Point:
        """Return the base point."""
        return ec.generator(self.curve)

    def key_pair(
        self, base: Point, random: Callable[[int], bytes] = secrets.token_bytes
    ) -> tuple[int, Point]:
        """Return a scalar and that multiple of `base`."""
        secret = ec.random_scalar(self.curve, random)
        return secret, ec.multiply(secret, base)

    def power(self, element: Point, exponent: int) -> Point:
        """Return the multiple."""
        return ec.multiply(exponent, element)

    def combine(self, first: Point, second: Point) -> Point:
        """Return the sum."""
        return ec.add(first, second)

    def encode(self, element: Point) -> bytes:
        """Return the uncompressed point."""
        return element.encode()

    def decode(self, data: bytes) -> Point:
        """Return the point of an uncompressed encoding."""
        return ec.decode_point(self.curve, data)

    def shared_secret(self, element: Point) -> bytes:
        """Return the x coordinate."""
        return element.x_bytes()

    def is_reflection(self, own: Point, theirs: Point) -> bool:
        """Whether the x coordinates agree."""
        return own.x == theirs.x

    def encode_number(self, number: int) -> Point:
        """Return the point of the encoding."""
        return encode_to_curve(self.curve, number)


@dataclass(frozen=True, slots=True)
class ModularGroup:
    """A known subgroup of the integers modulo a prime."""

    group: DhGroup
    public_key_tag: int = 0x84

    @property
    def name(self) -> str:
        """The group's name."""
        return self.group.name

    @property
    def parameter_id(self) -> int:
        """The group's standardized id."""
        return self.group.parameter_id

    @property
    def bits(self) -> int:
        """What the number field sieve leaves: 80 bits of 1024, 112 of 2048 (SP 800-57 part 1, table 2)."""
        return 80 if self.group.size <= 128 else 112

    @property
    def modulus(self) -> int:
        """The prime."""
        return self.group.p

    def generator(self) -> DhElement:
        """Return the group's own generator."""
        return dh.generator(self.group)

    def key_pair(
        self, base: DhElement, random: Callable[[int], bytes] = secrets.token_bytes
    ) -> tuple[int, DhElement]:
        """Return an exponent and `base` to that power, whose encoding begins with no zero byte.

        Cards differ in whether they drop leading zeros, so none are given them.
        """
        for _ in range(_MAX_DRAWS):
            secret = self._exponent(random)
            public = base.power(secret)
            if public.encode()[0]:
                return secret, public
        raise DhElementError("no usable key was drawn")

    def power(self, element: DhElement, exponent: int) -> DhElement:
        """Return the power."""
        return element.power(exponent)

    def combine(self, first: DhElement, second: DhElement) -> DhElement:
        """Return the product."""
        return first.multiply(second)

    def encode(self, element: DhElement) -> bytes:
        """Return the number, as long as the prime."""
        return element.encode()

    def decode(self, data: bytes) -> DhElement:
        """Return the element of an unsigned number."""
        return dh.decode_element(self.group, data)

    def shared_secret(self, element: DhElement) -> bytes:
        """Return the number, as long as the prime."""
        return element.encode()

    def is_reflection(self, own: DhElement, theirs: DhElement) -> bool:
        """Whether the numbers agree, or their product is 1."""
        return own.y == theirs.y or own.y * theirs.y % self.group.p == 1

    def encode_number(self, number: int) -> DhElement:
        """Return the element of the encoding."""
        return encode_to_group(self.group, number)

    def _exponent(self, random: Callable[[int], bytes]) -> int:
        # Eight bytes more than the order leave a bias below 2**-64, as for curves.
        wide = int.from_bytes(random((self.group.q.bit_length() + 7) // 8 + 8), "big")
        return wide % (self.group.q - 1) + 1
