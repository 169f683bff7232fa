"""One answer of the gateway -> what it means for this patient today."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.insurance.codes import Action, meaning_of
from kiosk.model import Coverage, CoverageKind, Sex

if TYPE_CHECKING:
    from datetime import date, datetime

    from kiosk.insurance.answer import CardAnswer, InsuranceCard
    from kiosk.model import PatientIdentity

LONGEST_MRZ_NAME = (
    28  # the name line of a TD1 MRZ has 30 signs: a name of this length, blanks left out, may be cut off
)
_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ƀ": "b", "Ƀ": "B"})
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class Rules:
    """What this facility counts as its own first-care registrations."""

    facility: str
    accepted: tuple[str, ...] = ()
    name: str = ""

    def is_ours(self, facility: str) -> bool | None:
        """None: the answer does not say."""
        return facility == self.facility or facility in self.accepted if facility else None

    def name_of(self, facility: str) -> str:
        """Our own name for our own code; the gateway's answer names no other place."""
        return self.name if facility == self.facility else ""


def judge(answer: CardAnswer, identity: PatientIdentity, rules: Rules, answered_at: datetime) -> Coverage:
    """Dates are judged on the day of ``answered_at``, in its own zone."""
    today = answered_at.date()
    meaning = meaning_of(answer.code, today)
    kind, card = meaning.kind, answer.card
    successor = answer.successor
    starts = successor is not None and (successor.valid_from is None or successor.valid_from <= today)
    if meaning.action is Action.FOLD and same_name(identity.full_name, answer.full_name):
        kind = CoverageKind.VALID  # asked with a name from the MRZ, which has no marks
    if successor is not None and meaning.action in {Action.JUDGE, Action.SUCCESSOR} and starts:
        kind, card = CoverageKind.NEW_CARD, successor
    elif successor is not None and meaning.action is Action.SUCCESSOR:
        kind, card = CoverageKind.UNINSURED, successor
    if kind in {CoverageKind.VALID, CoverageKind.NEW_CARD}:
        kind = _judge_facts(kind, card, answer, identity, today)
    return Coverage(
        kind=kind,
        code=answer.code,
        answered_at=answered_at,
        card_number=card.number,
        registered_facility=card.facility,
        registered_facility_name=card.facility_name or rules.name_of(card.facility),
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        five_years_from=answer.five_years_from,
        ours=rules.is_ours(card.facility),
        name_matches=same_name(identity.full_name, answer.full_name),
        raw_answer=answer.raw,
    )


def later(reason: str, at: datetime, raw: str = "") -> Coverage:
    """No answer: the visit goes on and the insurance is looked up later."""
    return Coverage(kind=CoverageKind.LATER, code=reason, answered_at=at, raw_answer=raw)


def same_name(ours: str, theirs: str) -> bool | None:
    """Whether two names agree but for case, marks, blanks and apostrophes. None: one is missing or masked.

    A long name from an MRZ may be cut off; then the beginning decides.
    """
    left, right = fold(ours), fold(theirs)
    if not left or not right or "*" in theirs:
        return None
    return left == right or (len(left) >= LONGEST_MRZ_NAME and right.startswith(left))


def same_birth(ours: str, theirs: str) -> bool | None:
    """Compare what both know: "03/1994" agrees with "05/03/1994" and "1994". None: one cannot be read."""
    left, right = _birth_parts(ours), _birth_parts(theirs)
    if not left or not right:
        return None
    return all(a == b for a, b in zip(left, right, strict=False))


def same_sex(ours: Sex, theirs: str) -> bool | None:
    """None: one does not say."""
    other = _SEXES.get(fold(theirs))
    return None if other is None or ours is Sex.UNKNOWN else ours is other


def fold(text: str) -> str:
    """Small letters and digits without marks; đ becomes d."""
    plain = unicodedata.normalize("NFD", text.translate(_STROKES))
    return "".join(sign for sign in plain if sign.isalnum()).casefold()


def _judge_facts(
    kind: CoverageKind, card: InsuranceCard, answer: CardAnswer, identity: PatientIdentity, today: date
) -> CoverageKind:
    """A good code still needs its facts checked: whose card it is, then whether it is in force today."""
    agree = (
        same_name(identity.full_name, answer.full_name),
        same_birth(identity.birth_text, answer.birth_text),
        same_sex(identity.sex, answer.sex_text),
    )
    if False in agree:
        return CoverageKind.MISMATCH
    if (card.valid_to is not None and card.valid_to < today) or (
        card.valid_from is not None and card.valid_from > today
    ):
        return CoverageKind.UNINSURED
    return kind


def _birth_parts(text: str) -> tuple[int, ...]:
    """(year[, month[, day]]) of dd/mm/yyyy, mm/yyyy or yyyy; () for anything else."""
    if not re.fullmatch(r"(?:(?:[0-9]{2}/)?[0-9]{2}/)?[0-9]{4}", text):
        return ()
    return tuple(int(part) for part in reversed(text.split("/")))
