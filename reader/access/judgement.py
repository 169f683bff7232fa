"""Was the reader talked down to weaker access? What was shown in the plain is held against what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.access.policy import AccessProtocol
from reader.result import Check, CheckOutcome

if TYPE_CHECKING:
    from reader.access.opening import OpenedChip
    from reader.lds.security_info import SecurityInfos


@dataclass(frozen=True, slots=True)
class SignedAnnouncements:
    """What the signed files say of access: the verified DG14 and EF.CardSecurity, None where there is none.

    `lists_dg14`: whether a readable SOD lists a DG14; without one no PACE was issued (Doc 9303-11 9.2 puts it there).
    """

    dg14: SecurityInfos | None
    card_security: SecurityInfos | None
    lists_dg14: bool
    passive: Check

    @property
    def known(self) -> tuple[SecurityInfos, ...]:
        """The files there are."""
        return tuple(infos for infos in (self.dg14, self.card_security) if infos is not None)

    @property
    def encodings(self) -> frozenset[bytes]:
        """Every SecurityInfo that was signed."""
        return frozenset[bytes]().union(*(infos.encodings for infos in self.known))

    @property
    def announces_pace(self) -> bool:
        """Whether PACE was issued."""
        return any(infos.pace for infos in self.known)


def judge_access(opened: OpenedChip, card_access: SecurityInfos | None, signed: SignedAnnouncements) -> Check:
    """Hold the way in, and the EF.CardAccess that led there (None: not shown), against what was signed."""
    if signed.announces_pace and opened.protocol is not AccessProtocol.PACE:
        detail = f"The chip announces PACE and was opened {_words(opened.protocol)}."
        return Check(CheckOutcome.FAILED, "access-downgraded", detail, opened.evidence)
    if not signed.known and (signed.lists_dg14 or opened.protocol is AccessProtocol.PACE):
        detail = "Without a verified DG14 nothing says which access the chip should offer."
        return Check(CheckOutcome.NOT_PERFORMED, "dg14-not-verified", detail, opened.evidence)
    if opened.protocol is AccessProtocol.NONE:
        detail = "The chip has no access control."
        return Check(CheckOutcome.NOT_SUPPORTED, "no-access-control", detail, opened.evidence)
    if not _agrees(opened, card_access, signed):
        detail = "EF.CardAccess announces what the signed DG14 does not."
        return Check(CheckOutcome.FAILED, "card-access-not-in-dg14", detail, opened.evidence)
    if not signed.passive.passed:
        detail = "EF.CardAccess agrees with a DG14 that was not proven itself."
        return Check(CheckOutcome.NOT_PERFORMED, "dg14-not-verified", detail, opened.evidence)
    detail = "The chip was opened as its signed DG14 says."
    return Check(CheckOutcome.PASSED, "access-verified", detail, opened.evidence)


def _agrees(opened: OpenedChip, card_access: SecurityInfos | None, signed: SignedAnnouncements) -> bool:
    if card_access is not None:
        return card_access.encodings <= signed.encodings
    if opened.suite is None:
        return True
    return any(opened.suite.info in infos.pace for infos in signed.known)


def _words(protocol: AccessProtocol) -> str:
    return "by BAC" if protocol is AccessProtocol.BAC else "without it"
