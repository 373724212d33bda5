"""Rows of a table that is none of the form's, under columns that are: 教育局, 民政局, 其他, 总计 by 自然人, 商业企业 …

其他 and 总计 are rows of Table 3 as well as columns. They name its rows only beside rows that nothing else is called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from transform.tables.lines import OddLine, ValueLine
from transform.words.roles import Kind, find_roles

_FEWEST_STRANGERS = 2


def drop_stray_rows(lines: Sequence[ValueLine], odd: Sequence[OddLine]) -> list[ValueLine]:
    """The lines without 其他 and 总计 of grids whose other rows, two at least, have labels that no form knows."""
    strangers = [id(line.grid) for line in odd if line.text and line.has_number]
    suspects = {grid for grid, count in Counter(strangers).items() if count >= _FEWEST_STRANGERS}
    if not suspects:
        return list(lines)
    own = {id(line.grid) for line in lines if not _is_shared(line)}
    return [line for line in lines if id(line.grid) not in suspects - own]


def _is_shared(line: ValueLine) -> bool:
    """The line's label may name a column as well."""
    roles = find_roles(line.label.text)[0] if line.label else ()
    return any(role.kind is Kind.COLUMN for role in roles)
