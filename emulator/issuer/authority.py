"""The test country: its signing authority (CSCA) and its document signer, the same in every process."""

from datetime import UTC, datetime
from functools import cache

from emulator.issuer.certificate import Period, Signatory, root_certificate, signer_certificate
from emulator.issuer.keys import TestKey

BRAINPOOL_P256R1 = 13
BRAINPOOL_P384R1 = 16

_ROOT_VALID = Period(datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC))
_ROOT_SIGNS = Period(datetime(2020, 1, 1, tzinfo=UTC), datetime(2034, 12, 31, 23, 59, 59, tzinfo=UTC))
_SIGNER_VALID = Period(datetime(2021, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC))
_SIGNER_SIGNS = Period(datetime(2021, 1, 1, tzinfo=UTC), datetime(2034, 12, 31, 23, 59, 59, tzinfo=UTC))
_ROOT_SERIAL = 0x5445535400000001
SIGNER_SERIAL = 0x5445535400000002
"""Serial numbers spell TEST and a count."""


@cache
def root() -> Signatory:
    """Return the country signing authority."""
    return Signatory("TEST CSCA VNM 01", TestKey.derive("CSCA 01", BRAINPOOL_P384R1))


@cache
def document_signer() -> Signatory:
    """Return the document signer."""
    return Signatory("TEST DS VNM 01", TestKey.derive("document signer 01", BRAINPOOL_P256R1))


@cache
def test_csca() -> bytes:
    """Return the certificate of the test CSCA (DER)."""
    return root_certificate(root(), _ROOT_SERIAL, _ROOT_VALID, _ROOT_SIGNS)


@cache
def signer_der() -> bytes:
    """Return the certificate of the document signer (DER)."""
    return signer_certificate(document_signer(), root(), SIGNER_SERIAL, _SIGNER_VALID, _SIGNER_SIGNS)
