"""Tables without ``<table>``: rows of boxes (``div``, ``li``, ``dl``) that a style sheet sets as a table on screens.

Looked for only on a page that has no table. What is taken for a row holds nothing but short boxes, and stands among
others like it; a run of two rows counts where a longer one shows that the page sets its tables so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import read_box
from transform.words.numbers import looks_like_value

_ROWS = ("div", "li", "dl", "ul", "section")
_BOXES = frozenset({"div", "dd", "dt", "li"})
_CELL_WORDS = re.compile(r"\b(?:t[dh]|cell|table-cell|gridcell|col(?:umn)?(?:-\w+)?)\b", re.I)
_DIGIT = re.compile(r"\d")
_LONGEST = 80
_TAIL = 65_536
_FEWEST_ROWS = 3
_FEWEST_TABLE_ROWS = 3
_MANY_FIGURES = 5


def take_boxed_tables(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each run of rows as its first node, which the caller replaces, and its cells; the other rows are taken out.

    Where the page breaks off, the last cell may have lost digits.
    """
    if len(root.css("table tr")) >= _FEWEST_TABLE_ROWS:
        return
    runs = list(_find_runs(root))
    if all(len(run) < _FEWEST_ROWS for run in runs):
        return
    is_cut = "</body" not in text[-_TAIL:].lower() and "</html" not in text[-_TAIL:].lower()
    for number, run in enumerate(runs, start=1):
        rows = [[_read_box(box) for box in _boxes(node)] for node in run]
        if is_cut and number == len(runs):
            rows[-1][-1] = rows[-1][-1]._replace(is_doubtful=True)
        for node in run[1:]:
            node.decompose()
        yield run[0], rows


def _read_box(box: LexborNode) -> RawCell:
    """A box with the spans that it names to a screen reader."""
    cell, attributes = read_box(box), box.attributes
    spans = (attributes.get(name) or "" for name in ("aria-rowspan", "aria-colspan"))
    rows, columns = (int(span) if span.isascii() and span.isdigit() and len(span) < 4 else 1 for span in spans)
    return cell._replace(rowspan=rows, colspan=columns)


def _find_runs(root: LexborNode) -> Iterator[list[LexborNode]]:
    seen: set[int] = set()
    for node in root.css(",".join(_ROWS)):
        if node.mem_id in seen or not _is_row(node):
            continue
        run = [node]
        following = _next_element(node)
        while following is not None and following.tag == node.tag and _is_row(following):
            run.append(following)
            following = _next_element(following)
        seen |= {inner.mem_id for part in run for inner in (part, *part.css("*"))}  # taken out with their row
        if len(run) > 1 and _shows_figures(run):
            yield run


def _shows_figures(run: Sequence[LexborNode]) -> bool:
    """Digits in a third of the rows, or a row of many figures below its heads (Table 4)."""
    with_digits = [part for part in run if _DIGIT.search(part.text())]
    figures = (sum(looks_like_value(box.text().strip()) for box in _boxes(part)) for part in with_digits)
    return len(with_digits) * 3 >= len(run) or any(count >= _MANY_FIGURES for count in figures)


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        if following.text().strip():
            return None
        following = following.next
    return following


def _boxes(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.is_element_node]


def _is_row(node: LexborNode) -> bool:
    """At least two short boxes and no text beside them; a span is a box only where it is named or styled as a cell."""
    boxes = _boxes(node)
    if len(boxes) < 2 or any(not _is_box(box, node) for box in boxes):
        return False
    beside = (child.text() for child in node.iter(include_text=True) if child.tag == "-text")
    return not any(text.strip() for text in beside)


def _is_box(box: LexborNode, row: LexborNode) -> bool:
    if len(box.text().strip()) > _LONGEST:
        return False
    if box.tag == "span":
        return row.tag == "li" or _is_named_cell(box)
    if box.tag not in _BOXES or any(part.tag in _BOXES for part in box.iter()):
        return False
    spans = [part for part in box.iter() if part.tag == "span"]
    is_row_itself = len(spans) > 1 and (box.tag == "li" or all(map(_is_named_cell, spans)))
    return not is_row_itself


def _is_named_cell(span: LexborNode) -> bool:
    attributes = span.attributes
    return _CELL_WORDS.search(" ".join(attributes.get(name) or "" for name in ("class", "style", "role"))) is not None
