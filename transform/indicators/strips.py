"""Single-value tables (2008-2018) set in strips, rows of labels over rows of their figures, set the usual way round.

A figure that lost its cell would shift all behind it, and a row that was lost would leave its labels with those of the
next strip. So labels and figures must stand in the same columns, one row of a kind below each row of labels; else the
table is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from transform.grids import Grid, GridCell, RawCell, ends_blank, rebuild_grid
from transform.indicators.columns import ColumnFinder
from transform.indicators.grid_reader import GridReader
from transform.words.numbers import is_count_unit, looks_like_value

_FEWEST_LABELS = 2  # in a row; one and a figure below it is any table of one column
_LONGEST_UNIT = 3  # characters
_MOST_BARE = 2  # rows that do not say what they hold: figures, and units

Row = Sequence[GridCell]


@dataclass(slots=True)
class _Strip:
    """A row of labels with the rows below it, or a row of one text, which has none."""

    labels: Row
    rows: list[Row] = field(default_factory=list)


def stand_strips_up(grid: Grid, reader: GridReader) -> Grid:
    """The grid itself, or, where it is set in strips, a row for each of their labels. Every cell keeps its address."""
    if grid.is_loose or not any(_names_rows(row, reader.is_label) for row in grid.rows):
        return grid
    if any(cell.rowspan > 1 for row in grid.rows for cell in row):
        return grid
    strips = list(_cut(grid.rows, reader.is_label))
    kinds = {_heads(strip, reader.finder) for strip in strips if len(strip.labels) > 1}
    if len(kinds) != 1 or not all(_is_whole(strip, reader) for strip in strips):
        return grid
    return replace(rebuild_grid(grid, list(_write_rows(strips, grid, reader.finder))), is_padded=False)


def _names_rows(row: Row, is_label: Callable[[GridCell], bool]) -> bool:
    """Whether a line names several rows; a unit, as it stands in nearly every line, is shorter than any label."""
    texts = [cell for cell in row if len(cell.text) > _LONGEST_UNIT]
    return len(texts) >= _FEWEST_LABELS and sum(map(is_label, texts)) >= _FEWEST_LABELS


def _cut(rows: Sequence[Row], is_label: Callable[[GridCell], bool]) -> Iterator[_Strip]:
    """Strips; where a row of something else stands in the table, a strip that is not whole."""
    strip: _Strip | None = None
    for row in rows:
        texts = [cell for cell in row if cell.text]
        known = sum(is_label(cell) for cell in texts)
        has_value = any(looks_like_value(cell.text) for cell in texts)
        is_head = not has_value and (known >= _FEWEST_LABELS or (len(texts) == 1 and known <= 1 and not strip))
        if is_head or (len(texts) == 1 and not has_value and not is_count_unit(texts[0].text)):
            if strip is not None:
                yield strip
            strip = _Strip(row if known >= _FEWEST_LABELS else texts)
        elif row:
            strip = strip or _Strip(())
            strip.rows.append(row)
    if strip is not None:
        yield strip


def _is_whole(strip: _Strip, reader: GridReader) -> bool:
    """Every row below the labels has their places and is of a kind of its own: units, or the figures of a column. A
    section's name has no figure below it: with one, the figures have moved."""
    finder = reader.finder
    if len(strip.labels) < _FEWEST_LABELS:
        return len(strip.labels) == 1 and not strip.rows
    start, heads = int(_is_corner(strip, finder)), _heads(strip, finder)
    if any(heads) and not (all(map(finder.is_header_word, heads)) and len(set(heads)) == len(heads)):
        return False
    figures = [row for row in strip.rows if not _are_units(row[start:])]
    columns = len(finder.table.columns)
    is_full = len(figures) >= columns if start else len(figures) == columns == 1 and len(strip.rows) <= _MOST_BARE
    places = _places(strip.labels)
    if not is_full or not all(_places(row) == places and _fits(strip, row, start) for row in strip.rows):
        return False
    sections = [number for number, cell in enumerate(strip.labels) if reader.is_section(cell)]
    return not any(row[number].text for row in figures for number in sections)


def _is_corner(strip: _Strip, finder: ColumnFinder) -> bool:
    first = strip.labels[0].text
    return not first or finder.is_corner(first)


def _heads(strip: _Strip, finder: ColumnFinder) -> tuple[str, ...]:
    """What each row below the labels says that it holds."""
    return tuple(row[0].text if _is_corner(strip, finder) else "" for row in strip.rows)


def _places(row: Row) -> list[tuple[int, int]]:
    return [(cell.col, cell.colspan) for cell in row]


def _are_units(row: Row) -> bool:
    return any(cell.text for cell in row) and all(not cell.text or is_count_unit(cell.text) for cell in row)


def _fits(strip: _Strip, row: Row, start: int) -> bool:
    """Figures or units below labels, and nothing behind the last of them."""
    pairs = list(zip(strip.labels[start:], row[start:], strict=True))
    named = [cell for label, cell in pairs if label.text]
    is_gapped = any(label.text for label, _ in pairs[len(named) :])
    is_value = all(looks_like_value(cell.text) or is_count_unit(cell.text) for cell in named)
    return is_value and not is_gapped and not any(cell.text for _, cell in pairs[len(named) :])


def _doubt_short(strip: _Strip, row: Row, start: int) -> Row:
    """The row; in a table that a program filled up with no figure to be believed, where it may have lost one: nothing
    but its last cell is blank."""
    named = [cell for label, cell in zip(strip.labels[start:], row[start:], strict=True) if label.text]
    return [cell._replace(is_doubtful=True) for cell in row] if ends_blank(named) else row


def _write_rows(strips: Sequence[_Strip], grid: Grid, finder: ColumnFinder) -> Iterator[list[RawCell]]:
    above: list[str] = []
    for strip in strips:
        if len(strip.labels) < _FEWEST_LABELS:
            yield [grid.take(cell) for cell in strip.labels]
            continue
        start = int(_is_corner(strip, finder))
        heads = [row[0] for row in strip.rows] if start else []
        if heads and [cell.text for cell in heads] != above:
            yield [grid.take(cell) for cell in (strip.labels[0], *heads)]
        above = [cell.text for cell in heads]
        rows = [_doubt_short(strip, row, start) if grid.is_padded else row for row in strip.rows]
        for number in range(start, len(strip.labels)):
            column = [strip.labels[number], *(row[number] for row in rows)]
            if column[0].text:
                yield [grid.take(cell) for cell in column]
