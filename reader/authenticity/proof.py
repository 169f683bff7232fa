"""What the signed SOD makes a chip prove, and what its proof is worth (Doc 9303-11 6).

The SOD decides what must be there: a key that it does not list is not asked for, one that it lists and the card hides,
or will not use, is a failure; else a copy passes by hiding what it cannot do. And a proven key proves the chip only
where a State is known to have put it there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.authenticity.active import ActiveAuthentication, authenticate_active
from reader.authenticity.chip import ChipAuthentication, authenticate_chip
from reader.errors import MalformedDataError
from reader.lds.dg15 import parse_dg15
from reader.result import Check, CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reader.card.channel import CardChannel
    from reader.lds.security_info import SecurityInfos
    from reader.trust.passive import JudgedSod

CHIP, ACTIVE = 14, 15


@dataclass(frozen=True, slots=True)
class ProofContext:
    """What was found before: the judged SOD, the passive check, the data groups that the card refused, the parsed DG14."""

    sod: JudgedSod
    passive: Check
    refused: Collection[int]
    dg14: SecurityInfos | None

    def obstacle(self, number: int) -> Check | None:
        """Return why nothing is asked of the chip for the key in this data group; None if it must prove itself."""
        if self.sod.security_object is None:
            return _not_performed("sod-unreadable", "Without a SOD nothing says what the chip should prove.")
        if number not in self.sod.data_groups:
            detail = f"The signed SOD lists no DG{number}."
            return Check(CheckOutcome.NOT_SUPPORTED, "not-announced", detail)
        return self.hidden(number)

    def hidden(self, number: int) -> Check | None:
        """Return the failure of a card that does not show this signed data group; None if it does, or need not."""
        if number not in self.sod.data_groups or number not in self.refused:
            return None
        detail = f"The signer lists a DG{number} that the card does not show."
        return Check(CheckOutcome.FAILED, f"dg{number}-missing", detail)

    def not_verified(self, number: int) -> Check:
        """Return the answer where the key at hand is not the signed one."""
        detail = "The chip's key is not the one that was signed, or cannot be read."
        return _not_performed(f"dg{number}-not-verified", detail)


def prove_chip_session(
    channel: CardChannel, context: ProofContext, first: Callable[[CardChannel], bool]
) -> ChipAuthentication:
    """Have the chip authenticate by the key of its DG14; ``first`` as in `authenticate_chip`."""
    obstacle = context.obstacle(CHIP)
    if obstacle is not None:
        return ChipAuthentication(channel, obstacle)
    if context.dg14 is None or context.passive.failed:
        return ChipAuthentication(channel, context.not_verified(CHIP))
    done = authenticate_chip(channel, context.dg14, first=first)
    return replace(done, check=_trusted(done.check, context, "chip-key-not-trusted", CHIP))


def prove_active(
    channel: CardChannel, dg15: bytes | None, context: ProofContext, *, challenge: bytes | None = None
) -> ActiveAuthentication:
    """Have the chip sign by the key of its raw DG15; ``challenge`` replaces a random one of eight bytes."""
    obstacle = context.obstacle(ACTIVE)
    if obstacle is not None:
        return ActiveAuthentication(obstacle, True)
    if dg15 is None or context.passive.failed or not context.sod.holds(ACTIVE, dg15):
        return ActiveAuthentication(context.not_verified(ACTIVE), True)
    try:
        public_key_info = parse_dg15(dg15)
    except MalformedDataError:
        return ActiveAuthentication(context.not_verified(ACTIVE), True)
    done = authenticate_active(channel, public_key_info, context.dg14, challenge=challenge)
    return replace(done, check=_trusted(done.check, context, "active-key-not-trusted", ACTIVE))


def _trusted(check: Check, context: ProofContext, reason: str, number: int) -> Check:
    """Return the check; a proven key is worth nothing where nobody is known to have put it there."""
    if not check.passed or context.passive.passed:
        return check
    detail = f"The chip holds the key of its DG{number}, but nothing proves that a State put that key there."
    return replace(check, outcome=CheckOutcome.NOT_PERFORMED, reason=reason, detail=detail)


def _not_performed(reason: str, detail: str) -> Check:
    return Check(CheckOutcome.NOT_PERFORMED, reason, detail)
