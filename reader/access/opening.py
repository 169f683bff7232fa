"""Opening the chip on the reader: PACE before BAC before nothing, as the policy says (Doc 9303-11 4).

What is opened once can be opened again in the same way, for a card that gave up its session.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from reader.access.bac import establish_bac
from reader.access.pace import LAST_TRIES, run_pace
from reader.access.policy import AccessProtocol, BacPolicy
from reader.access.suite import best_suite, suite_of
from reader.card.channel import CardChannel
from reader.card.filesystem import CardFileSystem
from reader.card.lengths import memory_of
from reader.card.limits import SHORT, ApduLimits, parse_atr_info
from reader.codec.apdu import StatusWord
from reader.codec.files import ElementaryFile
from reader.errors import (
    AccessError,
    AccessProtocolError,
    CardError,
    MalformedDataError,
    SecureMessagingError,
    StatusWordError,
    WrongKeyError,
)
from reader.lds.card_access import BUILT_IN_PACE_INFO, parse_card_access

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.access.candidates import Candidates
    from reader.access.key import AccessKey, MrzKey
    from reader.access.pace import ChipMapping
    from reader.access.suite import PaceSuite
    from reader.card.connection import CardConnection
    from reader.lds.security_info import SecurityInfos
    from reader.options import Options

_MAX_CARD_ACCESS = 4_096
_MAX_CARD_SECURITY = 16_384

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class OpenedChip:
    """An open chip, its application selected: how it was opened and the channel to it.

    `suite` is PACE's; `chip` what its chip authentication mapping left, `card_security` the raw EF.CardSecurity to
    check that with (empty: the card does not show it).
    """

    protocol: AccessProtocol
    channel: CardChannel
    suite: PaceSuite | None = None
    chip: ChipMapping | None = None
    card_security: bytes = field(default=b"", repr=False)
    attempts: int = 1

    @property
    def evidence(self) -> dict[str, str]:
        """How the chip was opened, for people."""
        shown = {"protocol": self.protocol.value, "attempts": f"{self.attempts}"}
        if self.suite is not None:
            shown |= {"suite": self.suite.name, "group": self.suite.group.name}
        return shown


class ChipOpener:
    """One card's way in: what it shows in the plain, and the keys there are."""

    def __init__(self, connection: CardConnection, keys: Candidates, options: Options) -> None:
        """Open the card on `connection` with one of `keys`, as `options` say."""
        self._connection = connection
        self._keys = keys
        self._options = options
        self._limits: ApduLimits = SHORT
        self._transport = CardChannel.open(connection)
        self._lengths = memory_of(connection)
        self._card_security: bytes | None = None
        self._attempts = 1
        self.by_sfi = True
        self._again: Callable[[], OpenedChip] | None = None

    def read_card_access(self) -> SecurityInfos | None:
        """Return EF.CardAccess, None if the card does not show a sound one; and learn what lengths the card takes.

        Both files are read in the master file before anything is selected. The card is reset before: it may still be in
        the session of whoever read it last. `by_sfi` turns false for a card that knows no short identifiers.
        """
        self._connection.reset()
        files = CardFileSystem(self._transport)
        try:
            raw = files.read_file(ElementaryFile.CARD_ACCESS, max_length=_MAX_CARD_ACCESS)
            found = parse_card_access(raw)
        except (StatusWordError, MalformedDataError):
            found = None
        self._limits = parse_atr_info(files.read_beginning(ElementaryFile.ATR_INFO))
        self.by_sfi = files.by_sfi
        return found

    def open(
        self, card_access: SecurityInfos | None, reads_plainly: Callable[[CardChannel], bool]
    ) -> OpenedChip:
        """Open the chip and select its application.

        `reads_plainly(channel)` tries to read what only an open chip shows. WrongKeyError if none of the keys is the
        card's, AccessError with the reason "pace-unsupported", "bac-forbidden" or "bac-needs-mrz" where there is no
        way in, AccessProtocolError, NotAnEmrtdError, CardError and PcscError.
        """
        offered = card_access is not None and bool(card_access.pace)
        suite = self._suite(card_access)
        if suite is not None:
            try:
                return self._remember(lambda key: self._by_pace(suite, key), self._keys)
            except AccessProtocolError as error:
                if not self._may_do_without_pace(error, offered=offered):
                    raise
        elif offered and self._options.bac is not BacPolicy.ALLOW:
            raise AccessError("none of the card's variants of PACE is built here", reason="pace-unsupported")
        return self._without_pace(reads_plainly, offered=offered)

    def reopen(self) -> OpenedChip:
        """Open the chip as before, after it gave up its session; CardError if it was never opened."""
        if self._again is None:
            raise CardError("the chip was not opened yet")
        self._connection.reset()
        return self._again()

    def _suite(self, card_access: SecurityInfos | None) -> PaceSuite | None:
        if card_access is None:
            return suite_of(BUILT_IN_PACE_INFO)
        return best_suite(card_access)

    def _may_do_without_pace(self, error: AccessProtocolError, *, offered: bool) -> bool:
        if offered:
            return self._options.bac is BacPolicy.ALLOW and bool(self._keys.mrz_keys)
        # The built-in parameters are a guess: a card that refuses them outright may know another way.
        return error.reason == "pace-refused"

    def _without_pace(self, reads_plainly: Callable[[CardChannel], bool], *, offered: bool) -> OpenedChip:
        if offered:
            self._connection.reset()
        plain = self._plainly()
        if reads_plainly(plain.channel):
            self._again = self._plainly
            return plain
        if self._options.bac is BacPolicy.NEVER:
            raise AccessError("the card asks for BAC, which is switched off", reason="bac-forbidden")
        if not self._keys.mrz_keys:
            raise AccessError("the card asks for BAC, which needs its MRZ", reason="bac-needs-mrz")
        return self._remember(self._by_bac, self._keys.mrz_keys)

    def _remember(self, open_with: Callable[[Key], OpenedChip], keys: Iterable[Key]) -> OpenedChip:
        """Try one key after the other; the one that fits is the one to open with again."""
        wrong = WrongKeyError()
        for key in keys:
            try:
                opened = open_with(key)
            except WrongKeyError as error:
                self._attempts += 1
                wrong = error
                if _is_last_try(error):
                    break
                continue
            self._again = lambda fitting=key: open_with(fitting)
            return opened
        raise wrong

    def _by_pace(self, suite: PaceSuite, key: AccessKey) -> OpenedChip:
        session = run_pace(self._plain_channel(), suite, key)
        while session.chip is not None and self._card_security is None:
            if not self._read_card_security(session.channel):
                self._connection.reset()
                session = run_pace(self._plain_channel(), suite, key)
        CardFileSystem(session.channel).select_application()
        return OpenedChip(
            AccessProtocol.PACE,
            session.channel,
            suite,
            session.chip,
            self._card_security or b"",
            self._attempts,
        )

    def _by_bac(self, key: MrzKey) -> OpenedChip:
        channel = self._plainly().channel
        return OpenedChip(AccessProtocol.BAC, establish_bac(channel, key), attempts=self._attempts)

    def _plainly(self) -> OpenedChip:
        channel = self._plain_channel()
        CardFileSystem(channel).select_application()
        return OpenedChip(AccessProtocol.NONE, channel, attempts=self._attempts)

    def _plain_channel(self) -> CardChannel:
        return self._transport.with_limits(self._limits, max_response=self._options.max_response)

    def _read_card_security(self, channel: CardChannel) -> bool:
        """Read EF.CardSecurity in the master file, empty if refused; False if the session is over.

        Where a large block cost the session, it is left unread, for another try with smaller ones.
        """
        known = self._lengths.recall(self._connection.atr)
        files = CardFileSystem(channel, block_length=known, by_sfi=self.by_sfi)
        try:
            self._card_security = files.read_file(ElementaryFile.CARD_SECURITY, max_length=_MAX_CARD_SECURITY)
        except (StatusWordError, MalformedDataError):
            self._card_security = b""
        except SecureMessagingError as error:
            if error.sw is None or error.sw == StatusWord.SUCCESS:
                raise
            smaller = files.smaller_block(error.sw)
            if smaller is None:
                self._card_security = b""
            else:
                self._lengths.note(self._connection.atr, smaller)
            return False
        return True


def _is_last_try(error: WrongKeyError) -> bool:
    """Whether the card counts, and one wrong key more would lock it."""
    cause = error.__cause__
    return isinstance(cause, StatusWordError) and cause.sw in LAST_TRIES
