"""EF.CardSecurity: SecurityInfos that a State signed, for PACE with chip authentication mapping (Doc 9303-10 3.11.4)."""

from __future__ import annotations

from reader.codec import tlv
from reader.lds.security_info import SecurityInfos, parse_security_infos

ID_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
"""The content type of its SignedData (BSI TR-03110-3 A.1.2.5)."""


def unwrap_card_security(raw: bytes) -> bytes:
    """Return the ContentInfo; bytes behind it (a card that pads its file) are left out. TlvError if there is none."""
    _, rest = tlv.parse_prefix(raw)
    return raw[: len(raw) - len(rest)]


def parse_card_security_content(content: bytes) -> SecurityInfos:
    """Decode the signed content; MalformedDataError if the SET or a known member is broken."""
    return parse_security_infos(content)
