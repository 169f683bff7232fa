"""The object identifiers of PACE and chip authentication, and what EF.CardAccess announces (Doc 9303-11 9.2)."""

from dataclasses import dataclass
from enum import Enum, IntEnum

from emulator.card.data_objects import DataObjectError, parse_data_objects, split_data_objects
from emulator.card.groups import Group, GroupError, group_by_id
from reader.codec.tlv import encode
from reader.crypto.cipher import SymmetricCipher

_PACE = bytes.fromhex("04007F0007020204")
_CHIP_AUTHENTICATION = bytes.fromhex("04007F0007020203")
_PUBLIC_KEY = bytes.fromhex("04007F0007020201")

_CIPHERS = {
    SymmetricCipher.TRIPLE_DES: 1,
    SymmetricCipher.AES_128: 2,
    SymmetricCipher.AES_192: 3,
    SymmetricCipher.AES_256: 4,
}
_CIPHER_OF = {number: cipher for cipher, number in _CIPHERS.items()}


class Mapping(IntEnum):
    """How PACE maps the nonce, with the arc of the object identifier."""

    DH_GENERIC = 1
    ECDH_GENERIC = 2
    DH_INTEGRATED = 3
    ECDH_INTEGRATED = 4
    ECDH_CHIP_AUTHENTICATION = 6


class Agreement(Enum):
    """How chip authentication agrees on a key, with the arc of the object identifier."""

    DH = 1
    ECDH = 2


@dataclass(frozen=True, slots=True)
class PaceProtocol:
    """One way of PACE: what a PaceInfo announces."""

    mapping: Mapping
    cipher: SymmetricCipher
    parameter_id: int

    @property
    def oid(self) -> bytes:
        """The value of the object identifier."""
        return _PACE + bytes((self.mapping, _CIPHERS[self.cipher]))

    @property
    def group(self) -> Group:
        """The group of its domain parameters; GroupError if there is none."""
        return group_by_id(self.parameter_id)

    def info(self) -> bytes:
        """Return PaceInfo, version 2 (Doc 9303-11 9.2.1)."""
        return encode(
            0x30, encode(0x06, self.oid), encode(0x02, b"\x02"), encode(0x02, bytes((self.parameter_id,)))
        )


def agreement_of(group: Group) -> Agreement:
    """Return how keys of `group` are agreed on."""
    return Agreement.ECDH if group.public_key_tag == 0x86 else Agreement.DH


def chip_authentication_oid(group: Group, cipher: SymmetricCipher) -> bytes:
    """Return the value of id-CA-...'s object identifier (Doc 9303-11 9.2.5)."""
    return _CHIP_AUTHENTICATION + bytes((agreement_of(group).value, _CIPHERS[cipher]))


def public_key_oid(group: Group) -> bytes:
    """Return the value of id-PK-DH or id-PK-ECDH (Doc 9303-11 9.2.6)."""
    return _PUBLIC_KEY + bytes((agreement_of(group).value,))


def announced_pace(card_access: bytes) -> tuple[PaceProtocol, ...]:
    """Return what the PaceInfos of an EF.CardAccess announce, in their order; what cannot be understood is left out."""
    try:
        infos = [
            split_data_objects(info) for _, info in split_data_objects(parse_data_objects(card_access)[0x31])
        ]
    except (DataObjectError, KeyError):
        return ()
    return tuple(
        protocol
        for info in infos
        if [tag for tag, _ in info] == [0x06, 0x02, 0x02]
        and (protocol := _pace_protocol(info[0][1], info[2][1])) is not None
    )


def _pace_protocol(oid: bytes, parameter_id: bytes) -> PaceProtocol | None:
    if len(oid) != len(_PACE) + 2 or not oid.startswith(_PACE) or len(parameter_id) != 1:
        return None
    mapping, cipher = oid[-2:]
    try:
        group_by_id(parameter_id[0])
        return PaceProtocol(Mapping(mapping), _CIPHER_OF[cipher], parameter_id[0])
    except (ValueError, KeyError, GroupError):
        return None
