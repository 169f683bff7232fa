"""The port to the ministry: its three answers, its silence, and its absence."""

import pytest

from reader.codec.mrz import parse_mrz
from reader.result import CheckOutcome
from reader.trust import CardReference, CardStatus, OnlineRevocationError
from reader.trust.online import check_online
from tests.unit.reader.lds.samples import SPECIMEN_MRZ

MRZ = parse_mrz(SPECIMEN_MRZ)


class Ministry:
    """Answers one thing, or not at all."""

    def __init__(self, answer: CardStatus | None) -> None:
        self._answer = answer
        self.asked: list[CardReference] = []

    def status_of(self, card: CardReference) -> CardStatus:
        self.asked.append(card)
        if self._answer is None:
            raise OnlineRevocationError
        return self._answer


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (CardStatus.VALID, CheckOutcome.PASSED, "card-not-revoked"),
        (CardStatus.REVOKED, CheckOutcome.FAILED, "card-revoked"),
        (CardStatus.UNKNOWN, CheckOutcome.NOT_PERFORMED, "revocation-unknown"),
        (None, CheckOutcome.NOT_PERFORMED, "revocation-unavailable"),
    ],
)
def test_each_answer_is_a_check(answer: CardStatus | None, outcome: CheckOutcome, reason: str) -> None:
    ministry = Ministry(answer)

    check = check_online(ministry, MRZ, b"hash")

    assert (check.outcome, check.reason) == (outcome, reason)
    (asked,) = ministry.asked
    assert (asked.issuing_state, asked.personal_number, asked.sod_sha256) == ("VNM", "034058000022", b"hash")
    assert repr(asked) == "CardReference()"


def test_nobody_is_asked_by_default_and_it_is_said() -> None:
    check = check_online(None, MRZ, b"hash")

    assert check.outcome is CheckOutcome.NOT_PERFORMED
    assert check.detail == "Card revocation not checked online."
