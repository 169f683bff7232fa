"""The published vectors, read from the fixtures package."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

ICAO = "icao9303-11-worked-examples.json"
ICAO_AND_VIETNAM = "icao9303-11-and-vn-specimens.json"
BSI = "bsi-tr03110-worked-examples.json"


@cache
def load(name: str) -> Any:
    """Return one file of vectors as it stands: nested dicts, hexadecimal text."""
    return json.loads(files("fixtures").joinpath("vectors", name).read_text(encoding="utf-8"))
