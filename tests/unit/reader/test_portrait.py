"""The face is decoded in a process of its own, within limits."""

import io
import subprocess
import sys
import time

import pytest
from PIL import Image

from reader import portrait as portrait_module
from reader.lds.dg2 import Portrait, parse_dg2
from reader.portrait import PortraitError, decode
from tests.unit.reader.lds.samples import bsi_file


def picture(kind: str, size: tuple[int, int] = (60, 80), mode: str = "RGB", **options: object) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, 128).save(data, kind, **options)
    return data.getvalue()


def size_of(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        assert image.mode == "RGB"
        return image.size


def test_face_of_the_reference_set_is_decoded_to_the_wanted_size() -> None:
    face = parse_dg2(bsi_file("2008", "Datagroup2.bin"))

    assert max(size_of(decode(face))) == 480
    assert max(size_of(decode(face, max_side=96))) == 96


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(picture("JPEG"), id="jpeg"),
        pytest.param(picture("JPEG", mode="L"), id="grey"),
        pytest.param(picture("JPEG2000"), id="jp2"),
        pytest.param(picture("JPEG2000", no_jp2=True), id="codestream"),
    ],
)
def test_every_kind_becomes_a_png_and_is_not_enlarged(image: bytes) -> None:
    assert size_of(decode(Portrait(image, "image/jpeg"))) == (60, 80)


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xd8\xff\xe0 not really", id="jpeg header alone"),
        pytest.param(picture("JPEG")[:200], id="jpeg cut"),
        pytest.param(picture("JPEG2000")[:120], id="jp2 cut"),
        pytest.param(picture("PNG"), id="another format"),
        pytest.param(picture("JPEG", size=(2200, 2000)), id="more than 4 million pixels"),
        pytest.param(b"\xff\xd8\xff" + bytes(200_000), id="too long"),
    ],
)
def test_bad_pictures_raise(image: bytes) -> None:
    with pytest.raises(PortraitError) as caught:
        decode(Portrait(image, "image/jpeg"))

    assert caught.value.reason == "bad-portrait"


@pytest.mark.parametrize("side", [0, -1, 5000])
def test_a_side_out_of_range_is_the_callers_mistake(side: int) -> None:
    with pytest.raises(ValueError, match="side"):
        decode(Portrait(picture("JPEG"), "image/jpeg"), max_side=side)


def test_a_child_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portrait_module, "_WALL_SECONDS", 0.01)
    began = time.monotonic()

    with pytest.raises(PortraitError, match="too long"):
        decode(Portrait(picture("JPEG"), "image/jpeg"))

    assert time.monotonic() - began < 5


def test_child_limits_its_own_memory() -> None:
    code = "import reader.portrait as p; p._limit_this_process(); bytearray(600 * 1024 * 1024)"

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False)

    assert b"MemoryError" in done.stderr


def test_only_the_child_imports_pillow() -> None:
    code = "import sys, reader.portrait; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-I", "-c", code], check=False).returncode == 0
