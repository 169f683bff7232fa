"""One card, inspected: read as far as its chip and the options allow, and checked, step by step.

What a card holds never raises: data that was tampered with is a failed check. What raises is what keeps the reading from
going on: a wrong key, a card that is gone, a card that is no identity card.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.access.candidates import Candidates, candidates_of
from reader.access.chip_mapping import judge_chip_mapping
from reader.access.judgement import SignedAnnouncements, judge_access
from reader.access.policy import BacPolicy
from reader.authenticity.proof import CHIP, ProofContext
from reader.authenticity.sequence import prove_both
from reader.authenticity.witnessing import prove_before
from reader.errors import MalformedDataError
from reader.lds.dg1 import parse_dg1, unreadable_mrz
from reader.lds.dg2 import parse_dg2
from reader.lds.dg13_vn import disagreements, parse_dg13
from reader.lds.dg14 import parse_dg14
from reader.options import Options
from reader.progress import Progress, ProgressMeter, Step
from reader.reading import CardReading, DifferentCardError, MeteredConnection, ReadCache
from reader.result import Check, CheckOutcome, Checks, InspectionResult, Verdict, judge
from reader.trust.online import check_online
from reader.trust.passive import JudgedSod, judge_sod

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from reader.access.key import AccessKey
    from reader.authenticity.active import ActiveAuthentication
    from reader.authenticity.evidence import Evidence
    from reader.authenticity.presence import PresenceWitness
    from reader.card.channel import CardChannel
    from reader.card.connection import CardConnection
    from reader.codec.mrz import Mrz
    from reader.lds.dg2 import Portrait
    from reader.lds.dg13_vn import NationalRecord
    from reader.lds.security_info import SecurityInfos
    from reader.trust.online import RevocationPort
    from reader.trust.trust_store import TrustStore

__all__ = [
    "BacPolicy",
    "Candidates",
    "DifferentCardError",
    "Options",
    "Progress",
    "ReadCache",
    "Step",
    "inspect",
]

_DEFAULTS = Options()


def inspect(  # noqa: PLR0913 - the front door: each argument is one thing that the caller decides
    connection: CardConnection,
    access_key: AccessKey | Candidates,
    trust: TrustStore,
    *,
    options: Options = _DEFAULTS,
    cache: ReadCache | None = None,
    progress: Callable[[Progress], None] | None = None,
    identity: Callable[[Mrz, Check], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    now: datetime | None = None,
    revocation: RevocationPort | None = None,
    presence: PresenceWitness | None = None,
) -> InspectionResult:
    """Open the chip, read it and check it. Candidates are tried in their order.

    ``identity(mrz, check)`` is called once DG1 holds against a SOD that was judged, before the long files are read.
    ``cancel()`` is asked before every command. With the ``cache`` of an earlier call the same card goes on where it was.
    ``revocation`` asks the card's issuer online, at the end, of a card whose data hold. ``presence`` witnesses that the chip
    signs here and now; it needs the patient's consent.
    Raises WrongKeyError, AccessError, NotAnEmrtdError, CardRemovedError and the other CardErrors, PcscError,
    DifferentCardError, CancelledError, and MalformedDataError if DG1 is signed but unreadable.
    """
    card = CardReading(
        MeteredConnection(connection, cancel),
        candidates_of(access_key),
        cache or ReadCache(),
        ProgressMeter(progress),
        options,
    )
    return _inspect(card, _Wishes(trust, options, identity, now, revocation, presence))


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the caller decided, beside the card."""

    trust: TrustStore
    options: Options
    identity: Callable[[Mrz, Check], None] | None
    now: datetime | None
    revocation: RevocationPort | None
    presence: PresenceWitness | None

    def tell_identity(self, dg1: bytes, mrz: Mrz, sod: JudgedSod) -> None:
        """Hand on who it is, if DG1 is what was signed."""
        if self.identity is not None and sod.holds(1, dg1):
            check = sod.with_data_groups(
                {1: dg1}, issuing_state=mrz.issuing_state, document_code=mrz.document_code
            )
            self.identity(mrz, check)


@dataclass(frozen=True, slots=True)
class _Files:
    """What was read, and what of it holds: everything but the raw SOD is None where it does not."""

    card_access: SecurityInfos | None
    raw_sod: bytes
    sod: JudgedSod
    mrz: Mrz
    dg14: SecurityInfos | None
    national_record: NationalRecord | None
    portrait: Portrait | None


def _inspect(card: CardReading, wishes: _Wishes) -> InspectionResult:
    files = _read(card, wishes)
    with card.step(Step.PASSIVE):
        passive = _passive(card, files.sod, files.mrz, files.national_record)
    with card.step(Step.CHIP):
        context = ProofContext(files.sod, passive, card.refused, files.dg14)
        mapping = judge_chip_mapping(card.opened, wishes.trust, now=wishes.now)

        def sign(channel: CardChannel) -> tuple[ActiveAuthentication, Evidence | None]:
            return prove_before(wishes.presence, channel, context, files.raw_sod, card.data_groups)

        if mapping is not None and (mapping.check.failed or (mapping.check.passed and passive.passed)):
            hidden = context.hidden(
                CHIP
            )  # a mapping proves the chip; a signed DG14 that it hides still counts
            chip, (active, evidence) = hidden or mapping.check, sign(card.channel)
        else:
            chip, (active, evidence) = prove_both(card.channel, context, sign, card.reopen)

    lists_dg14 = files.sod.security_object is None or 14 in files.sod.data_groups
    signed = SignedAnnouncements(files.dg14, mapping.infos if mapping else None, lists_dg14, passive)
    access = judge_access(card.opened, files.card_access, signed)
    sod_hash = hashlib.sha256(files.raw_sod).digest()
    online = check_online(None if passive.failed else wishes.revocation, files.mrz, sod_hash)
    checks = Checks(access, passive, chip, active.check, online)
    verdict = judge(checks)
    return InspectionResult(
        verdict=verdict,
        checks=checks,
        access_protocol=card.opened.protocol.value,
        mrz=files.mrz,
        national_record=files.national_record,
        portrait=files.portrait,
        sod_hash=sod_hash,
        data_groups=files.sod.data_groups,
        apdus=card.connection.apdus,
        bytes_transferred=card.connection.bytes_transferred,
        seconds=card.clock.seconds,
        presence=evidence if verdict is Verdict.GENUINE else None,
    )


def _read(card: CardReading, wishes: _Wishes) -> _Files:
    """Open the chip and read its files, the short ones that say who it is first."""
    with card.step(Step.CARD_ACCESS):
        card_access = card.read_card_access()
    with card.step(Step.PACE):
        card.open_chip(card_access)
    with card.step(Step.SOD):
        raw_sod = card.read_sod()
        sod = judge_sod(raw_sod, wishes.trust, now=wishes.now)
        card.plan(_wanted(sod, wishes.options))
    with card.step(Step.DG1):
        dg1 = card.read_data_group(1)
        mrz = _mrz(dg1, sod)
        wishes.tell_identity(dg1, mrz, sod)
    with card.step(Step.DG14):
        dg14 = _security_infos(card.read_if_planned(14), sod)
        card.read_if_planned(15)
    with card.step(Step.DG13):
        national_record = _national_record(card.read_if_planned(13), sod)
    with card.step(Step.DG2):
        portrait = _portrait(card.read_if_planned(2), sod)
    return _Files(card_access, raw_sod, sod, mrz, dg14, national_record, portrait)


def _wanted(sod: JudgedSod, options: Options) -> frozenset[int]:
    """Return the data groups to read: DG1 always, of the others what the SOD lists and the options allow."""
    others = {14, 15}
    if options.read_portrait:
        others.add(2)
    if options.read_national_record:
        others.add(13)
    return frozenset({1} | others.intersection(sod.data_groups))


def _mrz(dg1: bytes, sod: JudgedSod) -> Mrz:
    """Return the MRZ; of a DG1 that is not what was signed, and no MRZ either, an empty one."""
    try:
        return parse_dg1(dg1)
    except MalformedDataError:
        if sod.holds(1, dg1):
            raise
        return unreadable_mrz()


def _security_infos(dg14: bytes | None, sod: JudgedSod) -> SecurityInfos | None:
    """Return DG14 if it holds against the SOD and can be read."""
    if dg14 is None or not sod.holds(14, dg14):
        return None
    try:
        return parse_dg14(dg14)
    except MalformedDataError:
        return None


def _national_record(dg13: bytes | None, sod: JudgedSod) -> NationalRecord | None:
    """Return DG13 if it holds and can be read: it is optional, so one that cannot costs nothing."""
    if dg13 is None or not sod.holds(13, dg13):
        return None
    try:
        return parse_dg13(dg13)
    except MalformedDataError:
        return None


def _portrait(dg2: bytes | None, sod: JudgedSod) -> Portrait | None:
    """Return the face if DG2 holds and has one."""
    if dg2 is None or not sod.holds(2, dg2):
        return None
    try:
        return parse_dg2(dg2)
    except MalformedDataError:
        return None


def _passive(card: CardReading, sod: JudgedSod, mrz: Mrz, record: NationalRecord | None) -> Check:
    """Hold every data group that was read, and the face that should have been, against the SOD."""
    for number, raw in card.data_groups.items():
        if not sod.holds(number, raw):
            card.forget(number)
    check = sod.with_data_groups(
        card.data_groups, issuing_state=mrz.issuing_state or None, document_code=mrz.document_code or None
    )
    if not check.failed and 2 in card.refused:
        detail = "The signer lists a face that the card does not show."
        check = replace(check, outcome=CheckOutcome.FAILED, reason="dg-missing", detail=detail)
    differing = disagreements(record, mrz) if record is not None else ()
    if differing:
        check = replace(check, evidence={**check.evidence, "national_record_differs": ",".join(differing)})
    return check
