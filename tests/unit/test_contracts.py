"""Every import contract bites: a violation planted in a copy of the tree breaks exactly the contract it should."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTS = {
    "ui over kiosk over reader": ("reader/errors.py", "import kiosk.model"),
    "production never imports the emulator": ("reader/errors.py", "import emulator"),
    "kiosk enters reader by its front door": ("kiosk/model.py", "import reader.codec.tlv"),
    "the emulator shares only what vectors pin": ("emulator/citizens.py", "import reader.card"),
    "only the demo joins emulator and kiosk": ("emulator/citizens.py", "import kiosk.model"),
    "Qt lives in ui, the tray and the demo": ("kiosk/model.py", "import PySide6.QtCore"),
    "pyscard lives in reader.card.pcsc": ("kiosk/model.py", "import smartcard.scard"),
    "pyserial lives in reader.scanner": ("kiosk/model.py", "import serial.tools.list_ports"),
    "asn1crypto lives in reader.trust and the issuer": ("kiosk/model.py", "import asn1crypto.cms"),
    "SQLCipher lives in kiosk.store": ("kiosk/model.py", "import sqlcipher3"),
    "HTTP lives in kiosk.insurance": ("ui/screens.py", "import urllib3"),
    "flow and model are pure": ("kiosk/model.py", "import msgspec"),
}


def contract_names() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def lint(tree: Path) -> dict[str, str]:
    """Contract name -> KEPT or BROKEN, as the tool prints it for the copy."""
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)
    return dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("reader", "kiosk", "ui", "emulator", "fixtures"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=lambda _, names: {n for n in names if n == "__pycache__"}
        )
    return copy


def test_every_contract_has_a_plant() -> None:
    assert sorted(PLANTS) == sorted(contract_names())


def test_the_tree_as_it_is_keeps_every_contract(tree: Path) -> None:
    assert lint(tree) == dict.fromkeys(PLANTS, "KEPT")


@pytest.mark.parametrize("contract", PLANTS)
def test_a_planted_violation_breaks_the_contract(tree: Path, contract: str) -> None:
    path, statement = PLANTS[contract]
    module = tree / path
    before = module.read_text(encoding="utf-8")
    module.write_text(f"{before}\n{statement}\n", encoding="utf-8")
    try:
        assert lint(tree)[contract] == "BROKEN"
    finally:
        module.write_text(before, encoding="utf-8")
