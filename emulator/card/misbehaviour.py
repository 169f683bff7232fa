"""What can go wrong between a chip and a terminal: the link, the answers, the sessions. A wrapper for each."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from emulator.card.emrtd import EmrtdCard
from emulator.card.image import CardImage

if TYPE_CHECKING:
    from emulator.card.secure_messaging import SecureSession

Next = Callable[[bytes], bytes]

_MAC_OBJECT = b"\x8e\x08"
_MAC_OBJECT_LENGTH = 10
_SW_LENGTH = 2


class CardLiftedError(Exception):
    """The card has left the field instead of answering."""


class CardMuteError(Exception):
    """The card lies there and does not answer."""


class Misbehaviour:
    """One way to go wrong; this one does nothing."""

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:  # noqa: ARG002 - others look at the card
        """Answer `command`, mostly by way of `following`, which is the chip or the next misbehaviour."""
        return following(command)

    def power_on(self) -> None:
        """The card was reset."""


class FaultyCard:
    """A chip whose answers pass through misbehaviours, the first outermost."""

    def __init__(self, card: EmrtdCard, misbehaviours: Sequence[Misbehaviour] = ()) -> None:
        """Wrap `card`."""
        self.card, self._misbehaviours = card, tuple(misbehaviours)

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        return self.card.atr

    def reset(self) -> None:
        """Reset the card."""
        self.card.reset()
        for misbehaviour in self._misbehaviours:
            misbehaviour.power_on()

    def process(self, apdu: bytes) -> bytes:
        """Answer a command APDU; CardLiftedError or CardMuteError where a misbehaviour does so."""
        return self._process(apdu, 0)

    def _process(self, apdu: bytes, place: int) -> bytes:
        if place == len(self._misbehaviours):
            return self.card.process(apdu)
        misbehaviour = self._misbehaviours[place]
        return misbehaviour.answer(self.card, apdu, lambda command: self._process(command, place + 1))


class AtApdu(Misbehaviour):
    """Does something once: at the `count`th command since the card was made (1 is the first)."""

    def __init__(self, count: int, act: Callable[[bytes, Next], bytes]) -> None:
        """`act` takes the command and the way to the chip."""
        self._left, self._act = count, act

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:  # noqa: ARG002 - a command is counted, whatever it does
        """See Misbehaviour."""
        self._left -= 1
        return self._act(command, following) if self._left == 0 else following(command)


class PulledAtByte(Misbehaviour):
    """Leaves the field once, instead of giving byte `place` of file `identifier`."""

    def __init__(self, identifier: int, place: int) -> None:
        """Remember where."""
        self._identifier, self._place, self._done = identifier, place, False

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:
        """See Misbehaviour."""
        answer = following(command)
        identifier, start, end = card.last_read
        if not self._done and identifier == self._identifier and start <= self._place < end:
            self._done = True
            raise CardLiftedError
        return answer


class SpoiledSession(Misbehaviour):
    """Spoils the protected answers of every session from the `count`th on (1 is the first)."""

    def __init__(self, count: int, spoil: Callable[[bytes], bytes]) -> None:
        """`spoil` makes another answer of the right one, which is protected."""
        self._count, self._spoil = count, spoil
        self._session: SecureSession | None = None
        self._seen = 0

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:
        """See Misbehaviour."""
        answer = following(command)
        if card.session is not self._session:
            self._session, self._seen = card.session, 0
        if not is_protected(answer):
            return answer
        self._seen += 1
        return self._spoil(answer) if self._seen >= self._count else answer


class LostCount(Misbehaviour):
    """The chip's send sequence counter jumps at the `count`th command of a session."""

    def __init__(self, count: int) -> None:
        """Remember when."""
        self._count = count
        self._session: SecureSession | None = None
        self._seen = 0

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:
        """See Misbehaviour: the command still fits the counter, the answer does not."""
        session = card.session
        if session is not self._session:
            self._session, self._seen = session, 0
        self._seen += 1
        if session is not None and self._seen == self._count:
            session.skip_in_answer(2)
        return following(command)


class Refusal(Misbehaviour):
    """Answers `sw` in the chip's place, under the session if there is one, to commands that `meant` picks by their header."""

    def __init__(self, meant: Callable[[bytes], bool], sw: int) -> None:
        """`meant` sees CLA, INS, P1, P2."""
        self._meant, self._sw = meant, sw

    def answer(self, card: EmrtdCard, command: bytes, following: Next) -> bytes:
        """See Misbehaviour."""
        return card.refuse(command, self._sw) if self._meant(command[:4]) else following(command)


def is_protected(answer: bytes) -> bool:
    """Tell whether an answer ends with a MAC."""
    return answer[-_MAC_OBJECT_LENGTH - _SW_LENGTH :].startswith(_MAC_OBJECT)


def pull(_command: bytes, _following: Next) -> bytes:
    """Leave the field."""
    raise CardLiftedError


def drop(_command: bytes, _following: Next) -> bytes:
    """Say nothing."""
    raise CardMuteError


def delay(seconds: float, wait: Callable[[float], None] = time.sleep) -> Callable[[bytes, Next], bytes]:
    """Answer, but `seconds` later."""

    def act(command: bytes, following: Next) -> bytes:
        answer = following(command)
        wait(seconds)
        return answer

    return act


def truncate(command: bytes, following: Next) -> bytes:
    """Lose the last three bytes of the answer, or all but one of a short one."""
    answer = following(command)
    return answer[:-3] or answer[:1]


def garble(command: bytes, following: Next) -> bytes:
    """Turn one bit in the middle of the answer."""
    answer = following(command)
    middle = len(answer) // 2
    return answer[:middle] + bytes((answer[middle] ^ 0x10,)) + answer[middle + 1 :]


def spoil_mac(answer: bytes) -> bytes:
    """Turn one bit of the MAC."""
    return answer[:-3] + bytes((answer[-3] ^ 0x01,)) + answer[-_SW_LENGTH:]


def take_protection_off(answer: bytes) -> bytes:
    """Give the status word alone, in plain."""
    return answer[-_SW_LENGTH:]


Maker = Callable[[CardImage, str], Misbehaviour]
"""Makes a misbehaviour for a chip with that image, from the argument that the fault was given."""
