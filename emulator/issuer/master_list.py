"""The signed list of CSCA certificates (Doc 9303-12 8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from emulator.issuer import der
from emulator.issuer.authority import Authority
from emulator.issuer.cms import signed_data

CSCA_MASTER_LIST = "2.23.136.1.1.2"
_SIGNED_ON = datetime(2026, 1, 2, tzinfo=UTC)


def master_list(authority: Authority, certificates: Iterable[bytes]) -> bytes:
    """Return the master list of `certificates` (DER), signed under `authority`, whose CSCA goes along."""
    content = der.sequence(der.integer(0), der.set_of(*certificates))
    signer = replace(authority.list_signer(), time=_SIGNED_ON)
    return signed_data(CSCA_MASTER_LIST, content, signer, more_certificates=(authority.root_certificate(),))
