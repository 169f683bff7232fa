"""Paths of a trust store that give it nothing: a wrong directory or file would else be missed in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.trust import TrustStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

REMEDY = "Name the certificates themselves, or the directory in which they are; see docs/reference/trust.md"


@dataclass(frozen=True, slots=True)
class TrustGap:
    """A named path without a country signer, master list or revocation list that is taken, and why."""

    path: Path
    why: str


def trust_gaps(store: TrustStore, paths: Iterable[Path]) -> tuple[TrustGap, ...]:
    """Return the paths, of those that ``store`` was loaded from, that gave it nothing. What came twice counts for both."""
    found = (_gap(store, path) for path in paths)
    return tuple(gap for gap in found if gap is not None)


def _gap(store: TrustStore, path: Path) -> TrustGap | None:
    contents = store.contents
    sources = [item.source for item in contents.entries]
    sources += [item.source for item in contents.crls] + [item.source for item in contents.lists]
    if any(_is_of(source, path) for source in sources):
        return None
    alone = TrustStore.load([path])  # all of it may have come from another path first
    if not alone.is_empty or alone.crls:
        return None
    refused = [item for item in store.refused if _is_of(item.source, path)]
    if refused:
        return TrustGap(path, f"{refused[0].source}: {refused[0].reason}")
    if alone.refused:
        return None
    return TrustGap(path, "there is no file whose name ends as those of certificates do")


def _is_of(source: str, path: Path) -> bool:
    """Answer for ``path``, a file in it, or one of several things in one file."""
    return source == str(path) or source.startswith((f"{path}/", f"{path} ("))
