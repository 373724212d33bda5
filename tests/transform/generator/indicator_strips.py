"""Single-value tables set in strips: a row of labels and below it the row of their figures, then the next labels."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.transform.generator.indicator_pages import IndicatorPage, indicator_trap, table_html

Rows = list[list[str]]


def cut_strips(rows: Rows, width: int, *, has_heads: bool) -> Iterator[Rows]:
    """``rows`` (the header, then label, unit, figures) in strips of so many labels; with heads each row says what it
    holds: 统计指标, 单位, 统计数. Without them there is no row of units."""
    header, *body = rows
    for start in range(0, len(body), width):
        part = [list(column) for column in zip(*body[start : start + width], strict=True)]
        if has_heads:
            yield [[head, *texts] for head, texts in zip(header, part, strict=True)]
        else:
            yield [part[0], *part[2:]]


def _fill_up(rows: Rows) -> Rows:
    """A row as wide as the others of its table."""
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


@indicator_trap
def strips_of_six(page: IndicatorPage, rng: random.Random) -> None:
    """Six labels a row in one table, and figures of a single column below them."""
    if len(page.form.tables[0].columns) > 1:
        return
    page.write_table = lambda rows: table_html([row for strip in cut_strips(rows, 6, has_heads=False) for row in strip])


@indicator_trap
def strips_filled_up(page: IndicatorPage, rng: random.Random) -> None:
    """Rows that say what they hold, the last strip as wide as the others."""
    page.write_table = lambda rows: table_html(
        _fill_up([row for strip in cut_strips(rows, 6, has_heads=True) for row in strip])
    )


@indicator_trap
def a_table_a_strip(page: IndicatorPage, rng: random.Random) -> None:
    """A table for each strip."""
    page.write_table = lambda rows: "<p></p>".join(map(table_html, cut_strips(rows, 9, has_heads=True)))


@indicator_trap
def one_long_strip(page: IndicatorPage, rng: random.Random) -> None:
    """All labels side by side, as a sheet exported for one organ a line."""
    page.write_table = lambda rows: "".join(map(table_html, cut_strips(rows, len(rows), has_heads=True)))
