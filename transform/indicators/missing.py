"""Rows of a form that a single-value table (2008-2018) lacks, as its other rows tell, and which that puts in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from transform.forms.model import Row, Table
from transform.grids import Grid
from transform.indicators.lines import split_unit
from transform.indicators.row_labels import row_codes
from transform.indicators.rows import PrintedRow
from transform.words.labels import LabelIndex, compact_text

_PARTS = 5  # all but a fifth of a form's rows are nearly all of them


def find_labels(index: LabelIndex[str], grid: Grid) -> dict[str, str]:
    """The labels of the grid that name one row of the form, by its code."""
    return {
        codes[0]: compact_text(cell.text)
        for row in grid.rows
        for cell in row
        if len(codes := row_codes(index, cell._replace(text=split_unit(cell.text)[0]))) == 1
    }


def find_lost_sections(table: Table, labels: Mapping[str, str]) -> set[str]:
    """Sections that are not in the grid, though those before and behind are, the latter with its number: 四, 六."""
    sections = [row for row in table.rows if row.parent is None and row.number and not row.number.isdigit()]
    lost: set[str] = set()
    for before, row, following in zip(sections, sections[1:], sections[2:], strict=False):
        is_numbered = labels.get(following.code, "").startswith(following.number or "?")
        lost |= {row.code} if before.code in labels and row.code not in labels and is_numbered else set()
    return lost


def find_before_gaps(table: Table, labels: Mapping[str, str], rows: Sequence[PrintedRow]) -> set[int]:
    """Rows of running text, by number, behind which others of the form are missing: the figure may be theirs.

    The numbers of the labels tell (2. without 1.), or that nearly all others are there.
    """
    printed = {*labels, *(row.row.code for row in rows if row.row)}
    valued = {row.code for row in table.rows if not row.is_header}
    is_nearly_whole = len(valued & printed) * _PARTS >= len(valued) * (_PARTS - 1)
    found: set[int] = set()
    for before, after in zip_longest(rows, rows[1:]):
        if before.row is None or (after and after.row is None):
            continue
        missing = _codes_between(table, before.row, after.row if after else None) - printed
        is_told = is_nearly_whole or (after is not None and bool(missing & _numbered_before(table, after)))
        found |= {before.number} if missing & valued and is_told else set()
    return found


def _codes_between(table: Table, one: Row, other: Row | None) -> set[str]:
    order = [row.code for row in table.rows]
    return set(order[order.index(one.code) + 1 : order.index(other.code) if other else len(order)])


def _numbered_before(table: Table, printed: PrintedRow) -> set[str]:
    """The row with the number before this row's, if it shows its own."""
    row = printed.row
    if row is None or not printed.text.startswith(row.number or "?"):
        return set()
    siblings = [other.code for other in table.rows if other.parent == row.parent and other.number]
    place = siblings.index(row.code)
    return set(siblings[place - 1 : place]) if place else set()
