"""Link timing: seconds from real bytes."""

import pytest

from emulator.card.link import INSTANT, LINKS, LinkTiming, TimedCard, link_by_name
from tests.unit.emulator.card.samples import make_card


def test_instant_takes_no_time_and_does_not_wait() -> None:
    waited: list[float] = []
    card = TimedCard(make_card(), wait=waited.append)
    card.process(bytes.fromhex("00B09C0000"))
    assert (card.elapsed_s, waited, card.link) == (0.0, [], INSTANT)


def test_fifteen_kilobytes_at_each_rate() -> None:
    # 60 answers of 256 bytes, about what a portrait takes.
    seconds = {name: 60 * link.seconds(22, 258) for name, link in LINKS.items()}
    assert seconds["instant"] == 0.0
    assert 1.6 < seconds["106"] < 1.9
    assert seconds["106"] > seconds["212"] > seconds["424"] > seconds["848"] > 0.4


def test_a_long_answer_costs_its_frames() -> None:
    link = LinkTiming("test", 106_000)
    # 5 bytes: one frame of 8, one pause.
    assert link.seconds(5, 0) == pytest.approx((8 + 3) * 9 / 106_000 + 2 * 86e-6)
    # 300 bytes: two frames and an acknowledgement.
    more = link.seconds(5, 300) - link.seconds(5, 0)
    assert more == pytest.approx((300 + 2 * 3) * 9 / 106_000 + 2 * 86e-6)


def test_the_link_waits_and_changes_nothing() -> None:
    waited: list[float] = []
    plain, timed = make_card(), TimedCard(make_card(), link_by_name("424"), wait=waited.append)
    for command in ("00B09C0000", "00A4040C07A0000002471001", "00B09E0000"):
        assert timed.process(bytes.fromhex(command)) == plain.process(bytes.fromhex(command))
    assert timed.atr == plain.atr
    assert len(waited) == 3
    assert sum(waited) == timed.elapsed_s > 3 * 0.004
    timed.reset()
    assert timed.process(bytes.fromhex("00B0000001")).hex() == "6986"


def test_an_unknown_link_is_named() -> None:
    with pytest.raises(KeyError, match="848"):
        link_by_name("9600")
