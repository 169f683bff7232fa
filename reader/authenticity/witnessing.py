"""Active Authentication before a witness: the same proof, over a challenge from which evidence can be made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reader.authenticity.evidence import Evidence, evidence_of
from reader.authenticity.presence import PresenceUnavailableError
from reader.authenticity.proof import prove_active

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.authenticity.active import ActiveAuthentication
    from reader.authenticity.presence import PresenceWitness
    from reader.authenticity.proof import ProofContext
    from reader.card.channel import CardChannel


def prove_before(
    witness: PresenceWitness | None,
    channel: CardChannel,
    context: ProofContext,
    sod: bytes,
    data_groups: Mapping[int, bytes],
) -> tuple[ActiveAuthentication, Evidence | None]:
    """Have the chip sign; with a witness, and once SOD and data hold, over the witness's nonce.

    A witness that gives no nonce or no receipt costs the evidence, never the proof.
    """
    dg15 = data_groups.get(15)
    if witness is None or dg15 is None or not context.passive.passed:
        return prove_active(channel, dg15, context), None
    sod_sha256 = hashlib.sha256(sod).digest()
    try:
        nonce = witness.nonce(sod_sha256)
    except PresenceUnavailableError:
        return prove_active(channel, dg15, context), None
    active = prove_active(channel, dg15, context, challenge=nonce.challenge(sod_sha256))
    if not active.check.passed:
        return active, None
    try:
        receipt = witness.receipt(nonce, sod_sha256, active.signature)
    except PresenceUnavailableError:
        return active, None
    return active, evidence_of(sod, data_groups, context.sod, (nonce, active.signature, receipt))
