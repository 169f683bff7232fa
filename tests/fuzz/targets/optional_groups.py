"""The small files: EF.COM, EF.DIR, EF.ATR/INFO, DG7, DG11, DG12."""

from __future__ import annotations

from contextlib import suppress

from reader.card.limits import parse_atr_info
from reader.errors import ReaderError
from reader.lds.com import parse_com
from reader.lds.dg7 import parse_dg7
from reader.lds.dg11 import parse_dg11
from reader.lds.dg12 import parse_dg12
from reader.lds.directory import parse_directory


def target(data: bytes) -> None:
    """Take any bytes."""
    for parse in (parse_atr_info, parse_com, parse_dg11, parse_dg12, parse_dg7, parse_directory):
        with suppress(ReaderError):
            parse(data)
