"""X.509 certificates, their keys, and a signature made with its own key."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.trust.certificate import parse_certificate


def target(data: bytes) -> None:
    """Take any bytes."""
    with suppress(ReaderError):
        certificate = parse_certificate(data)
        certificate.verify_issued(certificate)
