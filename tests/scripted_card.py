"""A card that knows one conversation by heart and fails on any other word."""

from typing import Self

Octets = str | bytes
Answer = Octets | Exception


class ScriptedCard:
    """A CardConnection that expects exactly these commands in this order.

    Each exchange is (command, answer): both as bytes or hexadecimal text with spaces, the answer with its status word,
    or an exception to raise. Used as a context manager it fails if the conversation was not finished.
    """

    def __init__(self, *exchanges: tuple[Octets, Answer], atr: Octets = "3B80800101") -> None:
        self._exchanges: list[tuple[bytes, Answer]] = []
        self.expect(*exchanges)
        self._atr = _octets(atr)
        self.resets = 0
        self.closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.assert_finished()

    @property
    def atr(self) -> bytes:
        return self._atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        if self.closed:
            raise AssertionError("the connection is closed")
        if not self._exchanges:
            raise AssertionError(f"unexpected command {command.hex().upper()} after the end of the script")
        expected, answer = self._exchanges.pop(0)
        if command != expected:
            raise AssertionError(f"expected {expected.hex().upper()}, got {command.hex().upper()}")
        if isinstance(answer, Exception):
            raise answer
        response = _octets(answer)
        return response[:-2], int.from_bytes(response[-2:], "big")

    def expect(self, *exchanges: tuple[Octets, Answer]) -> None:
        """Add to the end of the conversation."""
        self._exchanges += [(_octets(command), answer) for command, answer in exchanges]

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed = True

    def assert_finished(self) -> None:
        """Fail unless every expected command came."""
        if self._exchanges:
            raise AssertionError(f"{len(self._exchanges)} expected commands never came")


def _octets(value: Octets) -> bytes:
    return bytes.fromhex(value) if isinstance(value, str) else value
