"""Tests: unit/emulator/issuer."""
