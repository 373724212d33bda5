"""Tables drawn with boxes that stand at places of their own (``position:absolute;left:60px;top:100px``).

Converters of PDF and old editors write them. The boxes of one parent make one table: those of one height are a row,
and their left and right sides are the borders of columns, so that a box left out is a blank cell. Two boxes at one
place are one cell with two texts, which no number survives.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import read_text
from transform.readers.pdf.grid import PdfCell, PdfTable, place_rows
from transform.words.numbers import looks_like_value
from transform.words.sections import opens_section

_PLACED = '[style*="absolute" i]'
_SIDE = re.compile(r"(?:^|;)\s*+(left|top|width|height)\s*+:\s*+(-?\d++(?:\.\d++)?)\s*+(px|pt|)\s*+(?=;|$|!)", re.I)
_TAIL = 65_536
_FEWEST_BOXES, _FEWEST_ROWS, _MOST_BOXES = 12, 3, 5_000
_MOST_PLACED = 20_000
_SAME_PLACE = 3.0
_LONGEST = 120
_FALLBACK_WIDTH = 30.0  # of the last box of a row


@dataclass(frozen=True, slots=True)
class _Box:
    node: LexborNode
    text: str
    left: float
    top: float
    width: float | None
    height: float | None
    order: int
    """Its place in the source, whose last box may be cut, wherever on the page it stands."""
    is_doubtful: bool = False


def take_placed_tables(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each table as the node of its first box, which the caller replaces, and its cells; the others are taken out.

    Where the page breaks off, its last box may have lost digits.
    """
    groups = [boxes for boxes in _find_groups(root) if len(_rows_of(boxes)) >= _FEWEST_ROWS]
    tail = text[-_TAIL:].lower() if groups else ""
    is_cut = "</body" not in tail and "</html" not in tail
    last = max((box.order for boxes in groups for box in boxes), default=0) if is_cut else None
    for boxes in groups:
        sure = [replace(box, is_doubtful=True) if box.order == last else box for box in boxes]
        rows = [[cell._replace(at=None) for cell in row] for row in place_rows([_as_table(sure)], 1)]
        rows = rows if _have_columns(boxes) else [_doubt_gapped(row) for row in rows]
        for box in boxes[1:]:
            box.node.decompose()
        yield boxes[0].node, rows


def _find_groups(root: LexborNode) -> Iterator[list[_Box]]:
    """The placed boxes of each parent and section, row by row."""
    by_parent: dict[int, list[_Box]] = {}
    placed = root.css(_PLACED)
    for order, node in enumerate(placed if len(placed) <= _MOST_PLACED else ()):
        box = _read_box(node, order)
        if box is not None and node.parent is not None:
            by_parent.setdefault(node.parent.mem_id, []).append(box)
    for boxes in by_parent.values():
        parts = _split_sections(boxes) if _FEWEST_BOXES <= len(boxes) <= _MOST_BOXES else ()
        yield from (part for part in parts if len(part) >= _FEWEST_BOXES)


def _split_sections(boxes: Sequence[_Box]) -> Iterator[list[_Box]]:
    """The boxes between one section's heading and the next: a whole page may have one parent."""
    part: list[_Box] = []
    for row in _rows_of(boxes):
        if len(row) == 1 and opens_section(row[0].text):
            yield part
            part = []
        else:
            part += row
    yield part


def _read_box(node: LexborNode, order: int) -> _Box | None:
    """A box with its sides; None where it says neither, or holds other boxes or more than a cell."""
    sides = {name.lower(): float(size) for name, size, _ in _SIDE.findall(node.attributes.get("style") or "")}
    if "left" not in sides or "top" not in sides or len(node.css(_PLACED)) > 1:
        return None
    text, is_doubtful = read_text(node)
    if len(text) > _LONGEST:
        return None
    return _Box(node, text, sides["left"], sides["top"], sides.get("width"), sides.get("height"), order, is_doubtful)


def _rows_of(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Boxes of one height as a row, from left to right."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.top):
        if rows and box.top - rows[-1][0].top <= _SAME_PLACE:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _as_table(boxes: Sequence[_Box]) -> PdfTable:
    rows = _rows_of(boxes)
    edges = sorted(box.left for box in boxes)
    firsts = _first_figures(rows)
    cells = tuple(tuple(_cells(row, edges, firsts)) for row in rows)
    return PdfTable(1, (0, 0, 0, 0), cells, False, False)


def _first_figures(rows: Sequence[Sequence[_Box]]) -> dict[int, float]:
    """Where figures begin behind a row's label, by where that label begins (rounded): not left of any row's first."""
    found: dict[int, float] = {}
    for row in rows:
        figures = [place for place, box in enumerate(row) if looks_like_value(box.text)]
        if figures and figures[0]:
            label, first = round(row[figures[0] - 1].left / _SAME_PLACE), row[figures[0]].left
            found[label] = min(first, found.get(label, first))
    return found


def _cells(row: Sequence[_Box], edges: Sequence[float], firsts: Mapping[int, float]) -> Iterator[PdfCell]:
    """The cells of a row. A box without a width reaches to the next one, a figure to where any other box begins.

    Where the row's first figures are blank its label ends where figures begin behind such labels.
    """
    number = 0
    while number < len(row):
        box = row[number]
        twins = [other for other in row[number:] if other.left - box.left <= _SAME_PLACE]
        number += len(twins)
        text = "\n".join(twin.text for twin in twins)
        after = bisect_right(edges, box.left + _SAME_PLACE)
        following = edges[after] if after < len(edges) else box.left + _FALLBACK_WIDTH
        is_last_label = number == len(row) or looks_like_value(row[number].text)
        if number < len(row) and not looks_like_value(text):
            following = row[number].left
        if is_last_label and not looks_like_value(text):
            first = firsts.get(round(box.left / _SAME_PLACE), following)
            following = min(following, first) if number < len(row) else first
        right = box.left + box.width if box.width else following
        bottom = box.top + (box.height or 1)
        yield PdfCell((box.left, box.top, right, bottom), text, any(twin.is_doubtful for twin in twins))


def _have_columns(boxes: Sequence[_Box]) -> bool:
    """Every figure begins where a label does, that of its column: where figures stand centred they begin anywhere."""
    labels = sorted(box.left for box in boxes if not looks_like_value(box.text))
    figures = {box.left for box in boxes if not box.width and looks_like_value(box.text)}
    return all(_is_among(labels, left) for left in figures)


def _is_among(places: Sequence[float], left: float) -> bool:
    number = bisect_left(places, left - _SAME_PLACE)
    return number < len(places) and places[number] <= left + _SAME_PLACE


def _doubt_gapped(row: Sequence[RawCell]) -> list[RawCell]:
    """The row, its figures in doubt where something is blank: how many columns are is not known."""
    has_gap = any(not cell.text for cell in row)
    return [
        cell._replace(is_doubtful=cell.is_doubtful or (has_gap and bool(cell.text) and looks_like_value(cell.text)))
        for cell in row
    ]
