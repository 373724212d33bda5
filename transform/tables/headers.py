"""Header lines → the columns they name, in printed order. Header grids lie, so order is believed before geometry.

DOMAIN.md: an empty cell instead of a rowspan, header and data rows with different colspans, 自然人 over two columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transform.forms.model import Table
from transform.tables.lines import HeaderLines
from transform.tables.marked import Marked
from transform.words.labels import normalise_label
from transform.words.numbers import unit_in_label
from transform.words.roles import Kind


@dataclass(frozen=True, slots=True)
class Header:
    """``codes``: the columns in printed order, None for one the form does not know; ``spans`` their grid columns.

    ``is_certain`` is False where the printed order cannot be told; ``is_standard`` where it is the form's own order.
    ``is_by_place``: the order was taken from the geometry of several lines, which a row must confirm.
    ``trailing`` counts blank cells behind the last label. ``units`` are money units a column label names. ``rows`` are
    the row codes a strip's header names (行政复议 …). ``is_filled_up``: a strip's header lines have no spans and end in
    blank cells, so that its values may have been filled up, too.
    """

    codes: tuple[str | None, ...]
    spans: tuple[tuple[int, int], ...]
    is_certain: bool
    is_standard: bool
    is_by_place: bool = False
    trailing: int = 0
    lines: int = 1
    units: tuple[tuple[str, str], ...] = ()
    rows: tuple[str, ...] = ()
    unknown: tuple[Marked, ...] = ()
    is_filled_up: bool = False

    @property
    def known(self) -> frozenset[str]:
        """The form's columns among them."""
        return frozenset(code for code in self.codes if code is not None)

    def unit(self, column: str) -> str | None:
        """The money unit printed in the label of ``column``."""
        return dict(self.units).get(column)


def _trailing(lines: HeaderLines) -> int:
    """Blank cells at the end of the last header line: the rows below have them too."""
    last = lines.lines[-1]
    blank = 0
    while blank < len(last) and last[-1 - blank].is_blank:
        blank += 1
    return blank


@dataclass(frozen=True, slots=True)
class _Leaf:
    code: str | None
    start: int
    end: int
    line: int
    marked: Marked

    @property
    def text(self) -> str:
        """The printed label."""
        return self.marked.cell.text


def read_header(lines: HeaderLines, tables: Sequence[Table]) -> Header:
    """The columns that header lines name. ``tables`` are the table's definitions in the forms that share it."""
    is_strip = tables[0].layout == "strip"
    is_filled_up = is_strip and not lines.grid.is_loose and _is_filled_up(lines)
    has_no_places = is_filled_up or (is_strip and lines.grid.is_loose)
    leaves, first = _own_leaves(lines, is_strip=is_strip, keeps_twins=lines.grid.is_loose or has_no_places)
    known, unknown = _known(leaves), [leaf for leaf in leaves if leaf.code is None]
    order = _standard_order(tables)
    is_standard = not is_strip and _is_standard(lines, tables, order)
    if is_strip:
        arranged, is_certain = leaves if has_no_places else _by_place(leaves), not unknown
    else:
        arranged, is_certain = _arrange(lines, leaves, first, order if is_standard else None)
    return Header(
        tuple(leaf.code for leaf in arranged),
        tuple((leaf.start, leaf.end) for leaf in arranged),
        is_certain and (is_strip or len({leaf.code for leaf in known}) == len(known)),
        is_standard,
        not is_strip and not (is_standard and not unknown) and (_has_group(lines) or len({x.line for x in leaves}) > 1),
        0 if has_no_places else _trailing(lines),
        len(lines.lines),
        tuple((leaf.code, unit) for leaf in known if leaf.code and (unit := unit_in_label(leaf.marked.cell.text))),
        tuple(_strip_rows(lines, tables[0]) or _row_above(lines, tables)) if is_strip else (),
        tuple(leaf.marked for leaf in unknown),
        is_filled_up,
    )


def _own_leaves(lines: HeaderLines, *, is_strip: bool, keeps_twins: bool) -> tuple[list[_Leaf], int]:
    """The labels over columns, and the first of these: others stand over the labels of the rows, or over labels that
    are printed again on the right."""
    parted = (_leaves(lines.table, line, number, is_strip=is_strip) for number, line in enumerate(lines.lines))
    leaves = [leaf for line in parted for leaf in line]
    leaves = leaves if keeps_twins else _once(leaves)
    ends = lines.label_end
    first = ends if ends is not None else min((leaf.start for leaf in _known(leaves)), default=0)
    beside = {marked.cell.text for line in lines.lines for marked in line if marked.cell.col < first}
    own = [leaf for leaf in leaves if leaf.code is not None or (leaf.start >= first and leaf.text not in beside)]
    return own, first


def _arrange(
    lines: HeaderLines, leaves: Sequence[_Leaf], first: int, order: dict[str, int] | None
) -> tuple[list[_Leaf], bool]:
    """The labels in the order of their columns, and whether that is certain. ``order`` is the form's own, where the
    labels are as the form has them."""
    known, unknown = _known(leaves), [leaf for leaf in leaves if leaf.code is None]
    if order is not None and not unknown:
        return sorted(known, key=lambda leaf: order[leaf.code or ""]), True
    arranged = _by_place(leaves)
    is_astray = _is_beside_corner(lines, unknown, known, first)
    is_certain = _has_own_places(arranged) and not lines.grid.is_loose and not is_astray
    return arranged, is_certain and not (order is not None and _lies(arranged, order))


def _known(leaves: Sequence[_Leaf]) -> list[_Leaf]:
    return [leaf for leaf in leaves if leaf.code is not None]


def _by_place(leaves: Sequence[_Leaf]) -> list[_Leaf]:
    return sorted(leaves, key=lambda leaf: (leaf.start, leaf.line))


def _is_filled_up(lines: HeaderLines) -> bool:
    """Lines without spans, filled up with blank cells at their ends: labels do not stand over their columns."""
    cells = [marked.cell for line in lines.lines for marked in line]
    has_spans = any(cell.colspan > 1 or cell.rowspan > 1 for cell in cells)
    return not has_spans and any(all(marked.is_blank for marked in line[-2:]) for line in lines.lines)


def _has_group(lines: HeaderLines) -> bool:
    """A heading over columns (法人或其他组织): where it stands among its own columns, rows of the page ran together."""
    return any(marked.code(Kind.GROUP, lines.table) for line in lines.lines for marked in line)


def _once(leaves: Sequence[_Leaf]) -> list[_Leaf]:
    """Without labels that come again below themselves: a span undone prints its text in every cell."""
    found: dict[tuple[str | None, int, int], _Leaf] = {}
    for leaf in leaves:
        found.setdefault((leaf.code or leaf.marked.cell.text, leaf.start, leaf.end), leaf)
    return list(found.values())


def _leaves(table: str, line: Sequence[Marked], number: int, *, is_strip: bool) -> list[_Leaf]:
    """The labels of one line that name a column, known or not.

    The rows of a strip are named over its columns; elsewhere a row's label over the values (办理结果总计 for 总计) is
    one of a column that nobody knows.
    """
    leaves = []
    for marked in line:
        code = marked.code(Kind.COLUMN, table)
        is_other = bool(marked.tables(Kind.GROUP, Kind.CORNER, Kind.BLOCK, Kind.HEADING)) or (
            is_strip and code is None and marked.code(Kind.ROW, table) is not None
        )
        if marked.is_blank or (code is None and is_other):
            continue
        cell = marked.cell
        leaves.append(_Leaf(code, cell.col, cell.col + cell.colspan, number, marked))
    return leaves


def _standard_order(tables: Sequence[Table]) -> dict[str, int]:
    """The rank of every column in the form; blocks follow each other."""
    codes: dict[str, int] = {}
    for table in tables:
        for columns in (table.columns, *(block.columns for block in table.blocks)):
            for rank, column in enumerate(columns):
                codes.setdefault(column.code, rank)
    return codes


def _is_standard(lines: HeaderLines, tables: Sequence[Table], order: dict[str, int]) -> bool:
    """True where no line of the header contradicts the form's own order of columns."""
    groups = {group.code: order[group.columns[0]] for table in tables for group in table.column_groups}
    seen: list[str] = []
    for line in lines.lines:
        ranks = []
        for marked in line:
            column, group = marked.code(Kind.COLUMN, lines.table), marked.code(Kind.GROUP, lines.table)
            if column is not None:
                seen.append(column)
            if column is not None or group is not None:
                ranks.append(order[column] if column is not None else groups[group or ""])
        if any(a >= b for a, b in pairwise(ranks)):
            return False
    if lines.grid.is_loose and not _reads_in_turn(seen, tables, order):
        return False
    return len(set(seen)) == len(seen)


def _reads_in_turn(seen: Sequence[str], tables: Sequence[Table], order: dict[str, int]) -> bool:
    """In running text every label is a line: those of a group (商业企业 …) and the others keep their own order.

    总计 before 自然人 is another table than the form's, though no single line says so.
    """
    grouped = {column for table in tables for group in table.column_groups for column in group.columns}
    inside = [order[column] for column in seen if column in grouped]
    outside = [order[column] for column in seen if column not in grouped]
    return inside == sorted(inside) and outside == sorted(outside)


def _has_own_places(leaves: Sequence[_Leaf]) -> bool:
    """True where no two leaves stand over the same grid column."""
    return all(a.end <= b.start for a, b in pairwise(leaves))


def _lies(by_place: Sequence[_Leaf], order: dict[str, int]) -> bool:
    """Every line keeps the form's order and the places do not: a heading over columns lost its width."""
    ranks = [order[leaf.code] for leaf in by_place if leaf.code is not None]
    return ranks != sorted(ranks)


def _is_beside_corner(lines: HeaderLines, unknown: Sequence[_Leaf], known: Sequence[_Leaf], first: int) -> bool:
    """One behind the heading over all columns (申请人情况) and before some of them: that heading lost its width."""
    corners: dict[int, int] = {}  # line -> grid column of its first corner
    for number in {leaf.line for leaf in unknown}:
        columns = [m.cell.col for m in lines.lines[number] if m.tables(Kind.CORNER) and first <= m.cell.col]
        corners |= {number: min(columns)} if columns else {}
    last = {number: max((x.start for x in known if number < x.line), default=-1) for number in corners}
    return any(corners[x.line] < x.start < last[x.line] for x in unknown if x.line in corners)


def _strip_rows(lines: HeaderLines, table: Table) -> list[str]:
    """The rows a strip's header names, in printed order.

    Another order than the form's is believed only where each name has room for its columns: a name among the columns of
    another row was moved there.
    """
    cells = [marked for line in lines.lines for marked in line]
    if not lines.grid.is_loose:
        cells.sort(key=lambda marked: marked.cell.col)
    named = [(code, marked.cell.col) for marked in cells if (code := marked.code(Kind.ROW, lines.table)) is not None]
    codes = [code for code, _ in named]
    is_standard = codes == [row.code for row in table.rows if row.code in codes]
    if not is_standard and any(b[1] - a[1] < len(table.columns) for a, b in pairwise(named)):
        return []
    return codes


def _row_above(lines: HeaderLines, tables: Sequence[Table]) -> list[str]:
    """The one row that the text above a strip names: 行政诉讼（复议后起诉）. A section title names more than one."""
    above = normalise_label(lines.above)
    table = tables[0]
    rows = [row.code for row in table.rows if any(normalise_label(label) in above for label in row.labels)]
    headings = [heading for heading in table.row_headings if normalise_label(heading.label) in above]
    if len(rows) != 1 or any(rows[0] not in heading.rows for heading in headings):
        return []
    return rows
