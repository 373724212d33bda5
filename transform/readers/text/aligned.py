"""Tables set with nothing but space: pieces of lines with their places → cells, blanks found by the gap they leave.

Places are columns of a fixed-width font (text) or points (PDF). The columns of values are where values stand in any
line; a line whose values do not fit them, one to a column, keeps its pieces as they come. A gap at the end of a line is
not filled: a cell lost from its middle would look the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
FEWEST_LINES = 3
_LONGEST_LINE, _MOST_COLUMNS = 1_000, 60  # no row of a form is as long


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text within a line, and where it begins and ends."""

    text: str
    start: float
    end: float


def split_pieces(line: str) -> tuple[Piece, ...]:
    """The parts of a line that two spaces or more keep apart, in columns of a fixed-width font."""
    if len(line) > _LONGEST_LINE or ("  " not in line.strip() and "\u3000" not in line.strip()):
        return ()
    text = line.replace("\u3000", "  ").replace("\xa0", " ")
    found = (part for piece in _PIECE.finditer(text) for part in _split_numbers(text, piece.start(), piece.end()))
    return tuple(_place(text, start, end) for start, end in found)


def _split_numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece, the numbers at its end apart: columns may be only as wide as their longest number or label."""
    words = list(_WORD.finditer(text, start, end))
    first = len(words)
    while first and _NUMBER.fullmatch(words[first - 1][0]):
        first -= 1
    if first:
        yield start, words[first - 1].end()
    yield from (word.span() for word in words[first:])


def _place(text: str, start: int, end: int) -> Piece:
    begins = _width(text[:start])
    return Piece(text[start:end], begins, begins + _width(text[start:end]))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def place_values(lines: Sequence[Sequence[Piece]], is_value: Callable[[str], bool]) -> list[list[str]]:
    """The texts of every line, with blank ones where a column of values is empty before the line's last value."""
    counts = [_count_values(line, is_value) for line in lines]
    full = [line[len(line) - count :] for line, count in zip(lines, counts, strict=True) if count > 1]
    columns = _merge([(piece.start, piece.end) for values in full for piece in values])
    if len(columns) > min(max(counts, default=0), _MOST_COLUMNS):
        # no line fills them all: some are one column, not set below each other
        return [[piece.text for piece in line] for line in lines]
    return [_fill(line, count, columns) for line, count in zip(lines, counts, strict=True)]


def _count_values(line: Sequence[Piece], is_value: Callable[[str], bool]) -> int:
    count = 0
    while count < len(line) and is_value(line[-1 - count].text):
        count += 1
    return count


def _merge(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping spans as one, in order."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _fill(line: Sequence[Piece], count: int, columns: Sequence[tuple[float, float]]) -> list[str]:
    texts = [piece.text for piece in line]
    places = [_column_of(piece, columns) for piece in line[len(line) - count :]]
    if count < 2 or None in places or len(set(places)) < count:
        return texts
    by_place = dict(zip(places, texts[len(texts) - count :], strict=True))
    last = max(place for place in places if place is not None)
    return [*texts[: len(texts) - count], *(by_place.get(place, "") for place in range(last + 1))]


def _column_of(piece: Piece, columns: Sequence[tuple[float, float]]) -> int | None:
    return next((n for n, (start, end) in enumerate(columns) if start <= piece.start and piece.end <= end), None)
