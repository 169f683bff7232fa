"""Misbehaviours one by one: what reaches the terminal, and when."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from emulator.card import EmrtdCard
from emulator.card.misbehaviour import (
    AtApdu,
    CardLiftedError,
    CardMuteError,
    FaultyCard,
    LostCount,
    Misbehaviour,
    Next,
    PulledAtByte,
    Refusal,
    SpoiledSession,
    delay,
    drop,
    garble,
    pull,
    spoil_mac,
    take_protection_off,
    truncate,
)
from emulator.card.pace_misbehaviour import (
    bad_token,
    identity_key,
    off_curve_key,
    off_curve_mapping,
    reflected_key,
    small_subgroup_key,
    spoiled_chip_data,
)
from emulator.card.profiles import profile_by_name
from emulator.citizens import by_name
from emulator.issuer import personalise
from tests.unit.emulator.card.pace_terminal import Arithmetic, run_pace
from tests.unit.emulator.card.samples import CAN, COM, DG2, make_card, make_image
from tests.unit.emulator.card.terminal import Session, establish_pace, general_authenticate, send

CARD_ACCESS_START = "00B09C0004"
EXPECTED = bytes.fromhex("3134300D9000")
SET_AT = "0022C1A40F800A04007F00070202040202830102"
BASE_POINT = bytes.fromhex(
    "048BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262"
    "547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997"
)


class TerminalOf(EmrtdCard):
    """Lets the test terminal talk to a faulty card as if it were the chip."""

    def __init__(self, faulty: FaultyCard) -> None:
        super().__init__(make_image())
        self._faulty = faulty

    def process(self, apdu: bytes) -> bytes:
        return self._faulty.process(apdu)


def make_faulty(*misbehaviours: Misbehaviour, card: EmrtdCard | None = None) -> TerminalOf:
    return TerminalOf(FaultyCard(card or make_card(), misbehaviours))


def open_session(*misbehaviours: Misbehaviour) -> Session:
    session = establish_pace(make_faulty(*misbehaviours), CAN.encode(), 2)
    session.select_application()
    return session


@pytest.mark.parametrize(
    ("act", "answer"),
    [(truncate, EXPECTED[:-3]), (garble, bytes.fromhex("3134301D9000"))],
)
def test_one_answer_is_spoiled_once(act: Callable[[bytes, Next], bytes], answer: bytes) -> None:
    card = make_faulty(AtApdu(2, act))
    command = bytes.fromhex(CARD_ACCESS_START)
    assert [card.process(command) for _ in range(3)] == [EXPECTED, answer, EXPECTED]


def test_a_short_answer_is_cut_to_a_byte() -> None:
    card = make_faulty(AtApdu(1, truncate))
    assert card.process(bytes.fromhex("00A4000C023F00")) == b"\x90"


@pytest.mark.parametrize(("act", "error"), [(pull, CardLiftedError), (drop, CardMuteError)])
def test_a_card_goes_or_says_nothing_once(
    act: Callable[[bytes, Next], bytes], error: type[Exception]
) -> None:
    card = make_faulty(AtApdu(2, act))
    command = bytes.fromhex(CARD_ACCESS_START)
    assert card.process(command) == EXPECTED
    with pytest.raises(error):
        card.process(command)
    card.reset()
    assert card.process(command) == EXPECTED


def test_an_answer_comes_late() -> None:
    waited: list[float] = []
    card = make_faulty(AtApdu(1, delay(2.5, waited.append)))
    assert card.process(bytes.fromhex(CARD_ACCESS_START)) == EXPECTED
    assert waited == [2.5]


def test_a_card_is_pulled_at_a_byte() -> None:
    session = open_session(PulledAtByte(0x0102, 200))
    assert session.send("00B09E00", le="10")[1] == 0x9000
    assert session.send("00B08200", le="80") == (DG2[:128], 0x9000)
    with pytest.raises(CardLiftedError):
        session.send("00B00080", le="80")
    # Once: laid on again, the file is read whole.
    again = establish_pace(session.card, CAN.encode(), 2)
    again.select_application()
    assert again.send("00B08200", le="DF") == (DG2[:223], 0x9000)


@pytest.mark.parametrize("spoil", [spoil_mac, take_protection_off])
def test_answers_are_spoiled_from_one_on_in_every_session(spoil: Callable[[bytes], bytes]) -> None:
    card = make_faulty(SpoiledSession(3, spoil))
    for _ in range(2):
        session = establish_pace(card, CAN.encode(), 2)
        session.select_application()
        assert session.send("00B09E00", le="04") == (COM[:4], 0x9000)
        for _ in range(2):
            with pytest.raises(AssertionError):
                session.send("00B09E00", le="04")


def test_the_counter_jumps() -> None:
    card = make_faulty(LostCount(2))
    session = establish_pace(card, CAN.encode(), 2)
    session.select_application()
    with pytest.raises(AssertionError):
        session.send("00B09E00", le="04")


def test_a_command_is_refused_and_the_session_kept() -> None:
    session = open_session(Refusal(lambda header: header[1:] == bytes.fromhex("2241A4"), 0x6985))
    assert session.send("002241A4", bytes.fromhex("800A04007F00070202030202")) == (b"", 0x6985)
    assert session.send("00B09E00", le="04") == (COM[:4], 0x9000)


def test_misbehaviours_add_up() -> None:
    card = make_faulty(AtApdu(1, garble), AtApdu(2, truncate))
    command = bytes.fromhex(CARD_ACCESS_START)
    assert card.process(command) != EXPECTED
    assert card.process(command) == EXPECTED[:-3]
    assert FaultyCard(make_card()).atr == make_card().atr


@pytest.mark.parametrize(
    ("maker", "step"),
    [
        (off_curve_mapping, "mapping"),
        (off_curve_key, "key"),
        (identity_key, "key"),
        (small_subgroup_key, "key"),
        (reflected_key, "key"),
        (bad_token, "token"),
    ],
)
def test_pace_is_spoiled_at_its_step(maker: Callable[..., Misbehaviour], step: str) -> None:
    def run(*misbehaviours: Misbehaviour) -> dict[str, bytes]:
        # The same randomness in both cards: the answers differ by the fault alone.
        chip = make_card(lambda count: b"\x5a" * count)
        card = make_faulty(*misbehaviours, card=chip)
        assert send(card, SET_AT) == (b"", 0x9000)
        return {
            "nonce": general_authenticate(card, None, b"", 0x80),
            "mapping": general_authenticate(card, 0x81, BASE_POINT, 0x82),
            "key": general_authenticate(card, 0x83, BASE_POINT, 0x84),
        }

    if step == "token":
        with pytest.raises(AssertionError):
            establish_pace(make_faulty(maker(make_image(), "")), CAN.encode(), 2)
        return
    right, wrong = run(), run(maker(make_image(), ""))
    assert [name for name in right if right[name] != wrong[name]] == [step]


def test_each_bad_key_is_what_it_is_called() -> None:
    def key(maker: Callable[..., Misbehaviour]) -> bytes:
        card = make_faulty(maker(make_image(), ""))
        send(card, SET_AT)
        general_authenticate(card, None, b"", 0x80)
        general_authenticate(card, 0x81, BASE_POINT, 0x82)
        return general_authenticate(card, 0x83, BASE_POINT, 0x84)

    assert key(identity_key) == b"\x00"
    assert key(reflected_key) == BASE_POINT
    assert key(small_subgroup_key) == b"\x04" + (1).to_bytes(32, "big") + bytes(32)


def test_bad_keys_of_a_modp_group() -> None:
    image = personalise(by_name("nguyen-van-mau"), profile_by_name("dh"))
    modulus = int(
        "B10B8F96A080E01DDE92DE5EAE5D54EC52C99FBCFB06A3C69A6A9DCA52D23B616073E28675A23D189838EF1E2EE652C0"
        "13ECB4AEA906112324975C3CD49B83BFACCBDD7D90C4BD7098488E9C219A73724EFFD6FAE5644738FAA31A4FF55BCCC0"
        "A151AF5F0DC8B4BD45BF37DF365C1A65E68CFDA76D4DA708DF1FB2BC2E4A4371",
        16,
    )
    element = pow(
        int.from_bytes(b"\x11" * 20, "big"),
        (modulus - 1) // 0xF518AA8781A8DF278ABA4E7D64B7CB9D49462353,
        modulus,
    )
    for maker, expected in (
        (identity_key, b"\x01"),
        (small_subgroup_key, (modulus - 1).to_bytes(128, "big")),
    ):
        card = make_faulty(maker(image, ""), card=EmrtdCard(image))
        assert send(card, "0022C1A40F800A04007F00070202040102830102")[1] == 0x9000
        general_authenticate(card, None, b"", 0x80)
        general_authenticate(card, 0x81, element.to_bytes(128, "big"), 0x82)
        assert general_authenticate(card, 0x83, element.to_bytes(128, "big"), 0x84) == expected


def test_chip_data_of_cam_is_spoiled() -> None:
    image = personalise(by_name("nguyen-van-mau"), profile_by_name("cam"))
    curve = Arithmetic(13)
    static_key = curve.power(image.authentication_keys[0].secret, curve.base)
    for misbehaviours, is_right in (((), True), ((spoiled_chip_data(image, ""),), False)):
        card = make_faulty(*misbehaviours, card=EmrtdCard(image))
        result = run_pace(card, image.profile.pace[0], image.can.encode(), 2)
        assert len(result.chip_data) == 32
        proven = curve.power(int.from_bytes(result.chip_data, "big"), static_key) == result.mapping_key
        assert proven is is_right


def test_what_is_not_pace_is_left_alone() -> None:
    misbehaviour = bad_token(replace(make_image(), master_file={}), "")
    card = make_faulty(misbehaviour)
    assert card.process(bytes.fromhex(CARD_ACCESS_START)) == EXPECTED
    assert card.process(bytes.fromhex("00860000")).hex() == "6985"
    assert identity_key(replace(make_image(), master_file={}), "") is not None
