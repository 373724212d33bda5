"""Boxes of statutory tables as HTML. Written in Python because an organ's page has thousands of them.

Every text goes through ``escape``; nothing else in this room builds markup by hand.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from expectations.summary.tables import Box, Line


def lines_markup(lines: Iterable[Line], year: int) -> Markup:
    """Table rows of these lines. ``year`` leads from a marked cell to the card of the identity that fails."""
    rows = ("".join(_box_markup(box, year) for box in line) for line in lines)
    return Markup("".join(f"<tr>{row}</tr>\n" for row in rows))  # noqa: S704 - every text in it is escaped


def _box_markup(box: Box, year: int) -> str:
    span = (f' colspan="{box.colspan}"' if box.colspan > 1 else "") + (
        f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    )
    text = escape(box.text)
    if box.kind == "value":
        place = f' id="{escape(box.anchor)}"' if box.anchor else ""
        marks = "".join(f'<a href="#f{year}-{number}">{number}</a>' for number in box.marks)
        marks = f"<sup>{marks}</sup>" if marks else ""
        return f'<td{span} class="{box.css}"{place} title="{escape(box.title)}">{text}{marks}</td>'
    if box.kind == "unit":
        return f'<td class="unit">{text}</td>'
    scope = "row" if box.kind == "row" else "col"
    return f'<th scope="{scope}"{span} class="{box.kind} {box.css}">{text}</th>'
