"""A page without its tables → paragraphs and the places of the tables, in reading order.

Block borders are set as control characters in the tree, so that one text() call on the C side gives everything; what
is taken out of the page before (tables) leaves `table_mark` in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from selectolax.lexbor import LexborNode

from transform.grids import MAX_LINES, Block, Grid, Paragraph
from transform.readers.html.limits import refuse

_OPEN, _CLOSE, _TABLE, _LEVEL = "\x01", "\x02", "\x03", "\x05"
BREAK = "\x04"
"""A border between two blocks."""
CONTROLS = "".join(map(chr, range(9)))
"""Characters a page may not hold: this reader writes them into the tree."""

_PIECE = re.compile(f"[^{BREAK}]+")
_TABLE_MARK = re.compile(rf"{_TABLE}[0-9]+")
_BLOCKS = "p,li,br,dt,dd,tr,td,th,caption,hr,ul,ol,dl,blockquote,center,form,fieldset,option,pre,address,tbody"
_CONTAINERS = "div,article,section,main,header,footer,nav,aside,ucapcontent,table,body"
_HEADINGS = "h1,h2,h3,h4,h5,h6"


def table_mark(index: int) -> str:
    """What stands in the tree in the place of table ``index``."""
    return f"{BREAK}{_TABLE}{index}{BREAK}"


def has_table_mark(text: str) -> bool:
    """Whether a table was taken out of this text."""
    return _TABLE in text


def without_table_marks(text: str) -> str:
    """The text alone, its blocks on lines of their own."""
    return _TABLE_MARK.sub("", text).replace(BREAK, "\n")


def fold_space(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return " ".join(text.split())


def mark_blocks(root: LexborNode) -> None:
    """Write the borders of blocks, headings and containers into the tree, for `read_blocks`."""
    for node in root.css("pre"):
        node.replace_with(BREAK + node.text().replace("\n", BREAK) + BREAK)
    for node in root.css(_BLOCKS):
        node.insert_before(BREAK)
        node.insert_after(BREAK)
    for node in root.css(_HEADINGS):
        node.insert_before(f"{BREAK}{_LEVEL}{(node.tag or 'h6')[1]}")
        node.insert_after(BREAK)
    for node in root.css(_CONTAINERS):
        if node.tag != "body":
            node.insert_before(f"{BREAK}{_OPEN}{BREAK}")
            node.insert_after(f"{BREAK}{_CLOSE}{BREAK}")


def read_blocks(text: str, grids: Mapping[int, Grid]) -> tuple[list[Block], tuple[int, ...]]:
    """Blocks in reading order, and the parent of every container (the first is the page)."""
    blocks: list[Block] = []
    parents, current, count = [0], 0, 0
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece == _OPEN:
            parents.append(current)
            current = len(parents) - 1
        elif piece == _CLOSE:
            current = parents[current]
        elif piece.startswith(_TABLE):
            blocks.append(_in_container(grids[int(piece[1:])], current))
        elif line := fold_space(piece):
            count += 1
            if count > MAX_LINES:
                raise refuse("too_many_lines", limit=MAX_LINES)
            level = int(line[1]) if line[0] == _LEVEL else 0
            line = line[2:].lstrip() if level else line
            if line:
                blocks.append(Paragraph(line, f"paragraph {count}", level, current))
    return blocks, tuple(parents)


def _in_container(grid: Grid, container: int) -> Grid:
    return replace(grid, container=container)
