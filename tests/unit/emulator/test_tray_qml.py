"""The tray's QML under the same gates as the kiosk's: qmllint without a warning, qmlformat's own layout, short files."""

import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from emulator.tray import bridge
from emulator.tray.window import QML_ROOT

SCRIPTS = Path(sys.executable).parent
FILES = sorted(QML_ROOT.rglob("*.qml"))


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def typed_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the QML in which the Python type is known."""
    folder = tmp_path_factory.mktemp("tray")
    root = folder / "qml"
    shutil.copytree(QML_ROOT, root)
    metatypes = Path(PySide6.__file__).parent / "Qt" / "metatypes"
    run(SCRIPTS / "pyside6-metaobjectdump", "--out-file", folder / "tray.json", Path(bridge.__file__))
    foreign = ",".join(str(metatypes / f"qt6{name}_metatypes.json") for name in ("core", "qml"))
    types = root / "Tray" / "bridge" / "bridge.qmltypes"
    run(
        *(SCRIPTS / "pyside6-qmltyperegistrar", "--foreign-types", foreign, "--import-name", "Tray.bridge"),
        *("--generate-qmltypes", types, "--major-version", "1"),
        *("-o", folder / "tray.cpp", folder / "tray.json"),
    )
    # The dump names a Python list by its Python name, which QML does not know.
    types.write_text(
        types.read_text(encoding="utf-8").replace('type: "list"', 'type: "QVariantList"'), encoding="utf-8"
    )
    return root


def test_lint_finds_nothing(typed_root: Path) -> None:
    run(SCRIPTS / "pyside6-qmllint", "-W", "0", "-I", typed_root, *sorted(typed_root.rglob("*.qml")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_layout_is_that_of_qmlformat_and_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert run(SCRIPTS / "pyside6-qmlformat", path) == text
    assert len(text.splitlines()) <= 200


def test_every_file_is_in_its_qmldir() -> None:
    listed = {line.split()[-1] for line in (QML_ROOT / "Tray" / "qmldir").read_text().splitlines()[1:]}
    assert listed == {path.name for path in FILES}
