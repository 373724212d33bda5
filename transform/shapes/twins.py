"""Spans undone: a text printed in each of the columns it filled, as one cell over them again.

Tables that came through a data frame repeat a heading over every column it spanned, and a figure below it as often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from transform.grids import RawCell
from transform.words.numbers import looks_like_value


def join_twins(rows: Sequence[Sequence[RawCell]]) -> Iterator[list[RawCell]]:
    """Rows in which a text printed in each of the columns it fills is one cell over them: a label, or the equal figures
    below such a label."""
    header: list[int] = []
    for row in rows:
        if _is_header(row):
            joined = [list(twins) for _, twins in groupby(row, key=lambda cell: cell.text or id(cell))]
            header = [sum(cell.colspan for cell in twins) for twins in joined]
        else:
            joined = list(_group(row, header))
        yield [_as_one(twins) for twins in joined]


def _is_header(row: Sequence[RawCell]) -> bool:
    """Labels and no figure: several of them, or no blank cell, which would be a figure left out."""
    labels = {cell.text for cell in row if cell.text}
    return not any(map(looks_like_value, labels)) and (len(labels) > 1 or all(cell.text for cell in row))


def _as_one(twins: Sequence[RawCell]) -> RawCell:
    is_doubtful = any(cell.is_doubtful for cell in twins)
    return twins[0]._replace(colspan=sum(cell.colspan for cell in twins), is_doubtful=is_doubtful)


def _group(row: Sequence[RawCell], header: Sequence[int]) -> Iterator[list[RawCell]]:
    """The cells below each label of the header as one where they are equal, else each alone; labels as they come."""
    rest = list(row)
    if sum(header) != len(row):
        header = [1] * len(row)
    for span in header:
        part, rest = rest[:span], rest[span:]
        is_one = len({cell.text for cell in part}) == 1
        if is_one or not any(looks_like_value(cell.text) for cell in part):
            yield from (list(twins) for _, twins in groupby(part, key=lambda cell: cell.text))
        else:
            yield from ([cell] for cell in part)
