"""Which rows of a form the labels of a single-value table (2008-2018) name."""

from __future__ import annotations

from functools import cache

from transform.forms import Form, load_forms
from transform.grids import Grid, GridCell
from transform.indicators.lines import split_unit
from transform.words.labels import LabelIndex, split_label

FEWEST_ROWS = 3
"""So many rows of a form make a table one of that form; two may be chance (行政复议数, 行政诉讼数 in prose tables)."""


def indicator_forms() -> tuple[Form, ...]:
    """The forms whose tables have one indicator a row."""
    return tuple(form for form in load_forms().values() if form.tables[0].layout == "indicators")


@cache
def row_index(edition: str) -> LabelIndex[str]:
    """The labels of a form's rows, with the codes of the rows that carry them."""
    rows = load_forms()[edition].tables[0].rows
    return LabelIndex(((label, row.code) for row in rows for label in row.labels), is_forgiving=False)


def rows_of(grid: Grid, edition: str) -> set[str]:
    """The codes of the form's rows that a grid shows, in whatever column."""
    index = row_index(edition)
    texts = (cell.text for row in grid.rows for cell in row if not _is_number(cell.text))
    hits = (index.find(_bare_label(text) if grid.is_loose else text) for text in texts)
    return {code for hit in hits if hit for code in hit.payloads}


def _bare_label(text: str) -> str:
    """A label of running text without its unit and its code."""
    label = split_unit(text)[0]
    first, _, last = label.rpartition(" ")
    return first if last.isdigit() else label


def _is_number(text: str) -> bool:
    return not text or text.isdigit()


def row_codes(index: LabelIndex[str], cell: GridCell) -> tuple[str, ...]:
    """The rows that a cell's label may name: of a long label, those of its last part that names any."""
    if _is_number(cell.text):
        return ()
    hit = index.find(cell.text)
    if hit is None:
        hit = next((found for part in reversed(split_label(cell.text)) if (found := index.find(part))), None)
    return hit.payloads if hit else ()
