"""How long APDUs may be: EF.ATR/INFO, the reader, and what worked before."""

import pytest

from reader.card.channel import CardChannel
from reader.card.lengths import LengthMemory
from reader.card.limits import SHORT, ApduLimits, parse_atr_info
from reader.card.part10 import max_apdu_data, properties_code
from reader.card.secure_messaging import SecureMessaging
from reader.codec.apdu import CommandApdu
from reader.crypto.cipher import SymmetricCipher
from tests.scripted_card import ScriptedCard


class SizedCard(ScriptedCard):
    """A card on a reader that says how much data it carries."""

    def __init__(self, max_apdu_data: int | None) -> None:
        super().__init__()
        self.max_apdu_data = max_apdu_data


def aes_session() -> SecureMessaging:
    return SecureMessaging(SymmetricCipher.AES_128, bytes(16), bytes(16))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("7F66080202100002021000", ApduLimits(4096, 4096)),
        ("47039401E0 7F660802020105 02023A98", ApduLimits(261, 15_000)),
        ("430101 7F660A0203010000 0203010000", ApduLimits(65_536, 65_536)),
        ("7F66080202100002021000 7F6608020200FF020200FF", ApduLimits(4096, 4096)),
        ("7F6608020200010202000A", SHORT),
        ("7F660402021000", SHORT),
        ("7F6608040210000402 1000", SHORT),
        ("7F660E02050100000000 02050100000000", SHORT),
        ("7F660802021000", SHORT),
        ("7F6604020310", SHORT),
        ("7F66040203FFFF", SHORT),
        ("47039401E0", SHORT),
        ("8031E0", SHORT),
        ("", SHORT),
        ("000000", SHORT),
    ],
)
def test_sizes_come_from_do_7f66_or_are_short(data: str, expected: ApduLimits) -> None:
    assert parse_atr_info(bytes.fromhex(data)) == expected


def test_no_flood_of_objects_is_searched() -> None:
    assert parse_atr_info(bytes.fromhex("4300" * 32 + "7F66080202100002021000")) == SHORT


@pytest.mark.parametrize(
    ("max_response", "reader", "expected"),
    [
        (4096, None, ApduLimits(20_000, 4096)),
        (65_536, None, ApduLimits(20_000, 15_000)),
        (65_536, 65_536, ApduLimits(20_000, 15_000)),
        (65_536, 1_000, ApduLimits(1_009, 1_002)),
        (65_536, 256, SHORT),
        (65_536, 0, SHORT),
        (258, None, SHORT),
        (100, None, SHORT),
    ],
)
def test_limits_are_cut_to_caller_and_reader(
    max_response: int, reader: int | None, expected: ApduLimits
) -> None:
    assert ApduLimits(20_000, 15_000).within(max_response=max_response, reader=reader) == expected


@pytest.mark.parametrize(
    ("announced", "max_response", "plain"),
    [(15_000, 4_096, 4_063), (2_048, 4_096, 2_015), (1_024, 4_096, 991), (258, 4_096, 223)],
)
def test_protected_blocks_fit_into_the_answer(announced: int, max_response: int, plain: int) -> None:
    channel = CardChannel.open(ScriptedCard()).with_limits(
        ApduLimits(announced, announced), max_response=max_response
    )
    assert channel.with_secure_messaging(aes_session()).max_response_length == plain


@pytest.mark.parametrize(
    ("reader", "most"), [(None, 4_094), (65_536, 4_094), (2_000, 2_000), (256, 256), (0, 256)]
)
def test_the_reader_has_a_say(reader: int | None, most: int) -> None:
    channel = CardChannel.open(SizedCard(reader)).with_limits(ApduLimits(15_000, 15_000))
    assert channel.max_response_length == most
    assert channel.max_short_length == 256


def test_protected_answer_of_more_than_a_short_one_is_asked_for_in_extended_form() -> None:
    command = aes_session().protect(CommandApdu(0, 0xB0, 0x81, 0, ne=240, extended=True))
    encoded = command.encode()
    assert encoded[4] == 0
    assert encoded[-2:] == b"\x00\x00"
    assert bytes.fromhex("970200F0") in encoded


@pytest.mark.parametrize(
    ("features", "code"),
    [
        ("12 04 42330012", 0x42330012),
        ("06 04 42330006 12 04 42330012", 0x42330012),
        ("06 04 42330006", None),
        ("12 04 4233", None),
        ("12", None),
        ("", None),
    ],
)
def test_properties_are_asked_for_where_the_reader_says(features: str, code: int | None) -> None:
    assert properties_code(bytes.fromhex(features)) == code


@pytest.mark.parametrize(
    ("properties", "size"),
    [
        ("0A 04 00000100", 65_536),
        ("08 02 0101 0A 04 00000000 0B 02 0000", 0),
        ("08 02 0101", None),
        ("0A 04 0000", None),
        ("0101 00" * 65, None),
    ],
)
def test_greatest_data_size_is_little_endian(properties: str, size: int | None) -> None:
    assert max_apdu_data(bytes.fromhex(properties)) == size


def test_memory_keeps_the_last_kinds_of_card() -> None:
    memory = LengthMemory()
    assert memory.recall(b"0") is None
    for number in range(65):
        memory.note(bytes((number,)), number + 1)
    assert memory.recall(b"\x00") is None
    assert memory.recall(b"\x40") == 65
    memory.note(b"\x40", 112)
    assert memory.recall(b"\x40") == 112
