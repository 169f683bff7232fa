"""SecurityInfos as EF.CardAccess and EF.CardSecurity hold them, and the domain parameters in them."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.card_access import parse_card_access
from reader.lds.domain_parameters import parse_domain_parameters


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        parse_card_access(data)
    with suppress(ReaderError):
        parse_domain_parameters(data)
