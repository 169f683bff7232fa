"""Tests: unit/reader/card."""
