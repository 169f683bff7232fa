"""Reading files: few commands, every refusal, what a hostile or picky card may answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.card.channel import CardChannel
from reader.card.filesystem import CardFileSystem, ReadHooks
from reader.card.limits import ApduLimits
from reader.codec import tlv
from reader.codec.apdu import CommandApdu
from reader.codec.files import ElementaryFile
from reader.errors import (
    CancelledError,
    CardCommunicationError,
    CardRemovedError,
    MalformedDataError,
    NotAnEmrtdError,
    StatusWordError,
)
from tests.scripted_card import Answer, ScriptedCard

SELECT_APPLICATION = "00A4040C07 A0000002471001"
DG1, DG2, SOD = ElementaryFile.DG1, ElementaryFile.DG2, ElementaryFile.SOD
CARD_ACCESS = ElementaryFile.CARD_ACCESS


def content(length: int, tag: int = 0x75) -> bytes:
    """A file of exactly `length` bytes in all whose bytes differ from place to place."""
    header = next(
        size for size in range(2, 6) if len(tlv.encode(tag, bytes(length - size))) == length
    )  # fmt: skip
    return tlv.encode(tag, bytes((17 * place + place // 251) % 256 for place in range(length - header)))


class FileCard:
    """A card of one file that answers READ BINARY as ISO/IEC 7816-4 says, and counts."""

    def __init__(self, data: bytes, *, most: int = 256) -> None:
        self.data = data
        self.most = most
        self.offsets: list[int] = []
        self.pull_after: int | None = None
        self.atr = b""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        apdu = CommandApdu.parse(command)
        if self.pull_after is not None and len(self.offsets) >= self.pull_after:
            raise CardRemovedError
        if apdu.ne > self.most:
            return b"", 0x6700
        if apdu.ins == 0xB1:
            offset = int.from_bytes(tlv.unpack(0x54, apdu.data), "big")
            self.offsets.append(offset)
            return tlv.encode(0x53, self.data[offset : offset + apdu.ne - 4]), 0x9000
        offset = apdu.p2 if apdu.p1 & 0x80 else apdu.p1 << 8 | apdu.p2
        self.offsets.append(offset)
        data = self.data[offset : offset + apdu.ne]
        return data, 0x9000 if len(data) == apdu.ne else 0x6282

    def reset(self) -> None:
        self.offsets.clear()

    def close(self) -> None:
        self.most = 0


def filesystem(card: ScriptedCard | FileCard) -> CardFileSystem:
    return CardFileSystem(CardChannel.open(card))


def test_application_is_selected_without_le() -> None:
    with ScriptedCard((SELECT_APPLICATION, "9000")) as card:
        filesystem(card).select_application()


@pytest.mark.parametrize("status", ["6A82", "6A81", "6A86", "6D00", "6E00"])
def test_card_without_the_application_is_no_emrtd(status: str) -> None:
    with ScriptedCard((SELECT_APPLICATION, status)) as card, pytest.raises(NotAnEmrtdError):
        filesystem(card).select_application()


@pytest.mark.parametrize("status", ["6982", "6985", "6F00"])
def test_other_refusal_of_the_application_is_told_as_it_is(status: str) -> None:
    with ScriptedCard((SELECT_APPLICATION, status)) as card, pytest.raises(StatusWordError) as caught:
        filesystem(card).select_application()
    assert caught.value.sw == int(status, 16)


def test_short_file_takes_one_command() -> None:
    with ScriptedCard(("00B0810000", content(95, 0x61) + b"\x62\x82")) as card:
        assert filesystem(card).read_file(DG1) == content(95, 0x61)


def test_file_of_one_block_takes_one_command() -> None:
    with ScriptedCard(("00B0820000", content(256) + b"\x90\x00")) as card:
        assert filesystem(card).read_file(DG2) == content(256)


def test_long_file_continues_by_offset_and_asks_for_the_exact_rest() -> None:
    data = content(600)
    script: list[tuple[str, bytes]] = [
        ("00B0820000", data[:256] + b"\x90\x00"),
        ("00B0010000", data[256:512] + b"\x90\x00"),
        ("00B0020058", data[512:] + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        assert filesystem(card).read_file(DG2) == data


def test_bytes_behind_the_data_object_are_not_part_of_the_file() -> None:
    with ScriptedCard(("00B0810000", content(95, 0x61) + bytes(20) + b"\x90\x00")) as card:
        assert filesystem(card).read_file(DG1) == content(95, 0x61)


@given(st.integers(2, 1200), st.integers(20, 256))
def test_every_length_is_read_whole_in_every_block(length: int, block: int) -> None:
    if length in {130, 259, 260}:
        length += 2  # no data object with a shortest length is that long
    card = FileCard(content(length))
    assert CardFileSystem(CardChannel.open(card), block_length=block).read_file(DG2) == content(length)
    assert len(card.offsets) == max(1, -(-length // block))


def test_short_blocks_of_the_card_are_accepted() -> None:
    data = content(300)
    script: list[tuple[str, bytes]] = [
        ("00B0820000", data[:100] + b"\x90\x00"),
        ("00B00064C8", data[100:299] + b"\x90\x00"),
        ("00B0012B01", data[299:] + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        assert filesystem(card).read_file(DG2) == data


def test_file_beyond_32767_continues_with_the_odd_instruction() -> None:
    data = content(33_500)
    card = FileCard(data)
    assert filesystem(card).read_file(DG2) == data
    assert card.offsets[127:130] == [32_512, 32_768, 33_020]


def test_empty_block_of_the_odd_instruction_is_an_error() -> None:
    class EmptyCard(FileCard):
        def transmit(self, command: bytes) -> tuple[bytes, int]:
            answer = super().transmit(command)
            return (b"\x53\x00", 0x9000) if command[1] == 0xB1 else answer

    with pytest.raises(CardCommunicationError):
        filesystem(EmptyCard(content(33_500))).read_file(DG2)


@pytest.mark.parametrize("most", [231, 200, 160, 112, 100])
def test_smaller_blocks_are_tried_and_remembered(most: int) -> None:
    card = FileCard(content(1000), most=most)
    files = filesystem(card)
    assert files.read_file(DG2) == content(1000)
    assert files.block_length == max(length for length in (192, 160, 112, 64) if length <= most)
    card.offsets.clear()
    files.read_file(DG2)
    assert len(card.offsets) == -(-1000 // files.block_length)


def test_refusal_at_the_short_end_of_a_file_does_not_shrink_the_blocks() -> None:
    data = content(300)
    script: list[tuple[str, Answer]] = [
        ("00B0820000", data[:256] + b"\x90\x00"),
        ("00B001002C", "6700"),
    ]
    with ScriptedCard(*script) as card:
        files = filesystem(card)
        with pytest.raises(StatusWordError):
            files.read_file(DG2)
    assert files.block_length == 256


@pytest.mark.parametrize("status", ["6700", "6B00", "6282"])
def test_card_that_refuses_every_length_is_told_so(status: str) -> None:
    lengths = [256, 192, 160, 112, 64]
    by_sfi = [(f"00B08200{length & 0xFF:02X}", status) for length in lengths]
    selected = [(f"00B00000{length & 0xFF:02X}", status) for length in lengths]
    with ScriptedCard(*by_sfi, ("00A4020C02 0102", "9000"), *selected) as card:
        files = filesystem(card)
        with pytest.raises(StatusWordError) as caught:
            files.read_file(DG2)
        assert files.block_length == 256
    assert caught.value.sw == int(status, 16)


@pytest.mark.parametrize("status", ["6A82", "6982"])
def test_missing_or_closed_file_is_asked_for_once(status: str) -> None:
    with ScriptedCard(("00B0820000", status)) as card, pytest.raises(StatusWordError) as caught:
        filesystem(card).read_file(DG2)
    assert caught.value.sw == int(status, 16)


@pytest.mark.parametrize("status", ["6A86", "6D00", "6985", "6986"])
def test_card_without_short_identifiers_is_read_by_file_identifier(status: str) -> None:
    script: list[tuple[str, Answer]] = [
        ("00B0820000", status),
        ("00A4020C02 0102", "9000"),
        ("00B0000000", content(100) + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        assert filesystem(card).read_file(DG2) == content(100)


@pytest.mark.parametrize("status", ["6A82", "6982", "6D00", "6985", "6700 6B00"])
def test_card_access_is_sought_by_identifier_after_any_refusal(status: str) -> None:
    first, *_ = status.split()
    refused: list[tuple[str, Answer]] = [("00B09C0000", first)]
    if first == "6700":
        refused += [(f"00B09C00{length:02X}", "6B00") for length in (192, 160, 112, 64)]
    script: list[tuple[str, Answer]] = [
        *refused,
        ("00A4020C02 011C", "9000"),
        ("00B0000000", content(56, 0x31) + b"\x62\x82"),
    ]
    with ScriptedCard(*script) as card:
        assert filesystem(card).read_file(CARD_ACCESS) == content(56, 0x31)


def test_card_without_card_access_says_so() -> None:
    script = (("00B09C0000", "6A82"), ("00A4020C02 011C", "6A82"))
    with ScriptedCard(*script) as card, pytest.raises(StatusWordError) as caught:
        filesystem(card).read_file(CARD_ACCESS)
    assert caught.value.sw == 0x6A82


def test_empty_answer_is_an_error() -> None:
    with ScriptedCard(("00B0820000", "9000")) as card, pytest.raises(CardCommunicationError):
        filesystem(card).read_file(DG2)


@pytest.mark.parametrize("data", ["00", "7582", "7580", "758400FFFFFF", "7583020000"])
def test_file_that_is_no_data_object_or_too_long_is_refused(data: str) -> None:
    with ScriptedCard(("00B0820000", data + "9000")) as card, pytest.raises(MalformedDataError):
        filesystem(card).read_file(DG2)


def test_longest_length_is_the_callers_to_set() -> None:
    with pytest.raises(MalformedDataError, match="too long"):
        filesystem(FileCard(content(1000))).read_file(DG2, max_length=999)
    assert len(filesystem(FileCard(content(1000))).read_file(DG2, max_length=1000)) == 1000


def test_progress_rises_to_the_whole() -> None:
    heard: list[tuple[int, int]] = []
    hooks = ReadHooks(progress=lambda done, total: heard.append((done, total)))
    filesystem(FileCard(content(600))).read_file(DG2, hooks=hooks)
    assert heard == [(256, 600), (512, 600), (600, 600)]


def test_cancel_is_asked_before_every_command() -> None:
    card = FileCard(content(1000))
    with pytest.raises(CancelledError):
        filesystem(card).read_file(DG2, hooks=ReadHooks(cancel=lambda: len(card.offsets) == 2))
    assert card.offsets == [0, 256]


def test_reading_goes_on_where_it_broke_off() -> None:
    card = FileCard(content(1000))
    card.pull_after = 3
    buffer = bytearray()
    with pytest.raises(CardRemovedError):
        filesystem(card).read_file(DG2, into=buffer)
    assert bytes(buffer) == content(1000)[:768]
    card.pull_after = None
    card.offsets.clear()
    assert filesystem(card).read_file(DG2, into=buffer) == content(1000)
    assert card.offsets == [0, 768]


def test_another_beginning_starts_over() -> None:
    buffer = bytearray(content(900)[:500])
    assert filesystem(FileCard(content(1000))).read_file(DG2, into=buffer) == content(1000)
    assert bytes(buffer) == content(1000)


def test_whole_file_read_before_takes_one_short_command() -> None:
    buffer = bytearray(content(600))
    with ScriptedCard(("00B0820008", content(600)[:8] + b"\x90\x00")) as card:
        assert filesystem(card).read_file(DG2, into=buffer) == content(600)


def test_block_length_never_exceeds_what_the_channel_holds() -> None:
    assert CardFileSystem(CardChannel.open(ScriptedCard()), block_length=1000).block_length == 256
    assert CardFileSystem(CardChannel.open(ScriptedCard()), block_length=160).block_length == 160


def test_a_card_without_short_identifiers_is_not_asked_for_them_again() -> None:
    script: list[tuple[str, Answer]] = [
        ("00B0810000", "6A86"),
        ("00A4020C02 0101", "9000"),
        ("00B0000000", content(95, 0x61) + b"\x90\x00"),
        ("00A4020C02 0102", "9000"),
        ("00B0000000", content(100) + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        files = filesystem(card)
        assert files.read_file(DG1) == content(95, 0x61)
        assert files.by_sfi is False
        assert files.read_file(DG2) == content(100)


def test_one_missing_identifier_says_nothing_of_the_others() -> None:
    script: list[tuple[str, Answer]] = [
        ("00B09C0000", "6A82"),
        ("00A4020C02 011C", "9000"),
        ("00B0000000", content(56, 0x31) + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        files = filesystem(card)
        files.read_file(CARD_ACCESS)
    assert files.by_sfi is True


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ((("00B0810000", "47039401E0 9000"),), "47039401E0"),
        ((("00B0810000", "47039401E0 6282"),), "47039401E0"),
        ((("00B0810000", "6982"),), ""),
    ],
)
def test_beginning_of_a_file_of_several_objects(script: tuple[tuple[str, str], ...], expected: str) -> None:
    with ScriptedCard(*script) as card:
        assert filesystem(card).read_beginning(ElementaryFile.ATR_INFO) == bytes.fromhex(expected)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ((("00A4020C02 2F01", "9000"), ("00B0000000", "4301 00 9000")), "430100"),
        ((("00A4020C02 2F01", "6A82"),), ""),
    ],
)
def test_beginning_of_a_selected_file(script: tuple[tuple[str, str], ...], expected: str) -> None:
    with ScriptedCard(*script) as card:
        files = CardFileSystem(CardChannel.open(card), by_sfi=False)
        assert files.read_beginning(ElementaryFile.ATR_INFO) == bytes.fromhex(expected)


def test_a_corrected_length_is_asked_for_from_then_on() -> None:
    data = content(300)
    script: list[tuple[str, Answer]] = [
        ("00B0820000", "6C80"),
        ("00B0820080", data[:128] + b"\x90\x00"),
        ("00B0008080", data[128:256] + b"\x90\x00"),
        ("00B001002C", data[256:] + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        files = filesystem(card)
        assert files.read_file(DG2) == data
        assert files.block_length == 128


def test_a_corrected_length_of_a_short_file_is_not_remembered() -> None:
    with ScriptedCard(("00B0810000", "6C5F"), ("00B081005F", content(95, 0x61) + b"\x90\x00")) as card:
        files = filesystem(card)
        assert files.read_file(DG1) == content(95, 0x61)
        assert files.block_length == 256


def test_tiny_corrections_do_not_make_tiny_blocks() -> None:
    data = content(100)
    script: list[tuple[str, Answer]] = [
        ("00B0820000", "6C08"),
        ("00B0820008", data[:8] + b"\x90\x00"),
        ("00B0000840", data[8:72] + b"\x90\x00"),
        ("00B000481C", data[72:] + b"\x90\x00"),
    ]
    with ScriptedCard(*script) as card:
        assert filesystem(card).read_file(DG2) == data


@pytest.mark.parametrize(
    ("block", "status", "expected"),
    [
        (4_000, 0x6700, 256),
        (256, 0x6700, 112),
        (192, 0x6F00, 112),
        (112, 0x6700, None),
        (4_000, 0x6A82, None),
        (4_000, 0x6982, None),
    ],
)
def test_smaller_blocks_after_a_lost_session(block: int, status: int, expected: int | None) -> None:
    channel = CardChannel.open(ScriptedCard()).with_limits(ApduLimits(5_000, 5_000))
    assert CardFileSystem(channel, block_length=block).smaller_block(status) == expected


@pytest.mark.parametrize(
    "length", [4093, 4094, 4095, 8187, 8188, 8189, 32_766, 32_767, 32_768, 32_769, 40_000]
)
def test_every_length_around_a_block_and_the_odd_instruction_in_extended_blocks(length: int) -> None:
    card = FileCard(content(length), most=65_536)
    channel = CardChannel.open(card).with_limits(ApduLimits(5_000, 5_000))
    assert CardFileSystem(channel).read_file(DG2) == content(length)
