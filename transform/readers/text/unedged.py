"""Markdown tables with bars between their cells only, as html2text writes them: ``规章| 0| | 1`` under ``---|---``.

Nothing is filled up: a row has the cells it had on the page, a blank last one is what stands behind the last bar. The
rule stands below the first row of the table, and an empty line ends it. A line that was broken in a cell is broken here
too, so that a row of labels may take several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.readers.text.bars import split_bars
from transform.words.numbers import looks_like_value
from transform.words.roles import is_label

_RULE = re.compile(r"-{3,}(\|-{3,})*")
_FEWEST_BARRED = 2
_MOST_LINES = 8
_SPACED_BAR = re.compile(r"\S +\|")
_CLOSE_BAR = re.compile(r"[^\s|]\|")
_HARD_BREAK = "  "
"""html2text ends every line of a table so."""

Fields = tuple[str, ...]


def find_unedged(lines: Sequence[str]) -> dict[int, Fields]:
    """The fields of every line of such tables by its number (from 0): none for a rule, or where a row goes on."""
    found: dict[int, Fields] = {}
    end = 0
    for number, line in enumerate(lines):
        if number <= end or not _RULE.fullmatch(line.strip()) or not lines[number - 1].strip():
            continue
        # also of what is no table: else a file of rules would be looked through from each of them
        end = next((n for n in range(number + 1, len(lines)) if not lines[n].strip()), len(lines))
        numbers = [number - 1, *range(number + 1, end)]
        if _is_table(line, [lines[n] for n in numbers]):
            rows = _join_cut_rows([split_bars(lines[n]) for n in numbers])
            found |= {number: (), **dict(zip(numbers, rows, strict=True))}
    return found


def _is_table(rule: str, lines: Sequence[str]) -> bool:
    """Lines end as html2text ends them, or most bars stand right behind the text of their cell.

    Markdown written by hand has a space before its bars, and a bar at the end of a line may close the last cell.
    """
    barred = [line for line in lines if "|" in line]
    if len(barred) < _FEWEST_BARRED or len(barred) * 2 < len(lines):
        return False
    if all(line.endswith(_HARD_BREAK) for line in (rule, *lines)):
        return True
    spaced, close = (sum(len(mark.findall(line)) for line in barred) for mark in (_SPACED_BAR, _CLOSE_BAR))
    return close > spaced


def _join_cut_rows(rows: Sequence[Fields]) -> list[Fields]:
    """Rows that take several lines whole in their first: the last cell of a line goes on in the first of the next."""
    joined: list[Fields] = []
    while len(joined) < len(rows):
        row, end = rows[len(joined)], len(joined) + 1
        while more := _count_more(row[-1], rows[end : end + _MOST_LINES]):
            cut = "".join([row[-1], *(line[0] for line in rows[end : end + more])])
            row, end = (*row[:-1], cut, *rows[end + more - 1][1:]), end + more
        joined += [row, *[()] * (end - len(joined) - 1)]
    return joined


def _count_more(text: str, following: Sequence[Fields]) -> int:
    """Over how many more lines a cell goes: those that make it a label of a form, unless each part is one by itself."""
    are_labels = [is_label(text)]
    for count, row in enumerate(following, start=1):
        if not text or looks_like_value(text) or looks_like_value(row[0]):
            return 0
        text += row[0]
        are_labels.append(is_label(row[0]))
        if is_label(text):
            return 0 if all(are_labels) else count
        if len(row) > 1:
            return 0
    return 0
