"""Columns of a table written into one cell each, their lines set apart by ``<br>``: an empty line is a blank.

Only where every filled cell of a row has equally many lines, and nothing but ``<br>`` breaks them: lines of paragraphs
are not shown where they are empty, and cannot be counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

_FEWEST_LINES, _FEWEST_CELLS = 3, 2
_OTHER_BREAKS = "p,div,li,table,tr,h1,h2,h3,h4,dl,pre,blockquote,img,input,sup,sub,s,del,strike"
_BREAK = "\x07"


def read_lines(cells: Sequence[LexborNode]) -> list[str] | None:
    """The text of every cell with its lines, empty ones included; None where the row is not written so."""
    counts = {len(node.css("br")) for node in cells if node.text().strip() or node.css_first("br") is not None}
    if len(counts) != 1 or len(cells) < _FEWEST_CELLS or counts.pop() + 1 < _FEWEST_LINES:
        return None
    if any(node.css_first(_OTHER_BREAKS) is not None for node in cells):
        return None
    texts = [_read(node) for node in cells]
    return texts if any("\n" in text.strip("\n") for text in texts) else None


def _read(cell: LexborNode) -> str:
    for line_break in cell.css("br"):
        line_break.insert_before(_BREAK)
    text = re.sub(r"\s+", " ", cell.text())
    for line_break in cell.css("br"):
        if line_break.prev is not None:
            line_break.prev.decompose()
    return "\n".join(line.strip() for line in text.split(_BREAK))
