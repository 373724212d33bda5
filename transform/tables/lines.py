"""Grid rows → lines of a form: header lines, rows of values with their label, strips of values without one.

This is structure only: `transform.tables.align` decides which columns the values belong to, once the edition is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from transform.grids import Block, DocumentContent, Grid, GridCell, Paragraph
from transform.shapes.banded import unfold_bands
from transform.shapes.cut_labels import join_cut_labels
from transform.shapes.label_side import doubt_values_before_labels
from transform.shapes.listed import gather_list
from transform.shapes.stacked import unstack_rows
from transform.shapes.upright import make_upright
from transform.tables.marked import (
    FEWEST_VALUES,
    Marked,
    interrupted_values,
    mark_row,
    most_common_table,
    split_line,
    trailing_values,
)
from transform.words.roles import Kind, unified_forms


@dataclass(slots=True)
class HeaderLines:
    """The header lines above some rows, the cells of each line in source order.

    ``above`` is the text right above the grid; ``label_end`` the first grid column in which a row below shows a value.
    """

    table: str
    grid: Grid
    above: str = ""
    lines: list[list[Marked]] = field(default_factory=list)
    is_closed: bool = False
    label_end: int | None = None


@dataclass(frozen=True, slots=True)
class ValueLine:
    """Values with their row. ``row`` is None for a strip (Table 4) or an unlabelled line.

    ``header`` is the nearest header of the table above, ``block`` the place of the grid among the document's blocks,
    ``is_group_label`` marks a label that spans further lines, ``number`` the row's place in the grid.
    """

    table: str
    row: str | None
    label: GridCell | None
    is_exact: bool
    values: tuple[GridCell, ...]
    header: HeaderLines | None
    grid: Grid
    block: int
    number: int

    @property
    def at(self) -> str:
        """The address of the line: its label, else its first value."""
        cell = self.label or self.values[0]
        return self.grid.address(cell)


@dataclass(frozen=True, slots=True)
class OddLine:
    """A line of a form's grid that no label explains; ``has_number`` tells whether numbers were left unread."""

    grid: Grid
    text: str
    at: str
    has_number: bool
    table: str | None
    block: int
    number: int
    values: tuple[GridCell, ...] = ()


@dataclass(slots=True)
class DocumentLines:
    """All lines of a document that belong to the unified forms, in reading order."""

    values: list[ValueLine] = field(default_factory=list)
    headers: list[HeaderLines] = field(default_factory=list)
    odd: list[OddLine] = field(default_factory=list)


"""A line with so many values belongs to Table 3 or 4 even where its label cannot be read."""


class _Scanner:
    """Walks the grids in reading order and remembers the header that is in force for each table."""

    def __init__(self) -> None:
        self.found = DocumentLines()
        self.current: HeaderLines | None = None
        self.in_force: dict[str, HeaderLines] = {}
        self.block = 0
        self.above = ""
        self.waiting: list[list[Marked]] = []  # lines that name a column, should a header begin right behind them

    def scan(self, content: DocumentContent) -> DocumentLines:
        for number, block in enumerate(content.blocks):
            if isinstance(block, Grid):
                self.block = number
                grid = doubt_values_before_labels(block, _text_of(content.blocks[number + 1 : number + 2]))
                self._scan_grid(make_upright(unfold_bands(gather_list(unstack_rows(join_cut_labels(grid))))))
                self.above = ""
            else:
                self.above = block.text
        return self.found

    def _scan_grid(self, grid: Grid) -> None:
        lines = [mark_row(row, is_loose=grid.is_loose) for row in grid.rows]
        if self._is_foreign(lines):
            self.in_force, self.current = {}, None
        self.waiting = []
        for number, line in enumerate(lines):
            if line:
                self._scan_line(grid, number, line)
                self.waiting = [*self.waiting, line] if grid.is_loose and _may_name_column(line) else []

    def _is_foreign(self, lines: Sequence[list[Marked]]) -> bool:
        """A grid that begins with something else than a row or header of a form does not continue the one before."""
        for line in lines:
            texts = [marked for marked in line if not marked.is_blank]
            if not texts or (len(texts) == 1 and texts[0].has_number):  # a page number between the halves of a table
                continue
            return not any(marked.roles for marked in texts) and len(trailing_values(line)) < FEWEST_VALUES
        return False

    def _scan_line(self, grid: Grid, number: int, line: list[Marked]) -> None:
        has_number = any(marked.has_number for marked in line)
        if table := self._header_table(line, has_number):
            self._add_header(grid, table, line)
            return
        if not has_number and any(marked.tables(Kind.BLOCK) for marked in line):
            self._close()
            return
        if labels := self._loose_header_end(grid, line, has_number):
            self._add_header(grid, "t4", line[:labels])
            line = line[labels:]
        segments = list(split_line(line))
        if not segments:
            self._note_unknown_header(grid, line, has_number)
            self._add_unlabelled(grid, number, line, has_number)
        for label, values in segments:
            if label.tables(Kind.ROW) & segments[0][0].tables(Kind.ROW):  # another table's label strayed into this row
                self._add_row(grid, number, label, values)

    def _header_table(self, line: list[Marked], has_number: bool) -> str | None:
        """The table whose header this line is, or None. A header names columns and shows no number."""
        if has_number:
            return None
        texts = [marked for marked in line if not marked.is_blank]
        named = [marked for marked in texts if marked.tables(Kind.COLUMN, Kind.GROUP)]
        pure = [marked for marked in named if not marked.tables(Kind.ROW)]
        strips = [marked for marked in texts if _is_strip_heading(marked)]
        if pure:
            return most_common_table(pure)
        if strips and len(strips) == len(texts) and (len(line) == len(texts) or len(strips) > 1):
            return most_common_table(strips, Kind.ROW, Kind.HEADING)
        if len(strips) > 1 and texts[-len(strips) :] == strips and not any(marked.roles for marked in texts[:1]):
            return most_common_table(strips, Kind.ROW, Kind.HEADING)  # behind a corner: 年度 | 行政复议 | 行政诉讼
        is_open = self.current is not None and not self.current.is_closed
        if named and len(named) == len(line) and (len(named) > 1 or is_open):
            return self.current.table if self.current and is_open else most_common_table(named)
        corners = [marked for marked in texts if marked.tables(Kind.CORNER)]
        return most_common_table(corners, Kind.CORNER) if corners else None

    def _note_unknown_header(self, grid: Grid, line: list[Marked], has_number: bool) -> None:
        """Column labels that nobody knows: what follows is not under the header that was in force."""
        texts = [marked for marked in line if not marked.is_value]
        if (
            has_number
            or len(texts) < 2
            or any(marked.tables(Kind.ROW) - marked.tables(Kind.COLUMN) for marked in texts)
        ):
            return
        if self.current is not None and not self.current.is_closed and self.current.grid is grid:
            self.current.lines.append(line)
        else:
            self.in_force, self.current = {}, None

    def _loose_header_end(self, grid: Grid, line: list[Marked], has_number: bool) -> int:
        """In running text the last column labels and the first values make one line (总计 0 0 0 …): how many labels."""
        current = self.current
        if not grid.is_loose or current is None or current.is_closed or not has_number:
            return 0
        labels = next(number for number, marked in enumerate(line) if marked.is_value)
        is_strip = current.table in _strip_tables() and all(
            current.table in marked.tables(Kind.COLUMN) for marked in line[:labels]
        )
        return labels if is_strip and all(marked.is_value for marked in line[labels:]) else 0

    def _add_header(self, grid: Grid, table: str, line: list[Marked]) -> None:
        current = self.current
        if current is None or current.is_closed or current.table != table or current.grid is not grid:
            above = [before for before in self.waiting if before[0].code(Kind.COLUMN, table)]
            current = HeaderLines(table, grid, self.above, above)
            self.found.headers.append(current)
            self.current = self.in_force[table] = current
        current.lines.append(line)

    def _close(self) -> None:
        if self.current is not None:
            self.current.is_closed = True

    def _add_row(self, grid: Grid, number: int, label: Marked, values: list[Marked]) -> None:
        role = next(role for role in label.roles if role.kind is Kind.ROW)
        header = self.in_force.get(role.table)
        is_short = bool(label.tables(Kind.COLUMN)) and len(values) < FEWEST_VALUES
        if not values or (is_short and not _fills(header, grid, len(values))):
            return  # 其他 and 总计 are columns too: a row only with a row's values
        if any(marked.roles for marked in values) and not any(marked.has_number for marked in values):
            return  # 单位 | 行政复议 | 行政诉讼 | 总计 is a header
        self._close()
        cells = tuple(marked.cell for marked in values)
        if header is not None and header.grid is grid:
            header.label_end = min(header.label_end or values[0].cell.col, values[0].cell.col)
        self.found.values.append(
            ValueLine(role.table, role.code, label.cell, label.is_exact, cells, header, grid, self.block, number)
        )

    def _add_unlabelled(self, grid: Grid, number: int, line: list[Marked], has_number: bool) -> None:
        """Values without a row: the strip of Table 4 where its header stands above, else an odd line."""
        values = trailing_values(line) or interrupted_values(line)
        header = self.current
        is_near = header is not None and (header.grid is grid or not header.is_closed)
        if header is not None and is_near and header.table in _strip_tables() and len(values) > 1:
            self._close()
            cells = tuple(marked.cell for marked in values)
            self.found.values.append(ValueLine(header.table, None, None, True, cells, header, grid, self.block, number))
            return
        text = "".join(marked.cell.text for marked in line if not marked.is_value)
        if not text and not has_number:
            return
        cells = tuple(marked.cell for marked in line) if all(marked.is_value for marked in line) else ()
        table = self.current.table if self.current else None
        at = grid.address(line[0].cell)
        self.found.odd.append(OddLine(grid, text, at, has_number, table, self.block, number, cells))


def _may_name_column(line: Sequence[Marked]) -> bool:
    """A line of running text with nothing but a column's label, which may be a row's as well: 总计, 其他."""
    is_plain = len(line) == 1 and line[0].cell.text[:1].isalpha()  # no number of an item before it
    return is_plain and bool(line[0].tables(Kind.COLUMN))


def _text_of(blocks: Sequence[Block]) -> str:
    """The text of a paragraph, if it is one."""
    return next((block.text for block in blocks if isinstance(block, Paragraph)), "")


def _fills(header: HeaderLines | None, grid: Grid, count: int) -> bool:
    """As many values as the header of this very grid, above rows already read, names columns (a table cut in two)."""
    if header is None or header.grid is not grid or not header.is_closed:
        return False
    return count > 1 and count == sum(marked.code(Kind.COLUMN) is not None for line in header.lines for marked in line)


def scan_lines(content: DocumentContent) -> DocumentLines:
    """Every header and row of the unified forms that the document's grids show, in reading order."""
    return _Scanner().scan(content)


def _is_strip_heading(marked: Marked) -> bool:
    return bool(marked.tables(Kind.ROW, Kind.HEADING) & _strip_tables())


@cache
def _strip_tables() -> frozenset[str]:
    return frozenset(table.code for form in unified_forms() for table in form.tables if table.layout == "strip")
