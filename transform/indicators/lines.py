"""Single-value tables (2008-2018) in running text: a row's unit and figures on lines of their own, a header a word a
line.

A dump of a page with a cell a line has 主动公开信息数, 01, 条, 205 below each other; its reader begins a row with every
word, also with 条, and joins 01 条 on one line to 01条.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from transform.grids import Grid, GridCell, RawCell, rebuild_grid
from transform.indicators.columns import ColumnFinder
from transform.words.numbers import is_count_unit

_HEADER_WORDS = 2
_FEWEST_NUMBERED = 8  # figures that count up so far are the numbers of rows
_CODED_CELLS = 4  # label, code with unit, two figures
_CODE_AND_UNIT = re.compile(r"([0-9]{2})(\D+)")


def gather_rows(grid: Grid, finder: ColumnFinder) -> Grid:
    """The grid itself, or, of running text, its rows with their units and figures behind the labels."""
    if not grid.is_loose:
        return grid
    rows: list[list[RawCell]] = []
    words: list[RawCell] = []  # of a header, a word a line
    for row in _drop_next_numbers(grid.rows):
        cells = _set_unit_apart(grid, row)
        is_word = len(cells) == 1 and finder.is_header_word(cells[0].text)
        if is_word and (words or finder.is_corner(cells[0].text)):
            words.append(cells[0])
            continue
        rows += _header_rows(_behind_number(words, finder))
        words = []
        if cells and rows and is_count_unit(cells[0].text) and not any(is_count_unit(x.text) for x in rows[-1]):
            rows[-1] += cells
        else:
            rows.append(_behind_number(_split_header(cells, finder), finder))
    return rebuild_grid(grid, [*rows, *_header_rows(_behind_number(words, finder))])


def _drop_next_numbers(rows: Sequence[Sequence[GridCell]]) -> Sequence[Sequence[GridCell]]:
    """The rows without the numbers of those that follow them (01, 02, …), which stand before their labels."""
    ends = [place for place, row in enumerate(rows) if len(row) > 1 and row[-1].text.isdecimal()]
    first = next((n for n, place in enumerate(ends) if _ends_in(rows[place], 1)), len(ends))
    run = list(takewhile(lambda counted: _ends_in(rows[counted[1]], counted[0]), enumerate(ends[first:], start=1)))
    numbered = {place for _, place in run} if len(run) >= _FEWEST_NUMBERED else set()
    return [row[:-1] if place in numbered else row for place, row in enumerate(rows)]


def _ends_in(row: Sequence[GridCell], number: int) -> bool:
    return row[-1].text.lstrip("0") == str(number)


def _behind_number(header: list[RawCell], finder: ColumnFinder) -> list[RawCell]:
    """A header without the word over the rows' numbers (序号), which running text has in the cells of the labels."""
    is_first = len(header) > _HEADER_WORDS and finder.is_number_word(header[0].text)
    return header[1:] if is_first and finder.is_header_word(header[1].text) else header


def _header_rows(words: Sequence[RawCell]) -> list[list[RawCell]]:
    return [list(words)] if len(words) >= _HEADER_WORDS else [[word] for word in words]


def _set_unit_apart(grid: Grid, row: Sequence[GridCell]) -> list[RawCell]:
    """The cells of a row, with a unit glued to its label or its code apart: ``收到申请数 件``, ``01条``."""
    cells = [grid.take(cell) for cell in row]
    if len(cells) > 1 and is_count_unit(cells[1].text):  # 主动公开信息数 01 | 条
        cells[:2] = [cells[0]._replace(text=" ".join(cell.text for cell in cells[:2]))]
    cells[:1] = [cells[0]._replace(text=part) for part in split_unit(cells[0].text)] if cells else []
    coded = _CODE_AND_UNIT.fullmatch(cells[1].text) if len(cells) == _CODED_CELLS else None
    if coded and is_count_unit(coded[2]) and cells[2].text.isdigit():
        cells[1:2] = [cells[1]._replace(text=coded[1]), cells[1]._replace(text=coded[2])]
    return cells


def split_unit(label: str) -> tuple[str, ...]:
    """A line of running text as its label, its code and its unit, where they stand behind it: ``收到申请数 件``."""
    words = label.split()
    if len(words) < _HEADER_WORDS or not is_count_unit(words[-1]):
        return (label,)
    tail = words[-2:] if len(words) > _HEADER_WORDS and words[-2].isdigit() else words[-1:]
    return (" ".join(words[: -len(tail)]), *tail)


def _split_header(cells: list[RawCell], finder: ColumnFinder) -> list[RawCell]:
    """``指标名称 代码 计量单位 本期实际`` on one line are so many cells."""
    words = [(cell, word) for cell in cells for word in cell.text.split()]
    is_header = len(words) >= _HEADER_WORDS and all(finder.is_header_word(word) for _, word in words)
    return [cell._replace(text=word) for cell, word in words] if is_header else cells
