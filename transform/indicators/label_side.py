"""Single-value tables (2008-2018) in running text whose figures may stand before their labels: a figure large above its
name, as pages of key figures have it. Read the usual way round, every row would have the figure of the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from transform.forms import Form
from transform.grids import Block, DocumentContent, Paragraph
from transform.indicators.row_labels import row_index
from transform.words.numbers import looks_like_value

_FEWEST_SECTIONS = 2  # a single section's name may have lost its first row, and have that row's figure behind it


class _Line(NamedTuple):
    """A label, none where a figure stands alone, and whether a figure is behind it."""

    label: str
    has_figure: bool


def may_have_figures_first(content: DocumentContent, form: Form) -> bool:
    """Whether running text shows a figure under no label, or behind a section's name, right before a row of the form,
    and a last row of a section without a figure."""
    if not any(grid.is_loose for grid in content.grids):
        return False
    lines = [*_read_lines(content), _Line("", has_figure=False)]
    index = row_index(form.edition)
    headers = {row.code for row in form.tables[0].rows if row.is_header}
    found = [set(hit.payloads) if (hit := index.find(line.label)) else set() for line in lines]
    is_row = [bool(codes - headers) for codes in found]
    is_header = [bool(codes) and codes <= headers for codes in found]
    pairs = list(pairwise(range(len(lines))))
    alone = any(lines[a].has_figure and not lines[a].label and is_row[b] for a, b in pairs)
    headed = sum(lines[a].has_figure and is_header[a] and is_row[b] for a, b in pairs)
    lacks = any(is_row[a] and not lines[a].has_figure and not is_row[b] for a, b in pairs)
    return lacks and (alone or headed >= _FEWEST_SECTIONS)


def doubt_loose_figures(block: Block) -> Block:
    """The block, a grid of running text with no figure that anybody should believe."""
    if isinstance(block, Paragraph) or not block.is_loose:
        return block
    rows = tuple(tuple(cell._replace(is_doubtful=True) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _read_lines(content: DocumentContent) -> Iterator[_Line]:
    for block in content.blocks:
        if isinstance(block, Paragraph):
            yield _Line("", has_figure=True) if _is_figure(block.text) else _Line(block.text, has_figure=False)
        elif block.is_loose:
            for row in block.rows:
                label = "" if not row or looks_like_value(row[0].text) else row[0].text
                yield _Line(label, any(_is_figure(cell.text) for cell in (row[1:] if label else row)))


def _is_figure(text: str) -> bool:
    return any(map(str.isdigit, text)) and looks_like_value(text)
