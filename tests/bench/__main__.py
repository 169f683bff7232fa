"""`python -m tests.bench [--runs N]`: prints the table of docs/performance.md and keeps every sample in build/bench.json."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from emulator.environment import Environment
from tests.bench.measure import check_in, cold_start, commits, read_card
from tests.bench.starts import imports, trust_store
from tests.bench.wire import verified_reads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.figure import Figure

RESULT = Path(__file__).parents[2] / "build" / "bench.json"


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table: median, least and most."""
    lines = ["| figure | median | min | max | goal |", "|---|---:|---:|---:|---|"]
    for figure in figures:
        unit = f" {figure.unit}" if figure.unit else ""
        digits = 0 if not figure.unit else 2
        numbers = " | ".join(
            f"{value:,.{digits}f}{unit}"
            for value in (median(figure.samples), min(figure.samples), max(figure.samples))
        )
        lines.append(f"| {figure.name} | {numbers} | {figure.goal} |")
    return "\n".join(lines)


def main() -> int:
    """Measure everything once; 0 when all was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=9, help="counted runs of each figure (default: %(default)s)"
    )
    runs = parser.parse_args().runs
    figures: list[Figure] = [*verified_reads(runs), *imports(runs), *trust_store(runs)]
    with Environment() as environment:
        os.environ.update(environment.variables)
        figures += read_card(environment, runs)
        figures += cold_start(environment, runs)
        figures += check_in(environment, runs)
        figures += commits(environment, runs * 50)
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.platform()}
    RESULT.parent.mkdir(exist_ok=True)
    document = {"machine": machine, "figures": [asdict(figure) for figure in figures]}
    RESULT.write_text(json.dumps(document, indent=1), encoding="utf-8")
    sys.stdout.write(f"{table(figures)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
