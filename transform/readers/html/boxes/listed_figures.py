"""Single-value tables of a page without tables: a paragraph a row (label, unit, figures), or ``label：figure``.

A unit between label and figures, or a colon, tells where the label ends. Rows with other than the usual number of
figures stay rows: what they lack is seen by who reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transform.grids import Block, Grid, Paragraph, RawCell, build_grid
from transform.readers.text.reader import is_value_token
from transform.words.numbers import is_count_unit, looks_like_value

_FEWEST_ROWS = 8
_COLON = re.compile(r"^((?:其中[:：])?[^:：]{2,60})[:：]\s*(\S{1,24}(?:\s\S{1,4})?)$")
_LONGEST = 120


def gather_figures(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, or, where lines enough are a label and figures and no table is there, those lines as a table."""
    if any(isinstance(block, Grid) for block in blocks):
        return blocks
    rows = [_split(block) for block in blocks if isinstance(block, Paragraph)]
    if sum(row is not None for row in rows) < _FEWEST_ROWS:
        return blocks
    return tuple(_join([block for block in blocks if isinstance(block, Paragraph)], rows))


def _split(line: Paragraph) -> list[str] | None:
    """The cells of a row, None for any other line."""
    if len(line.text) > _LONGEST or not any(
        character.isdigit() or character in "/／—-无" for character in line.text[-12:]
    ):
        return None
    if found := _COLON.match(line.text):
        is_figure = looks_like_value(found[2]) and not looks_like_value(found[1])
        return [found[1], found[2]] if is_figure else None
    tokens = line.text.split()
    start = len(tokens)
    while start and is_value_token(tokens[start - 1]):
        start -= 1
    if start < 2 or start == len(tokens) or not is_count_unit(tokens[start - 1]) or looks_like_value(tokens[0]):
        return None
    if tokens[start - 2].isdigit():  # a code, which has a column of its own
        return None
    return [" ".join(tokens[: start - 1]), *tokens[start - 1 :]]


def _join(lines: Sequence[Paragraph], rows: Sequence[list[str] | None]) -> Iterator[Block]:
    """Everything from the line above the first row to the last row is one table; a line within it has one cell."""
    places = [number for number, row in enumerate(rows) if row is not None]
    first, last = places[0], places[-1]
    heads = [number for number in range(max(0, first - 3), first) if _is_header(lines[number].text)]
    first = heads[0] if heads else first
    yield from lines[:first]
    cells = [
        [RawCell(text, at=line.at) for text in (row or (line.text.split() if _is_header(line.text) else [line.text]))]
        for line, row in zip(lines[first : last + 1], rows[first : last + 1], strict=True)
    ]
    yield build_grid(cells, index=1, container=lines[first].container)
    yield from lines[last + 1 :]


def _is_header(text: str) -> bool:
    """指标 单位 本年数"""
    tokens = text.split()
    return 2 < len(tokens) < 8 and "单位" in tokens and not any(map(looks_like_value, tokens))
