"""Tables drawn with ``+---+`` between their rows (pandoc, reStructuredText, tabulate): a row takes as many lines as its
highest cell, so that the lines between two rules are one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_RULE_MARKS = frozenset("|+-=: ")
_FEWEST_RULES = 3

Fields = tuple[str, ...]


def find_drawn(lines: Sequence[str]) -> dict[int, Fields]:
    """The fields of every row that takes several lines by the number of its first (from 0), none for the others."""
    found: dict[int, Fields] = {}
    for numbers in _find_rows(lines):
        parts = [[field.strip() for field in lines[number].strip().strip("|").split("|")] for number in numbers]
        if len(numbers) > 1 and len(set(map(len, parts))) == 1:
            found[numbers[0]] = tuple("\n".join(filter(None, texts)) for texts in zip(*parts, strict=True))
            found |= dict.fromkeys(numbers[1:], ())
    return found


def _find_rows(lines: Sequence[str]) -> Iterator[list[int]]:
    """The numbers of the lines between two rules of one table."""
    for start, end in _find_tables(lines):
        row: list[int] = []
        for number in range(start, end):
            if not _is_rule(lines[number]):
                row.append(number)
                continue
            if row:
                yield row
            row = []


def _find_tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines below each other that begin and end with a bar or a corner, rules among them, the first and last a rule."""
    start = rules = 0
    for number, line in enumerate((*lines, "")):
        text = line.strip()
        if text[:1] in {"|", "+"} and text[-1:] in {"|", "+"}:
            rules += _is_rule(text)
            continue
        if rules >= _FEWEST_RULES and _is_rule(lines[start]):
            yield start, number
        start, rules = number + 1, 0


def _is_rule(line: str) -> bool:
    return ("--" in line or "==" in line) and _RULE_MARKS.issuperset(line.strip())
