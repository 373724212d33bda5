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
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("0 ") or not _counts_up(line.split()):
            continue
        first = number + 1
        if first < len(lines) and _SPACED_RULE.fullmatch(lines[first]):
            found[first] = ""
            first += 1
        end = first
        while end < len(lines) and (begin := _FIRST.match(lines[end])) and begin[1] == str(end - first):
            end += 1
        if end - first >= _FEWEST:
            found[first:end] = [_blank_first(text) for text in lines[first:end]]
        elif first == len(lines) or not any(map(str.isalpha, lines[first])):
            continue
        found[number] = ""
    return found


def _counts_up(words: Sequence[str]) -> bool:
    return len(words) >= _FEWEST and all(word == str(place) for place, word in enumerate(words))


def _blank_first(line: str) -> str:
    begin = _FIRST.match(line)
    return " " * begin.end() + line[begin.end() :] if begin else line
