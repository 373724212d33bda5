"""Tables set in bands, the form's rows side by side and the next ones below, set the usual way round.

Over the figures of a band stand its rows' names; the names of their columns stand before the figures (规章, 行政规范性
文件 over a line 本年制发件数 and two figures) or between names and figures. Believed only where every name has all its
columns, each once, figures stand in the places of their names, and nothing else is in the table but titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from transform.grids import Grid, GridCell, RawCell, ends_blank, rebuild_grid
from transform.shapes.named_rows import NamedRow, write_rows
from transform.words.numbers import looks_like_value
from transform.words.roles import Kind, column_of, column_orders, find_roles, roles_of, unified_forms

Row = Sequence[GridCell]
_WIDEST = 60
_FEWEST = 2  # cells: a label and a figure, of which none can take the other's place


@dataclass(slots=True)
class _Band:
    """The line of the rows' names, of ``table``, with the lines below it, or a title, which has none."""

    names: Row
    table: str | None
    lines: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Named:
    """A row's name with its columns' labels and their figures."""

    name: GridCell
    labels: tuple[GridCell, ...]
    figures: tuple[GridCell, ...]


def unfold_bands(grid: Grid) -> Grid:
    """The grid itself, or, where it is set in bands, the same cells a row for each name. Cells keep their addresses."""
    if grid.is_loose or grid.width > _WIDEST or not any(_names_rows(row) for row in grid.rows):
        return grid
    bands = list(_cut(grid.rows))
    rows: list[list[RawCell]] = []
    for band in bands:
        band.lines = [_without_fill(band, line) for line in band.lines]
        band.lines = [_doubt_short(line) for line in band.lines] if grid.is_padded else band.lines
        named = list(_read_band(band)) if band.lines else []
        if band.lines and not named:
            return grid
        rows += write_rows(_row(grid, one) for one in named) if named else [[grid.take(cell) for cell in band.names]]
    return replace(rebuild_grid(grid, rows), is_padded=False)  # every figure had labels of its own


def _trim(row: Row) -> Row:
    """Without the blank cells at its end, which fill it up."""
    size = len(row)
    while size and not row[size - 1].text:
        size -= 1
    return row[:size]


def _cut(rows: Sequence[Row]) -> Iterator[_Band]:
    band: _Band | None = None
    for row in rows:
        texts = [cell for cell in row if cell.text]
        table = _names_rows(row)
        is_title = len(texts) == 1 and not looks_like_value(texts[0].text) and not _names_column(texts[0], band)
        if table or is_title or band is None:
            if band is not None:
                yield band
            band = _Band(_trim(row) if table or not is_title else texts, table or _row_of(texts))
        elif row:
            band.lines.append(row)
    if band is not None:
        yield band


def _names_column(cell: GridCell, band: _Band | None) -> bool:
    """A column of the band's rows: with no figure beside it, all of them are blank, or it is the only one."""
    return band is not None and band.table is not None and column_of(cell.text, band.table) is not None


def _names_rows(row: Row) -> str | None:
    """The table whose rows all cells of a line but the first name, none where one is a figure or may be a column's.

    The last cell of an ordinary line is a figure: nearly every line is told by it.
    """
    if len(row) < 2 or row[-1].text.isdigit():
        return None
    row = _trim(row)
    if len(row) < 2 or row[-1].text.isdigit():
        return None
    roles = [find_roles(cell.text)[0] for cell in (row[1:] if _is_corner(row[0]) else row)]
    tables = [{role.table for role in found if role.kind is Kind.ROW} for found in roles]
    common = set.intersection(*tables) - _strips()
    is_column = any(role.kind is Kind.COLUMN for role in roles[-1]) if len(roles) == 1 else False
    return min(common) if common and not is_column else None


def _row_of(texts: Row) -> str | None:
    """The table whose row a text alone in its line names."""
    tables = {role.table for role in roles_of(texts[0].text, Kind.ROW)} - _strips() if len(texts) == 1 else set()
    return min(tables) if tables else None


@cache
def _strips() -> set[str]:
    return {table.code for form in unified_forms() for table in form.tables if table.layout == "strip"}


def _is_corner(cell: GridCell) -> bool:
    return not cell.text or bool(roles_of(cell.text, Kind.CORNER))


def _read_band(band: _Band) -> Iterator[_Named]:
    """Each name with its figures; none at all where the band is not whole."""
    if band.table is None or any(cell.rowspan > 1 for line in (band.names, *band.lines) for cell in line):
        return
    has_stubs = _is_corner(band.names[0])
    found = list(_by_stub(band) if has_stubs else _by_place(band))
    if all(_is_whole(named, band.table) for named in found) and len(found) == len(band.names) - has_stubs:
        yield from found


def _by_stub(band: _Band) -> Iterator[_Named]:
    """Lines of a column's label and a figure for each name."""
    places = [(cell.col, cell.colspan) for cell in band.names]
    if any([(cell.col, cell.colspan) for cell in line] != places for line in band.lines):
        return
    stubs = tuple(line[0] for line in band.lines)
    for number, name in enumerate(band.names[1:], start=1):
        yield _Named(name, stubs, tuple(line[number] for line in band.lines))


def _by_place(band: _Band) -> Iterator[_Named]:
    """A line of columns' labels below the names that span them, and a line of figures in the same places."""
    if len(band.lines) != 2:
        return
    labels, figures = band.lines
    if [(cell.col, cell.colspan) for cell in labels] != [(cell.col, cell.colspan) for cell in figures]:
        return
    if sum(name.colspan for name in band.names) != sum(cell.colspan for cell in labels):
        return  # a name was lost, and the others have moved
    for name in band.names:
        under = [n for n, cell in enumerate(labels) if name.col <= cell.col < name.col + name.colspan]
        yield _Named(name, tuple(labels[n] for n in under), tuple(figures[n] for n in under))


def _without_fill(band: _Band, line: Row) -> Row:
    """The line without the blank cells behind the last of the names."""
    end = max((cell.col + cell.colspan for cell in band.names), default=0)
    size = len(line)
    while size and not line[size - 1].text and line[size - 1].col >= end:
        size -= 1
    return line[:size]


def _doubt_short(line: Row) -> Row:
    """The line; of a table that a program filled up with no figure to be believed, where it may have lost one: nothing
    but its last cell is blank."""
    is_short = len(line) > _FEWEST and ends_blank(line)
    return [cell._replace(is_doubtful=True) for cell in line] if is_short else line


def _is_whole(named: _Named, code: str) -> bool:
    """The columns of one form's row, each once, with nothing but figures."""
    rows = {role.code for role in roles_of(named.name.text, Kind.ROW) if role.table == code}
    labels = [column_of(cell.text, code) for cell in named.labels]
    wanted = [set(order) for row in rows for order in column_orders(code, row)]
    is_complete = len(rows) == 1 and len(set(labels)) == len(labels) and set(labels) in wanted
    return is_complete and all(looks_like_value(cell.text) for cell in named.figures)


def _row(grid: Grid, named: _Named) -> NamedRow:
    labels, figures = (tuple(map(grid.take, cells)) for cells in (named.labels, named.figures))
    return NamedRow(grid.take(named.name), labels, figures)
