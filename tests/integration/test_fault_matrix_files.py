"""The faults of files, signatures and signers, and what only looks like a fault, with the profiles that they can matter to."""

import pytest

from emulator.issuer.faults import FAULTS, FaultKind
from tests.integration.fault_expectations import expected, profiles_for
from tests.integration.fault_matrix import look

KINDS = {FaultKind.DATA, FaultKind.SIGNATURE, FaultKind.SIGNER, FaultKind.VARIANT}


@pytest.mark.parametrize("fault", [name for name, fault in FAULTS.items() if fault.kind in KINDS])
def test_outcome_is_the_declared_one(fault: str) -> None:
    profiles = profiles_for(fault)
    assert {profile: look(profile, fault) for profile in profiles} == {
        profile: expected(profile, fault) for profile in profiles
    }
