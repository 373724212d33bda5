"""Boxes of statutory tables as HTML. Written in Python because an organ's page has thousands of them.

Every text goes through ``escape``; nothing else in this room builds markup by hand but the line charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import escape

from expectations.summary.cell_words import cell_title, number_of, shown_text
from expectations.summary.layouts import Box, Line
from expectations.summary.records import Cell
from expectations.summary.wording import Words

Piece = tuple[str, str, str]
"""Markup before the box of a cell, the cell's key, and the spans of its box as attributes."""


def blank_lines(lines: Iterable[Line]) -> tuple[tuple[Piece, ...], str]:
    """Table rows without their figures: what stands before each value's box, and what follows the last."""
    pieces: list[Piece] = []
    text = ""
    for line in lines:
        text += "<tr>"
        for box in line:
            if box.kind == "value":
                pieces.append((text, box.key, _spans(box)))
                text = ""
            else:
                text += _label_markup(box)
        text += "</tr>\n"
    return tuple(pieces), text


def value_markup(
    cell: Cell | None, spans: str, words: Words, *, anchor: str = "", css: str = "", marks: str = ""
) -> str:
    """The box of one cell: its text as printed, its state as a class, address and raw text as its title."""
    zero = " c-zero" if cell and number_of(cell) == 0 else ""
    place = f' id="{escape(anchor)}"' if anchor else ""
    return (
        f'<td{spans} class="c-{cell.status if cell else "missing"}{zero}{css}"{place} '
        f'title="{escape(cell_title(cell, words))}">{escape(shown_text(cell, words))}{marks}</td>'
    )


def marks_markup(numbers: Sequence[int], year: int) -> str:
    """What leads from a cell to the cards of the identities that fail with it."""
    links = "".join(f'<a href="#f{year}-{number}">{number}</a>' for number in numbers)
    return f"<sup>{links}</sup>" if links else ""


def _label_markup(box: Box) -> str:
    text = escape(box.text)
    if box.kind == "unit":
        return f'<td class="unit">{text}</td>'
    scope = "row" if box.kind == "row" else "col"
    return f'<th scope="{scope}"{_spans(box)} class="{box.kind} {box.css}">{text}</th>'


def _spans(box: Box) -> str:
    columns = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    return columns + (f' rowspan="{box.rowspan}"' if box.rowspan > 1 else "")
