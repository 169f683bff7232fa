"""The emulated card without a reader in between: one CardConnection for tests that need every step and no waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.issuer.authority import test_csca
from reader.errors import CardRemovedError
from reader.trust import TrustStore

if TYPE_CHECKING:
    from pathlib import Path

    from emulator.card.link import Card


class EmulatedConnection:
    """A CardConnection straight to an EmrtdCard; ``pull_at`` lifts the card at that command (1 is the first)."""

    def __init__(self, card: Card, *, pull_at: int | None = None) -> None:
        self._card = card
        self._pull_at = pull_at
        self.transmitted = 0

    @property
    def atr(self) -> bytes:
        return self._card.atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        self.transmitted += 1
        if self._pull_at is not None and self.transmitted >= self._pull_at:
            raise CardRemovedError("the card was pulled")
        answer = self._card.process(command)
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def reset(self) -> None:
        self._card.reset()

    def close(self) -> None:
        """Nothing is held."""


def trust_in_test_csca(directory: Path) -> TrustStore:
    """A trust store that holds the test CSCA alone, written to ``directory``."""
    path = directory / "test-csca.der"
    path.write_bytes(test_csca())
    return TrustStore.load([path])
