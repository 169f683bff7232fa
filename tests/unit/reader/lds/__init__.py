"""Tests: unit/reader/lds."""
