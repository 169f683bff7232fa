"""What a chip remembers between two commands; a reset makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from emulator.card.secure_messaging import SecureSession


class Directory(Enum):
    """The dedicated file that is selected."""

    MASTER_FILE = auto()
    APPLICATION = auto()


class Authentication(Protocol):
    """A protocol that MSE:Set AT has set up and that GENERAL AUTHENTICATE drives."""

    def advance(self, state: ChipState, data: bytes, *, is_last: bool) -> bytes:
        """Take the value of DO 7C, return the value of the answer's; CommandError ends the protocol.

        `is_last` tells that no further command of the chain follows. A protocol that succeeds leaves its new session in
        `state.next_session`.
        """


@dataclass(slots=True)
class ChipState:
    """Everything volatile: selection, session, protocol in progress, half-sent commands and answers."""

    directory: Directory = Directory.MASTER_FILE
    current_file: int | None = None
    """File identifier of the selected elementary file."""
    session: SecureSession | None = field(default=None, repr=False)
    """The secure messaging session; to have one is to be authenticated."""
    next_session: SecureSession | None = field(default=None, repr=False)
    """The session that starts once the answer in preparation has gone out under the present one."""
    authentication: Authentication | None = field(default=None, repr=False)
    challenge: bytes = field(default=b"", repr=False)
    """What GET CHALLENGE gave, until the next command."""
    fragments: bytes = field(default=b"", repr=False)
    """Data of a chained command whose end is still to come."""
    chained_instruction: int | None = None
    """The instruction whose data those are."""
    last_read: tuple[int, int, int] = (0, 0, 0)
    """File identifier, first byte and end of what the last command read."""
    unsent: bytes = field(default=b"", repr=False)
    """The rest of a response, for GET RESPONSE."""

    @property
    def is_authenticated(self) -> bool:
        """Whether the terminal knows a password of this card."""
        return self.session is not None

    def drop_session(self) -> None:
        """End secure messaging and whatever was being done under it."""
        self.session = None
        self.next_session = None
        self.authentication = None
        self.fragments = b""
