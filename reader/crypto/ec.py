"""Arithmetic with points of the known curves: what PACE's mapped generator needs and key agreement libraries lack.

The arithmetic is not constant in time. The scalars given to it are ephemeral keys of a terminal that its owner holds
in the hand, used once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from ecdsa.ellipticcurve import PointJacobi

from reader.crypto.curves import Curve, library_curve
from reader.errors import MalformedDataError

_UNCOMPRESSED = 0x04


class PointError(MalformedDataError):
    """Bytes or coordinates are not a usable point of the curve: off it, out of range, or at infinity."""

    default_reason = "bad-point"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of `curve` other than infinity; building one checks that. PointError if it is not on the curve."""

    curve: Curve
    x: int
    y: int

    def __post_init__(self) -> None:
        """Check the range of both coordinates and the equation of the curve."""
        curve = self.curve
        if not (0 <= self.x < curve.p and 0 <= self.y < curve.p):
            raise PointError("a coordinate is out of range")
        if (self.y * self.y - (self.x * self.x + curve.a) * self.x - curve.b) % curve.p:
            raise PointError("the point is not on the curve")

    def __repr__(self) -> str:
        """Show the curve alone: a shared secret is a point too."""
        return f"Point({self.curve.name})"

    def encode(self) -> bytes:
        """Return 04 || x || y, each coordinate `curve.size` bytes (BSI TR-03111 3.2.1)."""
        return bytes((_UNCOMPRESSED,)) + self.x_bytes() + self.y.to_bytes(self.curve.size, "big")

    def x_bytes(self) -> bytes:
        """Return x as `curve.size` bytes: the shared secret of a key agreement (BSI TR-03111 4.3.1)."""
        return self.x.to_bytes(self.curve.size, "big")


def generator(curve: Curve) -> Point:
    """Return the curve's own base point."""
    return Point(curve, curve.gx, curve.gy)


def decode_point(curve: Curve, data: bytes) -> Point:
    """Decode an uncompressed point.

    PointError unless `data` is 04 || x || y of exactly the curve's size with both coordinates below p and on the
    curve; infinity, compressed and hybrid forms are refused.
    """
    if len(data) != 1 + 2 * curve.size or data[0] != _UNCOMPRESSED:
        raise PointError("not an uncompressed point of this curve")
    middle = 1 + curve.size
    return Point(curve, int.from_bytes(data[1:middle], "big"), int.from_bytes(data[middle:], "big"))


def multiply(scalar: int, point: Point) -> Point:
    """Return `scalar` times `point`; PointError if that is infinity."""
    return _from_library(point.curve, _to_library(point) * (scalar % point.curve.n))


def add(first: Point, second: Point) -> Point:
    """Return the sum of two points of one curve; PointError if it is infinity, ValueError if the curves differ."""
    if first.curve != second.curve:
        raise ValueError("the points are of different curves")
    return _from_library(first.curve, _to_library(first) + _to_library(second))


def random_scalar(curve: Curve, random: Callable[[int], bytes] = secrets.token_bytes) -> int:
    """Return a secret scalar from 1 to n-1, evenly distributed; `random(count)` gives `count` random bytes."""
    # Eight bytes more than the order leave a bias below 2**-64 (FIPS 186-5 A.2.1).
    wide = int.from_bytes(random((curve.n.bit_length() + 7) // 8 + 8), "big")
    return wide % (curve.n - 1) + 1


def _to_library(point: Point) -> PointJacobi:
    curve = library_curve(point.curve.parameter_id)
    return PointJacobi(curve.curve, point.x, point.y, 1, curve.order)


def _from_library(curve: Curve, point: PointJacobi) -> Point:
    # The library's infinity has no coordinates.
    x, y = point.x(), point.y()
    if x is None or y is None:
        raise PointError("the result is the point at infinity")
    return Point(curve, int(x), int(y))
