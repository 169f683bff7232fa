"""The reader against the emulator, each written from the specification by people who did not read each other's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulator.card.emrtd import EmrtdCard
from emulator.citizens import Citizen, by_name, load
from emulator.issuer.personalise import personalise
from reader.access.key import Can, MrzKey
from reader.errors import CancelledError, CardRemovedError, WrongKeyError
from reader.inspection import DifferentCardError, Options, Progress, ReadCache, Step, inspect
from reader.result import CheckOutcome
from reader.trust import TrustStore
from tests.emulated import EmulatedConnection, trust_in_test_csca

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = by_name("nguyen-van-mau")
SHORT = Options(max_response=258)


@pytest.fixture
def trust(tmp_path: Path) -> TrustStore:
    return trust_in_test_csca(tmp_path)


@pytest.fixture(scope="module")
def card() -> EmrtdCard:
    return EmrtdCard(personalise(SAMPLE))


@pytest.mark.parametrize("citizen", load(), ids=lambda citizen: citizen.name)
def test_every_sample_comes_out_as_it_says(citizen: Citizen, trust: TrustStore) -> None:
    result = inspect(EmulatedConnection(EmrtdCard(personalise(citizen))), Can(citizen.can), trust)
    assert result.verdict.value == citizen.expected.authentic.value
    assert result.access_protocol == "PACE"


def test_the_mrz_opens_the_chip_too(card: EmrtdCard, trust: TrustStore) -> None:
    result = inspect(EmulatedConnection(card), MrzKey.from_mrz_text(SAMPLE.mrz), trust)
    assert result.verdict.value == "GENUINE"


def test_a_clone_fails_the_chip_check_alone(trust: TrustStore) -> None:
    clone = by_name("nguyen-van-mau-clone")
    checks = inspect(EmulatedConnection(EmrtdCard(personalise(clone))), Can(clone.can), trust).checks
    assert (checks.passive.outcome, checks.chip.outcome) == (CheckOutcome.PASSED, CheckOutcome.FAILED)


def test_a_tampered_dg1_fails_passive_authentication(trust: TrustStore) -> None:
    tampered = by_name("tran-thi-thu-tampered")
    result = inspect(EmulatedConnection(EmrtdCard(personalise(tampered))), Can(tampered.can), trust)
    assert (result.checks.passive.outcome, result.checks.passive.reason) == (
        CheckOutcome.FAILED,
        "dg-hash-mismatch",
    )


@pytest.mark.parametrize("citizen", load(), ids=lambda citizen: citizen.name)
def test_without_a_csca_nothing_is_genuine(citizen: Citizen) -> None:
    result = inspect(
        EmulatedConnection(EmrtdCard(personalise(citizen))), Can(citizen.can), TrustStore.load([])
    )
    assert result.verdict.value != "GENUINE"
    assert result.checks.passive.outcome is not CheckOutcome.PASSED


def test_without_a_csca_passive_authentication_is_not_performed_and_says_why(card: EmrtdCard) -> None:
    check = inspect(EmulatedConnection(card), Can(SAMPLE.can), TrustStore.load([])).checks.passive
    assert (check.outcome, check.reason) == (CheckOutcome.NOT_PERFORMED, "no-csca")


@pytest.mark.parametrize("wrong", ["000000", "123457", "999999"])
def test_a_wrong_can_is_a_wrong_key_and_nothing_else(card: EmrtdCard, trust: TrustStore, wrong: str) -> None:
    with pytest.raises(WrongKeyError):
        inspect(EmulatedConnection(card), Can(wrong), trust)


def _commands_of_one_read(card: EmrtdCard, trust: TrustStore) -> int:
    connection = EmulatedConnection(card)
    inspect(connection, Can(SAMPLE.can), trust, options=SHORT)
    return connection.transmitted


def test_a_card_pulled_at_any_command_is_a_removed_card_and_the_same_card_goes_on(
    card: EmrtdCard, trust: TrustStore
) -> None:
    whole = _commands_of_one_read(card, trust)
    for command in range(1, whole + 1):
        cache = ReadCache()
        with pytest.raises(CardRemovedError):
            inspect(
                EmulatedConnection(card, pull_at=command), Can(SAMPLE.can), trust, options=SHORT, cache=cache
            )
        second = EmulatedConnection(card)
        assert inspect(second, Can(SAMPLE.can), trust, options=SHORT, cache=cache).verdict.value == "GENUINE"
        # What was read before the pull is not read again: at most the file that was cut and the opening are repeated.
        assert second.transmitted <= max(whole, 2 * whole - command)


def test_a_read_that_goes_on_needs_fewer_commands(card: EmrtdCard, trust: TrustStore) -> None:
    whole = _commands_of_one_read(card, trust)
    cache = ReadCache()
    with pytest.raises(CardRemovedError):
        inspect(
            EmulatedConnection(card, pull_at=whole - 5), Can(SAMPLE.can), trust, options=SHORT, cache=cache
        )
    second = EmulatedConnection(card)
    inspect(second, Can(SAMPLE.can), trust, options=SHORT, cache=cache)
    assert second.transmitted < whole // 2


def test_another_card_never_continues_a_read(card: EmrtdCard, trust: TrustStore) -> None:
    cache = ReadCache()
    with pytest.raises(CardRemovedError):
        inspect(EmulatedConnection(card, pull_at=30), Can(SAMPLE.can), trust, options=SHORT, cache=cache)
    other = by_name("tran-thi-thu")
    with pytest.raises(DifferentCardError):
        inspect(
            EmulatedConnection(EmrtdCard(personalise(other))),
            Can(other.can),
            trust,
            options=SHORT,
            cache=cache,
        )


def test_cancel_takes_effect_within_one_command(card: EmrtdCard, trust: TrustStore) -> None:
    connection = EmulatedConnection(card)
    with pytest.raises(CancelledError):
        inspect(connection, Can(SAMPLE.can), trust, cancel=lambda: connection.transmitted >= 12)
    assert connection.transmitted == 12


def test_progress_never_falls_and_is_whole_only_at_the_end(card: EmrtdCard, trust: TrustStore) -> None:
    seen: list[Progress] = []
    inspect(EmulatedConnection(card), Can(SAMPLE.can), trust, progress=seen.append)
    shares = [each.done_bytes / each.total_bytes for each in seen if each.total_bytes]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [each.step for each in seen][-1] is Step.CHIP


def test_identity_is_told_before_the_picture_is_read(card: EmrtdCard, trust: TrustStore) -> None:
    connection = EmulatedConnection(card)
    told: list[int] = []
    result = inspect(
        connection,
        Can(SAMPLE.can),
        trust,
        options=SHORT,
        identity=lambda *_: told.append(connection.transmitted),
    )
    assert told
    assert told[0] < result.apdus / 3


@pytest.mark.parametrize(("max_response", "most"), [(4_096, 20), (258, 90)])
def test_a_verified_read_takes_few_commands(trust: TrustStore, max_response: int, most: int) -> None:
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE)))
    result = inspect(card, Can(SAMPLE.can), trust, options=Options(max_response=max_response))
    assert result.verdict.value == "GENUINE"
    assert result.apdus <= most


def test_a_kiosk_that_needs_no_picture_reads_none(card: EmrtdCard, trust: TrustStore) -> None:
    options = Options(read_portrait=False, read_national_record=False)
    result = inspect(EmulatedConnection(card), Can(SAMPLE.can), trust, options=options)
    assert result.verdict.value == "GENUINE"
    assert result.portrait is None
    assert result.national_record is None
    assert result.apdus < 30
