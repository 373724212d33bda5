"""Single-value tables (2008-2018) of a page without tables: a box for each label and figure, or a card for each label.

`transform.shapes.figured` says what is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.boxes.texts import read_texts, take_out
from transform.shapes.figured import find_figure_run

_LABEL_END = re.compile("[数量]<")
_FEWEST = 8
"""Nearly every label of these forms ends so, and stands in a box of its own."""


def take_figures(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """The table as the node of its first text, which the caller replaces, and its rows; the others are taken out."""
    if len(_LABEL_END.findall(text)) < _FEWEST:
        return
    printed = read_texts(root, text)
    run = find_figure_run([found.text for found in printed], [found.boxes for found in printed])
    if run is not None:
        yield take_out(printed[run.first : run.last + 1]), run.rows
