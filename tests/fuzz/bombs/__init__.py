"""Documents made to cost time or memory, each small enough to be sent by anybody: what they are and how to measure.

    python -m tests.fuzz.bombs [NAME ...]

Each is refused, or read, within the bounds of `tests/transform/test_bombs.py`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.fuzz.bombs import drawn, markup, old_sheets, packages, prose, styled, tables, texts
from tests.fuzz.bombs.kinds import BOMBS
from tests.fuzz.bounded import Effort, measure

__all__ = ["BOMBS", "drawn", "explode", "markup", "old_sheets", "packages", "prose", "styled", "tables", "texts"]


def explode(name: str, patience: float = 120) -> Effort:
    """Make one document and parse it in a process of its own."""
    found = BOMBS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        path.write_bytes(found.make())
        return measure(path, found.media_type, patience)
