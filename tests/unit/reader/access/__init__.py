"""Tests: unit/reader/access."""
