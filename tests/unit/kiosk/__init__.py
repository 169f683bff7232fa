"""Tests: unit/kiosk."""
