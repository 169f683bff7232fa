"""What a start costs: importing the library, and a trust store of 1,000 certificates. Each sample is a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from emulator.issuer.authority import test_csca as issue_csca
from tests.bench.figure import Figure
from tests.unit.reader.trust.issuing import csca, list_signer, master_list

CERTIFICATES = 1_000
_TIMED = "import time; began = time.perf_counter(); {}; print(time.perf_counter() - began)"
_NAMES = "from reader import Can, CardMonitor, Options, TrustStore, inspect"
_LOAD = (
    "import sys; from pathlib import Path; from reader.trust import TrustStore; folder = Path(sys.argv[1]); "
    "import time; began = time.perf_counter(); store = TrustStore.load([folder / 'trust'], cache=folder / 'cache'); "
    "print(time.perf_counter() - began); assert len(store) == int(sys.argv[2]), len(store)"
)


def imports(runs: int) -> list[Figure]:
    """Of the package alone, and of everything that a read needs."""
    return [
        Figure(name, "ms", tuple(_milliseconds(_TIMED.format(statement)) for _ in range(runs)), "<= 200")
        for name, statement in (
            ("import reader", "import reader"),
            ("import reader and all that a read needs", _NAMES),
        )
    ]


def trust_store(runs: int) -> list[Figure]:
    """The first start, which parses and fills the cache, and those after it."""
    root = csca(9_000, "CSCA Goc")
    others = [csca(10_000 + number, f"CSCA {number}").certificate for number in range(CERTIFICATES - 2)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "trust").mkdir()
        (folder / "trust" / "list.ml").write_bytes(master_list(list_signer(root), others))
        (folder / "trust" / "root.cer").write_bytes(root.certificate)
        (folder / "trust" / "test.cer").write_bytes(issue_csca())
        first = _milliseconds(_LOAD, name, str(CERTIFICATES))
        later = tuple(_milliseconds(_LOAD, name, str(CERTIFICATES)) for _ in range(runs))
    return [
        Figure("trust store of 1,000: first start", "ms", (first,)),
        Figure("trust store of 1,000: start", "ms", later, "<= 50"),
    ]


def _milliseconds(program: str, *words: str) -> float:
    """Seconds that the program prints, in ms; CalledProcessError if it fails."""
    done = subprocess.run([sys.executable, "-c", program, *words], check=True, capture_output=True, text=True)
    return float(done.stdout) * 1000
