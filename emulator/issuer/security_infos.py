"""SecurityInfos: what EF.CardAccess, EF.DG14 and EF.CardSecurity announce (Doc 9303-11 9.2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day

from emulator.card.groups import DhGroup, EcGroup
from emulator.card.image import ChipKey
from emulator.card.profile import ActiveChoice, ChipProfile
from emulator.card.protocols import Mapping, chip_authentication_oid, public_key_oid
from emulator.issuer import der
from emulator.issuer.authority import Authority
from emulator.issuer.cms import signed_data
from emulator.issuer.keys import TestKey
from reader.codec.tlv import encode

CARD_ACCESS = bytes.fromhex(
    "3134"
    "300D060804007F0007020202020101"  # terminal authentication, version 1
    "300F060A04007F00070202030202020101"  # chip authentication ECDH, AES-CBC-CMAC-128, version 1, no key identifier
    "3012060A04007F0007020204020202010202010D"  # PACE ECDH-GM, AES-CBC-CMAC-128, version 2, parameters 13
)
"""EF.CardAccess as the cards of Vietnam carry it."""

_TERMINAL_AUTHENTICATION = bytes.fromhex("300D060804007F0007020202020101")
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_ECDSA_PLAIN = "0.4.0.127.0.7.1.1.4.1"
_PLAIN_DIGESTS = {"sha1": 1, "sha224": 2, "sha256": 3, "sha384": 4, "sha512": 5}
_STANDARDIZED_PARAMETERS = "0.4.0.127.0.7.1.2"
_X942_DH = "1.2.840.10046.2.1"
_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"


def build_card_access(profile: ChipProfile, keys: Sequence[ChipKey]) -> bytes | None:
    """Return EF.CardAccess, None for a chip without PACE."""
    if not profile.pace:
        return None
    return encode(0x31, *_announced(profile, keys))


def build_dg14(profile: ChipProfile, keys: Sequence[ChipKey]) -> bytes | None:
    """Return EF.DG14: what EF.CardAccess announces, the public keys and how an ECDSA key signs; None if that is nothing."""
    infos = [*_announced(profile, keys), *(_public_key(key) for key in keys if key.ciphers)]
    active = profile.active_authentication
    if active is not None and active.parameter_id:
        infos.append(_active(active))
    if infos == [_TERMINAL_AUTHENTICATION]:
        return None
    return encode(0x6E, encode(0x31, *infos))


def build_card_security(
    profile: ChipProfile, keys: Sequence[ChipKey], signed_on: date, authority: Authority
) -> bytes | None:
    """Return EF.CardSecurity: signed SecurityInfos with the key that chip authentication mapping proves; None without it."""
    groups = {
        protocol.parameter_id
        for protocol in profile.pace
        if protocol.mapping is Mapping.ECDH_CHIP_AUTHENTICATION
    }
    if not groups:
        return None
    mapped = [_public_key_of_standard_parameters(key) for key in keys if key.parameter_id in groups]
    content = encode(0x31, *_announced(profile, keys), *mapped)
    time = datetime.combine(signed_on, time_of_day(), UTC)
    return signed_data(_SECURITY_OBJECT, content, replace(authority.document_signer(), time=time))


def _announced(profile: ChipProfile, keys: Sequence[ChipKey]) -> list[bytes]:
    """Terminal authentication, every chip authentication, every PACE."""
    chip = (
        [_chip_authentication(key, index) for key in keys for index in range(len(key.ciphers))]
        if profile.announces_chip_authentication
        else []
    )
    return [_TERMINAL_AUTHENTICATION, *chip, *(protocol.info() for protocol in profile.pace)]


def _chip_authentication(key: ChipKey, index: int) -> bytes:
    identifier = chip_authentication_oid(key.group, key.ciphers[index])
    return der.sequence(encode(0x06, identifier), der.integer(1), *_key_id(key))


def _public_key(key: ChipKey) -> bytes:
    return der.sequence(encode(0x06, public_key_oid(key.group)), _public_key_info(key), *_key_id(key))


def _public_key_info(key: ChipKey) -> bytes:
    group = key.group
    if isinstance(group, EcGroup):
        return TestKey(group.curve, key.secret).explicit_public_key_info()
    if not isinstance(group, DhGroup):
        raise TypeError("a group of neither sort")
    parameters = der.sequence(der.integer(group.p), der.integer(group.g), der.integer(group.order))
    public = int.from_bytes(group.power(key.secret, group.generator()), "big")
    return der.sequence(der.sequence(der.oid(_X942_DH), parameters), der.bit_string(der.integer(public)))


def _public_key_of_standard_parameters(key: ChipKey) -> bytes:
    """Return ChipAuthenticationPublicKeyInfo whose parameters are a number, which is the key's identifier too."""
    group = key.group
    algorithm = der.sequence(der.oid(_STANDARDIZED_PARAMETERS), der.integer(key.parameter_id))
    info = der.sequence(algorithm, der.bit_string(group.power(key.secret, group.generator())))
    return der.sequence(encode(0x06, public_key_oid(group)), info, der.integer(key.parameter_id))


def _active(choice: ActiveChoice) -> bytes:
    algorithm = f"{_ECDSA_PLAIN}.{_PLAIN_DIGESTS[choice.digest]}"
    return der.sequence(der.oid(_ACTIVE_AUTHENTICATION), der.integer(1), der.oid(algorithm))


def _key_id(key: ChipKey) -> tuple[bytes, ...]:
    return () if key.key_id is None else (der.integer(key.key_id),)
