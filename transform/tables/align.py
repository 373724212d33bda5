"""One line of values → which column each belongs to, or the reason why nobody can say.

Order is believed where the count agrees with the header; geometry only where a whole row explains itself; everything
else goes to `transform.tables.resolve`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transform.forms.model import Table
from transform.grids import Grid, GridCell
from transform.tables.headers import Header
from transform.tables.lines import ValueLine
from transform.tables.resolve import SumRule

MAX_WIDTH = 60  # no form is as wide; expanding a hostile table would cost gigabytes

Slots = tuple[tuple[str, str], ...]
"""(row code, column code) in the order in which the line should print them."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """``slots`` the line should fill and, where it is certain, the cell of each (None: no cell for it).

    ``problem`` is the code of the issue that says why ``cells`` is None. ``doubtful`` are places whose cell also covers
    other rows. ``header`` is the one that was believed.
    """

    line: ValueLine
    slots: Slots
    cells: tuple[GridCell | None, ...] | None
    header: Header | None
    problem: str | None = None
    doubtful: frozenset[int] = frozenset()


def align_row(
    line: ValueLine, header: Header | None, table: Table, usual_count: int | None, blank_count: int = 0
) -> Alignment:
    """A labelled row under ``header``. ``usual_count`` is the number of values in most rows under the same header,
    ``blank_count`` that of the cells at their ends in which none of them shows anything."""
    row = line.row or ""
    expected = tuple(column.code for column in table.columns_of(row))
    slots = tuple((row, column) for column in expected)
    if header is None or not header.codes:
        return Alignment(line, slots, None, None, "header_missing")
    is_filled = _is_filled_up(line, header)
    if is_filled and not (
        sorted(code or "" for code in header.codes) == sorted(expected) and _shows_end(line.values[: len(expected)])
    ):
        return Alignment(line, slots, None, header, "alignment_unknown")
    values = line.values[: len(header.codes)] if is_filled else without_trailing(line.values, header, blank_count)
    is_usual = is_filled or _is_usual(len(line.values), header, usual_count)
    order = printed_order(header, expected, len(values), usual_count)
    is_usual = is_usual and not _begins_beside(line, header)
    if order is not None and is_usual and (not header.is_by_place or _confirms_places(values, header)):
        pairs = [(code, cell) for code, cell in zip(order, values, strict=True) if code is not None]
        return _aligned(line, row, pairs, header)
    by_place = None if line.grid.is_loose else _by_place(line, header)
    if by_place is not None:
        return _aligned(line, row, by_place, header)
    is_part = bool(header.known) and is_subsequence(header.codes, expected)  # the form's order, with some left out
    if header.is_certain and not header.unknown and is_part:
        return Alignment(line, slots, None, header, "alignment_unknown")
    problem = "alignment_unknown" if header.known & set(expected) else "header_missing"
    return Alignment(line, slots, None, None, problem)


def without_trailing(values: tuple[GridCell, ...], header: Header, blank_count: int) -> tuple[GridCell, ...]:
    """The values without the blank cells at the end that the header (or every row under it) has as well.

    Where other rows show figures there, the header lost a label, and nobody can say which.
    """
    surplus = len(values) - len(header.codes)
    is_everywhere = surplus == header.trailing or surplus <= blank_count
    if surplus > 0 and is_everywhere and not any(cell.text for cell in values[-surplus:]):
        return values[:-surplus]
    return values


def _is_filled_up(line: ValueLine, header: Header) -> bool:
    """A row of a table without spans, every line of which, its header too, is filled up with blank cells to one width.

    Its header's last line has other labels, so that as many blank cells at both ends would be an ordinary blank column.
    Rows with two labels have one blank cell less at the end than those with one; none of them is a value.
    """
    row, surplus = line.grid.rows[line.number], len(line.values) - len(header.codes)
    if line.grid.is_loose or surplus <= 0 or header.trailing in (0, surplus) or len(row) != line.grid.width:
        return False
    return not any(cell.text or cell.colspan > 1 for cell in line.values[-surplus:])


def _shows_end(values: Sequence[GridCell]) -> bool:
    """The last column shows something, or none does: else a row that lost a cell would look the same, filled up."""
    return bool(values) and (bool(values[-1].text) or not any(cell.text for cell in values))


def _is_usual(count: int, header: Header, usual_count: int | None) -> bool:
    """The row has as many cells as the others, or (where there are too few others) as its header says."""
    if usual_count is not None:
        return count == usual_count
    return header.is_by_place or header.lines != 1 or count == len(header.codes) + header.trailing


def _begins_beside(line: ValueLine, header: Header) -> bool:
    """The first cell behind the label is a blank one that stands before the first column: it fills up the label's room,
    and counted as a value would make up for one that is lost."""
    first = line.values[0]
    starts = [start for start, _ in header.spans]
    return not line.grid.is_loose and not first.text and bool(starts) and first.col + first.colspan <= min(starts)


def _confirms_places(values: Sequence[GridCell], header: Header) -> bool:
    """Every value begins in the grid column in which its label begins."""
    return [cell.col for cell in values] == [start for start, _ in header.spans]


def _aligned(line: ValueLine, row: str, pairs: Sequence[tuple[str, GridCell]], header: Header) -> Alignment:
    cells = tuple(cell for _, cell in pairs)
    doubtful = frozenset(place for place, cell in enumerate(cells) if _covers_more_rows(cell, line))
    return Alignment(line, tuple((row, code) for code, _ in pairs), cells, header, None, doubtful)


def printed_order(
    header: Header, expected: tuple[str, ...], count: int, usual_count: int | None
) -> tuple[str | None, ...] | None:
    """The column of each of ``count`` values, or None where order alone does not tell.

    The header names every expected column: its order counts. It lacks some (a label cut or misprinted): the form's own
    order counts where every expected value is there and nothing printed contradicts it.
    """
    codes = header.codes
    if header.known >= set(expected) or not header.known & set(expected):
        return codes if header.is_certain and len(codes) == count and header.known else None
    if count == len(expected) and not header.unknown and len(header.known) * 2 >= len(expected):
        return expected if header.is_standard and header.known <= set(expected) else None
    if count == len(codes) == len(expected) and _names_stand_right(header, expected):
        return expected
    if header.is_certain and not header.unknown and count == len(codes) == usual_count:
        return codes
    return None


def _names_stand_right(header: Header, expected: tuple[str, ...]) -> bool:
    """Every known label stands at its own place among the printed ones, so that a misread one has a single meaning."""
    pairs = zip(header.codes, expected, strict=True)
    is_most = len(header.known) * 2 > len(expected)
    return is_most and header.is_standard and all(code is None or code == should for code, should in pairs)


def _covers_more_rows(cell: GridCell, line: ValueLine) -> bool:
    """A value cell that also stands in the next row, where that row has too few cells of its own."""
    if cell.rowspan == 1:
        return False
    following = line.grid.rows[line.number + 1 : line.number + cell.rowspan]
    return any(0 < len(row) <= len(line.values) for row in following)


def _by_place(line: ValueLine, header: Header) -> list[tuple[str, GridCell]] | None:
    """Columns by geometry: only where the row fills the grid and every printed value stands under one label."""
    if line.grid.width > MAX_WIDTH:
        return None
    if header.codes.count(None) or not _fills_geometry(line) or not _stand_in_turn(header):
        return None
    pairs: list[tuple[str, GridCell]] = []
    used: set[int] = set()
    for code, (start, end) in zip(header.codes, header.spans, strict=True):
        under = [cell for cell in line.values if cell.col < end and cell.col + cell.colspan > start]
        printed = [cell for cell in under if cell.text]
        if len(printed) > 1 or not under or code is None:
            return None
        chosen = printed[0] if printed else under[0]
        if chosen.order in used:
            return None
        used.update(cell.order for cell in under)
        pairs.append((code, chosen))
    is_complete = all(cell.order in used for cell in line.values if cell.text)
    return pairs if is_complete and header.is_certain else None


def _stand_in_turn(header: Header) -> bool:
    """The headings stand in the order in which they are believed. Others have no places: 总计 before 其他, where the
    heading over the latter lost its width."""
    return all(a[0] < b[0] for a, b in pairwise(header.spans))


def _fills_geometry(line: ValueLine) -> bool:
    """The line fills the grid, and so do at least half of its rows: else no geometry can be trusted."""
    filled = line.grid.filled_rows
    return filled[line.number] and sum(filled) * 2 >= len(filled)


def align_strip(line: ValueLine, header: Header, table: Table) -> Alignment:
    """A line without label under a strip header (Table 4): blocks of the same columns side by side."""
    columns = tuple(column.code for column in table.columns)
    rows = strip_rows(header, table)
    if rows is None:
        whole = tuple((row.code, column) for row in table.rows for column in columns)
        return Alignment(line, whole, None, None, "header_missing")
    order = _strip_order(header, columns, len(rows))
    slots = tuple((row, column) for place, row in enumerate(rows) for column in order[place])
    values = without_trailing(line.values, header, 0)
    if header.is_filled_up and not line.grid.is_loose:
        values = values[: len(values) - min(_blank_columns(line.grid), max(0, len(values) - len(header.codes)))]
    is_form_order = line.grid.is_loose or all(part == columns for part in order)
    if header.is_filled_up and not _shows_end(values):
        return Alignment(line, slots, None, header, "alignment_unknown")
    is_whole = len(values) == len(slots) and (header.is_filled_up or len(slots) == len(line.values) - header.trailing)
    if is_whole and (is_form_order or _confirms_places(values, header)):
        doubtful = frozenset(n for n, cell in enumerate(values) if _covers_more_rows(cell, line))
        return Alignment(line, slots, values, header, None, doubtful)
    if len(header.codes) == len(slots) and not line.grid.is_loose and (pairs := _by_place(line, header)):
        return Alignment(line, slots, tuple(cell for _, cell in pairs), header)
    return Alignment(line, slots, None, header, "alignment_unknown")


def _blank_columns(grid: Grid) -> int:
    """Columns at the end of a grid with a blank cell in every row: a tab or a bar behind every line makes one."""
    last = grid.width - 1
    while last > 0 and all(len(row) > last and row[last].col == last and not row[last].text for row in grid.rows):
        last -= 1
    return grid.width - 1 - last


def strip_rows(header: Header, table: Table) -> tuple[str, ...] | None:
    """The blocks a strip shows, in printed order, or None where the header does not tell.

    All blocks named and as many outcomes as they need: as printed. One block's name lost, or an outcome: the form's own
    order, if nothing printed contradicts it.
    """
    columns = [column.code for column in table.columns]
    standard = tuple(row.code for row in table.rows)
    named = header.rows
    if len(set(named)) != len(named) or not header.is_certain:
        return None
    if named and len(header.codes) == len(columns) * len(named) and _in_turn(header, columns, len(named)):
        return named
    follows = [row for row in standard if row in named] == list(named)
    if follows and len(named) * 2 > len(standard) and is_subsequence(header.codes, columns * len(standard)):
        return standard if len(header.codes) > len(columns) * (len(standard) - 1) else None
    return None


def _in_turn(header: Header, columns: Sequence[str], blocks: int) -> bool:
    size = len(columns)
    return all(set(header.codes[n * size : (n + 1) * size]) == set(columns) for n in range(blocks))


def _strip_order(header: Header, columns: tuple[str, ...], blocks: int) -> list[tuple[str, ...]]:
    size = len(columns)
    if len(header.codes) != size * blocks:
        return [columns] * blocks
    return [tuple(code or "" for code in header.codes[n * size : (n + 1) * size]) for n in range(blocks)]


def is_subsequence(part: Sequence[str | None], whole: Sequence[str | None]) -> bool:
    """True where ``part`` is ``whole`` with some left out."""
    rest = iter(whole)
    return all(code in rest for code in part)


def sum_rules(table: Table, slots: Slots) -> list[SumRule]:
    """The sum rules of a line, by place: one a row (Table 3), one a block (Table 4)."""
    rule = table.column_sum
    if rule is None:
        return []
    places = {slot: place for place, slot in enumerate(slots)}
    rules = []
    for row in dict.fromkeys(row for row, _ in slots):
        wanted = [(row, column) for column in (rule.total, *rule.parts)]
        if all(slot in places for slot in wanted):
            rules.append(SumRule(places[wanted[0]], tuple(places[slot] for slot in wanted[1:])))
    return rules
