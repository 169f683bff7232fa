"""PACE (Doc 9303-11 4.4): a password of low entropy opens a strong session.

Built so far: generic mapping over elliptic curves, with every cipher. Another mapping is another row of `_MAPPINGS`: a
function that turns the nonce into a generator.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from reader.access.key import AccessKey, Can
from reader.card.channel import CardChannel
from reader.card.secure_messaging import SecureMessaging
from reader.codec import oid, tlv
from reader.codec.apdu import CommandApdu, Instruction, StatusWord
from reader.crypto import cipher, ec, mac
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.curves import PARAMETER_IDS, Curve, curve_by_id
from reader.crypto.kdf import derive_password_key, derive_session_keys
from reader.crypto.padding import pad
from reader.errors import AccessError, AccessProtocolError, StatusWordError, TlvError, WrongKeyError
from reader.lds.security_info import PaceInfo

Random = Callable[[int], bytes]

TAG_DYNAMIC_AUTHENTICATION_DATA = 0x7C
TAG_PUBLIC_KEY = 0x7F49
_TAG_OID = 0x06
_TAG_POINT = 0x86

_CLA_CHAINING = 0x10
_SET_AT_MUTUAL = (0xC1, 0xA4)
_SUPPORTED_VERSION = 2
_MAX_NONCE_LENGTH = 64
_SW1_AUTHENTICATION_FAILED = 0x63


class PaceMapping(IntEnum):
    """The second last arc of a PACE protocol identifier (Doc 9303-11 4.4.3)."""

    DH_GM = 1
    ECDH_GM = 2
    DH_IM = 3
    ECDH_IM = 4
    ECDH_CAM = 6


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

_CIPHERS = {
    1: SymmetricCipher.TRIPLE_DES,
    2: SymmetricCipher.AES_128,
    3: SymmetricCipher.AES_192,
    4: SymmetricCipher.AES_256,
}
_PROTOCOL_PREFIX = "0.4.0.127.0.7.2.2.4."


@dataclass(frozen=True, slots=True)
class PaceSuite:
    """What one PaceInfo asks for: protocol identifier (value bytes), mapping, cipher and curve."""

    protocol: bytes
    mapping: PaceMapping
    cipher: SymmetricCipher
    curve: Curve

    def token(self, mac_key: bytes, public_key: ec.Point) -> bytes:
        """Return the authentication token over `public_key` (Doc 9303-11 4.4.3.4)."""
        data = tlv.encode(
            TAG_PUBLIC_KEY, tlv.encode(_TAG_OID, self.protocol), tlv.encode(_TAG_POINT, public_key.encode())
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


def suite_of(info: PaceInfo) -> PaceSuite | None:
    """Return what `info` asks for, or None if this library cannot do it."""
    mapping, _, cipher_arc = info.protocol.removeprefix(_PROTOCOL_PREFIX).partition(".")
    known = {f"{kind.value}": kind for kind in _MAPPINGS}
    ciphers = {f"{arc}": kind for arc, kind in _CIPHERS.items()}
    if not info.protocol.startswith(_PROTOCOL_PREFIX) or mapping not in known or cipher_arc not in ciphers:
        return None
    if info.version != _SUPPORTED_VERSION or info.parameter_id not in PARAMETER_IDS:
        return None
    return PaceSuite(
        oid.encode(info.protocol), known[mapping], ciphers[cipher_arc], curve_by_id(info.parameter_id)
    )


def establish_pace(
    channel: CardChannel, pace_info: PaceInfo, key: AccessKey, *, random: Random = secrets.token_bytes
) -> CardChannel:
    """Open the chip with `key`; return the channel that speaks through the new session.

    `random(count)` returns `count` secret random bytes. WrongKeyError if the chip or its token says that the key is
    not the card's; AccessProtocolError if the card breaks the protocol; AccessError ("pace-unsupported") if
    `pace_info` asks for what this library cannot do; CardError and PcscError from the channel.
    """
    suite = suite_of(pace_info)
    if suite is None or pace_info.parameter_id is None:
        raise AccessError("this variant of PACE is not supported", reason="pace-unsupported")
    _announce(channel, suite, pace_info.parameter_id, key)
    nonce = suite.decrypt_nonce(key.password(), _fetch_nonce(channel, suite))
    try:
        base = _MAPPINGS[suite.mapping](channel, suite.curve, nonce, random)
        session_keys = _agree(channel, suite, base, random)
    except ec.PointError as error:
        raise AccessProtocolError("the card sent an unusable point", reason="pace-bad-point") from error
    return channel.with_secure_messaging(SecureMessaging(suite.cipher, *session_keys))


def _announce(channel: CardChannel, suite: PaceSuite, parameter_id: int, key: AccessKey) -> None:
    """MSE:Set AT (Doc 9303-11 4.4.4.1); the parameter id is always named, for a card may know several."""
    reference = PasswordReference.CAN if isinstance(key, Can) else PasswordReference.MRZ
    data = (
        tlv.encode(0x80, suite.protocol)
        + tlv.encode(0x83, bytes((reference,)))
        + tlv.encode(0x84, bytes((parameter_id,)))
    )
    response = channel.transmit(
        CommandApdu(0x00, Instruction.MANAGE_SECURITY_ENVIRONMENT, *_SET_AT_MUTUAL, data)
    )
    # A warning 63Cx counts tries left; the password is not refused yet.
    if not response.is_success and response.sw >> 4 != 0x63C:
        raise AccessProtocolError("the card refused PACE", reason="pace-refused") from StatusWordError(
            response.sw
        )


def _fetch_nonce(channel: CardChannel, suite: PaceSuite) -> bytes:
    cryptogram = _authenticate(channel, b"", _TAG_NONCE)
    if not 0 < len(cryptogram) <= _MAX_NONCE_LENGTH or len(cryptogram) % suite.cipher.block_length:
        raise AccessProtocolError("the encrypted nonce has a wrong length", reason="pace-malformed")
    return cryptogram


def _map_generic(channel: CardChannel, curve: Curve, nonce: bytes, random: Random) -> ec.Point:
    """Generic mapping (Doc 9303-11 4.4.3.3.1): the new generator is s*G + H, H a shared secret point."""
    secret = ec.random_scalar(curve, random)
    own = ec.multiply(secret, ec.generator(curve))
    theirs = _exchange(channel, curve, _Step.MAPPING, own)
    shared = ec.multiply(secret, theirs)
    return ec.add(ec.multiply(int.from_bytes(nonce, "big"), ec.generator(curve)), shared)


_MAPPINGS: dict[PaceMapping, Callable[[CardChannel, Curve, bytes, Random], ec.Point]] = {
    PaceMapping.ECDH_GM: _map_generic
}


def _agree(channel: CardChannel, suite: PaceSuite, base: ec.Point, random: Random) -> tuple[bytes, bytes]:
    """Agree on a secret over the mapped generator and prove it both ways; return the two session keys."""
    secret = ec.random_scalar(suite.curve, random)
    own = ec.multiply(secret, base)
    theirs = _exchange(channel, suite.curve, _Step.KEY_AGREEMENT, own)
    encryption_key, mac_key = derive_session_keys(ec.multiply(secret, theirs).x_bytes(), suite.cipher)
    proof = _authenticate(
        channel, tlv.encode(_Step.TOKEN, suite.token(mac_key, theirs)), _Step.TOKEN + 1, last=True
    )
    if not hmac.compare_digest(proof, suite.token(mac_key, own)):
        raise WrongKeyError("the card's token does not match", reason="wrong-key")
    return encryption_key, mac_key


def _exchange(channel: CardChannel, curve: Curve, step: _Step, own: ec.Point) -> ec.Point:
    """Send our public key of `step`, return the card's; a key of ours sent back is refused."""
    theirs = ec.decode_point(curve, _authenticate(channel, tlv.encode(step, own.encode()), step + 1))
    if theirs.x == own.x:
        raise AccessProtocolError("the card sent our own key back", reason="pace-reflected-key")
    return theirs


def _authenticate(channel: CardChannel, data: bytes, answer_tag: int, *, last: bool = False) -> bytes:
    """One GENERAL AUTHENTICATE, chained to the next unless it is the last; return the answer's one value."""
    response = channel.transmit(
        CommandApdu(
            0x00 if last else _CLA_CHAINING,
            Instruction.GENERAL_AUTHENTICATE,
            0x00,
            0x00,
            tlv.encode(TAG_DYNAMIC_AUTHENTICATION_DATA, data),
            256,
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
    allowed = (answer_tag, *(_TAGS_CERTIFICATE_AUTHORITY if last else ()))
    tags = [answer.tag for answer in answers]
    if tags[:1] != [answer_tag] or tags.count(answer_tag) > 1 or not set(tags) <= set(allowed):
        raise AccessProtocolError("an answer of PACE holds something else", reason="pace-malformed")
    return answers[0].value
