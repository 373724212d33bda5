"""The cells of a row with what their texts may mean, and the labelled rows of a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transform.grids import GridCell
from transform.words.numbers import is_count_unit, looks_like_value
from transform.words.roles import Kind, Role, find_roles, heading_rows, is_label, split_glued

_FEWEST_LABELS = 3
FEWEST_VALUES = 5
_NO_TABLES: frozenset[str] = frozenset()


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


def trailing_values(line: Sequence[Marked]) -> list[Marked]:
    """The values at the end of a line, blank cells among them."""
    start = len(line)
    while start > 0 and line[start - 1].is_value:
        start -= 1
    return list(line[start:])


def interrupted_values(line: Sequence[Marked]) -> list[Marked]:
    """The cells from the first value on where words stand among many values: some cells are no number, yet the line is
    one of the form. Left out, it would make another printing of its table the only one."""
    start = next((number for number, marked in enumerate(line) if marked.is_value), len(line))
    cells = list(line[start:])
    is_bare = not any(marked.roles for marked in cells)
    return cells if is_bare and sum(marked.is_value for marked in cells) >= FEWEST_VALUES else []


def _is_heading_row(label: Marked) -> bool:
    return not heading_rows().isdisjoint(label.roles)


def most_common_table(cells: Sequence[Marked], *kinds: Kind) -> str:
    """The table that most of ``cells`` may belong to as one of ``kinds`` (columns and groups unless named)."""
    counts: dict[str, int] = {}
    for marked in cells:
        for table in marked.tables(*(kinds or (Kind.COLUMN, Kind.GROUP))):
            counts[table] = counts.get(table, 0) + 1
    return max(sorted(counts), key=lambda table: counts[table])
