"""The client of the virtual reader, against a socket server that speaks pcscd's side of the wire."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from emulator.card.misbehaviour import CardLiftedError, CardMuteError
from emulator.card.vpcd import VpcdClient

ATR = bytes.fromhex("3B85800180739401E082")
SECONDS = 10.0


class EchoCard:
    """Answers each command with the command and 9000; counts its resets."""

    atr = ATR

    def __init__(self) -> None:
        self.resets = 0

    def reset(self) -> None:
        self.resets += 1

    def process(self, apdu: bytes) -> bytes:
        return apdu + b"\x90\x00"


class Reader:
    """The reader's side: listens like vpcd, sends length and body in two writes as vpcd does."""

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.settimeout(SECONDS)
        self.port: int = self._listener.getsockname()[1]
        self._card: socket.socket | None = None

    @property
    def card(self) -> socket.socket:
        assert self._card is not None
        return self._card

    def accept(self) -> None:
        if self._card is not None:
            self._card.close()
        self._card, _ = self._listener.accept()
        self._card.settimeout(SECONDS)

    def send(self, body: bytes) -> None:
        self.card.sendall(len(body).to_bytes(2, "big"))
        self.card.sendall(body)

    def receive(self) -> bytes:
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def ask(self, body: bytes) -> bytes:
        self.send(body)
        return self.receive()

    def is_empty(self) -> bool:
        """Whether the card has gone; waits for that."""
        return self.card.recv(1) == b""

    def close(self) -> None:
        if self._card is not None:
            self._card.close()
        self._listener.close()

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self.card.recv(count - len(data))
            assert more, "the card hung up"
            data += more
        return data


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def card() -> EchoCard:
    return EchoCard()


@pytest.fixture
def client(card: EchoCard, reader: Reader) -> Iterator[VpcdClient]:
    with VpcdClient(card, port=reader.port) as client:
        reader.accept()
        yield client


@pytest.mark.usefixtures("client")
def test_control_bytes_reset_the_card_and_ask_for_its_atr(card: EchoCard, reader: Reader) -> None:
    assert reader.ask(b"\x04") == ATR
    resets = card.resets
    reader.send(b"\x01")
    reader.send(b"\x02")
    reader.send(b"\x00")
    assert reader.ask(b"\x04") == ATR
    assert card.resets == resets + 3


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("length", [4, 5, 255, 4096, 65533])
def test_commands_of_every_length_are_answered(reader: Reader, length: int) -> None:
    command = bytes(number % 256 for number in range(length))
    assert reader.ask(command) == command + b"\x90\x00"


@pytest.mark.usefixtures("client")
def test_frames_cut_anywhere_or_run_together_are_understood(reader: Reader) -> None:
    frames = bytes.fromhex("0001010000000500B0000004000104000400A40000")
    for byte in frames[:7]:
        reader.card.sendall(bytes((byte,)))
    reader.card.sendall(frames[7:])
    answers = [reader.receive() for _ in range(3)]
    assert answers == [bytes.fromhex("00B00000049000"), ATR, bytes.fromhex("00A400009000")]


@pytest.mark.usefixtures("client")
def test_round_trips_do_not_wait_for_delayed_acknowledgements(reader: Reader) -> None:
    reader.ask(bytes(5))
    start = time.monotonic()
    for _ in range(25):
        reader.ask(bytes(5))
    # A delayed acknowledgement costs 40 ms: 25 of them make a second.
    assert time.monotonic() - start < 0.5


def test_lift_takes_the_card_away(client: VpcdClient, reader: Reader) -> None:
    assert client.is_laid_on
    client.lift()
    assert reader.is_empty()
    assert client.wait_lifted(0)
    client.lift()


def test_a_lifted_card_can_be_laid_on_again(client: VpcdClient, card: EchoCard, reader: Reader) -> None:
    client.lift()
    assert reader.is_empty()
    resets = card.resets
    client.lay_on()
    client.lay_on()
    reader.accept()
    assert reader.ask(b"\x04") == ATR
    assert card.resets == resets + 1


def test_the_card_is_pulled_at_the_command_asked_for(client: VpcdClient, reader: Reader) -> None:
    client.lift_at_apdu(3)
    reader.send(b"\x01")
    assert reader.ask(bytes(4)) == bytes(4) + b"\x90\x00"
    assert reader.ask(bytes(5)) == bytes(5) + b"\x90\x00"
    reader.send(bytes(6))
    assert reader.is_empty()
    assert client.wait_lifted(SECONDS)
    client.lay_on()
    reader.accept()
    assert reader.ask(bytes(6)) == bytes(6) + b"\x90\x00"


def test_the_card_lies_there_when_the_reader_comes_back(
    client: VpcdClient, card: EchoCard, reader: Reader
) -> None:
    assert client.wait_connected(SECONDS)
    resets = card.resets
    reader.close()
    restarted = Reader(reader.port)
    try:
        restarted.accept()
        assert restarted.ask(b"\x04") == ATR
        assert card.resets == resets + 1
        assert client.is_laid_on
    finally:
        client.lift()
        restarted.close()


def test_a_card_may_be_laid_on_before_there_is_a_reader(card: EchoCard, reader: Reader) -> None:
    port = reader.port
    reader.close()
    client = VpcdClient(card, port=port)
    client.lay_on()
    assert not client.wait_connected(0.1)
    late = Reader(port)
    try:
        late.accept()
        assert late.ask(b"\x04") == ATR
    finally:
        client.lift()
        late.close()


def test_run_serves_until_the_card_is_lifted(card: EchoCard, reader: Reader) -> None:
    client = VpcdClient(card, port=reader.port)
    runner = threading.Thread(target=client.run)
    runner.start()
    reader.accept()
    assert reader.ask(b"\x04") == ATR
    client.lift()
    runner.join(SECONDS)
    assert not runner.is_alive()


def test_a_lifted_client_leaves_no_thread(card: EchoCard, reader: Reader) -> None:
    before = threading.active_count()
    with VpcdClient(card, port=reader.port):
        reader.accept()
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


class LeavingCard(EchoCard):
    """Leaves the field, or goes mute, at its second command."""

    def __init__(self, error: type[Exception]) -> None:
        super().__init__()
        self._error, self._seen = error, 0

    def process(self, apdu: bytes) -> bytes:
        self._seen += 1
        if self._seen == 2:
            raise self._error
        return super().process(apdu)


def test_a_card_that_leaves_by_itself_is_lifted(reader: Reader) -> None:
    client = VpcdClient(LeavingCard(CardLiftedError), port=reader.port)
    with client:
        reader.accept()
        assert reader.ask(b"\x00\xa4\x00\x00")[-2:] == b"\x90\x00"
        reader.send(b"\x00\xa4\x00\x00")
        assert client.wait_lifted(SECONDS)
        assert reader.card.recv(1) == b""
    assert not client.is_laid_on


def test_a_mute_card_is_found_anew(reader: Reader) -> None:
    card = LeavingCard(CardMuteError)
    with VpcdClient(card, port=reader.port) as client:
        reader.accept()
        assert reader.ask(b"\x00\xa4\x00\x00")[-2:] == b"\x90\x00"
        reader.send(b"\x00\xa4\x00\x00")
        assert reader.card.recv(1) == b""
        reader.accept()
        assert client.is_laid_on
        assert reader.ask(b"\x00\xa4\x00\x00")[-2:] == b"\x90\x00"
