"""The command `kiosk ui`: one window, one check-in session. Heavy imports wait until it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from ui.session import CheckinFlow
    from ui.window import CheckinView


def build_window(session: CheckinFlow) -> CheckinView:
    """Return the check-in's window, not yet shown. Needs a QGuiApplication; loads the typeface (FontMissingError)."""
    from ui.window import CheckinView, load_fonts

    load_fonts()
    return CheckinView(session)


class UiCommand:
    """`kiosk ui [--windowed]`: show the check-in on this screen until the window is closed."""

    name = "ui"
    help = "show the check-in window"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add what the command takes."""
        parser.add_argument("--windowed", action="store_true", help="a window instead of the whole screen")

    def run(self, args: argparse.Namespace) -> int:
        """Run until the window is closed. Returns 0 when all went well, 1 when something needed is missing or broke."""
        from ui.program import run

        return run(args)


COMMAND = UiCommand()
