"""A parsed page against its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from transform.models import ParsedReport


@dataclass
class Score:
    """``wrong``: a value that is not the cell's own. ``unread``: a printed number without a value."""

    printed: int = 0
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, name: str, parsed: ParsedReport, truth: Mapping[str, Decimal | None]) -> None:
        """Count one page."""
        cells = {cell.key: cell for cell in parsed.cells}
        for key in truth.keys() | cells.keys():
            expected, cell = truth.get(key), cells.get(key)
            value = cell.value if cell else None
            self.printed += expected is not None
            if value is not None and value != expected:
                self.wrong.append(f"{name}: {key} is {expected}, read as {value}")
            elif value is not None:
                self.read += 1
            elif expected is not None:
                status = cell.status.value if cell else "absent"
                self.unread.append(f"{name}: {key} is {expected}, {status}")

    def take(self, other: Score) -> None:
        """Add another's counts."""
        self.printed, self.read = self.printed + other.printed, self.read + other.read
        self.wrong, self.unread = self.wrong + other.wrong, self.unread + other.unread

    @property
    def share(self) -> float:
        """Printed numbers that were read."""
        return self.read / self.printed if self.printed else 1.0
