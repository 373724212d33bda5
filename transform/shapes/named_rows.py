"""Rows that were put together from elsewhere, under the labels of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transform.grids import RawCell


class NamedRow(NamedTuple):
    """A row's name, and a figure for each of its columns' labels."""

    name: RawCell
    labels: tuple[RawCell, ...]
    figures: tuple[RawCell, ...]


def write_rows(rows: Iterable[NamedRow]) -> Iterator[list[RawCell]]:
    """A row of column labels where they differ from those above, then each name with its figures."""
    above: list[str] = []
    for row in rows:
        labels = [label.text for label in row.labels]
        if labels != above:
            yield [RawCell(""), *row.labels]
        above = labels
        yield [row.name, *row.figures]
