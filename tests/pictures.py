"""`python -m tests.pictures`: composes README's picture from the screenshots that `make run` without a display left in build/demo."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "build" / "demo"
TARGET = ROOT / "docs" / "pictures" / "check-in.png"
SCREENS = ("WELCOME", "READING", "CONFIRM", "TICKET")
WIDTH, GAP = 360, 18


def main() -> int:
    """Write the picture; 1 when the screenshots are not there."""
    found = [sorted(DEMO.glob(f"*-{screen}-vi-h-mau-ayun-thu.png")) for screen in SCREENS]
    if not all(found):
        sys.stderr.write("build/demo has not all screens: run `env -u DISPLAY make run` first\n")
        return 1
    screens = [Image.open(paths[0]).convert("RGB") for paths in found]
    height = round(WIDTH * screens[0].height / screens[0].width)
    whole = Image.new("RGB", (len(screens) * (WIDTH + GAP) + GAP, height + 2 * GAP), "#DAD5C8")
    for index, screen in enumerate(screens):
        whole.paste(
            screen.resize((WIDTH, height), Image.Resampling.LANCZOS), (GAP + index * (WIDTH + GAP), GAP)
        )
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    whole.save(TARGET, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
