"""SecurityInfos: what EF.CardAccess and DG14 announce of the chip's protocols (Doc 9303-11 9.2, TR-03110-3 A.1).

    SecurityInfo ::= SEQUENCE { protocol OBJECT IDENTIFIER, requiredData ANY, optionalData ANY OPTIONAL }

An info of an unknown protocol is kept raw; one of a known protocol that does not have its shape raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der

if TYPE_CHECKING:
    from collections.abc import Callable

ID_PK = "0.4.0.127.0.7.2.2.1"
ID_TA = "0.4.0.127.0.7.2.2.2"
ID_CA = "0.4.0.127.0.7.2.2.3"
ID_PACE = "0.4.0.127.0.7.2.2.4"
ID_AA = "2.23.136.1.1.5"
_MAX_INFOS = 64


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """PACE with one mapping and cipher; ``parameter_id`` names a standardized group (Doc 9303-11 9.2.1)."""

    protocol: str
    version: int
    parameter_id: int | None


@dataclass(frozen=True, slots=True)
class PaceDomainParameterInfo:
    """A group of the card's own for PACE: the DER of its AlgorithmIdentifier (Doc 9303-11 9.2.2)."""

    protocol: str
    algorithm_identifier: bytes
    parameter_id: int | None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationInfo:
    """Chip Authentication with one key agreement and cipher (Doc 9303-11 9.2.5)."""

    protocol: str
    version: int
    key_id: int | None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationPublicKeyInfo:
    """A static key of the chip: the DER of its SubjectPublicKeyInfo (Doc 9303-11 9.2.6)."""

    protocol: str
    public_key_info: bytes
    key_id: int | None


@dataclass(frozen=True, slots=True)
class TerminalAuthenticationInfo:
    """The chip knows Terminal Authentication, which this library never does."""

    protocol: str
    version: int


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationInfo:
    """The plain signature algorithm of an ECDSA key for Active Authentication (Doc 9303-11 9.2.4)."""

    protocol: str
    version: int
    signature_algorithm: str


@dataclass(frozen=True, slots=True)
class UnknownSecurityInfo:
    """An info of a protocol that this library does not know: its whole DER."""

    protocol: str
    encoded: bytes


SecurityInfo = (
    PaceInfo
    | PaceDomainParameterInfo
    | ChipAuthenticationInfo
    | ChipAuthenticationPublicKeyInfo
    | TerminalAuthenticationInfo
    | ActiveAuthenticationInfo
    | UnknownSecurityInfo
)


@dataclass(frozen=True, slots=True)
class SecurityInfos:
    """A SET OF SecurityInfo: each decoded, in the card's order, and the encodings as a set for comparison."""

    infos: tuple[SecurityInfo, ...]
    encodings: frozenset[bytes]

    @property
    def pace(self) -> tuple[PaceInfo, ...]:
        """The PaceInfos."""
        return tuple(info for info in self.infos if isinstance(info, PaceInfo))

    @property
    def pace_domains(self) -> tuple[PaceDomainParameterInfo, ...]:
        """The PaceDomainParameterInfos."""
        return tuple(info for info in self.infos if isinstance(info, PaceDomainParameterInfo))

    @property
    def chip_authentication(self) -> tuple[ChipAuthenticationInfo, ...]:
        """The ChipAuthenticationInfos."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationInfo))

    @property
    def chip_keys(self) -> tuple[ChipAuthenticationPublicKeyInfo, ...]:
        """The ChipAuthenticationPublicKeyInfos."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationPublicKeyInfo))


def parse_security_infos(data: bytes) -> SecurityInfos:
    """Decode one ``SET OF SecurityInfo``; MalformedDataError if it or a known member is broken."""
    members = tlv.parse_all(tlv.unpack(der.SET, data), max_items=_MAX_INFOS)
    return SecurityInfos(
        tuple(_parse_info(member) for member in members),
        frozenset(member.encode() for member in members),
    )


def _parse_info(item: tlv.Tlv) -> SecurityInfo:
    protocol_item, *data = der.sequence(item, at_least=2)
    protocol = der.object_identifier(protocol_item)
    parse = _PARSERS.get(_family(protocol))
    if parse is None:
        return UnknownSecurityInfo(protocol, item.encode())
    if len(data) > 2:
        raise MalformedDataError(f"a SecurityInfo of {protocol} with {len(data) + 1} members")
    return parse(protocol, data)


def _family(protocol: str) -> tuple[str, int]:
    """Return the protocol's family and how many arcs it has below it: ``id-PACE``, 2 for a mapping and a cipher."""
    for root in (ID_PK, ID_TA, ID_CA, ID_PACE, ID_AA):
        if protocol == root or protocol.startswith(root + "."):
            return root, protocol.removeprefix(root).count(".")
    return protocol, 0


def _optional_id(data: list[tlv.Tlv]) -> int | None:
    return der.integer(data[1]) if len(data) > 1 else None


def _pace(protocol: str, data: list[tlv.Tlv]) -> SecurityInfo:
    return PaceInfo(protocol, der.integer(data[0]), _optional_id(data))


def _pace_domain(protocol: str, data: list[tlv.Tlv]) -> SecurityInfo:
    der.sequence(data[0], at_least=1)
    return PaceDomainParameterInfo(protocol, data[0].encode(), _optional_id(data))


def _chip(protocol: str, data: list[tlv.Tlv]) -> SecurityInfo:
    return ChipAuthenticationInfo(protocol, der.integer(data[0]), _optional_id(data))


def _chip_key(protocol: str, data: list[tlv.Tlv]) -> SecurityInfo:
    der.sequence(data[0], at_least=2)
    return ChipAuthenticationPublicKeyInfo(protocol, data[0].encode(), _optional_id(data))


def _terminal(protocol: str, data: list[tlv.Tlv]) -> SecurityInfo:
    return TerminalAuthenticationInfo(protocol, der.integer(data[0]))


def _active(protocol: str, data: list[tlv.Tlv]) -> SecurityInfo:
    if len(data) != 2:
        raise MalformedDataError("an ActiveAuthenticationInfo without its signature algorithm")
    return ActiveAuthenticationInfo(protocol, der.integer(data[0]), der.object_identifier(data[1]))


_PARSERS: dict[tuple[str, int], Callable[[str, list[tlv.Tlv]], SecurityInfo]] = {
    (ID_PACE, 2): _pace,
    (ID_PACE, 1): _pace_domain,
    (ID_CA, 2): _chip,
    (ID_PK, 1): _chip_key,
    (ID_TA, 0): _terminal,
    (ID_AA, 0): _active,
}
