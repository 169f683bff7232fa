"""PACE (Doc 9303-11 4.4): a password of low entropy opens a strong session.

A mapping is a function that turns the nonce into a generator; the rest of the protocol is the same for all of them.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from reader.access.key import AccessKey, Can
from reader.access.suite import PaceMapping, PaceSuite, suite_of
from reader.card.secure_messaging import SecureMessaging
from reader.codec import tlv
from reader.codec.apdu import MAX_EXTENDED_EXPECTED, CommandApdu, Instruction, StatusWord
from reader.crypto import cipher
from reader.crypto.groups import ELEMENT_ERRORS
from reader.crypto.integrated_mapping import nonce_length, pseudo_random
from reader.crypto.kdf import derive_session_keys
from reader.crypto.padding import unpad
from reader.errors import (
    AccessError,
    AccessProtocolError,
    MalformedDataError,
    StatusWordError,
    TlvError,
    WrongKeyError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.card.channel import CardChannel
    from reader.lds.security_info import PaceInfo

    Random = Callable[[int], bytes]

__all__ = ["PaceMapping", "PaceSession", "PaceSuite", "establish_pace", "run_pace", "suite_of"]

TAG_DYNAMIC_AUTHENTICATION_DATA = 0x7C
_CLA_CHAINING = 0x10
_SET_AT_MUTUAL = (0xC1, 0xA4)
_MAX_NONCE_LENGTH = 64
_MAX_SHORT_ANSWER = 250
_MAX_CHIP_DATA = 128
_SW1_AUTHENTICATION_FAILED = 0x63
LAST_TRIES = frozenset({0x63C0, 0x63C1})
"""Warnings of a card that counts wrong keys and has one try left, or none."""


class PasswordReference(IntEnum):
    """Which password MSE:Set AT announces (Doc 9303-11 4.4.4.1)."""

    MRZ = 0x01
    CAN = 0x02


class _Step(IntEnum):
    """Tags of one step of GENERAL AUTHENTICATE: what we send; the answer's tag is one more, the nonce's is its own."""

    MAPPING = 0x81
    KEY_AGREEMENT = 0x83
    TOKEN = 0x85


_TAG_NONCE = 0x80
_TAGS_CERTIFICATE_AUTHORITY = frozenset({0x87, 0x88})
_TAG_CHIP_AUTHENTICATION_DATA = 0x8A


@dataclass(frozen=True, slots=True)
class ChipMapping:
    """What chip authentication mapping leaves: the card's mapping key, and the number it sent in the end (Doc 9303-11 4.4.3.3.3).

    The chip is genuine if `data` times its static public key is `mapping_key`.
    """

    mapping_key: bytes = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaceSession:
    """An open chip: the channel that speaks through the session, and what remains to be checked of the chip."""

    suite: PaceSuite
    channel: CardChannel
    chip: ChipMapping | None = None


def establish_pace(
    channel: CardChannel, pace_info: PaceInfo, key: AccessKey, *, random: Random = secrets.token_bytes
) -> CardChannel:
    """Open the chip with `key` as one PaceInfo of standardized parameters says; return the channel of the new session.

    Raises as `run_pace`, and AccessError ("pace-unsupported") if `pace_info` asks for what this library cannot do.
    """
    suite = suite_of(pace_info)
    if suite is None:
        raise AccessError("this variant of PACE is not supported", reason="pace-unsupported")
    return run_pace(channel, suite, key, random=random).channel


def run_pace(
    channel: CardChannel, suite: PaceSuite, key: AccessKey, *, random: Random = secrets.token_bytes
) -> PaceSession:
    """Open the chip with `key`.

    `random(count)` returns `count` secret random bytes. WrongKeyError if the chip or its token says that the key is
    not the card's; AccessProtocolError if the card breaks the protocol; AccessError ("last-attempt") if one wrong key
    more would lock the card; CardError and PcscError from the channel.
    """
    _announce(channel, suite, key)
    nonce = suite.decrypt_nonce(key.password(), _fetch_nonce(channel, suite))
    try:
        if suite.mapping.is_integrated:
            mapped = _map_integrated(channel, suite, nonce, random)
        else:
            mapped = _map_generic(channel, suite, nonce, random)
        return _agree(channel, suite, mapped, random)
    except ELEMENT_ERRORS as error:
        raise AccessProtocolError("the card sent an unusable key", reason="pace-bad-point") from error


@dataclass(frozen=True, slots=True)
class _Mapped:
    """The new generator, and the card's public mapping key where there was one."""

    generator: Any
    mapping_key: bytes = b""


def _announce(channel: CardChannel, suite: PaceSuite, key: AccessKey) -> None:
    """MSE:Set AT (Doc 9303-11 4.4.4.1); a parameter id is always named, for a card may know several."""
    reference = PasswordReference.CAN if isinstance(key, Can) else PasswordReference.MRZ
    data = tlv.encode(0x80, suite.protocol) + tlv.encode(0x83, bytes((reference,)))
    if suite.parameter_reference is not None:
        data += tlv.encode(0x84, suite.parameter_reference)
    response = channel.transmit(
        CommandApdu(0x00, Instruction.MANAGE_SECURITY_ENVIRONMENT, *_SET_AT_MUTUAL, data)
    )
    if response.sw in LAST_TRIES:
        raise AccessError("one wrong key more would lock the card", reason="last-attempt")
    # A warning 63Cx counts tries left; the password is not refused yet.
    if not response.is_success and response.sw >> 4 != 0x63C:
        raise AccessProtocolError("the card refused PACE", reason="pace-refused") from StatusWordError(
            response.sw
        )


def _fetch_nonce(channel: CardChannel, suite: PaceSuite) -> bytes:
    cryptogram = _authenticate(channel, b"", _TAG_NONCE)[_TAG_NONCE]
    if not 0 < len(cryptogram) <= _MAX_NONCE_LENGTH or len(cryptogram) % suite.cipher.block_length:
        raise AccessProtocolError("the encrypted nonce has a wrong length", reason="pace-malformed")
    return cryptogram


def _map_generic(channel: CardChannel, suite: PaceSuite, nonce: bytes, random: Random) -> _Mapped:
    """Generic mapping (Doc 9303-11 4.4.3.3.1): the new generator is s*G + H, H a shared secret element."""
    group = suite.group
    secret, own = group.key_pair(group.generator(), random)
    theirs, encoded = _exchange(channel, suite, _Step.MAPPING, own)
    shared = group.power(theirs, secret)
    number = int.from_bytes(nonce, "big")
    return _Mapped(group.combine(group.power(group.generator(), number), shared), encoded)


def _map_integrated(channel: CardChannel, suite: PaceSuite, nonce: bytes, random: Random) -> _Mapped:
    """Integrated mapping (Doc 9303-11 4.4.3.3.2): both nonces make a number, and that an element."""
    if len(nonce) != nonce_length(suite.cipher):
        raise AccessProtocolError("the encrypted nonce has a wrong length", reason="pace-malformed")
    ours = random(suite.cipher.key_length)
    answer = _authenticate(channel, tlv.encode(_Step.MAPPING, ours), _Step.MAPPING + 1, optional=True)
    if answer.get(_Step.MAPPING + 1):
        raise AccessProtocolError("the card answered a mapping that has no answer", reason="pace-malformed")
    number = pseudo_random(suite.cipher, nonce, ours, suite.group.modulus)
    return _Mapped(suite.group.encode_number(number))


def _agree(channel: CardChannel, suite: PaceSuite, mapped: _Mapped, random: Random) -> PaceSession:
    """Agree on a secret over the mapped generator and prove it both ways; open the session."""
    group = suite.group
    secret, own = group.key_pair(mapped.generator, random)
    theirs, encoded = _exchange(channel, suite, _Step.KEY_AGREEMENT, own)
    shared = group.shared_secret(group.power(theirs, secret))
    encryption_key, mac_key = derive_session_keys(shared, suite.cipher)
    answer = _authenticate(
        channel, tlv.encode(_Step.TOKEN, suite.token(mac_key, encoded)), _Step.TOKEN + 1, last=True
    )
    if not hmac.compare_digest(answer[_Step.TOKEN + 1], suite.token(mac_key, group.encode(own))):
        raise WrongKeyError("the card's token does not match", reason="wrong-key")
    return PaceSession(
        suite,
        channel.with_secure_messaging(SecureMessaging(suite.cipher, encryption_key, mac_key)),
        _chip_mapping(suite, mapped, encryption_key, answer.get(_TAG_CHIP_AUTHENTICATION_DATA)),
    )


def _chip_mapping(
    suite: PaceSuite, mapped: _Mapped, encryption_key: bytes, encrypted: bytes | None
) -> ChipMapping | None:
    """Decrypt the chip authentication data (Doc 9303-11 4.4.3.5): AES-CBC, its IV the encryption of -1."""
    if suite.mapping is not PaceMapping.ECDH_CAM:
        return None
    block = suite.cipher.block_length
    if encrypted is None or not 0 < len(encrypted) <= _MAX_CHIP_DATA or len(encrypted) % block:
        raise AccessProtocolError("the chip authentication data is missing", reason="pace-malformed")
    iv = cipher.aes_cbc_encrypt(encryption_key, bytes(block), b"\xff" * block)
    try:
        data = unpad(cipher.aes_cbc_decrypt(encryption_key, iv, encrypted), block)
    except MalformedDataError as error:
        raise AccessProtocolError(
            "the chip authentication data is malformed", reason="pace-malformed"
        ) from error
    return ChipMapping(mapped.mapping_key, data)


def _exchange(channel: CardChannel, suite: PaceSuite, step: _Step, own: Any) -> tuple[Any, bytes]:
    """Send our public key of `step`; return the card's and its encoding. A key of ours sent back is refused."""
    group = suite.group
    encoded = _authenticate(channel, tlv.encode(step, group.encode(own)), step + 1)[step + 1]
    theirs = group.decode(encoded)
    if group.is_reflection(own, theirs):
        raise AccessProtocolError("the card sent our own key back", reason="pace-reflected-key")
    return theirs, encoded


def _authenticate(
    channel: CardChannel, data: bytes, answer_tag: int, *, last: bool = False, optional: bool = False
) -> dict[int, bytes]:
    """One GENERAL AUTHENTICATE, chained to the next unless it is the last; return the answer's values by tag.

    The value of `answer_tag` comes first and is there unless it is `optional`.
    """
    response = channel.transmit(
        CommandApdu(
            0x00 if last else _CLA_CHAINING,
            Instruction.GENERAL_AUTHENTICATE,
            0x00,
            0x00,
            tlv.encode(TAG_DYNAMIC_AUTHENTICATION_DATA, data),
            256 if len(data) <= _MAX_SHORT_ANSWER else MAX_EXTENDED_EXPECTED,
        )
    )
    if last and response.sw >> 8 == _SW1_AUTHENTICATION_FAILED:
        raise WrongKeyError from StatusWordError(response.sw)
    if response.sw != StatusWord.SUCCESS:
        raise AccessProtocolError(
            "the card refused a step of PACE", reason="pace-refused"
        ) from StatusWordError(response.sw)
    try:
        answers = tlv.parse_all(tlv.unpack(TAG_DYNAMIC_AUTHENTICATION_DATA, response.data), max_items=4)
    except TlvError as error:
        raise AccessProtocolError("an answer of PACE is malformed", reason="pace-malformed") from error
    allowed = {answer_tag, *((_TAG_CHIP_AUTHENTICATION_DATA, *_TAGS_CERTIFICATE_AUTHORITY) if last else ())}
    tags = [answer.tag for answer in answers]
    missing = tags[:1] != [answer_tag] and not (optional and not tags)
    if missing or len(set(tags)) != len(tags) or not set(tags) <= allowed:
        raise AccessProtocolError("an answer of PACE holds something else", reason="pace-malformed")
    return {answer.tag: answer.value for answer in answers}
