"""What the QML needs beside Python's own tools: `python -m ui.tooling types|translations|lint|format|reformat|lupdate`.

Each prints nothing when all is well and ends with 0.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

UI = Path(__file__).parent
QML = UI / "qml"
TYPED_SOURCES = (Path("ui", "frames.py"), Path("ui", "patient.py"), Path("ui", "session.py"))
TYPES = QML / "Checkin" / "session" / "session.qmltypes"
LANGUAGES = ("en",)  # Vietnamese is what the screens are written in
SCRIPTS = Path(sys.executable).parent


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(
        words, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=UI.parent
    )


def _say(done: subprocess.CompletedProcess[str]) -> int:
    """Pass a tool's words on when it complained, by its status or on its standard error."""
    if done.returncode == 0 and not done.stderr.strip():
        return 0
    sys.stderr.write(done.stdout + done.stderr)
    return done.returncode or 1


def _sources() -> list[Path]:
    return sorted(QML.rglob("*.qml"))


def types(target: Path = TYPES) -> int:
    """Write what QML may know of the Python types (session.qmltypes)."""
    metatypes = Path(PySide6.__file__).parent / "Qt" / "metatypes"
    with tempfile.TemporaryDirectory() as folder:
        dump, registration = Path(folder, "ui.json"), Path(folder, "ui.cpp")
        done = _run(SCRIPTS / "pyside6-metaobjectdump", "--out-file", dump, *TYPED_SOURCES)
        if done.returncode != 0:
            return _say(done)
        foreign = ",".join(str(metatypes / f"qt6{name}_metatypes.json") for name in ("core", "qml"))
        done = _run(
            *(SCRIPTS / "pyside6-qmltyperegistrar", "--foreign-types", foreign),
            *("--generate-qmltypes", target, "--import-name", "Checkin.session", "--major-version", "1"),
            *("-o", registration, dump),
        )
    if status := _say(done):
        return status
    here = f"{UI.parent}/"
    text = target.read_text(encoding="utf-8").replace(here, "")
    # The dump names a Python list by its Python name, which QML does not know.
    target.write_text(text.replace('type: "list"', 'type: "QVariantList"'), encoding="utf-8")
    return 0


def lint() -> int:
    """Run qmllint over every file; one warning fails."""
    return _say(_run(SCRIPTS / "pyside6-qmllint", "-W", "0", "-I", QML, *_sources()))


def reformat() -> int:
    """Bring every file into qmlformat's shape."""
    return _say(_run(SCRIPTS / "pyside6-qmlformat", "-i", *_sources()))


def check_format() -> int:
    """Name the files that qmlformat would change."""
    changed = []
    for path in _sources():
        done = _run(SCRIPTS / "pyside6-qmlformat", path)
        if done.returncode != 0 or done.stdout != path.read_text(encoding="utf-8"):
            changed.append(str(path.relative_to(UI.parent)))
    if changed:
        sys.stderr.write("\n".join(f"{name}: not in qmlformat's shape" for name in changed) + "\n")
    return 1 if changed else 0


def lupdate() -> int:
    """Collect the sentences of the screens into ui/i18n/checkin_*.ts."""
    return max(
        _run(
            SCRIPTS / "pyside6-lupdate",
            *_sources(),
            "-no-obsolete",
            "-locations",
            "none",
            "-ts",
            _ts(language),
        ).returncode
        for language in LANGUAGES
    )


def translations() -> int:
    """Compile ui/i18n/checkin_*.ts to .qm; an unfinished sentence fails."""
    for language in LANGUAGES:
        if 'type="unfinished"' in _ts(language).read_text(encoding="utf-8"):
            sys.stderr.write(f"{_ts(language).name}: unfinished translations\n")
            return 1
        target = _ts(language).with_suffix(".qm")
        fresh = target.with_suffix(f".{os.getpid()}.qm")
        done = _run(SCRIPTS / "pyside6-lrelease", "-silent", _ts(language), "-qm", fresh)
        if done.returncode != 0:
            return _say(done)
        fresh.replace(target)  # whole or not at all: a running window has the old file mapped
    return 0


def _ts(language: str) -> Path:
    return UI / "i18n" / f"checkin_{language}.ts"


COMMANDS: Mapping[str, Callable[[], int]] = {
    "types": types,
    "lint": lint,
    "format": check_format,
    "reformat": reformat,
    "lupdate": lupdate,
    "translations": translations,
}


def main(words: list[str]) -> int:
    """Run the named commands in order until one fails. 2: no such command. ``--quiet`` is taken and changes nothing."""
    words = [word for word in words if word != "--quiet"]
    if not words or any(word not in COMMANDS for word in words):
        sys.stderr.write(f"usage: python -m ui.tooling {'|'.join(COMMANDS)}...\n")
        return 2
    for word in words:
        if status := COMMANDS[word]():
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
