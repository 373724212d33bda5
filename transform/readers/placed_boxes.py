"""Tables drawn with boxes that stand at places of their own (``position:absolute;left:60px;top:100px``).

Converters of PDF and old editors write them. The boxes of one parent make one table: those of one height are a row,
and their left and right sides are the borders of columns, so that a box left out is a blank cell. Two boxes at one
place are one cell with two texts, which no number survives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.cell_text import read_text
from transform.readers.pdf_grid import PdfCell, PdfTable, place_rows

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
    is_doubtful: bool = False


def take_placed_tables(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each table as the node of its first box, which the caller replaces, and its cells; the others are taken out.

    Where the page breaks off, its last box may have lost digits.
    """
    groups = [boxes for boxes in _find_groups(root) if len(_rows_of(boxes)) >= _FEWEST_ROWS]
    tail = text[-_TAIL:].lower() if groups else ""
    is_cut = "</body" not in tail and "</html" not in tail
    for number, boxes in enumerate(groups, start=1):
        last = boxes[-1] if is_cut and number == len(groups) else None
        rows = [[_plain(cell, last) for cell in row] for row in place_rows([_as_table(boxes)], 1)]
        for box in boxes[1:]:
            box.node.decompose()
        yield boxes[0].node, rows


def _find_groups(root: LexborNode) -> Iterator[list[_Box]]:
    """The placed boxes of each parent, in source order."""
    by_parent: dict[int, list[_Box]] = {}
    placed = root.css(_PLACED)
    for node in placed if len(placed) <= _MOST_PLACED else ():
        box = _read_box(node)
        if box is not None and node.parent is not None:
            by_parent.setdefault(node.parent.mem_id, []).append(box)
    yield from (boxes for boxes in by_parent.values() if _FEWEST_BOXES <= len(boxes) <= _MOST_BOXES)


def _read_box(node: LexborNode) -> _Box | None:
    """A box with its sides; None where it says neither, or holds other boxes or more than a cell."""
    sides = {name.lower(): float(size) for name, size, _ in _SIDE.findall(node.attributes.get("style") or "")}
    if "left" not in sides or "top" not in sides or len(node.css(_PLACED)) > 1:
        return None
    text, is_doubtful = read_text(node)
    if len(text) > _LONGEST:
        return None
    return _Box(node, text, sides["left"], sides["top"], sides.get("width"), sides.get("height"), is_doubtful)


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
    rows = tuple(tuple(_cells(row)) for row in _rows_of(boxes))
    return PdfTable(1, (0, 0, 0, 0), rows, False, False)


def _cells(row: Sequence[_Box]) -> Iterator[PdfCell]:
    """The cells of a row; a box without a width reaches to the next."""
    number = 0
    while number < len(row):
        box = row[number]
        twins = [other for other in row[number:] if other.left - box.left <= _SAME_PLACE]
        number += len(twins)
        following = row[number].left if number < len(row) else box.left + _FALLBACK_WIDTH
        right = box.left + box.width if box.width else following
        bottom = box.top + (box.height or 1)
        is_doubtful = any(twin.is_doubtful for twin in twins)
        yield PdfCell((box.left, box.top, right, bottom), "\n".join(twin.text for twin in twins), is_doubtful)


def _plain(cell: RawCell, last: _Box | None) -> RawCell:
    is_last = last is not None and bool(last.text) and last.text in cell.text
    return cell._replace(at=None, is_doubtful=cell.is_doubtful or is_last)
