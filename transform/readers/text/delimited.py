"""Rows whose cells are set apart by commas, semicolons, or bars without one at the edge: CSV exports, short Markdown.

Punctuation stands in prose as well: what counts is a run of lines most of which have equally many fields, figures among
them. A line of the run with more or fewer fields stays in it, so that what was lost or doubled shows.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transform.words.labels import compact_text

_DELIMITERS = ("|", ",", ";")
_RULE = re.compile(r"-{3,}+\s*+\|\s*+-{3,}+")
_FEWEST_FIELDS, _FEWEST_LINES = 3, 3
_MOST_JOINED = 5  # lines that one quoted cell may span
_LONGEST_FIELD = 150


@dataclass(frozen=True, slots=True)
class DelimitedLine:
    """The fields of a row, and how many lines of the source it takes."""

    fields: tuple[str, ...]
    height: int


def find_delimited(lines: Sequence[str]) -> dict[int, DelimitedLine]:
    """The rows of every run, by the number (from 0) of the line in which they begin."""
    found: dict[int, DelimitedLine] = {}
    for delimiter in _DELIMITERS:
        for run in _find_runs(lines, delimiter):
            if _is_table([line for _, line in run]):
                found.update((number, line) for number, line in run if number not in found)
    return found


def _find_runs(lines: Sequence[str], delimiter: str) -> Iterator[list[tuple[int, DelimitedLine]]]:
    """Lines below each other with enough fields."""
    run: list[tuple[int, DelimitedLine]] = []
    number = 0
    while number < len(lines):
        width = len(run[-1][1].fields) if run else 0
        has_enough = lines[number].count(delimiter) >= _FEWEST_FIELDS - 1 or _is_ruled(lines, number, delimiter)
        line = _split(lines, number, delimiter, width) if has_enough else None
        if line is not None:
            run.append((number, line))
        elif run:
            yield run
            run = []
        number += line.height if line else 1
    if run:
        yield run


def _is_ruled(lines: Sequence[str], number: int, delimiter: str) -> bool:
    """A row of two fields over the rule below a table's first row (行政复议 | 行政诉讼), or that rule itself."""
    is_barred = delimiter == "|" and "|" in lines[number]
    return is_barred and any(_RULE.fullmatch(line.strip()) for line in lines[number : number + 2])


def _split(lines: Sequence[str], number: int, delimiter: str, width: int) -> DelimitedLine | None:
    """The fields of the row that begins in a line; a quoted one may go on in the next lines.

    ``width`` is the number of fields of the line above: a bar at both edges may stand beside blank cells.
    """
    if delimiter == "|":
        fields = tuple(map(str.strip, lines[number].split("|")))
        is_edged = lines[number].startswith("|") or (not fields[0] and not fields[-1] and len(fields) != width)
        return None if is_edged else DelimitedLine(fields, 1)
    height = 1
    while height < _MOST_JOINED and sum(line.count('"') for line in lines[number : number + height]) % 2:
        height += 1
    text = "\n".join(lines[number : number + height])
    if text.count('"') % 2 or "\0" in text or len(text) > csv.field_size_limit():
        return None
    row = next(csv.reader([text], delimiter=delimiter), [])
    return DelimitedLine(tuple(map(str.strip, row)), height)


def _is_table(run: Sequence[DelimitedLine]) -> bool:
    """Most lines have equally many fields, short ones, and one of them a figure; or a rule stands below the first."""
    width, times = Counter(len(line.fields) for line in run).most_common(1)[0]
    has_figure = any(compact_text(text).replace(".", "", 1).isdecimal() for line in run for text in line.fields)
    is_short = all(len(text) <= _LONGEST_FIELD for line in run for text in line.fields)
    is_even = width >= _FEWEST_FIELDS and times >= _FEWEST_LINES and times * 2 > len(run)
    is_ruled = len(run) > _FEWEST_LINES and all(text and not text.strip("-") for text in run[1].fields)
    return (is_even or is_ruled) and is_short and has_figure
