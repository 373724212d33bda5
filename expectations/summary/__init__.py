"""The compliance summary: static pages in Chinese and English that open from disk without a network.

Reads `core.*` and `ops.*` through the connection it is given and writes nothing but files.
"""

from expectations.summary.write import write_summary

__all__ = ["write_summary"]
