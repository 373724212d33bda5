"""Traps of programs that turn tables into frames of data and back: spans undone, rows and columns numbered from 0."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Literal

from tests.transform.generator.page import C, Page, Rows
from tests.transform.generator.parts import place_cells
from tests.transform.generator.registry import trap

Fill = Literal["none", "sideways", "all"]


def undo_spans(rows: Rows, fill: Fill = "none") -> Rows:
    """Rows of equal length: what spanned stands in every place, in those of its first row, or in the first alone."""
    placed = place_cells(rows)
    width = max(column for _, column in placed) + 1
    seen: set[int] = set()
    undone: Rows = []
    for number in range(len(rows)):
        line = [placed.get((number, column), C("")) for column in range(width)]
        before = set(seen)
        undone.append([])
        for cell in line:
            is_shown = id(cell) not in seen or fill == "all" or (fill == "sideways" and id(cell) not in before)
            undone[-1].append(replace(cell, rowspan=1, colspan=1) if is_shown else C(""))
            seen.add(id(cell))
    return undone


def number_rows(rows: Rows) -> Rows:
    """A row 0, 1, 2 above and a column 0, 1, 2 before."""
    head = [C(""), *(C(str(n)) for n in range(len(rows[0])))]
    return [head, *([C(str(n)), *row] for n, row in enumerate(rows))]


@trap
def spans_undone(page: Page, rng: random.Random) -> None:
    """Every text in each of the places it spanned, figures too."""
    for table in page.tables:
        table.rows = undo_spans(table.rows, "all")


@trap
def spans_undone_sideways(page: Page, rng: random.Random) -> None:
    """The same, with blank cells below what spans downwards."""
    for table in page.tables:
        table.rows = undo_spans(table.rows, "sideways")


@trap
def numbered_frame(page: Page, rng: random.Random) -> None:
    """Spans left blank, numbers over the columns and before the rows."""
    for table in page.tables:
        table.rows = number_rows(undo_spans(table.rows))


@trap
def numbered_frame_with_spans_undone(page: Page, rng: random.Random) -> None:
    """The same with every text repeated."""
    for table in page.tables:
        table.rows = number_rows(undo_spans(table.rows, "all"))


@trap
def frame_without_row_numbers(page: Page, rng: random.Random) -> None:
    """Numbers over the columns alone."""
    for table in page.tables:
        table.rows = [row[1:] for row in number_rows(undo_spans(table.rows, "sideways"))]
