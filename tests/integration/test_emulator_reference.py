"""docs/reference/emulator.md says what the program says: its tables are made anew and compared."""

from emulator.card.profiles import PROFILES
from emulator.citizens import load_all
from emulator.issuer.faults import FAULTS
from tests.integration.emulator_reference import PAGE, chips, matrix, orders, people, with_tables


def test_the_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page), "run: python -m tests.integration.emulator_reference"


def test_the_page_has_every_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in (matrix, orders, chips, people):
        assert table().strip() in page


def test_the_tables_leave_nobody_out() -> None:
    assert all(f"`{name}`" in matrix() for name in FAULTS)
    assert all(f"`{name}`" in chips() for name in PROFILES)
    assert all(f"`{person.name}`" in people() for person in load_all())
