"""The processors of a channel, one by one and together."""

import pytest

from reader.card.channel import MAX_CHAINED_LENGTH, CardChannel
from reader.card.limits import ApduLimits
from reader.card.secure_messaging import SecureMessaging
from reader.codec.apdu import CommandApdu
from reader.crypto.cipher import SymmetricCipher
from reader.errors import CardCommunicationError, CardRemovedError, SecureMessagingError, StatusWordError
from tests import vectors
from tests.scripted_card import ScriptedCard

D4 = vectors.load(vectors.ICAO)["SM_D4"]
READ = CommandApdu(0x00, 0xB0, 0x00, 0x00, ne=4)


def d4_session() -> SecureMessaging:
    keys = (bytes.fromhex(D4[name]) for name in ("ks_enc", "ks_mac", "ssc"))
    return SecureMessaging(SymmetricCipher.TRIPLE_DES, *keys)


def test_plain_command_and_answer() -> None:
    with ScriptedCard(("00B0000004", "DEADBEEF 9000")) as card:
        channel = CardChannel.open(card)
        assert channel.max_response_length == 256
        assert channel.send(READ) == bytes.fromhex("DEADBEEF")
        assert (channel.apdus, channel.bytes_transferred) == (1, 5 + 6)


def test_unaccepted_status_is_an_error_that_names_it() -> None:
    with ScriptedCard(("00B0000004", "6A82")) as card, pytest.raises(StatusWordError) as caught:
        CardChannel.open(card).send(READ)
    assert caught.value.sw == 0x6A82
    assert "6A82" in str(caught.value)


def test_other_statuses_can_be_accepted() -> None:
    with ScriptedCard(("00B0000004", "AA 6282")) as card:
        assert CardChannel.open(card).send(READ, accept=(0x9000, 0x6282)) == b"\xaa"


def test_announced_bytes_are_fetched() -> None:
    script = (("00B0000004", "01 6102"), ("00C0000002", "02 6100"), ("00C0000000", "03 9000"))
    with ScriptedCard(*script) as card:
        channel = CardChannel.open(card)
        assert channel.transmit(READ).data == b"\x01\x02\x03"
        assert channel.apdus == 3


def test_bytes_of_a_chained_protected_answer_are_fetched_plainly() -> None:
    with ScriptedCard(("1C86000000", "6101"), ("00C0000001", "01 9000")) as card:
        assert CardChannel.open(card).transmit(CommandApdu(0x1C, 0x86, 0, 0, ne=256)).data == b"\x01"


def test_announced_bytes_that_never_come_are_an_error() -> None:
    with (
        ScriptedCard(("00B0000004", "6104"), ("00C0000004", "6104")) as card,
        pytest.raises(CardCommunicationError),
    ):
        CardChannel.open(card).transmit(READ)


def test_answer_without_an_end_is_an_error() -> None:
    full = b"x" * 256 + b"\x61\x00"
    count = MAX_CHAINED_LENGTH // 256
    script = [("00C0000000", full)] * count
    with ScriptedCard(("00B0000004", full), *script) as card, pytest.raises(CardCommunicationError):
        CardChannel.open(card).transmit(READ)


def test_wrong_le_is_corrected_once() -> None:
    with ScriptedCard(("00B0000004", "6C02"), ("00B0000002", "0102 9000")) as card:
        assert CardChannel.open(card).transmit(READ).data == b"\x01\x02"


def test_wrong_le_of_zero_means_256() -> None:
    with ScriptedCard(("00B0000004", "6C00"), ("00B0000000", "01 9000")) as card:
        assert CardChannel.open(card).transmit(READ).data == b"\x01"


def test_le_corrected_twice_is_given_back() -> None:
    with ScriptedCard(("00B0000004", "6C02"), ("00B0000002", "6C01")) as card:
        assert CardChannel.open(card).transmit(READ).sw == 0x6C01


@pytest.mark.parametrize(
    ("command", "ne"), [("00B0000004", 4), ("00B00000", 0)], ids=["same-length", "nothing-was-expected"]
)
def test_pointless_correction_is_not_tried(command: str, ne: int) -> None:
    with ScriptedCard((command, "6C04")) as card:
        assert CardChannel.open(card).transmit(READ.with_expected(ne)).sw == 0x6C04


def test_more_than_asked_for_is_an_error() -> None:
    answer = bytes(257) + b"\x90\x00"
    with ScriptedCard(("00B0000004", answer)) as card, pytest.raises(CardCommunicationError):
        CardChannel.open(card).transmit(READ)


def test_error_of_the_connection_passes_through() -> None:
    with ScriptedCard(("00B0000004", CardRemovedError())) as card, pytest.raises(CardRemovedError):
        CardChannel.open(card).transmit(READ)


def test_protected_channel_speaks_as_in_d4_and_keeps_counting() -> None:
    script = [(exchange["protected_c"], exchange["protected_r"]) for exchange in D4["exchanges"]]
    with ScriptedCard(("00B0000004", "6982"), *script) as card:
        plain = CardChannel.open(card)
        plain.transmit(READ)
        channel = plain.with_secure_messaging(d4_session())
        assert channel.max_response_length == 231
        for exchange in D4["exchanges"]:
            command = CommandApdu.parse(bytes.fromhex(exchange["plain_c"]))
            assert channel.send(command) == bytes.fromhex(exchange["plain_data"])
        assert channel.apdus == plain.apdus == 4


@pytest.mark.parametrize("answer", ["9000", "6C04", "6988", "DEADBEEF 9000"])
def test_plain_answer_under_protection_ends_the_session(answer: str) -> None:
    with ScriptedCard((D4["exchanges"][0]["protected_c"], answer)) as card:
        channel = CardChannel.open(card).with_secure_messaging(d4_session())
        command = CommandApdu.parse(bytes.fromhex(D4["exchanges"][0]["plain_c"]))
        with pytest.raises(SecureMessagingError):
            channel.transmit(command)
        with pytest.raises(SecureMessagingError):
            channel.transmit(command)


def test_new_session_replaces_the_old_one() -> None:
    with ScriptedCard((D4["exchanges"][0]["protected_c"], D4["exchanges"][0]["protected_r"])) as card:
        channel = (
            CardChannel.open(card).with_secure_messaging(d4_session()).with_secure_messaging(d4_session())
        )
        channel.send(CommandApdu.parse(bytes.fromhex(D4["exchanges"][0]["plain_c"])))


def test_repr_shows_nothing_of_the_session() -> None:
    channel = CardChannel.open(ScriptedCard()).with_secure_messaging(d4_session())
    assert repr(channel) == "CardChannel(max_response_length=231)"


KEY = bytes(range(256)) + bytes(8)
EXTENDED_KEY = "0086000000 0108" + KEY.hex() + "0000"
PIECES = (("10860000FF" + KEY[:255].hex(), "9000"), ("0086000009" + KEY[255:].hex() + "00", "AA 9000"))
AUTHENTICATE = CommandApdu(0x00, 0x86, 0x00, 0x00, KEY, 65_536)


class ShortReaderCard(ScriptedCard):
    max_apdu_data = 0


def test_key_agreement_may_be_extended_without_being_announced() -> None:
    with ScriptedCard((EXTENDED_KEY, "AA 9000")) as card:
        assert CardChannel.open(card).transmit(AUTHENTICATE).data == b"\xaa"


@pytest.mark.parametrize("refusal", ["6700", "6D00"])
def test_key_agreement_refused_as_extended_is_sent_in_pieces_from_then_on(refusal: str) -> None:
    with ScriptedCard((EXTENDED_KEY, refusal), *PIECES, *PIECES) as card:
        channel = CardChannel.open(card)
        assert channel.transmit(AUTHENTICATE).data == b"\xaa"
        assert channel.transmit(AUTHENTICATE).data == b"\xaa"


def test_a_reader_of_short_commands_is_given_pieces() -> None:
    with ShortReaderCard(*PIECES) as card:
        assert CardChannel.open(card).transmit(AUTHENTICATE).data == b"\xaa"


def test_refused_piece_is_the_answer() -> None:
    with ShortReaderCard((PIECES[0][0], "6884")) as card:
        assert CardChannel.open(card).transmit(AUTHENTICATE).sw == 0x6884


def test_other_commands_are_extended_only_as_the_card_announces() -> None:
    command = CommandApdu(0x00, 0xDA, 0x00, 0x00, KEY)
    extended = "00DA000000 0108" + KEY.hex()
    pieces = (("10DA0000FF" + KEY[:255].hex(), "9000"), ("00DA000009" + KEY[255:].hex(), "9000"))
    with ScriptedCard(*pieces, (extended, "9000"), *pieces) as card:
        channel = CardChannel.open(card)
        channel.send(command)
        channel.with_limits(ApduLimits(1000, 1000)).send(command)
        channel.with_limits(ApduLimits(265, 1000)).send(command)


def test_pieces_are_protected_one_by_one() -> None:
    class Sink:
        atr = b""
        max_apdu_data = 0

        def __init__(self) -> None:
            self.commands: list[CommandApdu] = []

        def transmit(self, command: bytes) -> tuple[bytes, int]:
            self.commands.append(CommandApdu.parse(command))
            raise CardRemovedError

        def reset(self) -> None:
            self.commands.clear()

        def close(self) -> None:
            self.commands.clear()

    card = Sink()
    session = SecureMessaging(SymmetricCipher.AES_128, bytes(16), bytes(16))
    with pytest.raises(CardRemovedError):
        CardChannel.open(card).with_secure_messaging(session).transmit(AUTHENTICATE)
    (first,) = card.commands
    assert (first.cla, first.is_extended) == (0x1C, False)
    assert len(first.data) <= 255
