"""Tests: unit (mirrors the packages), integration (the real stack), qml, e2e, bench."""
