"""The QML tools' front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ui.tooling import TYPES, main, types

if TYPE_CHECKING:
    from pathlib import Path


def test_qml_types_are_those_of_the_python_source(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qmltypes"
    assert types(fresh) == 0
    assert fresh.read_text(encoding="utf-8") == TYPES.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [[], ["nothing"], ["lint", "nothing"]])
def test_unknown_command_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "usage" in capsys.readouterr().err
