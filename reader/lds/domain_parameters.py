"""The AlgorithmIdentifier of domain parameters: a standardized number, or explicit ones that must be known ones.

    DomainParameters ::= AlgorithmIdentifier (Doc 9303-11 9.2.2 and 9.5)

A group that is not in the tables is refused: nobody here can say that it is safe (CVE-2020-0601).
"""

from __future__ import annotations

from reader.codec import tlv
from reader.crypto import curves, dh
from reader.crypto.groups import EllipticGroup, ModularGroup
from reader.errors import MalformedDataError
from reader.lds import der
from reader.lds.public_key import curve_of

STANDARDIZED_DOMAIN_PARAMETERS = "0.4.0.127.0.7.1.2"
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_ECDH = "1.3.132.1.12"
_DH_PUBLIC_NUMBER = "1.2.840.10046.2.1"
_PKCS3_DH = "1.2.840.113549.1.3.1"


def group_by_id(parameter_id: int) -> EllipticGroup | ModularGroup:
    """Return the group of a standardized id, 0 to 2 or 8 to 18; UnknownCurveError or UnknownGroupError."""
    if parameter_id in dh.PARAMETER_IDS:
        return ModularGroup(dh.group_by_id(parameter_id))
    return EllipticGroup(curves.curve_by_id(parameter_id))


def parse_domain_parameters(encoded: bytes) -> EllipticGroup | ModularGroup:
    """Return the known group of a DER AlgorithmIdentifier.

    UnknownCurveError or UnknownGroupError if it is none of the known ones, MalformedDataError if it is broken.
    """
    protocol, *rest = der.sequence(tlv.parse(encoded), at_least=1)
    algorithm = der.object_identifier(protocol)
    if len(rest) != 1:
        raise MalformedDataError("domain parameters without their parameters")
    if algorithm == STANDARDIZED_DOMAIN_PARAMETERS:
        return group_by_id(der.integer(rest[0]))
    if algorithm in {_EC_PUBLIC_KEY, _ECDH}:
        return EllipticGroup(curve_of(rest[0]))
    if algorithm == _DH_PUBLIC_NUMBER:
        p, g, q = (der.integer(item) for item in der.sequence(rest[0], at_least=3)[:3])
        return ModularGroup(dh.group_by_parameters(p=p, g=g, q=q))
    if algorithm == _PKCS3_DH:
        p, g = (der.integer(item) for item in der.sequence(rest[0], at_least=2)[:2])
        return ModularGroup(dh.group_by_parameters(p=p, g=g))
    raise dh.UnknownGroupError(f"domain parameters of the algorithm {algorithm}")
