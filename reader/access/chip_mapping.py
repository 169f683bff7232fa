"""PACE with chip authentication mapping: was the mapping done with the key that a State signed? (Doc 9303-11 4.4.3.5)

The card's mapping key must be the number that it sent under the new session, times the static public key of its
EF.CardSecurity. That key is worth as much as the signature over the file.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.crypto import ec
from reader.errors import MalformedDataError
from reader.lds.card_security import (
    ID_SECURITY_OBJECT,
    parse_card_security_content,
    unwrap_card_security,
)
from reader.lds.public_key import EcPublicKey, parse_public_key
from reader.result import Check, CheckOutcome
from reader.trust.cms import parse_signed_data
from reader.trust.signer import judge_signed_data

if TYPE_CHECKING:
    from reader.access.opening import OpenedChip
    from reader.access.pace import ChipMapping
    from reader.access.suite import PaceSuite
    from reader.lds.security_info import SecurityInfos
    from reader.trust.cms import SignedData
    from reader.trust.trust_store import TrustStore


@dataclass(frozen=True, slots=True)
class JudgedMapping:
    """The check of the chip, and what the verified EF.CardSecurity announces (None: it was not verified)."""

    check: Check
    infos: SecurityInfos | None = None


def judge_chip_mapping(
    opened: OpenedChip, trust: TrustStore, *, now: datetime | None = None
) -> JudgedMapping | None:
    """Judge a chip that was opened with chip authentication mapping; None if it was opened otherwise.

    Never raises for what a card holds.
    """
    if opened.chip is None or opened.suite is None:
        return None
    if not opened.card_security:
        return _failed("card-security-missing", "The chip announces EF.CardSecurity and does not show it.")
    try:
        signed_data, infos = _parse(opened.card_security)
    except MalformedDataError as error:
        return _failed("card-security-malformed", f"EF.CardSecurity cannot be read: {error}.")
    signed = judge_signed_data(signed_data, trust, now or datetime.now(UTC)).check
    if signed.failed:
        return _failed(
            "card-security-not-verified", f"EF.CardSecurity does not hold. {signed.detail}", signed
        )
    if not _is_proven(opened.suite, opened.chip, infos):
        detail = "The chip does not hold the key that was issued to it: a copy."
        return _failed("chip-key-not-proven", detail, signed)
    return _proven(opened.suite, infos, signed)


def _parse(card_security: bytes) -> tuple[SignedData, SecurityInfos]:
    signed_data = parse_signed_data(unwrap_card_security(card_security))
    if signed_data.content_type != ID_SECURITY_OBJECT:
        raise MalformedDataError("it signs something else")
    return signed_data, parse_card_security_content(signed_data.content)


def _proven(suite: PaceSuite, infos: SecurityInfos, signed: Check) -> JudgedMapping:
    """Return what a proven key is worth: as much as the signature over it."""
    evidence = {"protocol": suite.name, "curve": suite.group.name, **_prefixed(signed)}
    if signed.passed:
        detail = "The chip holds the private key of its signed EF.CardSecurity."
        return JudgedMapping(Check(CheckOutcome.PASSED, "chip-mapping-proven", detail, evidence), infos)
    detail = f"The chip holds the key of its EF.CardSecurity, which nobody vouches for. {signed.detail}"
    return JudgedMapping(Check(CheckOutcome.NOT_PERFORMED, "chip-key-not-trusted", detail, evidence))


def _is_proven(suite: PaceSuite, chip: ChipMapping, infos: SecurityInfos) -> bool:
    """Whether one of the static keys that the file gives for this group made the mapping key."""
    for info in infos.chip_keys:
        if info.key_id is not None and len(infos.chip_keys) > 1 and info.key_id != suite.info.parameter_id:
            continue
        try:
            key = parse_public_key(info.public_key_info)
            if not isinstance(key, EcPublicKey) or key.curve.parameter_id != suite.group.parameter_id:
                continue
            mapped = ec.multiply(int.from_bytes(chip.data, "big"), key.point).encode()
        except MalformedDataError:
            continue
        if hmac.compare_digest(mapped, chip.mapping_key):
            return True
    return False


def _prefixed(signed: Check) -> dict[str, str]:
    return {f"card_security_{name}": value for name, value in signed.evidence.items()}


def _failed(reason: str, detail: str, signed: Check | None = None) -> JudgedMapping:
    evidence = _prefixed(signed) if signed is not None else {}
    return JudgedMapping(Check(CheckOutcome.FAILED, reason, detail, evidence))
