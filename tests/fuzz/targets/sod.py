"""EF.SOD: its CMS, its LDS security object, and its signature under the signer that it brings."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.lds.sod import parse_lds_security_object, unwrap_sod
from reader.trust.cms import parse_signed_data


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        signed = parse_signed_data(unwrap_sod(data))
        if signed.signer is not None:
            with suppress(ReaderError):
                signed.verify(signed.signer)
        parse_lds_security_object(signed.content)
