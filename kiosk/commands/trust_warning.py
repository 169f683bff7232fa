"""Loading the trust store of a command: what was named and gives nothing is told, for the result would be silent about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.commands.console import warn
from kiosk.trust_gaps import REMEDY, trust_gaps
from reader.trust import TrustStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def load_trust(paths: Sequence[Path]) -> TrustStore:
    """Return what the paths hold, after a warning for each that gives nothing. Raises TrustStoreError."""
    store = TrustStore.load(paths)
    for gap in trust_gaps(store, paths):
        warn(f"kiosk: {gap.path} gives no certificate to trust ({gap.why}).", f"What to do: {REMEDY}.")
    return store
