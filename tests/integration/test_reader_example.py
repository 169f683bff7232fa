"""The example of docs/reference/reader.md, run as it is printed: a card on a private pcscd, its CSCA in the folder `csca`."""

import re
import subprocess
import sys
from pathlib import Path

from emulator import issuer

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "reader.md"


def example() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(code)


def test_the_example_has_fifteen_lines() -> None:
    assert len([line for line in example().splitlines() if line]) <= 15


def test_the_example_works_as_printed(tmp_path: Path) -> None:
    (tmp_path / "csca").mkdir()
    (tmp_path / "csca" / "test.cer").write_bytes(issuer.test_csca())
    (tmp_path / "example.py").write_text(example(), encoding="utf-8")
    command = [sys.executable, "-m", "emulator", "with", "--citizen", "nguyen-van-mau", "--"]

    done = subprocess.run(
        [*command, sys.executable, "example.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.splitlines() == [
        "GENUINE NGUYEN VAN MAU",
        "PASSED access-verified The chip was opened as its signed DG14 says.",
        "PASSED verified The data is what a trusted country signer let be signed.",
        "PASSED chip-key-proven The chip holds the private key of its signed DG14.",
        "NOT_SUPPORTED not-announced The signed SOD lists no DG15.",
    ]
