"""Tables in ``<pre>``: drawn, set with spaces, or rows of marks, read as a text dump would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from transform.grids import Block, Grid
from transform.readers.text.reader import read_line_blocks, read_lines

_PREFORMATTED = 'pre,xmp,listing,textarea,[style*="white-space:pre" i],[style*="white-space: pre" i]'
_MARKUP = "p,div,li,table"
_LONGEST = 500_000


def take_preformatted(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, Sequence[Block]]]:
    """Each preformatted part that holds a table, which the caller replaces, and its blocks.

    Where the page breaks off inside the last one, its last number may have lost digits.
    """
    found = [(node, blocks) for node in root.css(_PREFORMATTED) if (blocks := _read_blocks(node))]
    tail = text.lower() if found else ""
    is_cut = tail.rfind("<pre") > tail.rfind("</pre")
    for number, (node, blocks) in enumerate(found, start=1):
        named = [_name(block, number) for block in blocks]
        if is_cut and number == len(found) and isinstance(named[-1], Grid):
            named[-1] = _doubt_last(named[-1])
        yield node, named


def _read_blocks(node: LexborNode) -> list[Block]:
    if node.css_first(_MARKUP) is not None:
        return []
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    text = node.text()
    if text.count("\n") < 2 or len(text) > _LONGEST:
        return []
    blocks = list(read_line_blocks(read_lines(text)))
    return blocks if any(isinstance(block, Grid) for block in blocks) else []


def _name(block: Block, number: int) -> Block:
    """The block with addresses that say which preformatted part their lines are counted in."""
    if not isinstance(block, Grid):
        return block
    rows = tuple(
        tuple(cell._replace(at=f"preformatted text {number}, {cell.at}") for cell in row) for row in block.rows
    )
    return replace(block, rows=rows)


def _doubt_last(grid: Grid) -> Grid:
    *rows, last = grid.rows
    return replace(grid, rows=(*rows, (*last[:-1], last[-1]._replace(is_doubtful=True))))
