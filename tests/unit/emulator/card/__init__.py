"""Tests: unit/emulator/card."""
