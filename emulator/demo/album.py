"""Pictures of the screens met: NN-STATE-lang-citizen.png."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtQuick import QQuickView


class Album:
    """A directory of pictures, emptied of those of an earlier run. OSError when it cannot be written."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("[0-9][0-9]-*.png"):
            old.unlink()
        self._directory = directory
        self._seen: set[tuple[str, str, str]] = set()
        self._number = 0

    def open(self) -> None:
        """Begin with the next citizen: numbers start again."""
        self._number = 0

    def has(self, state: str, variant: str, language: str) -> bool:
        """Whether that screen was taken in that language, for whomever."""
        return (state, variant, language) in self._seen

    def take(self, view: QQuickView, state: str, variant: str, language: str, citizen: str) -> None:
        """Save what the window shows now."""
        self._number += 1
        self._seen.add((state, variant, language))
        path = self._directory / f"{self._number:02}-{state}-{language}-{citizen}.png"
        if not view.grabWindow().save(str(path)):
            raise OSError(f"cannot write {path}")
