"""The texts of a page in reading order, one for each box or run that holds any, and blank boxes as blank texts.

For tables that are set in ways without end: what they print in what order is all that can be said of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import NOT_TEXT
from transform.readers.html.fields import DOUBT, PICTURE, picture_text, shown_value

_BARE = frozenset({"i", "img", "svg", "hr", "br", "wbr", "input", "script", "style", "col"})
"""Without text they are icons and rules; any other box without text is a blank figure."""
_NAMES = ("data-label", "data-title", "data-th", "data-name", "data-column", "aria-label")
_TAIL = 65_536
_MOST_TEXTS = 20_000  # a report in cards has a thousand


class Printed(NamedTuple):
    """A text of the page, the nodes that hold it (none where an attribute does), and the boxes around it by their ids,
    the outermost first."""

    text: RawCell
    boxes: tuple[int, ...]
    nodes: tuple[LexborNode, ...] = ()


def read_texts(root: LexborNode, text: str, *, has_names: bool = False) -> list[Printed]:
    """All texts below a node, none where there are more than any report has; with ``has_names`` what a box is called in
    an attribute stands before what it holds.

    Where the page breaks off, its last number may have lost digits.
    """
    found = list(islice(_walk(root, (), has_names=has_names), _MOST_TEXTS + 1))
    if len(found) > _MOST_TEXTS:
        return []
    tail = text[-_TAIL:].lower()
    if found and "</body" not in tail and "</html" not in tail:
        found[-1] = _doubt(found[-1])
    return found


def names_columns(root: LexborNode, label: str) -> int:
    """How many cells are called so in an attribute, where no cell of a table says it: a style writes the header."""
    named = root.css(",".join(f'[{name}="{label}"]' for name in _NAMES))
    return 0 if any(cell.text().strip() == label for cell in root.css("td,th")) else len(named)


def take_out(printed: Sequence[Printed]) -> LexborNode:
    """The first node of these texts, the others taken out of the tree."""
    first, *others = {node.mem_id: node for found in printed for node in found.nodes}.values()
    for node in others:
        node.decompose()
    return first


def _walk(node: LexborNode, boxes: tuple[int, ...], *, has_names: bool) -> Iterator[Printed]:
    boxes = (*boxes, node.mem_id)
    pending: list[LexborNode] = []  # texts that nothing but a comment parts
    for child in node.iter(include_text=True):
        if not child.is_element_node:
            pending += [child] if child.tag == "-text" else []
            continue
        yield from _join(pending, boxes)
        pending = []
        yield from _walk_element(child, boxes, has_names=has_names)
    yield from _join(pending, boxes)


def _walk_element(node: LexborNode, boxes: tuple[int, ...], *, has_names: bool) -> Iterator[Printed]:
    tag = node.tag or ""
    if tag in NOT_TEXT:
        return
    name = next(filter(None, map(node.attributes.get, _NAMES)), None) if has_names else None
    if name:
        yield Printed(RawCell(name.strip()), boxes)
    if tag in ("img", "input"):
        words = picture_text(node) if tag == "img" else shown_value(node)
        found = [Printed(_as_cell(words), boxes, (node,))] if words else []
    else:
        found = list(_walk(node, boxes, has_names=has_names))
    found = list(map(_doubt, found)) if tag == "bdo" else found
    yield from found if found or tag in _BARE else [Printed(RawCell(""), boxes)]


def _doubt(found: Printed) -> Printed:
    return found._replace(text=found.text._replace(is_doubtful=True))


def _join(nodes: Sequence[LexborNode], boxes: tuple[int, ...]) -> Iterator[Printed]:
    whole = "".join(node.text() for node in nodes)
    if whole.strip():
        yield Printed(_as_cell(whole), boxes, tuple(nodes))


def _as_cell(text: str) -> RawCell:
    is_doubtful = DOUBT in text or PICTURE in text
    plain = " ".join(text.replace(DOUBT, "").replace(PICTURE, "").split())
    return RawCell(plain, is_doubtful=is_doubtful)
