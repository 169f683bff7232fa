"""Files that the issuer signed and nobody can read: the rest of the card is judged all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulator.card.emrtd import EmrtdCard
from emulator.citizens import by_name, load
from emulator.issuer.authority import test_csca as issue_csca
from emulator.issuer.personalise import Recipe, personalise
from reader.access.candidates import candidates_of
from reader.access.key import Can
from reader.errors import CardError, MalformedDataError
from reader.inspection import inspect
from reader.options import Options
from reader.progress import ProgressMeter
from reader.reading import CardReading, MeteredConnection, ReadCache
from reader.result import Verdict
from reader.trust import TrustStore
from tests.emulated import EmulatedConnection

if TYPE_CHECKING:
    from emulator.citizens import Citizen
    from emulator.issuer.personalise import Groups
    from reader.result import InspectionResult

SAMPLE = by_name("nguyen-van-mau")
TRUST = TrustStore.of([issue_csca()])


def card_with(number: int, content: bytes) -> EmulatedConnection:
    """A card whose issuer signed that content as the data group."""

    def put(groups: Groups, _: Citizen) -> Groups:
        return {**groups, number: content}

    return EmulatedConnection(EmrtdCard(personalise(SAMPLE, recipe=Recipe(before_signing=(put,)))))


def look(number: int, content: bytes) -> InspectionResult:
    return inspect(card_with(number, content), Can(SAMPLE.can), TRUST)


def test_an_unreadable_face_costs_the_face_alone() -> None:
    result = look(2, bytes.fromhex("75027F61"))
    assert result.portrait is None
    assert result.verdict is Verdict.GENUINE


def test_an_unreadable_national_record_costs_the_record_alone() -> None:
    result = look(13, bytes.fromhex("6D020500"))
    assert result.national_record is None
    assert result.verdict is Verdict.GENUINE


def test_unreadable_announcements_leave_the_chip_unproven() -> None:
    result = look(14, bytes.fromhex("6E020500"))
    assert result.checks.passive.passed
    assert not result.checks.chip.passed
    assert result.verdict is not Verdict.GENUINE


def test_a_zone_that_was_signed_unreadable_is_an_error() -> None:
    with pytest.raises(MalformedDataError):
        look(1, bytes.fromhex("61025F1F"))


def test_a_national_record_of_another_person_is_said() -> None:
    other = next(citizen for citizen in load() if citizen.national and citizen.full_name != SAMPLE.full_name)
    result = look(13, personalise(other).application[0x010D])
    assert "national_record_differs" in result.checks.passive.evidence


def test_a_chip_that_is_not_open_yet_says_so() -> None:
    card = EmulatedConnection(EmrtdCard(personalise(SAMPLE)))
    reading = CardReading(
        MeteredConnection(card, None),
        candidates_of(Can(SAMPLE.can)),
        ReadCache(),
        ProgressMeter(None),
        Options(),
    )
    with pytest.raises(CardError):
        _ = reading.opened
