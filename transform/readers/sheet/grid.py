"""A sheet of a workbook as rows of cells, the same for XLSX and XLS.

Hidden rows and columns are none, merged cells shrink to what is shown of them, and a row without text counts where its
cells have borders: a table left blank.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from transform.grids import RawCell
from transform.readers.raised import doubt_marks
from transform.readers.sheet.shown import Text

Place = tuple[int, int]
"""Row and column, 1-based."""


class Area(NamedTuple):
    """A merged cell, its last row and column included."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns it covers."""
        return self.bottom - self.top + 1, self.right - self.left + 1


class Sheet(Protocol):
    """What a reader of workbooks says of a sheet."""

    @property
    def lines(self) -> Sequence[int]:
        """The rows that are shown."""

    @property
    def columns(self) -> Sequence[int]:
        """The columns that are shown."""

    @property
    def merges(self) -> Sequence[Area]:
        """The merged cells."""

    def is_used(self, place: Place) -> bool:
        """Whether anything stands there, or a border."""

    def show(self, place: Place) -> Text:
        """What is seen there."""

    def address(self, place: Place) -> str:
        """``sheet 附表, B6``."""


class _Merge(NamedTuple):
    first: Place  # the one that holds the value
    rows: int
    columns: int


def read_rows(sheet: Sheet) -> list[list[RawCell]]:
    """The rows of a sheet with the spans of their cells."""
    lines, columns = sheet.lines, sheet.columns
    spans, covered = _read_merges(sheet.merges, lines, columns)
    rows: list[list[RawCell]] = []
    raised: list[tuple[int, int]] = []
    for number in lines:
        places = [(number, column) for column in columns]
        if not any(place in covered or sheet.is_used(place) for place in places):
            continue
        row: list[RawCell] = []
        for place in places:
            if place not in covered:
                cell, is_raised = _read_cell(sheet, place, spans.get(place))
                raised += [(len(rows), len(row))] if is_raised else []
                row.append(cell)
        rows.append(row)
    doubt_marks(rows, raised)
    return rows


def _read_cell(sheet: Sheet, place: Place, span: _Merge | None) -> tuple[RawCell, bool]:
    """The cell at a place, and whether a raised number is all of it; ``span`` is that of the merged cell whose first
    shown place this is."""
    source = span.first if span else place
    tall, wide = (span.rows, span.columns) if span else (1, 1)
    shown = sheet.show(source)
    cell = RawCell(shown.text, tall, wide, at=sheet.address(source), is_doubtful=shown.is_doubtful)
    return cell, shown.is_raised


def _read_merges(
    merges: Sequence[Area], lines: Sequence[int], columns: Sequence[int]
) -> tuple[dict[Place, _Merge], set[Place]]:
    """Merged cells by their first shown place, and the other shown places they cover; what is hidden does not count."""
    spans: dict[Place, _Merge] = {}
    covered: set[Place] = set()
    for merged in merges:
        tall, wide = _between(lines, merged.top, merged.bottom), _between(columns, merged.left, merged.right)
        if tall and wide:
            spans[tall[0], wide[0]] = _Merge((merged.top, merged.left), len(tall), len(wide))
            covered.update((row, column) for row in tall for column in wide if (row, column) != (tall[0], wide[0]))
    return spans, covered


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
