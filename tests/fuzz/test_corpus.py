"""The stored corpus through every target: nothing but the library's own errors, and neither time nor memory to speak of."""

from __future__ import annotations

import pkgutil
import time
import tracemalloc
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fuzz import targets

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parent / "corpus"
TARGETS = tuple(sorted(module.name for module in pkgutil.iter_modules(targets.__path__)))
INPUTS = tuple(sorted((folder.name, file.name) for folder in CORPUS.iterdir() for file in folder.iterdir()))
MOST_SECONDS = 0.5
MOST_BYTES = 50_000_000


def target_of(name: str) -> Callable[[bytes], None]:
    """The target, warm: what it imports late is loaded."""
    found: Callable[[bytes], None] = import_module(f"tests.fuzz.targets.{name}").target
    found(b"\x30\x00")
    return found


def cpu_seconds(target: Callable[[bytes], None], data: bytes) -> float:
    began = time.process_time()
    target(data)
    return time.process_time() - began


def peak_bytes(target: Callable[[bytes], None], data: bytes) -> int:
    tracemalloc.start()
    try:
        target(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_every_target_has_a_corpus() -> None:
    assert {target for target, _ in INPUTS} == set(TARGETS)


@pytest.mark.parametrize(("name", "file"), INPUTS, ids=[f"{target}-{file}" for target, file in INPUTS])
def test_a_stored_input_costs_little(name: str, file: str) -> None:
    data = (CORPUS / name / file).read_bytes()
    target = target_of(name)
    assert cpu_seconds(target, data) < MOST_SECONDS
    assert peak_bytes(target, data) < MOST_BYTES


@pytest.mark.parametrize("name", TARGETS)
def test_a_flood_costs_little(name: str) -> None:
    """The longest file that a card may give, of the byte that nests deepest and of the one that repeats most."""
    target = target_of(name)
    for flood in (b"\x30\x80" * 65_536, b"\x30\x00" * 65_536, b"<" * 131_072, b"\x7f" * 131_072):
        assert cpu_seconds(target, flood) < MOST_SECONDS
        assert peak_bytes(target, flood) < MOST_BYTES


def test_the_largest_list_there_is_costs_little() -> None:
    """Germany's master list, 588 certificates."""
    folder = files("fixtures").joinpath("master-lists")
    data = folder.joinpath("DE_ML_2026-05-28-08-28-45.ml").read_bytes()
    target = target_of("master_list")
    assert cpu_seconds(target, data) < MOST_SECONDS
    assert peak_bytes(target, data) < MOST_BYTES
