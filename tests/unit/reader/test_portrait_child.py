"""What the decoding process does, step by step: its limits, and what it makes of a picture."""

from __future__ import annotations

import io
import resource
from types import SimpleNamespace

import pytest
from PIL import Image

from reader import portrait
from tests.unit.reader.test_portrait import picture, size_of

BAD_PICTURE = 3


class Pipes:
    """Standard input and output of the child."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, image: bytes) -> None:
        self.out = io.BytesIO()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(image)))
        monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=self.out))
        self.limits: dict[int, tuple[int, int]] = {}
        monkeypatch.setattr(resource, "setrlimit", self.limits.__setitem__)


def test_a_picture_becomes_a_png(monkeypatch: pytest.MonkeyPatch) -> None:
    pipes = Pipes(monkeypatch, picture("JPEG"))
    assert portrait._main(40) == 0
    assert size_of(pipes.out.getvalue()) == (30, 40)


def test_the_process_limits_itself_before_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    pipes = Pipes(monkeypatch, b"")
    assert portrait._main(40) == BAD_PICTURE
    assert set(pipes.limits) == {
        resource.RLIMIT_AS,
        resource.RLIMIT_CPU,
        resource.RLIMIT_CORE,
        resource.RLIMIT_FSIZE,
    }
    assert pipes.limits[resource.RLIMIT_FSIZE] == (0, 0)
    assert all(soft == hard for soft, hard in pipes.limits.values())


@pytest.mark.parametrize(
    "image", [b"", b"\xff\xd8\xff", picture("PNG"), bytes(portrait.MAX_IMAGE_LENGTH + 1)], ids=len
)
def test_a_bad_picture_gives_nothing(monkeypatch: pytest.MonkeyPatch, image: bytes) -> None:
    pipes = Pipes(monkeypatch, image)
    assert portrait._main(40) == BAD_PICTURE
    assert pipes.out.getvalue() == b""


def test_too_many_pixels_are_refused() -> None:
    data = io.BytesIO()
    Image.new("L", (2_001, 2_000)).save(data, "JPEG")
    with pytest.raises(ValueError, match="2001 x 2000"):
        portrait._to_png(data.getvalue(), 40)
