"""Active Authentication: does the chip hold the private key of its signed DG15? (Doc 9303-11 6.1)

The chip signs a fresh challenge of eight bytes: with RSA as ISO/IEC 9796-2 scheme 1, where the challenge is the part that is
not recovered, or with ECDSA in plain form. By itself that proves nothing: only a key that a State signed does.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.codec.apdu import MAX_SHORT_EXPECTED, CommandApdu
from reader.crypto import iso9796
from reader.errors import MalformedDataError, SecureMessagingError
from reader.lds.public_key import EcPublicKey, RsaPublicKey, parse_public_key
from reader.lds.security_info import ActiveAuthenticationInfo
from reader.result import Check, CheckOutcome
from reader.trust.signature import SignatureAlgorithm, SignatureError, SignatureScheme, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.card.channel import CardChannel
    from reader.lds.security_info import SecurityInfos

CHALLENGE_LENGTH = 8
_INTERNAL_AUTHENTICATE = 0x88
_SEQUENCE = 0x30
# ecdsa-plain-signatures of BSI TR-03111 5.2.1.1: the last arc names the hash.
_PLAIN_ECDSA = "0.4.0.127.0.7.1.1.4.1."
_PLAIN_HASHES = {"1": "sha1", "2": "sha224", "3": "sha256", "4": "sha384", "5": "sha512"}
# Without an info: the usual one first.
_HASHES = ("sha256", "sha1", "sha224", "sha384", "sha512")


@dataclass(frozen=True, slots=True)
class ActiveAuthentication:
    """What came of it: the check, whether the session is still open, and what the chip signed with what."""

    check: Check
    session_open: bool
    challenge: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)


def authenticate_active(
    channel: CardChannel,
    public_key_info: bytes,
    infos: SecurityInfos | None,
    *,
    challenge: bytes | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> ActiveAuthentication:
    """Have the chip sign; ``public_key_info`` is that of its DG15, ``infos`` its DG14, both held against the SOD.

    ``random(count)`` returns secret random bytes, ``challenge`` replaces what it would give: eight bytes. A refusal
    or a wrong signature is a failed check, never an error. CardRemovedError, CardCommunicationError and PcscError come through.
    """
    try:
        key = parse_public_key(public_key_info)
    except MalformedDataError as error:
        detail = f"The key of DG15 cannot be used here: {error}."
        return ActiveAuthentication(Check(CheckOutcome.NOT_PERFORMED, "active-key-unsupported", detail), True)
    challenge = random(CHALLENGE_LENGTH) if challenge is None else challenge
    if len(challenge) != CHALLENGE_LENGTH:
        raise ValueError("a challenge has eight bytes")
    command = CommandApdu(0x00, _INTERNAL_AUTHENTICATE, 0x00, 0x00, challenge, _expected(channel, key))
    try:
        response = channel.transmit(command)
    except SecureMessagingError:
        detail = "The chip announces a key and gave up the session instead of using it."
        return ActiveAuthentication(_failed("active-authentication-refused", detail), False)
    if not response.is_success or not response.data:
        detail = f"The chip announces a key and refuses to use it (status {response.sw:04X})."
        return ActiveAuthentication(_failed("active-authentication-refused", detail), True)
    check = verify_response(key, infos, challenge, response.data)
    return ActiveAuthentication(check, True, challenge, response.data)


def verify_response(
    key: RsaPublicKey | EcPublicKey, infos: SecurityInfos | None, challenge: bytes, signature: bytes
) -> Check:
    """Check what the chip signed, without a card; ``infos`` names the hash of an ECDSA key (Doc 9303-11 6.1)."""
    try:
        if isinstance(key, RsaPublicKey):
            evidence = _verify_rsa(key, challenge, signature)
        else:
            evidence = _verify_ecdsa(key, infos, challenge, signature)
    except MalformedDataError as error:
        return _failed(
            "active-key-not-proven", f"The chip does not hold the key that was issued to it: {error}."
        )
    detail = "The chip holds the private key of its signed DG15."
    return Check(CheckOutcome.PASSED, "active-key-proven", detail, evidence)


def _expected(channel: CardChannel, key: RsaPublicKey | EcPublicKey) -> int:
    """Return the Le: extended only where the signature needs it and card and reader announced that they carry it."""
    if isinstance(key, RsaPublicKey):
        length = (key.modulus.bit_length() + 7) // 8
        if channel.max_short_length < length <= channel.max_response_length:
            return max(length, MAX_SHORT_EXPECTED + 1)
    return MAX_SHORT_EXPECTED


def _verify_rsa(key: RsaPublicKey, challenge: bytes, signature: bytes) -> dict[str, str]:
    recovered = iso9796.verify(key.modulus, key.exponent, signature, challenge)
    return {
        "protocol": "AA-RSA",
        "key": f"RSA {key.modulus.bit_length()}",
        "signature_algorithm": f"ISO 9796-2 scheme 1 {recovered.hash_name}",
    }


def _verify_ecdsa(
    key: EcPublicKey, infos: SecurityInfos | None, challenge: bytes, signature: bytes
) -> dict[str, str]:
    """Try the announced hash, or the usual ones; plain form first, then DER, which some chips send against the rule."""
    announced = _announced_hash(infos)
    for hash_name in (announced,) if announced else _HASHES:
        for scheme in _forms(signature):
            algorithm = SignatureAlgorithm(scheme, hash_name)
            try:
                verify(key, algorithm, signature, challenge)
            except SignatureError:
                continue
            evidence = {"protocol": "AA-ECDSA", "key": key.curve.name, "signature_algorithm": str(algorithm)}
            return evidence if announced else {**evidence, "hash": "not announced by DG14"}
    raise SignatureError("the ECDSA signature does not hold")


def _forms(signature: bytes) -> Iterator[SignatureScheme]:
    if len(signature) % 2 == 0:
        yield SignatureScheme.ECDSA_PLAIN
    if signature[:1] == bytes((_SEQUENCE,)):
        yield SignatureScheme.ECDSA


def _announced_hash(infos: SecurityInfos | None) -> str | None:
    """Return the hash that DG14's ActiveAuthenticationInfo names (Doc 9303-11 9.2.4); None if there is none it knows."""
    for info in infos.infos if infos is not None else ():
        if isinstance(info, ActiveAuthenticationInfo) and info.signature_algorithm.startswith(_PLAIN_ECDSA):
            return _PLAIN_HASHES.get(info.signature_algorithm.removeprefix(_PLAIN_ECDSA))
    return None


def _failed(reason: str, detail: str) -> Check:
    return Check(CheckOutcome.FAILED, reason, detail)
