"""Tables made of boxes by a page's own style sheet: ``.row{display:table-row} .cell{display:table-cell}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import read_box
from transform.readers.html.styles import PageStyles

_ROW = re.compile(r"(?<![-\w])display\s*:\s*table-row\b(?!-)")
_CELL = re.compile(r"(?<![-\w])display\s*:\s*table-cell")
_FEWEST_ROWS, _LONGEST = 2, 120


def take_styled_tables(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each run of rows of one parent as its first node, which the caller replaces, and its cells; the others go."""
    if "table-row" not in text:
        return
    styles = PageStyles(text)
    rows = [node for node in styles.find_pattern(root, _ROW) if node.tag != "tr" and node.parent is not None]
    cells = {node.mem_id for node in styles.find_pattern(root, _CELL)} if rows else set()
    for _, run in groupby(rows, key=lambda node: node.parent.mem_id if node.parent else 0):
        nodes = list(run)
        boxes = [[child for child in node.iter() if child.is_element_node] for node in nodes]
        is_table = len(nodes) >= _FEWEST_ROWS and all(row and all(box.mem_id in cells for box in row) for row in boxes)
        texts = [[read_box(box) for box in row] for row in boxes]
        if not is_table or any(len(cell.text) > _LONGEST for row in texts for cell in row):
            continue
        for node in nodes[1:]:
            node.decompose()
        yield nodes[0], texts
