"""Chip and active authentication in as few commands as they take.

The first protected answer under the keys of chip authentication is its proof, so the chip is made to sign then: one
command proves both. A chip whose session ends there is opened once more and signs without chip authentication, which
tells which of the two it could not do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.authenticity.active import ActiveAuthentication
from reader.authenticity.proof import ACTIVE, ProofContext, prove_chip_session
from reader.errors import AccessError, NotAnEmrtdError, SecureMessagingError, StatusWordError
from reader.result import Check, CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.authenticity.evidence import Evidence
    from reader.card.channel import CardChannel

    Signed = tuple[ActiveAuthentication, Evidence | None]

_NOT_REOPENED = (AccessError, NotAnEmrtdError, SecureMessagingError, StatusWordError)


def prove_both(
    channel: CardChannel,
    context: ProofContext,
    sign: Callable[[CardChannel], Signed],
    reopen: Callable[[], CardChannel],
) -> tuple[Check, Signed]:
    """Return the check of chip authentication, and what ``sign(channel)`` brought of active authentication.

    ``reopen()`` opens the chip again without chip authentication, after a lost session.
    """
    signed: list[Signed] = []

    def first(rekeyed: CardChannel) -> bool:
        signed.append(sign(rekeyed))
        return signed[0][0].session_open

    done = prove_chip_session(channel, context, first)
    if signed and (signed[0][0].session_open or done.check.passed):
        return done.check, signed[0]
    if not signed and (done.channel is not None or context.obstacle(ACTIVE) is not None):
        return done.check, sign(done.channel or channel)
    try:
        again = sign(reopen())
    except _NOT_REOPENED:
        return done.check, (ActiveAuthentication(_lost(), session_open=False), None)
    if signed and not again[0].session_open:
        # It is the signing that ends the session, so nothing was seen of chip authentication.
        return _lost(), again
    return done.check, again


def _lost() -> Check:
    detail = "The chip gave up the session before it was asked."
    return Check(CheckOutcome.NOT_PERFORMED, "session-lost", detail)
