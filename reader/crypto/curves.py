"""The elliptic curves of Doc 9303-11 9.5.1, by standardized domain parameter id, and the search for a named curve.

All of them have a prime order and cofactor 1: a point of the curve is a point of the group.
"""

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from ecdsa.curves import (
    BRAINPOOLP192r1,
    BRAINPOOLP224r1,
    BRAINPOOLP256r1,
    BRAINPOOLP320r1,
    BRAINPOOLP384r1,
    BRAINPOOLP512r1,
    NIST192p,
    NIST224p,
    NIST256p,
    NIST384p,
    NIST521p,
)
from ecdsa.curves import Curve as EcdsaCurve

from reader.errors import MalformedDataError


class UnknownCurveError(MalformedDataError):
    """The domain parameters are none that this library knows."""

    default_reason = "unknown-curve"


@dataclass(frozen=True, slots=True)
class Curve:
    """y2 = x3 + ax + b over the integers modulo `p`; (gx, gy) generates the group of prime order `n`."""

    parameter_id: int
    name: str
    oid: str = field(repr=False)
    p: int = field(repr=False)
    a: int = field(repr=False)
    b: int = field(repr=False)
    gx: int = field(repr=False)
    gy: int = field(repr=False)
    n: int = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of one coordinate."""
        return (self.p.bit_length() + 7) // 8


_TABLE: Final = MappingProxyType(
    {
        8: ("secp192r1", NIST192p),
        9: ("brainpoolP192r1", BRAINPOOLP192r1),
        10: ("secp224r1", NIST224p),
        11: ("brainpoolP224r1", BRAINPOOLP224r1),
        12: ("secp256r1", NIST256p),
        13: ("brainpoolP256r1", BRAINPOOLP256r1),
        14: ("brainpoolP320r1", BRAINPOOLP320r1),
        15: ("secp384r1", NIST384p),
        16: ("brainpoolP384r1", BRAINPOOLP384r1),
        17: ("brainpoolP512r1", BRAINPOOLP512r1),
        18: ("secp521r1", NIST521p),
    }
)

PARAMETER_IDS: Final = tuple(_TABLE)


@cache
def curve_by_id(parameter_id: int) -> Curve:
    """Return the curve of a standardized domain parameter id, 8 to 18; UnknownCurveError on any other number."""
    if parameter_id not in _TABLE:
        raise UnknownCurveError(f"no elliptic curve has the domain parameter id {parameter_id}")
    name, curve = _TABLE[parameter_id]
    return Curve(
        parameter_id=parameter_id,
        name=name,
        oid=".".join(str(arc) for arc in curve.oid),
        p=int(curve.curve.p()),
        a=int(curve.curve.a()) % int(curve.curve.p()),
        b=int(curve.curve.b()),
        gx=int(curve.generator.x()),
        gy=int(curve.generator.y()),
        n=int(curve.order),
    )


def curve_by_oid(oid: str) -> Curve:
    """Return the curve named by a dotted object identifier; UnknownCurveError if it is not in the table."""
    for parameter_id in PARAMETER_IDS:
        curve = curve_by_id(parameter_id)
        if curve.oid == oid:
            return curve
    raise UnknownCurveError("the object identifier names no known curve")


def curve_by_parameters(  # noqa: PLR0913 - the seven domain parameters
    *, p: int, a: int, b: int, gx: int, gy: int, n: int, h: int | None = None
) -> Curve:
    """Return the known curve that has exactly these explicit parameters.

    Every parameter must agree, the generator too: a known curve with another generator is how CVE-2020-0601 forged
    signatures. `h` may be missing, for the field is optional. UnknownCurveError if no curve agrees.
    """
    if h in {None, 1}:
        for parameter_id in PARAMETER_IDS:
            curve = curve_by_id(parameter_id)
            if (curve.p, curve.b, curve.gx, curve.gy, curve.n) == (p, b, gx, gy, n) and a % p == curve.a:
                return curve
    raise UnknownCurveError("the explicit parameters are those of no known curve")


def library_curve(parameter_id: int) -> EcdsaCurve:
    """Return the arithmetic library's own object for a curve; only `reader.crypto.ec` needs it."""
    return _TABLE[parameter_id][1]
