"""Figures, never a verdict: `python -m tests.bench` prints a table and keeps build/bench.json."""
