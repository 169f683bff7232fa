"""Tests: unit/reader/trust."""
