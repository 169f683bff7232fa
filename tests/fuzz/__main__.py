"""`python -m tests.fuzz NAME [--seconds N]`: one target under atheris; `make fuzz` runs each. Needs requirements-fuzz.lock.

The stored corpus is where it begins and is never written to: new inputs and what broke land in build/fuzz/NAME.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
SECONDS_PER_INPUT = 5
MEGABYTES = 1_024


def main() -> None:
    """Fuzz; the process ends with libFuzzer's status, 0 when nothing broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("name", help="a module of tests/fuzz/targets")
    parser.add_argument("--seconds", type=int, default=60, help="how long (default: %(default)s)")
    args = parser.parse_args()
    with atheris.instrument_imports(include=["reader", "asn1crypto"]):
        module = import_module(f"tests.fuzz.targets.{args.name}")
    found = ROOT / "build" / "fuzz" / args.name
    found.mkdir(parents=True, exist_ok=True)
    options = [
        sys.argv[0],
        f"-max_total_time={args.seconds}",
        f"-timeout={SECONDS_PER_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={found}/broken-",
        "-verbosity=0",
        "-print_final_stats=1",
        str(found),
        str(Path(__file__).parent / "corpus" / args.name),
    ]
    atheris.Setup(options, module.target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
