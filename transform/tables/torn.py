"""Rows of numbers whose labels were lost: named by their place between rows that kept theirs, or not at all.

Text recognition sets labels of two lines apart from their numbers (上海市科委 2024). Where exactly as many bare rows
stand between two labelled ones as the form has rows between them, order leaves a single reading; it is believed only
if every row's sum holds and the rows of results add up to the printed total in every column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from transform.forms import Form
from transform.forms.model import Table
from transform.grids import DocumentContent, Grid, GridCell, Paragraph
from transform.models import CellStatus
from transform.tables.lines import OddLine, ValueLine
from transform.words.numbers import read_number
from transform.words.sections import section_of

TOTAL_ROW, LEAVES = "total_processed", "result_leaf"


def name_torn_rows(form: Form, lines: Sequence[ValueLine], odd: Sequence[OddLine]) -> list[ValueLine]:
    """The bare rows of Table 3 as labelled lines, or nothing where their names are not certain."""
    table = next((table for table in form.tables if table.layout == "matrix"), None)
    grids = {id(line.grid): line.grid for line in odd if line.grid.is_loose and line.values}
    if table is None:
        return []
    return [named for grid in grids.values() for named in _name_in_grid(table, grid, lines, odd)]


def name_torn_strip(content: DocumentContent, form: Form, odd: Sequence[OddLine]) -> list[ValueLine]:
    """The one bare row under Table 4's section heading that has as many numbers as the table has cells."""
    table = next((table for table in form.tables if table.layout == "strip"), None)
    if table is None:
        return []
    width = len(table.rows) * len(table.columns)
    found = [line for line in odd if len(line.values) == width and line.grid.is_loose]
    found = [line for line in found if _section_above(content, line.block) == table.section]
    return [_make_line(table, None, found[0])] if len(found) == 1 else []


def _section_above(content: DocumentContent, block: int) -> str | None:
    for other in reversed(content.blocks[:block]):
        if isinstance(other, Paragraph) and (section := section_of(other.text, is_marked=other.level > 0)):
            return section
    return None


def _name_in_grid(
    table: Table, grid: Grid, lines: Sequence[ValueLine], odd: Sequence[OddLine]
) -> tuple[ValueLine, ...]:
    labelled = sorted((x for x in lines if x.grid is grid and x.table == table.code and x.row), key=_place)
    bare = sorted((x for x in odd if x.grid is grid and len(_trim(x.values, table)) == len(table.columns)), key=_place)
    order = _rows_in_use(table, [line.row or "" for line in labelled])
    ranks = [order.index(line.row) for line in labelled if line.row in order]
    if not bare or len(ranks) != len(labelled) or any(b <= a for a, b in pairwise(ranks)):
        return ()
    named = tuple(_fill_gaps(table, labelled, ranks, bare, order))
    return named if _adds_up(table, [*labelled, *named]) else ()


def _place(line: ValueLine | OddLine) -> int:
    return line.number


def _rows_in_use(table: Table, printed: Sequence[str]) -> list[str]:
    """The form's rows in order; （六）其他处理 counts as one only where it is printed so."""
    rows = [row for row in table.rows if not row.is_header or row.code in printed]
    whole = {row.code for row in rows if row.is_header}
    return [row.code for row in rows if row.parent not in whole]


def _fill_gaps(
    table: Table, labelled: Sequence[ValueLine], ranks: Sequence[int], bare: Sequence[OddLine], order: Sequence[str]
) -> Iterator[ValueLine]:
    """Bare rows between two labelled ones, where their number is that of the rows the form has there."""
    last = max([*map(_place, labelled), *map(_place, bare)]) + 1
    borders = [(-1, -1), *zip((line.number for line in labelled), ranks, strict=True), (last, len(order))]
    for (above, first), (below, second) in pairwise(borders):
        between = [line for line in bare if above < line.number < below]
        missing = order[first + 1 : second]
        if len(between) == len(missing):
            yield from (_make_line(table, row, line) for row, line in zip(missing, between, strict=True))


def _make_line(table: Table, row: str | None, line: OddLine) -> ValueLine:
    values = _trim(line.values, table) if row else line.values
    return ValueLine(table.code, row, None, True, values, None, line.grid, line.block, line.number)


def _trim(values: tuple[GridCell, ...], table: Table) -> tuple[GridCell, ...]:
    """Values without the blanks behind the table's last column."""
    while len(values) > len(table.columns) and not values[-1].text:
        values = values[:-1]
    return values


def _adds_up(table: Table, lines: Sequence[ValueLine]) -> bool:
    """Every printed total is the sum of its parts, and the rows of results make 总计 in every column."""
    rows = {line.row or "": _read_values(line, table) for line in lines}
    whole = {row.code for row in table.rows if row.is_header}
    leaves = [code for code in (*table.row_groups.get(LEAVES, ()), *whole) if code in rows]
    total = rows.get(TOTAL_ROW)
    if not leaves or total is None or any(values is None for values in rows.values()):
        return False
    columns = zip(*(rows[code] or () for code in leaves), strict=True)
    sums_hold = all(_add(column) == (printed or 0) for column, printed in zip(columns, total, strict=True))
    return sums_hold and all(_row_holds(table, values or ()) for values in rows.values())


def _add(values: Sequence[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def _row_holds(table: Table, values: Sequence[Decimal | None]) -> bool:
    """A row's total is the sum of its parts, or was left blank."""
    rule = table.column_sum
    if rule is None:
        return False
    by_code = dict(zip((column.code for column in table.columns), values, strict=True))
    return by_code[rule.total] in (None, _add([by_code[part] for part in rule.parts]))


def _read_values(line: ValueLine, table: Table) -> list[Decimal | None] | None:
    """The row's numbers, None for a blank or a dash; None altogether where the row is not whole or not all numbers."""
    cells = _trim(line.values, table)
    if len(cells) != len(table.columns) or any(cell.is_doubtful for cell in cells):
        return None
    readings = [read_number(cell.text, column.value_type) for cell, column in zip(cells, table.columns, strict=True)]
    is_plain = all(r.status in (CellStatus.REPORTED, CellStatus.BLANK, CellStatus.DASH) for r in readings)
    return [reading.value for reading in readings] if is_plain else None
