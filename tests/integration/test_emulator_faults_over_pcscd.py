"""One fault of every kind, and every fault of the link, through vpcd and pcscd: the outcome is that of the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulator.issuer import make_card
from emulator.issuer.faults import FAULTS, FaultKind
from reader.access.key import MrzKey
from reader.card import CardInserted, CardMonitor
from reader.errors import ReaderError
from reader.inspection import inspect
from tests.integration.fault_expectations import expected
from tests.integration.fault_matrix import SAMPLE, described, trust_for

if TYPE_CHECKING:
    from emulator.environment import Environment

EVENT_TIMEOUT_S = 10.0
CHOSEN = (
    *(name for name, fault in FAULTS.items() if fault.kind is FaultKind.LINK),
    "wrong-mac",
    "clone-foreign-key",
    "dg2-huge",
    "sod-wrong-digest",
    "signer-revoked",
    "dg2-60k",
)


def test_every_kind_of_fault_is_here() -> None:
    assert {FAULTS[name].kind for name in CHOSEN} == set(FaultKind)


def read(environment: Environment, fault: str) -> str:
    """What the reader makes of the card with that fault, as the matrix words it."""
    with CardMonitor() as monitor:
        environment.lay_on_card(make_card(SAMPLE, faults=[fault]))
        while True:
            events = monitor.wait(EVENT_TIMEOUT_S)
            assert events, "the card was not seen"
            laid = [event for event in events if isinstance(event, CardInserted)]
            if laid:
                break
        try:
            with monitor.connect(laid[0].reader) as connection:
                result = inspect(connection, MrzKey.from_mrz_text(SAMPLE.mrz), trust_for(FAULTS[fault]))
        except ReaderError as error:
            return f"{type(error).__name__}: {error.reason}"
    return described(result)


@pytest.mark.parametrize("fault", CHOSEN)
def test_a_fault_is_seen_through_the_real_reader(environment: Environment, fault: str) -> None:
    assert read(environment, fault) == expected("cccd", fault)
