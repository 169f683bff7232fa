"""Tests: unit/emulator."""
