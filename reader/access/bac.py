"""Basic Access Control (Doc 9303-11 4.3): triple DES keys from the MRZ open a triple DES session.

Weak against whoever listens and can guess the MRZ, so it is for chips that offer nothing better.
"""

import hmac
import secrets
from collections.abc import Callable

from reader.access.key import MrzKey
from reader.card.channel import CardChannel
from reader.card.secure_messaging import SecureMessaging
from reader.codec.apdu import CommandApdu, Instruction, StatusWord
from reader.crypto import cipher, mac
from reader.crypto.cipher import SymmetricCipher
from reader.crypto.kdf import bac_seed, derive_session_keys
from reader.crypto.padding import pad
from reader.errors import AccessProtocolError, StatusWordError, WrongKeyError

_CHALLENGE_LENGTH = 8
_KEY_LENGTH = 16
_ANSWER_LENGTH = 2 * _CHALLENGE_LENGTH + _KEY_LENGTH + mac.MAC_LENGTH
_BLOCK = cipher.DES_BLOCK_LENGTH
_ZERO = bytes(_BLOCK)
_SW1_AUTHENTICATION_FAILED = 0x63
_WRONG_KEY = frozenset(
    {
        StatusWord.SECURITY_STATUS_NOT_SATISFIED,
        StatusWord.CONDITIONS_NOT_SATISFIED,
        StatusWord.INCORRECT_SECURE_MESSAGING_OBJECTS,
        StatusWord.INCORRECT_DATA,
    }
)
"""Seen beside 63xx when the checksum under a wrong key does not hold."""


def establish_bac(
    channel: CardChannel, key: MrzKey, *, random: Callable[[int], bytes] = secrets.token_bytes
) -> CardChannel:
    """Open the chip, its application selected, with `key`; return the channel that speaks through the new session.

    `random(count)` returns `count` secret random bytes. WrongKeyError if the chip says that the MRZ is not its own;
    AccessProtocolError if it breaks the protocol; CardError and PcscError from the channel.
    """
    encryption_key, mac_key = derive_session_keys(bac_seed(key.mrz_information()), SymmetricCipher.TRIPLE_DES)
    theirs = _challenge(channel)
    ours, our_part = random(_CHALLENGE_LENGTH), random(_KEY_LENGTH)
    cryptogram = cipher.triple_des_cbc_encrypt(encryption_key, _ZERO, ours + theirs + our_part)
    answer = _authenticate(channel, cryptogram + mac.retail_mac(mac_key, pad(cryptogram, _BLOCK)))

    received, checksum = answer[: -mac.MAC_LENGTH], answer[-mac.MAC_LENGTH :]
    if not hmac.compare_digest(mac.retail_mac(mac_key, pad(received, _BLOCK)), checksum):
        raise AccessProtocolError("the checksum of the card's answer is wrong", reason="bac-checksum")
    plain = cipher.triple_des_cbc_decrypt(encryption_key, _ZERO, received)
    if not hmac.compare_digest(plain[: 2 * _CHALLENGE_LENGTH], theirs + ours):
        raise AccessProtocolError("the card did not answer this challenge", reason="bac-challenge")
    their_part = plain[2 * _CHALLENGE_LENGTH :]
    if hmac.compare_digest(their_part, our_part):
        raise AccessProtocolError("the card sent our own key back", reason="bac-reflected-key")
    seed = bytes(one ^ other for one, other in zip(our_part, their_part, strict=True))
    return channel.with_secure_messaging(
        SecureMessaging(
            SymmetricCipher.TRIPLE_DES,
            *derive_session_keys(seed, SymmetricCipher.TRIPLE_DES),
            theirs[-_BLOCK // 2 :] + ours[-_BLOCK // 2 :],
        )
    )


def _challenge(channel: CardChannel) -> bytes:
    response = channel.transmit(
        CommandApdu(0x00, Instruction.GET_CHALLENGE, 0x00, 0x00, ne=_CHALLENGE_LENGTH)
    )
    if not response.is_success or len(response.data) != _CHALLENGE_LENGTH:
        raise AccessProtocolError("the card gave no challenge", reason="bac-refused") from StatusWordError(
            response.sw
        )
    return response.data


def _authenticate(channel: CardChannel, data: bytes) -> bytes:
    """EXTERNAL AUTHENTICATE: our proof for the card's."""
    response = channel.transmit(
        CommandApdu(0x00, Instruction.EXTERNAL_AUTHENTICATE, 0x00, 0x00, data, _ANSWER_LENGTH)
    )
    if response.sw >> 8 == _SW1_AUTHENTICATION_FAILED or response.sw in _WRONG_KEY:
        raise WrongKeyError from StatusWordError(response.sw)
    if not response.is_success:
        raise AccessProtocolError("the card refused BAC", reason="bac-refused") from StatusWordError(
            response.sw
        )
    if len(response.data) != _ANSWER_LENGTH:
        raise AccessProtocolError("the card's answer has a wrong length", reason="bac-malformed")
    return response.data
