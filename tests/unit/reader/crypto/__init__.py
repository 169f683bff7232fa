"""Tests: unit/reader/crypto."""
