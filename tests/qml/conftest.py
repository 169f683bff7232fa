"""Screens are tested without a display, with the software scene graph they are shown with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from ui.tooling import UI, translations
from ui.window import load_fonts, use_software_renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.qml.staging import Staging

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
use_software_renderer()


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The window needs no widgets."""
    return QGuiApplication


@pytest.fixture(scope="session")
def fonts(qapp: QGuiApplication) -> None:  # noqa: ARG001 - fonts need the application
    """The house typeface, and the compiled translations."""
    load_fonts()
    if not (UI / "i18n" / "checkin_en.qm").exists():
        assert translations() == 0


@pytest.fixture(scope="module")
def stages(fonts: None) -> Iterator[dict[str, Staging]]:  # noqa: ARG001 - before any window
    """Windows by size, made when first asked for and taken down with the module."""
    made: dict[str, Staging] = {}
    yield made
    for staging in made.values():
        staging.close()
