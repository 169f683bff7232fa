"""EF.DG15: the public key of Active Authentication (Doc 9303-10 4.7.15)."""

from __future__ import annotations

from reader.codec import tlv
from reader.lds import der

_DG15 = 0x6F


def parse_dg15(data: bytes) -> bytes:
    """Return the DER of the SubjectPublicKeyInfo as the card gave it; MalformedDataError if there is none."""
    public_key_info = tlv.unpack(_DG15, data)
    der.sequence(tlv.parse(public_key_info), at_least=2)
    return public_key_info
