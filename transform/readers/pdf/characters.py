"""Places and sizes of a PDF's characters: parts of a line set apart, and raised digits, which are notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from typing import Any

from transform.readers.text.aligned import Piece

_GAP = 3.0  # points; nearer digits are one number, as pdfplumber has it
_SMALL, _RAISED = 0.9, 0.1  # parts of the size of the character before; a browser sets notes in five sixths of it
_NOTE_SIGNS = frozenset("[]()（）〔〕注*※＊")

PageObject = dict[str, Any]


def split_characters(characters: Sequence[PageObject]) -> tuple[Piece, ...]:
    """The parts of a line. Labels keep gaps of up to one character, numbers end at every gap."""
    parts: list[list[PageObject]] = []
    for character in characters:
        if character["text"].isspace():
            continue
        if parts and not _is_apart(parts[-1][-1], character):
            parts[-1].append(character)
        else:
            parts.append([character])
    return tuple(Piece("".join(c["text"] for c in part), part[0]["x0"], part[-1]["x1"]) for part in parts)


def _is_apart(before: PageObject, after: PageObject) -> bool:
    gap: float = after["x0"] - before["x1"]
    has_digit = before["text"].isdigit() or after["text"].isdigit()
    return gap > (_GAP if has_digit else max(_GAP, float(after["size"])))


def drop_raised(page: Any) -> Any:
    """The page without small raised notes right behind a digit: 12¹ is 12, and never 121; so with 注1, [1] and *."""
    raised = _find_raised([item for item in page.chars if item["text"].isdigit() or item["text"] in _NOTE_SIGNS])
    return page.filter(lambda item: _key(item) not in raised) if raised else page


def _find_raised(digits: Sequence[PageObject]) -> set[tuple[str, float, float]]:
    """The raised ones, found by place: a PDF may hold its characters in any order."""
    largest = max((digit["size"] for digit in digits), default=0)
    small = [digit for digit in digits if digit["size"] <= _SMALL * largest]
    if not small:
        return set()
    by_end = sorted(digits, key=_end)
    raised: set[tuple[str, float, float]] = set()
    for mark in sorted(small, key=_start):
        first = bisect_left(by_end, mark["x0"] - 2 * _GAP, key=_end)
        last = bisect_left(by_end, mark["x0"] + 1, key=_end)
        if any(_stands_over(before, mark, raised) for before in by_end[first:last]):
            raised.add(_key(mark))
    return raised


def _start(item: PageObject) -> float:
    return float(item["x0"])


def _end(item: PageObject) -> float:
    return float(item["x1"])


def _stands_over(before: PageObject, mark: PageObject, raised: Container[tuple[str, float, float]]) -> bool:
    """``mark`` is smaller and higher than the digit before it, or goes on after a raised one."""
    if _key(before) in raised:
        return bool(before["size"] == mark["size"] and abs(before["top"] - mark["top"]) < 1)
    if not before["text"].isdigit():
        return False
    is_high = before["top"] < mark["bottom"] < before["bottom"] - _RAISED * before["size"]
    return bool(is_high and mark["size"] <= _SMALL * before["size"])


def _key(item: PageObject) -> tuple[str, float, float]:
    return item.get("text", ""), item["x0"], item["top"]
