"""Tests: unit/kiosk/store."""
