"""Pictures of every screen: `python -m tests.qml.album [--full]` writes build/screens/ and names every breach of the rules."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.model import Language
from tests.qml.rules import complaints
from tests.qml.snapshots import frames
from tests.qml.staging import SIZES, Staging
from ui.window import load_fonts, use_software_renderer

FOLDER = Path(__file__).parents[2] / "build" / "screens"
SHORT = (("portrait", Language.VI, False),)
FULL = tuple(
    (size, language, contrast) for size in SIZES for language in Language for contrast in (False, True)
)


def photograph(looks: tuple[tuple[str, Language, bool], ...], folder: Path) -> tuple[list[Path], list[str]]:
    """Save each frame in each look as FOLDER/SIZE-LANGUAGE[-contrast]/FRAME.png; returns the files and the breaches."""
    saved, breaches = [], []
    for size, language, contrast in looks:
        named = frames(language, contrast=contrast)
        staging = Staging(SIZES[size], named["WELCOME"])
        place = folder / f"{size}-{language.value}{'-contrast' if contrast else ''}"
        for name, frame in named.items():
            staging.show(frame)
            saved.append(place / f"{name}.png")
            staging.photograph(saved[-1])
            breaches += [f"{saved[-1].relative_to(folder)}: {breach}" for breach in complaints(staging)]
        staging.close()
    return saved, breaches


def main(words: list[str]) -> int:
    """Make the album."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    use_software_renderer()
    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    saved, breaches = photograph(FULL if "--full" in words else SHORT, FOLDER)
    sys.stdout.write(f"{len(saved)} pictures in {FOLDER}\n")
    sys.stderr.write("".join(f"{breach}\n" for breach in breaches))
    application.quit()
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
