"""What a printed label may be in the unified forms (2019, 2021): row, column, heading, corner. One index for both.

A code means the same thing in both editions, so a page is matched once and its edition decided afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from transform.forms import Form, load_forms
from transform.forms.model import Table
from transform.words.labels import MAX_LABEL, LabelHit, LabelIndex, compact_text, split_label


class Kind(Enum):
    """What a label names."""

    ROW = "row"
    COLUMN = "column"
    GROUP = "group"  # a heading over several columns
    HEADING = "heading"  # a heading over several rows of a strip
    BLOCK = "block"  # 第二十条第(一)项
    CORNER = "corner"


class Role(NamedTuple):
    """A label's meaning: kind, table code, and the code of the row, column, group or block."""

    kind: Kind
    table: str
    code: str


NO_ROLES: tuple[Role, ...] = ()
_MOST_PARTS = 6


def _table_entries(table: Table) -> Iterator[tuple[str, Role]]:
    for row in table.rows:
        yield from ((label, Role(Kind.ROW, table.code, row.code)) for label in row.labels)
    columns = [*table.columns, *(column for block in table.blocks for column in block.columns)]
    for column in columns:
        yield from ((label, Role(Kind.COLUMN, table.code, column.code)) for label in column.labels)
    for group in table.column_groups:
        yield from ((label, Role(Kind.GROUP, table.code, group.code)) for label in group.labels)
    for heading in table.row_headings:
        yield from ((label, Role(Kind.HEADING, table.code, heading.code)) for label in heading.labels)
    for block in table.blocks:
        yield from ((label, Role(Kind.BLOCK, table.code, block.code)) for label in block.labels)
    yield from ((label, Role(Kind.CORNER, table.code, "corner")) for label in table.corner_labels)


def unified_forms() -> tuple[Form, ...]:
    """The forms whose Table 3 is a matrix of rows and applicants."""
    return tuple(form for form in load_forms().values() if any(table.layout == "matrix" for table in form.tables))


@cache
def _index() -> LabelIndex[Role]:
    entries = [entry for form in unified_forms() for table in form.tables for entry in _table_entries(table)]
    return LabelIndex(entries, is_forgiving=True)


@lru_cache(maxsize=20_000)
def find_roles(text: str) -> tuple[tuple[Role, ...], bool]:
    """The roles of a cell's text and whether it is printed as the form has it; empty for numbers and prose.

    Of a label with several numberings (``（三）不予公开1.属于国家秘密``) the last known part decides, unless two
    of them are rows with values of their own: those are several rows' labels in one cell.
    """
    if len(text) < 2 or text.isascii():
        return NO_ROLES, True
    hit: LabelHit[Role] | None = _index().find(text)
    if hit is None:
        parts = split_label(text)
        hits = [found for part in parts[:_MOST_PARTS] if (found := _index().find(part))]
        hit = hits[-1] if hits and len(parts) <= _MOST_PARTS and not _names_two_rows(hits) else None
    return (hit.payloads, hit.is_exact) if hit else (NO_ROLES, True)


def _names_two_rows(hits: Sequence[LabelHit[Role]]) -> bool:
    rows = [frozenset(hit.payloads) - heading_rows() for hit in hits if any(x.kind is Kind.ROW for x in hit.payloads)]
    return len({row for row in rows if row}) > 1


@cache
def heading_rows() -> frozenset[Role]:
    """Rows that only head others: 三、本年度办理结果, （三）不予公开."""
    tables = [table for form in unified_forms() for table in form.tables]
    return frozenset(Role(Kind.ROW, t.code, row.code) for t in tables for row in t.rows if row.is_header)


def roles_of(text: str, kind: Kind) -> tuple[Role, ...]:
    """The roles of one kind that a cell's text may have."""
    return tuple(role for role in find_roles(text)[0] if role.kind is kind)


def column_of(text: str, table: str) -> str | None:
    """The code of the column of a table that a cell's text names."""
    return next((role.code for role in roles_of(text, Kind.COLUMN) if role.table == table), None)


@cache
def column_orders(table: str, row: str) -> tuple[tuple[str, ...], ...]:
    """The codes of a row's columns in each form that has the row, in the form's order."""
    known = (one for form in unified_forms() for one in form.tables if one.code == table)
    return tuple(
        tuple(column.code for column in one.columns_of(row)) for one in known if any(x.code == row for x in one.rows)
    )


def split_glued(text: str) -> tuple[str, ...]:
    """Labels that running text has set without a border (``信息内容本年处理决定数量``), or none."""
    rest = compact_text(text)
    parts: list[str] = []
    while rest:
        size = next((size for size in range(min(len(rest), MAX_LABEL), 1, -1) if is_label(rest[:size])), 0)
        if not size:
            return ()
        parts.append(rest[:size])
        rest = rest[size:]
    return tuple(parts)


def is_label(text: str) -> bool:
    """Whether a text as a whole is a label of the forms, as printed there."""
    hit = _index().find(text)
    return hit is not None and hit.is_exact
