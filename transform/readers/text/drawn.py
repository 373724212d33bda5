"""Tables drawn with ``+---+`` between their rows (pandoc, reStructuredText, tabulate): a row takes as many lines as its
highest cell, so that the lines between two rules are one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.readers.text.bars import is_rule, split_edged

_FEWEST_RULES = 3

Fields = tuple[str, ...]


def find_drawn(lines: Sequence[str]) -> dict[int, Fields]:
    """The fields of every row that takes several lines by the number of its first (from 0), none for the others."""
    found: dict[int, Fields] = {}
    for numbers in _find_rows(lines):
        parts = [split_edged(lines[number].strip()) for number in numbers]
        if len(numbers) > 1 and len(set(map(len, parts))) == 1:
            found[numbers[0]] = tuple("\n".join(filter(None, texts)) for texts in zip(*parts, strict=True))
            found |= dict.fromkeys(numbers[1:], ())
    return found


def _find_rows(lines: Sequence[str]) -> Iterator[list[int]]:
    """The numbers of the lines between two rules of one table."""
    for start, end in _find_tables(lines):
        row: list[int] = []
        for number in range(start, end):
            if not is_rule(lines[number]):
                row.append(number)
                continue
            if row:
                yield row
            row = []


def _find_tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines below each other that are rules or stand between bars, the first of them a rule."""
    start = rules = 0
    for number, line in enumerate((*lines, "")):
        text = line.strip()
        is_ruled = is_rule(text)
        if is_ruled or (len(text) > 1 and text.startswith("|") and text.endswith("|")):
            rules += is_ruled
            continue
        if rules >= _FEWEST_RULES and is_rule(lines[start]):
            yield start, number
        start, rules = number + 1, 0
