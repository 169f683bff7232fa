"""Fuzzing of every parser that takes hostile bytes: targets, their stored corpus, the gate and the campaign."""
