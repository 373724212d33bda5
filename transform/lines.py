"""Grid rows → lines of a form: header lines, rows of values with their label, strips of values without one.

This is structure only: which columns the values belong to is decided in `transform.align`, once the edition is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from transform.cut_labels import join_cut_labels
from transform.grids import Block, DocumentContent, Grid, GridCell, Paragraph
from transform.label_side import doubt_values_before_labels
from transform.listed import gather_list
from transform.numbers import is_count_unit, looks_like_value
from transform.roles import Kind, Role, find_roles, heading_rows, is_label, split_glued, unified_forms
from transform.stacked import unstack_rows
from transform.upright import make_upright


class Marked(NamedTuple):
    """A cell with what its text may mean. ``has_number``: a value with at least one digit."""

    cell: GridCell
    roles: tuple[Role, ...]
    is_exact: bool
    is_value: bool
    has_number: bool

    def code(self, kind: Kind, table: str | None = None) -> str | None:
        """The code of this cell as ``kind`` (of ``table``), if it may be that."""
        for role in self.roles:
            if role.kind is kind and (table is None or role.table == table):
                return role.code
        return None

    def tables(self, *kinds: Kind) -> frozenset[str]:
        """The tables in which this cell may be one of ``kinds``."""
        return frozenset(role.table for role in self.roles if role.kind in kinds) if self.roles else _NO_TABLES

    @property
    def is_blank(self) -> bool:
        """Nothing printed."""
        return not self.cell.text


_NO_TABLES: frozenset[str] = frozenset()


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


_FEWEST_LABELS = 3
FEWEST_VALUES = 5
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
                self._scan_grid(make_upright(gather_list(unstack_rows(join_cut_labels(grid)))))
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
            return not any(marked.roles for marked in texts) and len(_trailing_values(line)) < FEWEST_VALUES
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
            return _most_common_table(pure)
        if strips and len(strips) == len(texts) and (len(line) == len(texts) or len(strips) > 1):
            return _most_common_table(strips, Kind.ROW, Kind.HEADING)
        if len(strips) > 1 and texts[-len(strips) :] == strips and not any(marked.roles for marked in texts[:1]):
            return _most_common_table(strips, Kind.ROW, Kind.HEADING)  # behind a corner: 年度 | 行政复议 | 行政诉讼
        is_open = self.current is not None and not self.current.is_closed
        if named and len(named) == len(line) and (len(named) > 1 or is_open):
            return self.current.table if self.current and is_open else _most_common_table(named)
        corners = [marked for marked in texts if marked.tables(Kind.CORNER)]
        return _most_common_table(corners, Kind.CORNER) if corners else None

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
        self._close()
        cells = tuple(marked.cell for marked in values)
        if header is not None and header.grid is grid:
            header.label_end = min(header.label_end or values[0].cell.col, values[0].cell.col)
        self.found.values.append(
            ValueLine(role.table, role.code, label.cell, label.is_exact, cells, header, grid, self.block, number)
        )

    def _add_unlabelled(self, grid: Grid, number: int, line: list[Marked], has_number: bool) -> None:
        """Values without a row: the strip of Table 4 where its header stands above, else an odd line."""
        values = _trailing_values(line) or _interrupted_values(line)
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


def mark_row(row: Sequence[GridCell], *, is_loose: bool = False) -> list[Marked]:
    """The cells of a grid row with the roles their texts may have. Running text may have glued labels together."""
    marked = [_mark(cell) for cell in row]
    if not is_loose:
        return marked
    return [part for one in marked for part in ([one] if one.roles or one.is_value else _unglue(one))]


def _unglue(marked: Marked) -> list[Marked]:
    parts = split_glued(marked.cell.text) or _split_labels(marked.cell.text)
    return [_mark(marked.cell._replace(text=part)) for part in parts] if len(parts) > 1 else [marked]


def _split_labels(text: str) -> tuple[str, ...]:
    """A line of labels set apart by blanks, of which most are known, without what stands before the first of them: 项目
    over the rows' labels."""
    parts = text.split()
    known = [number for number, part in enumerate(parts) if is_label(part)]
    return tuple(parts[known[0] :]) if len(known) >= _FEWEST_LABELS and len(known) * 2 > len(parts) else ()


def _mark(cell: GridCell) -> Marked:
    text = cell.text
    if not text or text.isdigit():
        return Marked(cell, (), True, True, bool(text))
    roles, is_exact = find_roles(text)
    is_value = not roles and looks_like_value(text)
    return Marked(cell, roles, is_exact, is_value, is_value and any(character.isdigit() for character in text))


def split_line(line: Sequence[Marked]) -> Iterator[tuple[Marked, list[Marked]]]:
    """The labelled rows of a line: each row label with the cells behind it, up to the next label.

    Of labels side by side (三、本年度办理结果 | （一）予以公开) the last one names the row. A label that spans several
    lines is a heading, not a row: a row whose own label is lost must not be taken for it. Two rows' labels before one
    set of values name neither.
    """
    label: Marked | None = None
    values: list[Marked] = []
    for marked in line:
        if marked.roles and marked.tables(Kind.ROW):
            if label is not None and values:
                yield label, values
            is_second = (
                label is not None and not values and not _is_heading_row(label) and not _names_same(label, marked)
            )
            label, values = (None if is_second else marked), []
        elif label is not None and (values or _may_follow(marked) or not _is_heading_row(label)):
            values.append(marked)
        elif label is not None:  # an unknown label behind a heading: this is no row we know
            label = None
    if label is not None and label.cell.rowspan == 1:
        yield label, values


def _may_follow(marked: Marked) -> bool:
    """A value, or its unit in a column of its own."""
    return marked.is_value or is_count_unit(marked.cell.text)


def _names_same(one: Marked | None, other: Marked) -> bool:
    """A label that fills several columns may be printed in each of them."""
    return one is not None and bool({role for role in one.roles if role.kind is Kind.ROW} & set(other.roles))


def _trailing_values(line: Sequence[Marked]) -> list[Marked]:
    start = len(line)
    while start > 0 and line[start - 1].is_value:
        start -= 1
    return list(line[start:])


def _interrupted_values(line: Sequence[Marked]) -> list[Marked]:
    """The cells from the first value on where words stand among many values: some cells are no number, yet the line is
    one of the form. Left out, it would make another printing of its table the only one."""
    start = next((number for number, marked in enumerate(line) if marked.is_value), len(line))
    cells = list(line[start:])
    is_bare = not any(marked.roles for marked in cells)
    return cells if is_bare and sum(marked.is_value for marked in cells) >= FEWEST_VALUES else []


def _is_strip_heading(marked: Marked) -> bool:
    return bool(marked.tables(Kind.ROW, Kind.HEADING) & _strip_tables())


def _is_heading_row(label: Marked) -> bool:
    return not heading_rows().isdisjoint(label.roles)


@cache
def _strip_tables() -> frozenset[str]:
    return frozenset(table.code for form in unified_forms() for table in form.tables if table.layout == "strip")


def _most_common_table(cells: Sequence[Marked], *kinds: Kind) -> str:
    counts: dict[str, int] = {}
    for marked in cells:
        for table in marked.tables(*(kinds or (Kind.COLUMN, Kind.GROUP))):
            counts[table] = counts.get(table, 0) + 1
    return max(sorted(counts), key=lambda table: counts[table])
