"""PcscCardStation: the CardStation of kiosk.ports on reader's front door. What is heavy is imported on the card's thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kiosk.flow import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from reader import Mrz, Portrait
    from reader.access.key import AccessKey
    from reader.card import CardMonitor, ReaderEvent
    from reader.inspection import Progress, ReadCache
    from reader.result import Check, InspectionResult
    from reader.trust import TrustStore

log = logging.getLogger(__name__)

SAM_SLOT = "SAM"  # a slot for the reader's own key cards: no patient's card ever lies there


class PcscCardStation:
    """The reader whose name fits, or, with several, the one on which a card was laid first."""

    def __init__(self, reader_pattern: str, trust_paths: Iterable[Path]) -> None:
        """Touch nothing yet: service and trust store are opened by the first waits."""
        self._pattern = reader_pattern
        self._trust_paths = tuple(trust_paths)
        self._trust: TrustStore | None = None
        self._monitor: CardMonitor | None = None
        self._readers: set[str] = set()
        self._reader = ""
        self._told = False

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """See CardStation. The second call also opens the trust store, so that the first card does not wait for it."""
        if self._told:
            self._open_trust()
        monitor = self._open_monitor()
        events = tuple(event for seen in monitor.wait(timeout) for event in self._note(seen))
        if not self._told:
            self._told = True
            if not self._readers and Event.READER_LOST not in events:
                return (Event.READER_LOST, *events)
        return events

    def interrupt(self) -> None:
        """See CardStation."""
        monitor = self._monitor
        if monitor is not None:
            monitor.interrupt()

    def new_cache(self) -> ReadCache:
        """See CardStation."""
        from reader.inspection import ReadCache

        return ReadCache()

    def inspect(  # noqa: PLR0913 - reader.inspect's own parameters
        self,
        key: AccessKey,
        cache: ReadCache,
        *,
        brief: bool,
        progress: Callable[[Progress], None],
        identity: Callable[[Mrz, Check], None],
        cancel: Callable[[], bool],
    ) -> InspectionResult:
        """See CardStation. After a fault of reader or service the next wait tells anew how things stand."""
        from reader.errors import CardRemovedError, PcscError
        from reader.inspection import Options, inspect

        monitor = self._open_monitor()
        if not self._reader:
            raise CardRemovedError
        try:
            with monitor.connect(self._reader) as connection:
                return inspect(
                    connection,
                    key,
                    self._open_trust(),
                    options=Options(read_portrait=not brief, read_national_record=not brief),
                    cache=cache,
                    progress=progress,
                    identity=identity,
                    cancel=cancel,
                )
        except PcscError:
            self.close()
            raise

    def portrait_png(self, portrait: Portrait) -> bytes:
        """See CardStation."""
        from reader.portrait import decode

        return decode(portrait)

    def close(self) -> None:
        """See CardStation; a later wait opens everything anew."""
        monitor, self._monitor = self._monitor, None
        self._readers.clear()
        self._reader = ""
        self._told = False
        if monitor is not None:
            monitor.close()

    def _open_monitor(self) -> CardMonitor:
        if self._monitor is None:
            from reader.card import CardMonitor

            self._monitor = CardMonitor(self._pattern)
        return self._monitor

    def _open_trust(self) -> TrustStore:
        """Load the clinic's country signers once. Unreadable places leave nothing provable, which every result then says."""
        if self._trust is None:
            from reader.trust import TrustStore, TrustStoreError

            try:
                self._trust = TrustStore.load(self._trust_paths)
            except TrustStoreError as error:
                log.error("the trust store cannot be read, so no card can be proven genuine: %s", error)  # noqa: TRY400 - the text says it all
                self._trust = TrustStore()
        return self._trust

    def _note(self, seen: ReaderEvent) -> tuple[Event, ...]:
        """Translate one reader's event; a second reader changes nothing while a card lies on the first."""
        from reader.card import CardInserted, CardRemoved, ReaderGone, ReaderReady

        match seen:
            case ReaderReady(reader):
                return self._came(reader)
            case ReaderGone(reader):
                return self._went(reader)
            case CardInserted(reader, _):
                return self._laid(reader)
            case CardRemoved(reader):
                return self._lifted(reader)
            case _:
                self._readers.clear()
                self._reader = ""
                return (Event.READER_LOST,)

    def _laid(self, reader: str) -> tuple[Event, ...]:
        if self._reader or SAM_SLOT in reader:
            return ()
        self._reader = reader
        return (Event.CARD_IN,)

    def _lifted(self, reader: str) -> tuple[Event, ...]:
        if reader != self._reader:
            return ()
        self._reader = ""
        return (Event.CARD_REMOVED,)

    def _came(self, reader: str) -> tuple[Event, ...]:
        first = not self._readers
        self._readers.add(reader)
        return (Event.READER_READY,) if first else ()

    def _went(self, reader: str) -> tuple[Event, ...]:
        self._readers.discard(reader)
        lost_card = reader == self._reader
        if lost_card:
            self._reader = ""
        if not self._readers:
            return (Event.READER_LOST,)
        return (Event.CARD_REMOVED,) if lost_card else ()
