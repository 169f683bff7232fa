"""Chip Authentication: does the chip hold the private key of its signed DG14? (Doc 9303-11 6.2)

The terminal agrees on a secret with the chip's static key and both change to session keys made from it. Nothing is proven
when the chip says yes: only its next answer, protected with the new keys, shows that it could compute them.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from reader.card.secure_messaging import SecureMessaging
from reader.codec import oid, tlv
from reader.codec.apdu import CommandApdu, Instruction, ResponseApdu, StatusWord
from reader.codec.files import ElementaryFile
from reader.crypto import mac
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.dh import DhElement
from reader.crypto.ec import Point
from reader.crypto.groups import Element, EllipticGroup, Group, ModularGroup
from reader.crypto.kdf import derive_session_keys
from reader.crypto.padding import pad
from reader.errors import MalformedDataError, SecureMessagingError, StatusWordError
from reader.lds import der
from reader.lds.domain_parameters import parse_domain_parameters
from reader.lds.public_key import EcPublicKey, parse_public_key
from reader.lds.security_info import ID_CA, ID_PK, ChipAuthenticationInfo
from reader.result import Check, CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.card.channel import CardChannel
    from reader.lds.security_info import ChipAuthenticationPublicKeyInfo, SecurityInfos

_CIPHERS = {
    4: SymmetricCipher.AES_256,
    3: SymmetricCipher.AES_192,
    2: SymmetricCipher.AES_128,
    1: SymmetricCipher.TRIPLE_DES,
}
# The arc of a protocol that names the key agreement, the same for keys (id-PK) and for Chip Authentication (id-CA).
_ECDH, _DH = 2, 1
_AGREEMENTS = {_ECDH: "ECDH", _DH: "DH"}
_KEY_PROTOCOLS = {f"{ID_PK}.{arc}": arc for arc in _AGREEMENTS}
# The strongest first: AES before triple DES, elliptic curves before numbers.
_PROTOCOLS = {
    f"{ID_CA}.{agreement}.{arc}": (agreement, cipher)
    for arc, cipher in _CIPHERS.items()
    for agreement in _AGREEMENTS
}
_VERSION_WITH_TOKEN = 2

_SET_AT = (0x41, 0xA4)
_SET_KAT = (0x41, 0xA6)
_TAG_PROTOCOL = 0x80
_TAG_KEY_REFERENCE = 0x84
_TAG_KAT_PUBLIC_KEY = 0x91
_TAG_DYNAMIC_DATA = 0x7C
_TAG_PUBLIC_KEY = 0x80
_TAG_NONCE = 0x81
_TAG_TOKEN = 0x82
_TAG_PUBLIC_KEY_OBJECT = 0x7F49
_TAG_OID = 0x06
_SFI_FLAG = 0x80
_PROOF_LENGTH = 8
_MAX_NONCE_LENGTH = 64


@dataclass(frozen=True, slots=True)
class ChipAuthentication:
    """What came of it: the channel to go on with, None if its session is over, and the check."""

    channel: CardChannel | None
    check: Check


@dataclass(frozen=True, slots=True)
class _Suite(Generic[Element]):
    """One way to do it: the announced info, the cipher of the new session, the chip's static key in its group."""

    info: ChipAuthenticationInfo
    cipher: SymmetricCipher
    group: Group[Element]
    key: Element

    def check(self, outcome: CheckOutcome, reason: str, detail: str) -> Check:
        """Return a check with what was used as its evidence."""
        agreement = _AGREEMENTS[_PROTOCOLS[self.info.protocol][0]]
        evidence = {"protocol": f"CA-{agreement}-{self.cipher.label}", "curve": self.group.name}
        return Check(outcome, reason, detail, evidence)

    def refused(self, how: str) -> Check:
        """Return the failure of a chip that will not do what its DG14 announces."""
        detail = f"The chip announces a key, {how}."
        return self.check(CheckOutcome.FAILED, "chip-authentication-refused", detail)

    def key_reference(self) -> bytes:
        """Return ``84 keyId``, or nothing where the card names no key."""
        if self.info.key_id is None:
            return b""
        length = max(1, (self.info.key_id.bit_length() + 7) // 8)
        return tlv.encode(_TAG_KEY_REFERENCE, self.info.key_id.to_bytes(length, "big"))

    def token(self, mac_key: bytes, public_key: bytes) -> bytes:
        """Return the token of version 2 over the terminal's ephemeral key (TR-03110-3)."""
        data = tlv.encode(
            _TAG_PUBLIC_KEY_OBJECT,
            tlv.encode(_TAG_OID, oid.encode(self.info.protocol)),
            tlv.encode(self.group.public_key_tag, public_key),
        )
        if self.cipher is SymmetricCipher.TRIPLE_DES:
            return mac.retail_mac(mac_key, pad(data, self.cipher.block_length))
        return mac.cmac_aes(mac_key, data)

    def agree(self, random: Callable[[int], bytes]) -> tuple[bytes, bytes]:
        """Return a fresh public key and the secret that the chip's key makes of it; one of ELEMENT_ERRORS otherwise."""
        secret, own = self.group.key_pair(self.group.generator(), random)
        return self.group.encode(own), self.group.shared_secret(self.group.power(self.key, secret))


_AnySuite = _Suite[Point] | _Suite[DhElement]


class _RefusedError(Exception):
    """The chip refused what it announces, or answered it wrongly."""


def authenticate_chip(
    channel: CardChannel,
    infos: SecurityInfos,
    *,
    first: Callable[[CardChannel], bool] | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> ChipAuthentication:
    """Authenticate the chip whose DG14, already held against its SOD, says ``infos``.

    ``first(channel)`` may send the first commands under the new keys, whose answers prove them; it returns whether the
    session is still open. Where it sends none, the first bytes of DG1 are read.
    ``random(count)`` returns secret random bytes. A refusal or a wrong answer is a failed check, never an error:
    DG14 announced it. CardRemovedError, CardCommunicationError and PcscError come through: nothing was decided then.
    """
    if not infos.chip_keys:
        return _unchanged(
            channel, CheckOutcome.NOT_SUPPORTED, "no-chip-key", "DG14 holds no key of the chip."
        )
    suite = _choose(infos)
    if suite is None:
        detail = "The chip's key or protocol is of a kind that is not built here."
        return _unchanged(channel, CheckOutcome.NOT_PERFORMED, "chip-key-unsupported", detail)
    try:
        rekeyed = _agree(channel, suite, random)
    except _RefusedError as error:
        return ChipAuthentication(channel, suite.refused(f"but {error}"))
    except SecureMessagingError:
        return ChipAuthentication(None, suite.refused("and gave up the session instead of using it"))
    return _prove(rekeyed, suite, first)


def _choose(infos: SecurityInfos) -> _AnySuite | None:
    """Return the strongest way that is built: AES before triple DES, curves before numbers; without an info triple DES."""
    announced = infos.chip_authentication or tuple(
        ChipAuthenticationInfo(f"{ID_CA}.{_KEY_PROTOCOLS[key.protocol]}.1", version=1, key_id=key.key_id)
        for key in infos.chip_keys
        if key.protocol in _KEY_PROTOCOLS
    )
    for protocol, (agreement, cipher) in _PROTOCOLS.items():
        for info in announced:
            if info.protocol != protocol:
                continue
            suite = _suite_of(info, agreement, cipher, infos.chip_keys)
            if suite is not None:
                return suite
    return None


def _suite_of(
    info: ChipAuthenticationInfo,
    agreement: int,
    cipher: SymmetricCipher,
    keys: tuple[ChipAuthenticationPublicKeyInfo, ...],
) -> _AnySuite | None:
    """Return the info with the key that it means, in a known group; None if there is none that can be used.

    Tolerance: where there is only one key, it is meant, whether or not both sides give it the same number.
    """
    for candidate in keys:
        if len(keys) > 1 and info.key_id != candidate.key_id:
            continue
        if _KEY_PROTOCOLS.get(candidate.protocol) != agreement:
            continue
        try:
            if agreement == _ECDH:
                return _Suite(info, cipher, *_elliptic_key(candidate.public_key_info))
            return _Suite(info, cipher, *_modular_key(candidate.public_key_info))
        except MalformedDataError:
            continue
    return None


def _elliptic_key(public_key_info: bytes) -> tuple[EllipticGroup, Point]:
    key = parse_public_key(public_key_info)
    if not isinstance(key, EcPublicKey):
        raise MalformedDataError("a key of another kind than announced")
    return EllipticGroup(key.curve), key.point


def _modular_key(public_key_info: bytes) -> tuple[ModularGroup, DhElement]:
    """Return a DH key of X9.42, PKCS #3 or a standardized number (Doc 9303-11 9.2.6): a BIT STRING of an INTEGER."""
    algorithm, key = der.sequence(tlv.parse(public_key_info), at_least=2)[:2]
    group = parse_domain_parameters(algorithm.encode())
    if not isinstance(group, ModularGroup):
        raise MalformedDataError("a key of another kind than announced")
    number = der.integer(tlv.parse(der.bit_string(key)))
    return group, DhElement(group.group, number)


def _agree(channel: CardChannel, suite: _AnySuite, random: Callable[[int], bytes]) -> CardChannel:
    """Send an ephemeral key, still in the old session, and return the channel with the new one."""
    own, shared = suite.agree(random)
    answer = _send_key(channel, suite, own)
    nonce = answer.get(_TAG_NONCE, b"") if suite.info.version == _VERSION_WITH_TOKEN else b""
    encryption_key, mac_key = derive_session_keys(shared + nonce, suite.cipher)
    if suite.info.version == _VERSION_WITH_TOKEN:
        token = answer.get(_TAG_TOKEN, b"")
        if not nonce or not hmac.compare_digest(token, suite.token(mac_key, own)):
            raise _RefusedError("its token is missing or wrong")
    return channel.with_secure_messaging(SecureMessaging(suite.cipher, encryption_key, mac_key))


def _send_key(channel: CardChannel, suite: _AnySuite, own: bytes) -> dict[int, bytes]:
    """Do MSE:Set KAT for triple DES, else, or if that is refused, MSE:Set AT and GENERAL AUTHENTICATE (Doc 9303-11 6.2)."""
    if suite.cipher is SymmetricCipher.TRIPLE_DES and suite.info.version != _VERSION_WITH_TOKEN:
        data = tlv.encode(_TAG_KAT_PUBLIC_KEY, own) + suite.key_reference()
        if _manage(channel, _SET_KAT, data).is_success:
            return {}
    protocol = tlv.encode(_TAG_PROTOCOL, oid.encode(suite.info.protocol))
    response = _manage(channel, _SET_AT, protocol + suite.key_reference())
    if not response.is_success:
        raise _RefusedError("it refuses to select it") from StatusWordError(response.sw)
    data = tlv.encode(_TAG_DYNAMIC_DATA, tlv.encode(_TAG_PUBLIC_KEY, own))
    response = channel.transmit(CommandApdu(0x00, Instruction.GENERAL_AUTHENTICATE, 0x00, 0x00, data, 256))
    if response.sw != StatusWord.SUCCESS:
        raise _RefusedError("it refuses to use it") from StatusWordError(response.sw)
    try:
        items = (
            tlv.parse_all(tlv.unpack(_TAG_DYNAMIC_DATA, response.data), max_items=4) if response.data else ()
        )
    except MalformedDataError as error:
        raise _RefusedError("its answer is malformed") from error
    return {item.tag: item.value for item in items if len(item.value) <= _MAX_NONCE_LENGTH}


def _manage(channel: CardChannel, reference: tuple[int, int], data: bytes) -> ResponseApdu:
    return channel.transmit(CommandApdu(0x00, Instruction.MANAGE_SECURITY_ENVIRONMENT, *reference, data))


def _prove(
    channel: CardChannel, suite: _AnySuite, first: Callable[[CardChannel], bool] | None
) -> ChipAuthentication:
    """Hear the chip under the new keys: whatever it says, it must say it with them."""
    if not _answers(channel, first):
        detail = "The chip does not hold the key that was issued to it: a copy."
        return ChipAuthentication(None, suite.check(CheckOutcome.FAILED, "chip-key-not-proven", detail))
    detail = "The chip holds the private key of its signed DG14."
    return ChipAuthentication(channel, suite.check(CheckOutcome.PASSED, "chip-key-proven", detail))


def _answers(channel: CardChannel, first: Callable[[CardChannel], bool] | None) -> bool:
    """Whether the chip answered a command under the new keys: the first of the caller's, else a read of DG1."""
    before = channel.apdus
    if first is not None:
        is_open = first(channel)
        if channel.apdus > before:
            return is_open
    command = CommandApdu(
        0x00, Instruction.READ_BINARY, _SFI_FLAG | ElementaryFile.DG1.sfi, 0x00, ne=_PROOF_LENGTH
    )
    try:
        channel.transmit(command)
    except SecureMessagingError:
        return False
    return True


def _unchanged(channel: CardChannel, outcome: CheckOutcome, reason: str, detail: str) -> ChipAuthentication:
    return ChipAuthentication(channel, Check(outcome, reason, detail))
