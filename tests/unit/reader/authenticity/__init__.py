"""Tests: unit/reader/authenticity."""
