"""Tests: unit/reader/codec."""
