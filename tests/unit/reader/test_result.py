"""The verdict policy, case by case: the table of docs/reference/verdict.md."""

from itertools import product

import pytest

from reader.result import NOT_RUN, Check, CheckOutcome, Checks, Verdict, judge

OUTCOMES = list(CheckOutcome)


def checks(*outcomes: CheckOutcome) -> Checks:
    access, passive, chip, active = (Check(outcome, "reason") for outcome in outcomes)
    return Checks(access, passive, chip, active)


@pytest.mark.parametrize("outcomes", list(product(OUTCOMES, repeat=4)), ids="-".join)
def test_policy_over_every_combination(outcomes: tuple[CheckOutcome, ...]) -> None:
    _, passive, chip, active = outcomes
    verdict = judge(checks(*outcomes))

    if CheckOutcome.FAILED in outcomes:
        assert verdict is Verdict.NOT_GENUINE
    elif passive is CheckOutcome.PASSED and CheckOutcome.PASSED in {chip, active}:
        assert verdict is Verdict.GENUINE
    else:
        assert verdict is Verdict.NOT_PROVABLE


def test_checks_that_did_not_run_prove_nothing() -> None:
    assert judge(Checks()) is Verdict.NOT_PROVABLE
    assert NOT_RUN.outcome is CheckOutcome.NOT_PERFORMED
    assert not NOT_RUN.passed
    assert not NOT_RUN.failed


def test_signed_data_without_a_proven_chip_is_open() -> None:
    passed, not_supported = CheckOutcome.PASSED, CheckOutcome.NOT_SUPPORTED

    assert judge(checks(passed, passed, not_supported, not_supported)) is Verdict.NOT_PROVABLE


@pytest.mark.parametrize(
    ("revocation", "verdict"),
    [
        (CheckOutcome.PASSED, Verdict.GENUINE),
        (CheckOutcome.NOT_PERFORMED, Verdict.GENUINE),
        (CheckOutcome.FAILED, Verdict.NOT_GENUINE),
    ],
)
def test_a_card_that_its_issuer_withdrew_is_turned_away(revocation: CheckOutcome, verdict: Verdict) -> None:
    passed = Check(CheckOutcome.PASSED, "because")

    assert judge(Checks(passed, passed, passed, passed, Check(revocation, "because"))) is verdict


def test_every_result_says_whether_the_issuer_was_asked() -> None:
    revocation = Checks().revocation

    assert (revocation.outcome, revocation.reason) == (CheckOutcome.NOT_PERFORMED, "revocation-not-checked")
    assert revocation.detail == "Card revocation not checked online."
