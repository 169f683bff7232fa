"""Reading and verifying eMRTD chips: access, secure messaging, files, passive and chip authentication.

The front door: `inspect` reads one card and judges it. The names below are loaded when they are first used, so that
importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.access.candidates import Candidates
    from reader.access.citizen_keys import citizen_keys
    from reader.access.key import AccessKey, Can, MrzKey
    from reader.access.policy import BacPolicy
    from reader.authenticity.evidence import Evidence, EvidenceChecks, parse_evidence, verify_evidence
    from reader.authenticity.presence import KioskWitness, PresenceWitness
    from reader.card import CardConnection, CardMonitor
    from reader.codec.mrz import Mrz
    from reader.errors import ReaderError
    from reader.inspection import DifferentCardError, Options, Progress, ReadCache, Step, inspect
    from reader.lds.dg2 import Portrait
    from reader.lds.dg13_vn import NationalRecord
    from reader.result import Check, CheckOutcome, Checks, InspectionResult, Verdict
    from reader.trust import TrustStore

__all__ = [
    "AccessKey",
    "BacPolicy",
    "Can",
    "Candidates",
    "CardConnection",
    "CardMonitor",
    "Check",
    "CheckOutcome",
    "Checks",
    "DifferentCardError",
    "Evidence",
    "EvidenceChecks",
    "InspectionResult",
    "KioskWitness",
    "Mrz",
    "MrzKey",
    "NationalRecord",
    "Options",
    "Portrait",
    "PresenceWitness",
    "Progress",
    "ReadCache",
    "ReaderError",
    "Step",
    "TrustStore",
    "Verdict",
    "citizen_keys",
    "inspect",
    "parse_evidence",
    "verify_evidence",
]

_HOMES = {
    "reader.access.candidates": ("Candidates",),
    "reader.access.citizen_keys": ("citizen_keys",),
    "reader.access.policy": ("BacPolicy",),
    "reader.access.key": ("AccessKey", "Can", "MrzKey"),
    "reader.authenticity.evidence": ("Evidence", "EvidenceChecks", "parse_evidence", "verify_evidence"),
    "reader.authenticity.presence": ("KioskWitness", "PresenceWitness"),
    "reader.card": ("CardConnection", "CardMonitor"),
    "reader.codec.mrz": ("Mrz",),
    "reader.errors": ("ReaderError",),
    "reader.inspection": ("DifferentCardError", "Options", "Progress", "ReadCache", "Step", "inspect"),
    "reader.lds.dg2": ("Portrait",),
    "reader.lds.dg13_vn": ("NationalRecord",),
    "reader.result": ("Check", "CheckOutcome", "Checks", "InspectionResult", "Verdict"),
    "reader.trust": ("TrustStore",),
}


def __getattr__(name: str) -> object:
    """Load the module that is the home of `name`."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'reader' has no attribute {name!r}")
