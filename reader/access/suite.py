"""What a card's PaceInfos ask for, and which of them is taken (Doc 9303-11 4.4.3 and 9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from reader.codec import oid, tlv
from reader.crypto import cipher, dh, mac
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import PARAMETER_IDS
from reader.crypto.groups import EllipticGroup, Group, ModularGroup
from reader.crypto.integrated_mapping import can_encode
from reader.crypto.kdf import derive_password_key
from reader.crypto.padding import pad
from reader.errors import MalformedDataError
from reader.lds.domain_parameters import group_by_id, parse_domain_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.lds.security_info import PaceDomainParameterInfo, PaceInfo, SecurityInfos

_PROTOCOL_PREFIX = "0.4.0.127.0.7.2.2.4."
_SUPPORTED_VERSION = 2
_STANDARDIZED_IDS = range(32)
_TAG_PUBLIC_KEY = 0x7F49
_TAG_OID = 0x06


class PaceMapping(IntEnum):
    """The second last arc of a PACE protocol identifier (Doc 9303-11 4.4.3)."""

    DH_GM = 1
    ECDH_GM = 2
    DH_IM = 3
    ECDH_IM = 4
    ECDH_CAM = 6

    @property
    def is_integrated(self) -> bool:
        """Whether the nonces alone make the new generator."""
        return self in {PaceMapping.DH_IM, PaceMapping.ECDH_IM}

    @property
    def is_modular(self) -> bool:
        """Whether it runs over integers modulo a prime."""
        return self in {PaceMapping.DH_GM, PaceMapping.DH_IM}


_CIPHERS = {
    "1": SymmetricCipher.TRIPLE_DES,
    "2": SymmetricCipher.AES_128,
    "3": SymmetricCipher.AES_192,
    "4": SymmetricCipher.AES_256,
}
_MAPPINGS = {f"{mapping.value}": mapping for mapping in PaceMapping}
_PREFERRED_MAPPINGS = (
    PaceMapping.DH_IM,
    PaceMapping.DH_GM,
    PaceMapping.ECDH_IM,
    PaceMapping.ECDH_GM,
    PaceMapping.ECDH_CAM,
)
"""From the least wanted to the most: curves before primes, and before all what proves the chip at the same time."""


@dataclass(frozen=True, slots=True)
class PaceSuite:
    """What one PaceInfo asks for: the info, its protocol identifier (value bytes), mapping, cipher and group."""

    info: PaceInfo
    protocol: bytes
    mapping: PaceMapping
    cipher: SymmetricCipher
    group: Group[Any]

    @property
    def name(self) -> str:
        """The protocol as people write it: ``PACE-ECDH-GM-AES-128``."""
        return f"PACE-{self.mapping.name.replace('_', '-')}-{self.cipher.label}"

    @property
    def parameter_reference(self) -> bytes | None:
        """The domain parameter id that MSE:Set AT names; None where the card gave none."""
        number = self.info.parameter_id
        return None if number is None else number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")

    def token(self, mac_key: bytes, public_key: bytes) -> bytes:
        """Return the authentication token over an encoded public key (Doc 9303-11 4.4.3.4)."""
        data = tlv.encode(
            _TAG_PUBLIC_KEY,
            tlv.encode(_TAG_OID, self.protocol),
            tlv.encode(self.group.public_key_tag, public_key),
        )
        if self.cipher is SymmetricCipher.TRIPLE_DES:
            return mac.retail_mac(mac_key, pad(data, self.cipher.block_length))
        return mac.cmac_aes(mac_key, data)

    def decrypt_nonce(self, password: bytes, cryptogram: bytes) -> bytes:
        """Return the nonce s; `cryptogram` is whole blocks."""
        key = derive_password_key(password, self.cipher)
        zero = bytes(self.cipher.block_length)
        if self.cipher is SymmetricCipher.TRIPLE_DES:
            return cipher.triple_des_cbc_decrypt(key, zero, cryptogram)
        return cipher.aes_cbc_decrypt(key, zero, cryptogram)

    def strength(self) -> tuple[int, int, int]:
        """Return what the best suite has most of: bits of the weaker of cipher and group, mapping, bits of the group."""
        cipher_bits = 112 if self.cipher is SymmetricCipher.TRIPLE_DES else 8 * self.cipher.key_length
        return (
            min(cipher_bits, self.group.bits),
            _PREFERRED_MAPPINGS.index(self.mapping),
            cipher_bits,
        )


def suite_of(info: PaceInfo, domains: Iterable[PaceDomainParameterInfo] = ()) -> PaceSuite | None:
    """Return what `info`, with the card's own `domains`, asks for; None if this library cannot do it."""
    mapping_arc, _, cipher_arc = info.protocol.removeprefix(_PROTOCOL_PREFIX).partition(".")
    mapping, kind = _MAPPINGS.get(mapping_arc), _CIPHERS.get(cipher_arc)
    if not info.protocol.startswith(_PROTOCOL_PREFIX) or mapping is None or kind is None:
        return None
    if info.version != _SUPPORTED_VERSION:
        return None
    if mapping is PaceMapping.ECDH_CAM and kind is SymmetricCipher.TRIPLE_DES:
        return None
    group = _group_of(info, tuple(domains))
    if group is None or not _fits(mapping, group):
        return None
    return PaceSuite(info, oid.encode(info.protocol), mapping, kind, group)


def best_suite(infos: SecurityInfos) -> PaceSuite | None:
    """Return the strongest suite that the card offers and this library can do; among equals the card's first."""
    suites = (suite_of(info, infos.pace_domains) for info in infos.pace)
    return max((suite for suite in suites if suite is not None), key=PaceSuite.strength, default=None)


def _group_of(
    info: PaceInfo, domains: tuple[PaceDomainParameterInfo, ...]
) -> EllipticGroup | ModularGroup | None:
    """Return the group of a standardized id, else that of the PaceDomainParameterInfo which the PaceInfo means."""
    if info.parameter_id in PARAMETER_IDS or info.parameter_id in dh.PARAMETER_IDS:
        return group_by_id(info.parameter_id)
    if info.parameter_id in _STANDARDIZED_IDS:
        return None
    meant = [
        domain
        for domain in domains
        if info.protocol.startswith(f"{domain.protocol}.")
        and (info.parameter_id is None or domain.parameter_id == info.parameter_id)
    ]
    if len(meant) != 1:
        return None
    try:
        return parse_domain_parameters(meant[0].algorithm_identifier)
    except MalformedDataError:
        return None


def _fits(mapping: PaceMapping, group: EllipticGroup | ModularGroup) -> bool:
    """Whether the mapping is defined over the group: the kind, and for the integrated mapping the prime."""
    if isinstance(group, ModularGroup):
        return mapping.is_modular
    if mapping is PaceMapping.ECDH_IM and not can_encode(group.curve):
        return False
    return not mapping.is_modular
