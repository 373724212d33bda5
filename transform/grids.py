"""The common shape of every document: bytes → `DocumentContent`, whatever the container. All that follows is shared.

A reader (HTML, text, PDF, DOCX, XLSX, picture) is one function ``read_<kind>(body: bytes, hints: Hints) ->
DocumentContent``. It finds blocks, it does not know what a table means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple


class GridCell(NamedTuple):
    """One printed cell. A named tuple, as a page has hundreds: a frozen dataclass takes four times as long to make.

    ``text`` joins inline runs without anything between them (``2`` ``0`` in two spans is ``20``) and separates
    paragraphs and line breaks by a newline. ``row`` and ``col`` are the first row and column it covers (0-based, in the
    grid with spans expanded); ``order`` is its 1-based place among the cells written in its row.
    ``at`` overrides the address where the reader knows better (``line 120``). ``is_doubtful`` marks a text the reader
    itself does not trust (a low-confidence OCR box): never a number.
    """

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    order: int = 1
    at: str | None = None
    is_doubtful: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. ``rows`` are the cells in source order (a cell stands in the row where it begins).

    ``is_loose``: the cells are tokens of running text, so blank cells may have vanished and neighbours may be glued;
    ordinary containers (HTML, DOCX, XLSX, ruled PDF) are not loose. ``index`` is the 1-based number of the table in the
    document, ``page`` the 1-based page where pages exist, ``heading`` what the container calls the table (caption).
    ``is_hidden``: the page holds the table and does not show it (unless a script does). ``is_padded``: the container
    makes every row as wide as the table, so that a row that lost a cell looks like one whose last cell is blank.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    index: int
    width: int
    heading: str = ""
    page: int | None = None
    is_loose: bool = False
    container: int = 0
    is_hidden: bool = False
    is_padded: bool = False

    def address(self, cell: GridCell) -> str:
        """``table 2, row 4, column 2``, or ``page 3, table 1, row 4, column 2``; all 1-based, spans not counted."""
        if cell.at is not None:
            return cell.at
        page = "" if self.page is None else f"page {self.page}, "
        return f"{page}table {self.index}, row {cell.row + 1}, column {cell.order}"

    def take(self, cell: GridCell, *, rowspan: int = 1, colspan: int = 1) -> RawCell:
        """One of its cells to build another grid from, with the address it has here."""
        return RawCell(cell.text, rowspan, colspan, self.address(cell), cell.is_doubtful)

    @cached_property
    def filled_rows(self) -> tuple[bool, ...]:
        """Of each row whether a cell stands at every place of the grid's width, those that span it included."""
        return tuple(all(cell is not None for cell in row) for row in expand_grid(self))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside tables: paragraph, heading, list item. ``level`` is 1-6 for a marked-up heading, else 0."""

    text: str
    at: str
    level: int = 0
    container: int = 0


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A document as blocks in reading order.

    ``title`` is the container's own title (``<title>``, PDF or DOCX property). ``meta`` has lower-case names
    (``articletitle``, ``pubdate``, ``siteidcode``). ``containers[i]`` is the parent of container ``i`` and comes before
    it (0 is the whole document and its own parent): readers without nesting leave the default. ``issues`` are codes
    with parameters that the reader met.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    charset: str | None = None
    containers: tuple[int, ...] = (0,)
    issues: tuple[tuple[str, Mapping[str, object]], ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def with_grids(self, changed: Mapping[int, Grid | None]) -> DocumentContent:
        """The document with other tables in the place of some, by the ``id`` of each; None leaves it out."""
        blocks = (changed.get(id(block), block) if isinstance(block, Grid) else block for block in self.blocks)
        return replace(self, blocks=tuple(block for block in blocks if block is not None)) if changed else self

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Everything outside tables, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


class RawCell(NamedTuple):
    """A cell as the container writes it, before its place in the grid is known."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    at: str | None = None
    is_doubtful: bool = False


MAX_LINES = 100_000  # paragraphs and tables of a document; a report has some hundred
MAX_CELLS = 25_000  # cells of a document with more than a bare number; a report has some 100
MAX_SPAN = 100  # a wider or longer span is a mistake of the page; HTML itself stops at 1000 columns


def build_grid(
    rows: Iterable[Sequence[RawCell]],
    *,
    index: int,
    heading: str = "",
    page: int | None = None,
    is_loose: bool = False,
    container: int = 0,
    is_hidden: bool = False,
    is_padded: bool = False,
) -> Grid:
    """Place cells in a grid by the rules of HTML tables: each takes the first free column of its row."""
    placed: list[tuple[GridCell, ...]] = []
    busy: dict[int, int] = {}  # column -> rows for which a cell from above still covers it
    width = 0
    for number, row in enumerate(rows):
        cells, busy = _place_row(row, number, busy)
        placed.append(tuple(cells))
        if cells:
            width = max(width, cells[-1].col + cells[-1].colspan)
    return Grid(tuple(placed), index, width, heading, page, is_loose, container, is_hidden, is_padded)


def rebuild_grid(grid: Grid, rows: Iterable[Sequence[RawCell]]) -> Grid:
    """The same table with other rows: all that its reader said of it stays true."""
    return build_grid(
        rows,
        index=grid.index,
        heading=grid.heading,
        page=grid.page,
        is_loose=grid.is_loose,
        container=grid.container,
        is_hidden=grid.is_hidden,
        is_padded=grid.is_padded,
    )


def _place_row(row: Sequence[RawCell], number: int, busy: dict[int, int]) -> tuple[list[GridCell], dict[int, int]]:
    cells: list[GridCell] = []
    left = {column: count - 1 for column, count in busy.items() if count > 1}
    column = 0
    for order, raw in enumerate(row, start=1):
        while column in busy:
            column += 1
        colspan = min(max(raw.colspan, 1), MAX_SPAN)
        rowspan = min(max(raw.rowspan, 1), MAX_SPAN)
        cells.append(
            GridCell(
                raw.text, number, column, rowspan, colspan, order, raw.at, raw.is_doubtful,
            )
        )  # fmt: skip
        if rowspan > 1:
            for covered in range(column, column + colspan):
                left[covered] = max(left.get(covered, 0), rowspan - 1)
        column += colspan
    return cells, left


def ends_blank(cells: Sequence[GridCell]) -> bool:
    """Nothing but the last cell is blank: where a program fills rows up, so does a row look that lost a cell."""
    return bool(cells) and not cells[-1].text and all(cell.text for cell in cells[:-1])


def end_of(row: Sequence[GridCell]) -> int:
    """The grid column behind the last cell of a row."""
    return row[-1].col + row[-1].colspan if row else 0


def usual_end(rows: Iterable[Sequence[GridCell]]) -> int:
    """The grid column behind the last cell of most rows; 0 without rows."""
    return max(Counter(map(end_of, rows)).most_common(1), default=(0, 0))[0]


def expand_grid(grid: Grid) -> tuple[tuple[GridCell | None, ...], ...]:
    """Rows of equal width in which a spanning cell stands at every place it covers, and None where nothing stands."""
    table: list[list[GridCell | None]] = [[None] * grid.width for _ in grid.rows]
    for row in grid.rows:
        for cell in row:
            for line in table[cell.row : cell.row + cell.rowspan]:
                line[cell.col : cell.col + cell.colspan] = [cell] * len(line[cell.col : cell.col + cell.colspan])
    return tuple(tuple(line) for line in table)
