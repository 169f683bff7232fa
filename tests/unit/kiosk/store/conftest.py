"""A store on a real file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.kiosk.store.samples import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.store.visits import SqlVisitStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlVisitStore]:
    with open_store(tmp_path) as opened:
        yield opened
