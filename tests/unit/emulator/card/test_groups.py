"""Groups: what is no element is refused, whoever asks."""

import pytest

from emulator.card.groups import GroupError, group_by_id
from emulator.card.misbehaviour import FaultyCard, Misbehaviour
from tests.unit.emulator.card.samples import make_card
from tests.unit.emulator.card.terminal import Session, send, tlv

EVERY = (0, 1, 2, *range(8, 19))


@pytest.mark.parametrize("parameter_id", EVERY)
def test_the_order_takes_every_element_to_the_neutral_one(parameter_id: int) -> None:
    group = group_by_id(parameter_id)
    base = group.generator()
    group.check(base)
    with pytest.raises(GroupError):
        group.power(group.order, base)
    inverse = group.power(group.order - 1, base)
    with pytest.raises(GroupError):
        group.combine(base, inverse)
    assert group.combine(inverse, group.power(2, base)) == base


@pytest.mark.parametrize("parameter_id", EVERY)
@pytest.mark.parametrize("element", [b"", b"\x00", b"\x01", b"\x04", b"\x04" + bytes(64), bytes(128)])
def test_what_is_no_element_is_refused(parameter_id: int, element: bytes) -> None:
    with pytest.raises(GroupError):
        group_by_id(parameter_id).check(element)


def test_a_template_cut_short_is_refused(session: Session) -> None:
    assert session.send("002241A4", tlv(0x80, bytes.fromhex("04007F00070202030202")))[1] == 0x9000
    assert session.send("00860000", tlv(0x7C, b"\x80\x05"), "00") == (b"", 0x6A80)


def test_a_faulty_card_is_reset_as_the_chip_is() -> None:
    class Counting(Misbehaviour):
        """Counts its resets."""

        resets = 0

        def power_on(self) -> None:
            self.resets += 1

    counting = Counting()
    card = FaultyCard(make_card(), [Misbehaviour(), counting])
    card.process(bytes.fromhex("00A4020C02011C"))
    assert card.process(bytes.fromhex("00B0000002")).hex() == "31349000"
    card.reset()
    assert card.process(bytes.fromhex("00B0000002")).hex() == "6986"
    assert counting.resets == 1
    assert send(card.card, "00B09C0002")[1] == 0x9000
