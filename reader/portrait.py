"""The face from DG2 to a PNG, decoded in a process of its own: the bytes come from a card, which may be anybody's.

The child (``python -m reader.portrait MAX_SIDE``: picture on standard input, PNG on standard output) limits its own memory,
CPU time and files before it touches the picture, and is killed if it takes too long. Only the child imports Pillow.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

from reader.errors import MalformedDataError

if TYPE_CHECKING:
    from reader.lds.dg2 import Portrait

DEFAULT_MAX_SIDE = 480
MAX_SIDE = 2_048
MAX_IMAGE_LENGTH = 131_072
MAX_PIXELS = 4_000_000

_MAX_PNG_LENGTH = 16_777_216
_MEMORY_LIMIT = 512 * 1024 * 1024
_CPU_SECONDS = 5
_WALL_SECONDS = 10.0
_BAD_PICTURE = 3


class PortraitError(MalformedDataError):
    """The picture cannot be shown: it is broken, too large, or takes too long to decode."""

    default_reason = "bad-portrait"


def decode(portrait: Portrait, *, max_side: int = DEFAULT_MAX_SIDE) -> bytes:
    """Return the picture as an RGB PNG whose longer side is at most ``max_side`` pixels (up to 2,048).

    Raises PortraitError for anything but a sound JPEG or JPEG 2000 picture of at most 4 million pixels.
    """
    if not 1 <= max_side <= MAX_SIDE:
        raise ValueError(f"a side of {max_side} pixels")
    if len(portrait.image) > MAX_IMAGE_LENGTH:
        raise PortraitError(f"a picture of {len(portrait.image)} bytes")
    command = [sys.executable, "-I", "-m", "reader.portrait", str(max_side)]
    try:
        done = subprocess.run(
            command,
            input=portrait.image,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WALL_SECONDS,
            check=True,
            env={"LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise PortraitError("the picture takes too long to decode") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise PortraitError("the picture cannot be decoded") from error
    if not done.stdout.startswith(b"\x89PNG") or len(done.stdout) > _MAX_PNG_LENGTH:
        raise PortraitError("the decoded picture is none")
    return done.stdout


def _limit_this_process() -> None:
    """Take from this process what a picture does not need."""
    for kind, limit in (
        (resource.RLIMIT_AS, _MEMORY_LIMIT),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _to_png(image: bytes, max_side: int) -> bytes:
    """Decode in this process; ValueError, OSError, SyntaxError or MemoryError for a bad picture."""
    from PIL import Image

    with Image.open(io.BytesIO(image), formats=("JPEG", "JPEG2000")) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise ValueError(f"a picture of {width} x {height} pixels")
        shown = picture.convert("RGB")
    shown.thumbnail((max_side, max_side))
    png = io.BytesIO()
    shown.save(png, "PNG")
    return png.getvalue()


def _main(max_side: int) -> int:
    _limit_this_process()
    image = sys.stdin.buffer.read(MAX_IMAGE_LENGTH + 1)
    if len(image) > MAX_IMAGE_LENGTH:
        return _BAD_PICTURE
    try:
        png = _to_png(image, max_side)
    except (ValueError, OSError, SyntaxError, MemoryError):
        return _BAD_PICTURE
    sys.stdout.buffer.write(png)
    return 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1])))
