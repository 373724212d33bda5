"""Tables of boxes without rows, which a style flows into columns (``grid-template-columns:repeat(7,1fr)``).

Cut into rows by count, a box lost or doubled shifts all that follow. So a table is taken only where the boxes fill its
last row, and where labels and figures keep to their columns from row to row: one that is shifted does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import read_box
from transform.readers.html.styles import PageStyles, inline_style
from transform.shapes.twins import join_twins
from transform.words.numbers import is_count_unit, looks_like_value

_GRID = re.compile(r"(?<![-\w])display\s*:\s*(?:inline-)?grid")
_COLUMNS = re.compile(r"grid-template(?:-columns)?\s*:\s*([^;\"']+)")
_REPEAT = re.compile(r"repeat\(\s*+(\d{1,2})\s*+,([^()]*+(?:\([^()]*+\)[^()]*+)*+)\)")
_TRACK = re.compile(r"\[[^\[\]]*+\]|[\w.%-]++(?:\([^()]*\))?")
_SPAN = re.compile(r"grid-(column|row)(?:-end)?\s*:\s*(?:\d+\s*/\s*)?span\s+(\d{1,2})")
_MOST_GRIDS = 500
_FEWEST_BOXES, _MOST_BOXES, _LONGEST = 8, 3_000, 120
_LONGEST_TRACKS = 400


def take_grid_tables(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each grid of boxes as its node, which the caller replaces, and its cells."""
    if "grid" not in text:
        return
    styles = PageStyles(text)
    for node in styles.find_pattern(root, _GRID)[:_MOST_GRIDS]:
        boxes = [child for child in node.iter() if child.is_element_node]
        width = _count_columns(node, styles)
        if width < 2 or not _FEWEST_BOXES <= len(boxes) <= _MOST_BOXES or node.css_first("table") is not None:
            continue
        cells = [_read_box(box) for box in boxes]
        rows = _cut(cells, width)
        if rows and all(len(cell.text) <= _LONGEST for cell in cells) and _keeps_to_columns(rows):
            yield node, list(join_twins(rows))


def _count_columns(node: LexborNode, styles: PageStyles) -> int:
    """How many columns the node's style, or its one rule, sets."""
    own = _COLUMNS.search(inline_style(node))
    found = {own[1]} if own else set()
    if not found:
        rules = [rule for rule in styles.rules if _COLUMNS.search(rule.declarations)]
        found = {x[1] for rule in rules if _matches(node, rule.selector) and (x := _COLUMNS.search(rule.declarations))}
    if len(found) != 1:
        return 0
    tracks = found.pop()
    if len(tracks) > _LONGEST_TRACKS:
        return 0
    for repeat in _REPEAT.findall(tracks):
        tracks = tracks.replace(f"repeat({repeat[0]},{repeat[1]})", " 1fr " * (int(repeat[0]) * _tracks(repeat[1])))
    return 0 if "repeat" in tracks else _tracks(tracks)


def _tracks(text: str) -> int:
    return sum(not track.startswith("[") for track in _TRACK.findall(text))


def _matches(node: LexborNode, selector: str) -> bool:
    return node.parent is not None and any(other.mem_id == node.mem_id for other in node.parent.css(selector))


def _read_box(box: LexborNode) -> RawCell:
    spans = {side: int(count) for side, count in _SPAN.findall(inline_style(box))}
    return read_box(box)._replace(rowspan=spans.get("row", 1), colspan=spans.get("column", 1))


def _cut(cells: Sequence[RawCell], width: int) -> list[list[RawCell]]:
    """Rows of so many columns, as a browser flows them; none where the last is not full."""
    rows: list[list[RawCell]] = []
    busy = [0] * width  # rows for which a box from above still fills the column
    place = width
    for cell in cells:
        while place >= width or busy[place]:
            if place >= width:
                rows.append([])
                busy = [max(0, left - 1) for left in busy] if len(rows) > 1 else busy
                place = 0
            else:
                place += 1
        if place + cell.colspan > width or any(busy[place : place + cell.colspan]):
            return []
        rows[-1].append(cell)
        for column in range(place, place + cell.colspan):
            busy[column] = cell.rowspan
        place += cell.colspan
    return rows if all(busy[place:]) else []


def _keeps_to_columns(rows: Sequence[Sequence[RawCell]]) -> bool:
    """Every row with figures has its labels before them, and rows of as many cells begin their figures alike.

    Units may stand among the figures.
    """
    starts: dict[int, set[int]] = {}
    for row in rows:
        is_value = [looks_like_value(cell.text) for cell in row]
        if not any(cell.text[:1].isdigit() and value for cell, value in zip(row, is_value, strict=True)):
            continue
        start = is_value.index(True)
        if not all(
            value or is_count_unit(cell.text) for cell, value in zip(row[start:], is_value[start:], strict=True)
        ):
            return False
        starts.setdefault(sum(cell.colspan for cell in row), set()).add(start)
    return bool(starts) and all(len(found) == 1 or 0 not in found for found in starts.values())
