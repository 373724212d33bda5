"""Lines that end in a bar, as archives of web pages write tables: ``规章 | 0 | 0 | 1 |``.

Two ways are told apart. A row a line: a row may be shorter than the table (``第二十条第(五)项 |``), or be filled up
with bars (``行政许可 | 0 | ||``). A cell a line (``规章 |``, ``0 |``), rows begun by a bar alone: there a blank cell
looks like the beginning of a row, so the bars say nothing and are taken off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.words.labels import compact_text

_FEWEST_LINES = 3
_LONGEST_FIELD = 150

Run = list[tuple[int, tuple[str, ...]]]
"""Lines below each other, empty ones left out: their numbers (from 0), and their fields up to the last bar."""


def find_barred(lines: Sequence[str]) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """The rows among the lines, and what is left of lines that hold a cell, both by the number of the line.

    A row that begins with a bar has a blank first cell where most rows begin with none; else it is Markdown.
    """
    rows: dict[int, tuple[str, ...]] = {}
    cells: dict[int, str] = {}
    for run in _find_runs(lines):
        if not _is_table(run):
            continue
        has_rows = sum(len(_printed(fields)) > 1 for _, fields in run) * 3 >= len(run)
        if has_rows:
            rows.update(run)
        else:
            cells.update((number, " ".join(_printed(fields))) for number, fields in run)
    return rows, cells


def _find_runs(lines: Sequence[str]) -> Iterator[Run]:
    run: Run = []
    for number, line in enumerate(lines):
        text = line.strip()
        if text.endswith("|"):
            run.append((number, tuple(field.strip() for field in text[:-1].split("|"))))
        elif text and run:
            yield run
            run = []
    if run:
        yield run


def _printed(fields: Sequence[str]) -> list[str]:
    return [field for field in fields if field]


def _is_table(run: Run) -> bool:
    """Lines enough, short fields, and a figure among them."""
    is_edged = [not row[0] for _, row in run if _printed(row)]
    if sum(is_edged) * 2 >= len(is_edged):
        return False
    fields = [field for _, fields in run for field in _printed(fields)]
    has_figure = any(compact_text(field).replace(".", "", 1).isdecimal() for field in fields)
    return len(run) >= _FEWEST_LINES and has_figure and all(len(field) <= _LONGEST_FIELD for field in fields)
