"""Tests: unit/kiosk/insurance."""
