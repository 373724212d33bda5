"""The tables of a page → grids, whatever they are drawn with; each leaves a mark in its place in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from selectolax.lexbor import LexborNode

from transform.grids import Grid, Paragraph, RawCell, build_grid
from transform.readers.html.bare_rows import drop_bare_rows
from transform.readers.html.boxes.boxed_rows import take_boxed_tables
from transform.readers.html.boxes.cards import take_cards
from transform.readers.html.boxes.css_tables import take_styled_tables
from transform.readers.html.boxes.figures import take_figures
from transform.readers.html.boxes.grid_boxes import take_grid_tables
from transform.readers.html.boxes.placed_boxes import take_placed_tables
from transform.readers.html.boxes.term_lists import take_term_lists
from transform.readers.html.cell_text import read_text, tidy_lines
from transform.readers.html.flow import BREAK, fold_space, has_table_mark, table_mark, without_table_marks
from transform.readers.html.hidden import HIDDEN_MARK
from transform.readers.html.lines_in_cells import read_lines
from transform.readers.html.preformatted import take_preformatted

MAX_CELL_TEXT = 2_000
_HEADER_ROWS = 3
_PICTURES = "td img,td input,td canvas,th img"
_SPANNED = "[rowspan],[colspan]"
_LEADING_DIGITS = re.compile(r"\s*([0-9]{1,4})")
_DRAWN = (take_term_lists, take_grid_tables, take_styled_tables, take_boxed_tables, take_placed_tables)


def take_tables(root: LexborNode, text: str) -> dict[int, Grid]:
    """Read every table, innermost first, and leave a mark in its place.

    A table inside a cell is a table of its own; one that has a single cell is only an odd way to write that cell.
    A table around others is also layout: its text stays in the flow.
    """
    carded = list(take_cards(root, text))
    marks_of = _CellMarks(root.css_first(_PICTURES) is not None, {node.mem_id for node in root.css(_SPANNED)})
    grids: dict[int, Grid] = {}
    tables = root.css("table")
    for index, (node, rows) in enumerate(carded, start=len(tables) + 1):
        grids[index] = build_grid(rows, index=index)
        node.replace_with(table_mark(index))
    for index in range(len(tables), 0, -1):
        table = tables[index - 1]
        rows = list(_read_rows(table, marks_of))
        is_outer = any(has_table_mark(cell.text) for row in rows for cell in row)
        if len(rows) == 1 and len(rows[0]) == 1 and not is_outer and _is_in_cell(table):
            table.replace_with(f"{BREAK}{rows[0][0].text}{BREAK}")
            continue
        plain = [[_without_marks(cell) for cell in row] for row in rows]
        if is_outer and not any(cell.text for row in plain for cell in row):
            continue  # nothing but layout
        is_hidden = HIDDEN_MARK in table.attributes
        is_padded = _is_filled_up(plain)
        built = build_grid(plain, index=index, heading=_caption(table), is_hidden=is_hidden, is_padded=is_padded)
        grids[index] = drop_bare_rows(plain, built)
        if is_outer:
            table.insert_before(table_mark(index))
        else:
            table.replace_with(table_mark(index))
    drawn = () if carded else _take_drawn(root, text, has_tables=bool(tables))
    for index, (node, rows) in enumerate(drawn, start=len(tables) + len(carded) + 1):
        grids[index] = build_grid(rows, index=index)
        node.replace_with(table_mark(index))
    _take_preformatted(root, text, grids)
    return grids


def _take_drawn(root: LexborNode, text: str, *, has_tables: bool) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Tables without ``<table>``; a page of boxes with a figure each, which has none, is read as nothing else."""
    figured = [] if has_tables else list(take_figures(root, text))
    yield from figured or (taken for take in _DRAWN for taken in take(root, text))


def _take_preformatted(root: LexborNode, text: str, grids: dict[int, Grid]) -> None:
    for node, blocks in take_preformatted(root, text):
        pieces = []
        for block in blocks:
            if isinstance(block, Paragraph):
                pieces.append(f"{BREAK}{block.text}{BREAK}")
                continue
            index = max(grids, default=0) + 1
            grids[index] = replace(block, index=index)
            pieces.append(table_mark(index))
        node.replace_with("".join(pieces))


def _is_in_cell(table: LexborNode) -> bool:
    node = table.parent
    while node is not None:
        if node.tag in ("td", "th"):
            return True
        node = node.parent
    return False


def _is_filled_up(rows: Sequence[Sequence[RawCell]]) -> bool:
    """As programs write tables: as many cells in every row, none that spans, and blank ones in the header for those."""
    if len(rows) < 2 or len(set(map(len, rows))) > 1:
        return False
    has_spans = any(cell.rowspan > 1 or cell.colspan > 1 for row in rows for cell in row)
    head = takewhile(lambda row: not any(cell.text.isdigit() for cell in row[1:]), rows[:_HEADER_ROWS])
    return not has_spans and any(not cell.text for row in head for cell in row[1:])


def _without_marks(cell: RawCell) -> RawCell:
    if not has_table_mark(cell.text) and BREAK not in cell.text:
        return cell
    return cell._replace(text=tidy_lines(without_table_marks(cell.text))[:MAX_CELL_TEXT])


def _caption(table: LexborNode) -> str:
    first = table.child
    while first is not None and not first.is_element_node:
        first = first.next
    return fold_space(first.text()) if first is not None and first.tag == "caption" else ""


@dataclass(frozen=True, slots=True)
class _CellMarks:
    """What the C side found in one go: whether a cell holds a picture, and which nodes (by id) span rows or columns."""

    has_pictures: bool
    spanned: set[int]


def _read_rows(table: LexborNode, marks: _CellMarks) -> Iterator[list[RawCell]]:
    parts = sorted(table.iter(), key=lambda part: part.tag == "tfoot")  # it is shown last wherever it is written
    for part in parts:
        rows = (part,) if part.tag == "tr" else part.iter() if part.tag in ("tbody", "thead", "tfoot") else ()
        for row in rows:
            if row.tag == "tr":
                yield _read_row([cell for cell in row.iter() if cell.tag in ("td", "th")], marks)


def _read_row(cells: Sequence[LexborNode], marks: _CellMarks) -> list[RawCell]:
    """The cells of a row; where one with numbers has several lines, the lines of its labels are kept as well."""
    read = [_read_cell(cell, marks) for cell in cells]
    if not any("\n" in cell.text for cell in read):
        return read
    lines = read_lines(cells)
    if lines is not None:
        return [cell._replace(text=text) for cell, text in zip(read, lines, strict=True)]
    return [_read_cell(cell, marks, keeps_lines=True) for cell in cells]


def _read_cell(cell: LexborNode, marks: _CellMarks, *, keeps_lines: bool = False) -> RawCell:
    text, is_doubtful = read_text(cell, has_pictures=marks.has_pictures, keeps_lines=keeps_lines)
    if cell.mem_id not in marks.spanned:
        return RawCell(text, is_doubtful=is_doubtful)
    attributes = cell.attributes
    rowspan, colspan = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
    return RawCell(text, rowspan, colspan, is_doubtful=is_doubtful)


def _span(text: str | None) -> int:
    digits = _LEADING_DIGITS.match(text or "")
    return int(digits[1]) if digits else 1
