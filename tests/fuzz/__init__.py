"""Fuzzing of every document reader: `python -m tests.fuzz --reader pdf --minutes 10`."""
