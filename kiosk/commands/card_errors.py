"""The reader's errors, by what a person at the kiosk can do about each."""

from __future__ import annotations

from kiosk.commands.console import CommandError
from reader.card import (
    CardError,
    CardRemovedError,
    NoReaderError,
    NotAnEmrtdError,
    PcscError,
    PcscUnavailableError,
    ReaderBusyError,
)
from reader.errors import AccessError, AccessProtocolError, MalformedDataError, ReaderError, WrongKeyError
from reader.trust import TrustStoreError

# The first that fits counts: special before general.
REMEDIES: tuple[tuple[type[ReaderError], str], ...] = (
    (CardRemovedError, "Lay the card back and keep it on the reader until the end"),
    (NotAnEmrtdError, "Lay a chip identity card on the reader; this card is another kind"),
    (PcscUnavailableError, "Start the smart card service (systemctl start pcscd), then repeat this"),
    (NoReaderError, "Plug the reader in and check reader.name in the configuration or --reader"),
    (ReaderBusyError, "Close the program that holds the reader; it may be a running kiosk"),
    (PcscError, "Unplug the reader, plug it in again, and repeat this"),
    (CardError, "Lay the card on the reader again, flat and still"),
    (
        WrongKeyError,
        "Check the six digits, or the MRZ: on a Vietnamese card they are the last six of its number",
    ),
    (AccessProtocolError, "Try once more; if it stays so, do not trust this card"),
    (AccessError, "Check the six digits or the MRZ and try again"),
    (TrustStoreError, "Correct trust.paths in the configuration, or --trust"),
    (MalformedDataError, "Try once more; if it stays so, the card's data are not of the documented form"),
    (ReaderError, "Try once more"),
)


def explain(error: Exception) -> CommandError | None:
    """What happened and what to do; None for anything that is not the reader's."""
    if not isinstance(error, ReaderError):
        return None
    remedy = next(text for kind, text in REMEDIES if isinstance(error, kind))
    problem = str(error).rstrip(".")
    return CommandError(error.reason, problem[:1].upper() + problem[1:], remedy)
