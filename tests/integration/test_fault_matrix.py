"""Every profile with every fault of link and protocol, and every clone: the reader says exactly what is declared."""

import pytest

from emulator.card.profiles import PROFILES
from emulator.issuer.faults import FAULTS, FaultKind
from tests.integration.fault_expectations import EXPECTATIONS, expected, profiles_for
from tests.integration.fault_matrix import look

KINDS = {FaultKind.LINK, FaultKind.PROTOCOL, FaultKind.CLONE}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """In process nobody is there to see how late an answer comes."""
    monkeypatch.setattr("emulator.issuer.faults.wire._DELAY_S", 0.0)


def test_something_is_declared_of_every_fault_and_of_no_other() -> None:
    assert set(EXPECTATIONS) == set(FAULTS)
    assert {profile for one in EXPECTATIONS.values() for profile in one.but} <= set(PROFILES)


@pytest.mark.parametrize("fault", [name for name, fault in FAULTS.items() if fault.kind in KINDS])
def test_outcome_is_the_declared_one(fault: str) -> None:
    profiles = profiles_for(fault)
    assert {profile: look(profile, fault) for profile in profiles} == {
        profile: expected(profile, fault) for profile in profiles
    }
