"""EF.SOD: the signed list of hashes that decides what must be on the card (Doc 9303-10 4.6.2).

LDSSecurityObject ::= SEQUENCE { version INTEGER { v0(0), v1(1) }, hashAlgorithm AlgorithmIdentifier,
    dataGroupHashValues SEQUENCE OF SEQUENCE { INTEGER, OCTET STRING }, ldsVersionInfo LDSVersionInfo OPTIONAL }
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.errors import MalformedDataError
from reader.lds import der

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOD = 0x77
_SOD_INDEFINITE = b"\x77\x80"
_PRINTABLE_STRING = 0x13
_MAX_DATA_GROUP = 16

HASH_ALGORITHMS = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_HASH_LENGTHS = {"sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class LdsSecurityObject:
    """What the issuer signed: ``hash_algorithm`` by its hashlib name and the hash of each data group by number."""

    version: int
    hash_algorithm: str
    hashes: Mapping[int, bytes]
    lds_version: str | None

    @property
    def data_groups(self) -> tuple[int, ...]:
        """The numbers of the data groups that the signer listed, ascending."""
        return tuple(sorted(self.hashes))


def unwrap_sod(data: bytes) -> bytes:
    """Return the CMS ContentInfo inside EF.SOD's tag 77; MalformedDataError for another file.

    Tolerance: the tag may have an indefinite length, as BER inside it may.
    """
    return tlv.unpack(_SOD, der.definite(data) if data[:2] == _SOD_INDEFINITE else data)


def parse_lds_security_object(data: bytes) -> LdsSecurityObject:
    """Decode the signed eContent; MalformedDataError if it is broken, ambiguous or of an unknown version or hash."""
    members = der.sequence(tlv.parse(der.definite(data)), at_least=3)
    version = der.integer(members[0])
    if version not in (0, 1):
        raise MalformedDataError(f"an LDS security object of unknown version {version}")
    identifier = der.object_identifier(der.sequence(members[1], at_least=1)[0])
    algorithm = HASH_ALGORITHMS.get(identifier)
    if algorithm is None:
        raise MalformedDataError(f"an LDS security object with the unknown hash {identifier}")
    return LdsSecurityObject(
        version, algorithm, _hashes(members[2], _HASH_LENGTHS[algorithm]), _lds_version(members)
    )


def _hashes(item: tlv.Tlv, length: int) -> Mapping[int, bytes]:
    hashes: dict[int, bytes] = {}
    for entry in der.sequence(item, at_least=1):
        number_item, hash_item = _pair(entry)
        number = der.integer(number_item)
        if not 1 <= number <= _MAX_DATA_GROUP or number in hashes:
            raise MalformedDataError(
                f"an LDS security object that lists data group {number} wrongly or twice"
            )
        if hash_item.tag != der.OCTET_STRING or len(hash_item.value) != length:
            raise MalformedDataError(f"the hash of data group {number} is not {length} bytes")
        hashes[number] = hash_item.value
    return MappingProxyType(hashes)


def _pair(entry: tlv.Tlv) -> tuple[tlv.Tlv, tlv.Tlv]:
    members = der.sequence(entry)
    if len(members) != 2:
        raise MalformedDataError(f"a data group hash of {len(members)} members")
    return members[0], members[1]


def _lds_version(members: tuple[tlv.Tlv, ...]) -> str | None:
    if len(members) < 4:
        return None
    first = der.sequence(members[3], at_least=1)[0]
    if first.tag != _PRINTABLE_STRING:
        raise MalformedDataError("an LDS version that is no PrintableString")
    return first.value.decode("ascii", "replace")
