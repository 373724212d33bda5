"""Pieces of ruled PDF tables → rows in common columns: spans from the rules, rows that a page break tore mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transform.grids import RawCell
from transform.readers.text.reader import is_value_token
from transform.words.labels import compact_text
from transform.words.roles import is_label

_SAME_EDGE = 4.0  # points
_WIDE = 12.0
_NUMBERED = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
_PAGE_NUMBER = re.compile(r"[-–—]*\d{1,3}[-–—]*")

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class PdfCell:
    """A cell with its place on the page."""

    box: Box
    text: str
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A ruled table of one page. ``is_first`` and ``is_last``: nothing stands above or below it on the page, or in its
    part of a page with two columns; ``part`` numbers such parts, of which ``is_end`` is the page's last."""

    page: int
    box: Box
    rows: tuple[tuple[PdfCell, ...], ...]
    is_first: bool
    is_last: bool
    part: int = 0
    is_end: bool = True

    def goes_on_in(self, after: PdfTable) -> bool:
        """Whether ``after`` is this table's rest: nothing between them but the end of a page or column, and equally
        wide."""
        is_below = after.page == self.page + 1 and self.is_end and after.part == 0
        is_beside = after.page == self.page and after.part == self.part + 1
        return (
            self.is_last
            and after.is_first
            and (is_below or is_beside)
            and abs(self.box[0] - after.box[0]) < _WIDE
            and abs(self.box[2] - after.box[2]) < _WIDE
        )

    def moved(self, shift: float, part: int, *, is_end: bool) -> PdfTable:
        """The table in the place of the left column, with the part of its page."""
        rows = tuple(tuple(replace(cell, box=_moved(cell.box, shift)) for cell in row) for row in self.rows)
        return replace(self, box=_moved(self.box, shift), rows=rows, part=part, is_end=is_end)


def _moved(box: Box, shift: float) -> Box:
    return box[0] - shift, box[1], box[2] - shift, box[3]


def place_rows(pieces: list[PdfTable], index: int) -> list[list[RawCell]]:
    """Rows of all pieces in common columns: every vertical rule is a border, uncovered places are blank cells."""
    borders = _cluster(
        [edge for piece in pieces for row in piece.rows for cell in row for edge in (cell.box[0], cell.box[2])]
    )
    placed: list[list[RawCell]] = []
    for piece in pieces:
        rows = [row for row in piece.rows if not _is_page_number(row)]
        levels = _cluster([edge for row in rows for cell in row for edge in (cell.box[1], cell.box[3])])
        covered: set[tuple[int, int]] = set()
        seam = len(placed)
        for number, row in enumerate(rows):
            cells = _place_row(row, number, borders, levels, covered)
            at = f"page {piece.page}, table {index}, row {len(placed) + 1}, column "
            placed.append([cell._replace(at=f"{at}{order}") for order, cell in enumerate(cells, start=1)])
        _mend_seam(placed, seam)
    return placed


def _mend_seam(placed: list[list[RawCell]], seam: int) -> None:
    """Put a row together that a page break tore: its values under a label on the page before, or its label in two.

    Cells that cover several rows go on as blank ones at the left of the row below; they then begin one row later.
    """
    if not 0 < seam < len(placed):
        return
    above, below = placed[seam - 1], placed[seam]
    lead = len(below) - len(above)
    if lead < 0 or any(cell.text.strip() for cell in below[:lead]):
        return
    pairs = list(zip(above, below[lead:], strict=True))
    if any(a.colspan != b.colspan or (b.rowspan > 1 and b.text.strip()) for a, b in pairs):
        return
    label, rest = _label_of(above), _label_of(below)
    has_values, has_more = _has_values(above), _has_values(below)
    is_value_below = label and not rest and not has_values and has_more
    is_label_below = rest and not has_more and has_values and not _NUMBERED.match(rest) and (lead or _is_cut(label))
    is_label_torn = any(_are_one_label(a.text, b.text) for a, b in pairs)
    if is_value_below or is_label_below or is_label_torn:
        placed[seam - 1] = [_join_cells(a, b) for a, b in pairs]
        del placed[seam]
        going_on = [cell._replace(rowspan=cell.rowspan - 1) for cell in below[:lead] if cell.rowspan > 1]
        if going_on and seam < len(placed):
            placed[seam][:0] = going_on


def _join_cells(above: RawCell, below: RawCell) -> RawCell:
    """Both halves as one cell; a number that was torn itself may have been two."""
    at = (below if below.text and not above.text else above).at
    is_torn = any(map(str.isdigit, above.text)) and any(map(str.isdigit, below.text)) and is_value_token(below.text)
    return above._replace(
        text=above.text + below.text,
        rowspan=above.rowspan + below.rowspan - 1,
        at=at,
        is_doubtful=above.is_doubtful or below.is_doubtful or is_torn,
    )


def _label_of(row: Sequence[RawCell]) -> str:
    return "".join(text for cell in row if (text := compact_text(cell.text)) and not is_value_token(text))


def _has_values(row: Sequence[RawCell]) -> bool:
    return any(cell.text.strip() and is_value_token(compact_text(cell.text)) for cell in row)


def _are_one_label(above: str, below: str) -> bool:
    """Two texts that only together are a label of the forms."""
    is_both = bool(above.strip()) and bool(below.strip())
    return is_both and is_label(above + below) and not is_label(below) and not is_label(above)


def _is_cut(label: str) -> bool:
    """An open bracket that nothing closes."""
    return label.count("(") + label.count("（") > label.count(")") + label.count("）")


def _place_row(
    row: tuple[PdfCell, ...],
    number: int,
    borders: list[float],
    levels: list[float],
    covered: set[tuple[int, int]],
) -> list[RawCell]:
    """Cells of one row with their spans, blanks put where no rule closes a cell."""
    by_column = {_nearest(borders, cell.box[0]): cell for cell in row}
    cells: list[RawCell] = []
    column = 0
    while column < len(borders) - 1:
        cell = by_column.get(column)
        if cell is None:
            if (number, column) not in covered:
                cells.append(RawCell(""))
            column += 1
            continue
        wide = max(1, _nearest(borders, cell.box[2]) - column)
        tall = max(1, _nearest(levels, cell.box[3]) - _nearest(levels, cell.box[1]))
        covered.update((number + down, column + across) for down in range(1, tall) for across in range(wide))
        cells.append(RawCell(cell.text, rowspan=tall, colspan=wide, is_doubtful=cell.is_doubtful))
        column += wide
    return cells


def _is_page_number(row: tuple[PdfCell, ...]) -> bool:
    """A single cell that holds a page number or nothing: a page break inside a table."""
    text = compact_text(row[0].text)
    return len(row) == 1 and (not text or _PAGE_NUMBER.fullmatch(text) is not None)


def _cluster(values: list[float]) -> list[float]:
    """Sorted positions, those within a few points of each other as one."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] < _SAME_EDGE:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _nearest(positions: list[float], value: float) -> int:
    return min(range(len(positions)), key=lambda number: abs(positions[number] - value))
