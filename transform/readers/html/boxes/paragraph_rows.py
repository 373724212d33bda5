"""Tables of a page that has none: a paragraph a row, its label and its figures set apart by spaces or tabs, or a
paragraph a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transform.grids import Block, Grid, Paragraph
from transform.readers.text.reader import TextLine, is_value_token, read_line_blocks

_FEWEST_ROWS = 8
_FEWEST_VALUES = 2
_LONGEST_NUMBER = 2  # digits of a row's number
_FEWEST_CELLS = 20  # paragraphs of a figure alone; the shortest table of a form has more


def gather_rows(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, or, where paragraphs enough end in figures or are some and no table is there, those read as lines of
    a text."""
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    if len(lines) < len(blocks):
        return blocks
    if sum(map(_is_row, lines)) < _FEWEST_ROWS and sum(is_value_token(line.text) for line in lines) < _FEWEST_CELLS:
        return blocks
    return tuple(_read_lines(lines))


def _is_row(line: Paragraph) -> bool:
    """A label and figures behind it; the row's number may stand before the label."""
    *label, one, other = line.text.split() if line.text.count(" ") >= _FEWEST_VALUES else ("", "", "")
    if len(label) > 1 and label[0].isdigit() and len(label[0]) <= _LONGEST_NUMBER:
        label = label[1:]
    return bool(label) and is_value_token(one) and is_value_token(other) and not is_value_token(label[0])


def _read_lines(lines: Sequence[Paragraph]) -> Iterator[Block]:
    containers = {line.at: line.container for line in lines}
    for block in read_line_blocks(TextLine(line.at, line.text, line.level) for line in lines):
        at = block.rows[0][0].at if isinstance(block, Grid) else block.at
        yield replace(block, container=containers.get(at or "", 0))
