"""What the demo says of a check-in."""

from dataclasses import replace

from emulator.citizens import by_name
from emulator.demo.report import Outcome

EXPECTED = by_name("nguyen-van-mau").expected
GOOD = Outcome("nguyen-van-mau", "GENUINE", "VALID", "A001", "TICKET", 2.345)


def test_expected_outcome_has_no_differences() -> None:
    assert GOOD.differences(EXPECTED) == ()
    assert GOOD.as_line(()).split() == [
        "nguyen-van-mau",
        "GENUINE",
        "VALID",
        "A001",
        "2.3",
        "s",
        "as",
        "expected",
    ]


def test_every_difference_is_named() -> None:
    other = replace(GOOD, authentic="NOT_PROVABLE", insurance="LATER", ends="DESK")
    assert other.differences(EXPECTED) == (
        "authentic NOT_PROVABLE, expected GENUINE",
        "insurance LATER, expected VALID",
        "ends DESK, expected TICKET",
    )


def test_trouble_is_a_difference_even_when_all_else_is_right() -> None:
    assert replace(GOOD, trouble="stuck in VISIT").differences(EXPECTED) == ("stuck in VISIT",)


def test_check_in_that_never_began_differs() -> None:
    assert len(Outcome("nguyen-van-mau").differences(EXPECTED)) == 3


def test_json_has_the_differences() -> None:
    told = GOOD.as_json(("x",))
    assert (told["citizen"], told["seconds"], told["differences"]) == ("nguyen-van-mau", 2.345, ["x"])
