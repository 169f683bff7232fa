"""Tests: unit/reader."""
