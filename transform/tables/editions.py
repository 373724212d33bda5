"""Which edition of the form a page really uses: decided by the labels of Table 2, not by the year nor by row （六）."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from transform.forms import Form
from transform.forms.model import Table
from transform.tables.aligned_lines import HeaderBook
from transform.tables.headers import Header
from transform.tables.lines import ValueLine
from transform.words.roles import unified_forms


def edition_of_table2(lines: Iterable[ValueLine], headers: HeaderBook) -> str | None:
    """The edition whose own columns and rows a printing of Table 2 shows; None where nothing tells."""
    shown: set[str] = set()
    for line in lines:
        header: Header | None = headers.get(line.header)
        shown |= header.known if header else set()
        shown.add(line.row or "")
    return _most_marked(shown, "blocks")


def edition_of_table3(lines: Iterable[ValueLine]) -> str | None:
    """The edition whose own rows a printing of Table 3 shows (only where there is no Table 2)."""
    return _most_marked({line.row or "" for line in lines}, "matrix")


def _most_marked(shown: set[str], layout: str) -> str | None:
    scores = {edition: len(shown & marks) for edition, marks in _marks(layout).items()}
    best = max(scores.values())
    leaders = [edition for edition, score in scores.items() if score == best]
    return leaders[0] if best and len(leaders) == 1 else None


@cache
def _marks(layout: str) -> dict[str, frozenset[str]]:
    """Per edition, the codes of rows and columns that no other unified edition has in its table of that layout."""
    codes = {form.edition: _codes(form, layout) for form in unified_forms()}
    return {
        edition: own - frozenset().union(*(other for name, other in codes.items() if name != edition))
        for edition, own in codes.items()
    }


def _codes(form: Form, layout: str) -> frozenset[str]:
    tables: list[Table] = [table for table in form.tables if table.layout == layout]
    rows = {row.code for table in tables for row in table.rows}
    columns = {column.code for table in tables for row in table.rows for column in table.columns_of(row.code)}
    return frozenset(rows | columns)
