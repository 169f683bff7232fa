"""Trust: certificates, signed data, the trust store and passive authentication (Doc 9303-11 5, Doc 9303-12).

Names beyond the store are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from reader.trust.trust_entry import NotedCertificate, RefusedCertificate
from reader.trust.trust_store import TrustStore, TrustStoreError

if TYPE_CHECKING:
    from reader.trust.dump import Dump, DumpError, VerifiedDump, read_dump, verify_dump
    from reader.trust.online import CardReference, CardStatus, OnlineRevocationError, RevocationPort
    from reader.trust.passive import authenticate, judge_sod
    from reader.trust.trust_import import Expired, ImportReport, expired_files, import_files, remove

__all__ = [
    "CardReference",
    "CardStatus",
    "Dump",
    "DumpError",
    "Expired",
    "ImportReport",
    "NotedCertificate",
    "OnlineRevocationError",
    "RefusedCertificate",
    "RevocationPort",
    "TrustStore",
    "TrustStoreError",
    "VerifiedDump",
    "authenticate",
    "expired_files",
    "import_files",
    "judge_sod",
    "read_dump",
    "remove",
    "verify_dump",
]

_HOMES = {
    "reader.trust.dump": ("Dump", "DumpError", "VerifiedDump", "read_dump", "verify_dump"),
    "reader.trust.online": ("CardReference", "CardStatus", "OnlineRevocationError", "RevocationPort"),
    "reader.trust.passive": ("authenticate", "judge_sod"),
    "reader.trust.trust_import": ("Expired", "ImportReport", "expired_files", "import_files", "remove"),
}


def __getattr__(name: str) -> object:
    """Load the module that is the home of `name`."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'reader.trust' has no attribute {name!r}")
