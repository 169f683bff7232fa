"""What the issuer made, made once."""

from pathlib import Path

import pytest

from emulator.card import CardImage
from emulator.citizens import load
from emulator.issuer import authority, personalise
from tests.unit.emulator.issuer.openssl import to_pem


@pytest.fixture(scope="session")
def images() -> dict[str, CardImage]:
    """The chip images of all sample cards by name."""
    return {citizen.name: personalise(citizen) for citizen in load()}


@pytest.fixture
def csca(tmp_path: Path) -> Path:
    """The test CSCA's certificate as a PEM file."""
    return to_pem(authority.test_csca(), tmp_path / "csca.pem")
