"""The test country: its signing authority (CSCA) and its document signer, the same in every process."""


def test_csca() -> bytes:
    """Return the certificate of the test CSCA (DER)."""
    raise NotImplementedError
