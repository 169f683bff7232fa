"""`kiosk doctor`: every part, its state, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.commands.console import DONE, FAILED, say, say_json, table

if TYPE_CHECKING:
    import argparse


class DoctorCommand:
    """Exit 0: nothing failed (there may be warnings); 1: something did."""

    name = "doctor"
    help = "look at every part of the kiosk and say what to do"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/commands.md."""
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Look at all parts."""
        from kiosk.health import Health, examine

        parts = examine(args.config)
        failed = any(part.health in {Health.FAILED, Health.UNKNOWN} for part in parts)
        if args.json:
            listed = [
                {"part": part.part, "state": part.health.value, "detail": part.detail, "remedy": part.remedy}
                for part in parts
            ]
            say_json({"ok": not failed, "parts": listed})
            return FAILED if failed else DONE
        lines = table((part.health.value, part.part, part.detail) for part in parts)
        for part, line in zip(parts, lines, strict=True):
            say(line, *([f"         -> {part.remedy}."] if part.remedy else []))
        return FAILED if failed else DONE


COMMAND = DoctorCommand()
