"""Every sample citizen from the card to the record: card, pcscd, reader, gateway over HTTP, encrypted database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulator.citizens import Citizen, Ending, by_name, load
from emulator.environment import Setting
from emulator.gateway.faults import Target
from kiosk.bootstrap import open_store_to_read
from kiosk.config import load as load_config
from kiosk.flow import Event, State
from kiosk.model import Authenticity, CoverageKind
from tests.e2e.patient import Patient, check_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.environment import Environment
    from kiosk.model import VisitRecord

SAMPLE = by_name("nguyen-van-mau")


def recorded(environment: Environment) -> tuple[VisitRecord, ...]:
    with open_store_to_read(load_config(environment.config_path)) as store:
        return store.list_visits(None, 100)


def to_the_desk(patient: Patient) -> None:
    frame = patient.see(State.HELP)
    assert frame.help.code
    patient.do(Event.DESK_TICKET)
    patient.take_card()
    ticket = patient.see(State.TICKET).ticket
    assert ticket is not None
    assert ticket.to_desk


@pytest.mark.parametrize("citizen", load(), ids=lambda citizen: citizen.name)
def test_each_sample_citizen_ends_as_expected(environment: Environment, citizen: Citizen) -> None:
    with check_in(environment) as patient:
        patient.lay_on(citizen)
        patient.open_card(citizen.can)
        if citizen.expected.ends is Ending.DESK:
            to_the_desk(patient)
        else:
            ticket = patient.go_on_to_ticket().ticket
            assert ticket is not None
            assert ticket.number == "A001"
    (visit,) = recorded(environment)
    assert visit.authenticity.value == citizen.expected.authentic.value
    assert visit.identity is not None
    if citizen.expected.ends is Ending.TICKET:
        assert visit.coverage is not None
        assert visit.coverage.kind.value == citizen.expected.coverage.value
        assert visit.identity.personal_number == citizen.number


def test_a_second_laying_of_the_same_card_finds_the_visit_and_opens_no_other(
    environment: Environment,
) -> None:
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        first = patient.go_on_to_ticket().ticket
        patient.do(Event.DONE)
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        patient.see(State.CONFIRM)
        patient.do(Event.PATIENT_IS_HOLDER)
        assert patient.see(State.ALREADY_TODAY).today == first
        patient.do(Event.REPRINT)
        patient.take_card()
        again = patient.see(State.TICKET).ticket
    assert first is not None
    assert again is not None
    assert (again.number, again.reprint) == (first.number, True)
    assert len(recorded(environment)) == 1


def test_without_a_csca_the_visit_goes_on_and_is_never_called_genuine(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(Setting(trusted=False))
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        person = patient.see(State.CONFIRM).person
        assert person is not None
        assert person.authenticity is Authenticity.NOT_PROVABLE
        patient.go_on_to_ticket(confirmed=True)
    (visit,) = recorded(environment)
    assert visit.authenticity is Authenticity.NOT_PROVABLE
    assert visit.checks["passive"].startswith("NOT_PERFORMED")


def test_with_the_gateway_down_the_person_gets_a_number_and_the_visit_is_to_be_verified(
    make_environment: Callable[[Setting], Environment],
) -> None:
    environment = make_environment(Setting(gateway_up=False))
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        assert patient.go_on_to_ticket().ticket is not None
    (visit,) = recorded(environment)
    assert visit.coverage is not None
    assert visit.coverage.kind is CoverageKind.LATER


def test_a_gateway_that_insists_on_diacritics_is_asked_again_with_the_whole_name(
    environment: Environment,
) -> None:
    environment.gateway.strict_names = True
    with check_in(environment) as patient:
        patient.lay_on(SAMPLE)
        patient.open_card(SAMPLE.can)
        assert patient.go_on_to_ticket().ticket is not None
    (visit,) = recorded(environment)
    assert visit.coverage is not None
    assert visit.coverage.kind is CoverageKind.VALID
    codes = [call.code for call in environment.gateway.calls if call.target is Target.LOOKUP]
    assert codes == ["061", "000"]
