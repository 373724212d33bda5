"""Tables that a data frame printed as text (``to_string``): numbers over its columns and before its rows, taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FEWEST = 3  # numbers in turn: fewer may be figures
_FIRST = re.compile(r"\s*([0-9]+)(?=\s|$)")
_SPACED_RULE = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")


def blank_frame_numbers(lines: Sequence[str]) -> list[str]:
    """The lines, with blanks in place of a line 0 1 2 3 and of 0, 1, 2 before the lines below it.

    Where the lines below are not numbered only the first goes, and words must follow it.
    """
    found = list(lines)
    printed = [number for number, line in enumerate(lines) if line.strip()]  # others may stand between any two
    for place, number in enumerate(printed, start=1):
        if not lines[number].lstrip().startswith("0 ") or not _counts_up(lines[number].split()):
            continue
        if place < len(printed) and _SPACED_RULE.fullmatch(lines[printed[place]]):
            found[printed[place]] = ""
            place += 1  # noqa: PLW2901 - what follows the rule
        rows = _numbered(lines, printed, place)
        if len(rows) >= _FEWEST:
            for row in rows:
                found[row] = _blank_first(lines[row])
        elif place == len(printed) or not any(map(str.isalpha, lines[printed[place]])):
            continue
        found[number] = ""
    return found


def _numbered(lines: Sequence[str], printed: Sequence[int], place: int) -> list[int]:
    """The lines that begin with 0, 1, 2 …, as long as they do."""
    rows: list[int] = []
    while place < len(printed) and (begin := _FIRST.match(lines[printed[place]])) and begin[1] == str(len(rows)):
        rows.append(printed[place])
        place += 1
    return rows


def _counts_up(words: Sequence[str]) -> bool:
    return len(words) >= _FEWEST and all(word == str(place) for place, word in enumerate(words))


def _blank_first(line: str) -> str:
    begin = _FIRST.match(line)
    return " " * begin.end() + line[begin.end() :] if begin else line
