"""EF.DG14: the signed SecurityInfos of the chip (Doc 9303-10 4.7.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.codec import tlv
from reader.lds.security_info import parse_security_infos

if TYPE_CHECKING:
    from reader.lds.security_info import SecurityInfos

_DG14 = 0x6E


def parse_dg14(data: bytes) -> SecurityInfos:
    """Decode EF.DG14; MalformedDataError if it or an info of a known protocol is broken."""
    return parse_security_infos(tlv.unpack(_DG14, data))
