"""Figures that a page holds and a reader does not see, or sees struck out: never a digit of the number beside them.

What is certainly not shown (``visibility:hidden``, no size, off the screen, letters of the colour behind them) is taken
out. A struck figure is withdrawn by its publisher: the one beside it counts; where nothing else stands in the cell,
nobody can say. Letters that may be of the colour behind them, digits set in reverse or added by a style sheet make
their cell doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from transform.readers.html.colours import find_faint
from transform.readers.html.fields import DOUBT, doubt
from transform.readers.html.hidden import is_value, mark_tables, outermost, split_outermost
from transform.readers.html.styles import PageStyles
from transform.words.numbers import looks_like_value

_SIZE = r"(?:px|pt|em|rem|ex|%|vw|vh)?"
_END = r"\s*+(?:$|[;!\"'])"
_ZERO = r"0*+(?:\.0*+)?"
_GONE = re.compile(
    rf"(?<![-\w])font-size\s*+:\s*+(?:{_ZERO}{_SIZE}|1(?:\.\d+)?p[xt]){_END}|mso-hide\s*:\s*(?:all|screen)"
    r"|(?<![-\w])(?:left|top|right|bottom|margin-left|margin-top|text-indent)\s*:\s*-(?:[5-9]\d\d|\d{4,}|\d{2,}(?:\.\d+)?r?em)"
    r"|translate(?:x|y|3d)?\([^)]{0,80}-\d{3}|scale(?:x|y|3d)?\(\s*0(?:\.0+)?\s*[,)]"
    r"|(?<![-\w])clip\s*+:\s*+rect\((?:\s*+[01](?:px|pt|em)?\s*+,?){4}\s*+\)|clip-path\s*:\s*inset\(\s*(?:[5-9]\d|100)"
    r"|clip-path\s*:\s*(?:circle|ellipse)\(\s*0"
)
_LEAVES_ROOM = re.compile(
    rf"(?<![-\w])(?:content-)?visibility\s*:\s*(?:hidden|collapse)|(?<![-\w])opacity\s*+:\s*+{_ZERO}%?{_END}|opacity\(\s*+{_ZERO}%?\s*+\)"
    r"|opacity\s*=\s*0\s*\)|(?<![-\w])color\s*:\s*"
    rf"(?:transparent|(?:rgb|hsl)a?\([^)]{{0,80}}[,/]\s*+{_ZERO}%?\s*+\)|#\w{{6}}00\b|#\w{{3}}0\b)"
)
_NO_SIZE = re.compile(rf"(?<![-\w])(?:max-)?(?:width|height)\s*+:\s*+{_ZERO}{_SIZE}{_END}")
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)")
_STRUCK = re.compile(r"text-decoration[^;:]{0,40}:[^;]{0,80}line-through")
_REVERSED = re.compile(r"unicode-bidi\s*:\s*(?:bidi-override|isolate-override)")
_MOVED = re.compile(  # within a line
    r"float\s*:\s*right|(?<![-\w])order\s*:\s*-?\d|(?:flex-direction|flex-flow)\s*:[^;]{0,40}(?:row|column)-reverse"
)
_ADDED = re.compile(r"content\s*:\s*(?:\"[^\"\\]*\d|'[^'\\]*\d)")
_ADDED_VALUE = re.compile(r"content\s*:[^;]{0,40}attr\(\s*([-\w]+)")
_DIGIT = re.compile(r"\d")
_CELLS = ("td", "th")
_ENCLOSING = frozenset({"td", "th", "p", "div", "li", "dd", "dt", "body", "section", "article"})
_INLINE = frozenset(
    {"span", "font", "b", "i", "u", "em", "strong", "a", "small", "big", "label", "sup", "sub", "o:p", "ins", "code"}
)
_CROWD = 50
_ODD_TAGS = 's,del,strike,sub,small,font[size="1"],font[color]'


@dataclass(frozen=True, slots=True)
class OddNodes:
    """Nodes that their tags set apart: struck, lower or smaller, coloured. Looked for once: most pages have none."""

    struck: list[LexborNode]
    smaller: list[LexborNode]
    coloured: list[LexborNode]


def find_odd(root: LexborNode) -> OddNodes:
    """The nodes of a page by the tags that set them apart."""
    nodes = root.css(_ODD_TAGS)
    fonts = [node for node in nodes if node.tag == "font"]
    small = [node for node in fonts if node.attributes.get("size") == "1"]
    return OddNodes(
        [node for node in nodes if node.tag in ("s", "del", "strike")],
        [*(node for node in nodes if node.tag in ("sub", "small")), *small],
        fonts,
    )


def take_unseen(root: LexborNode, styles: PageStyles) -> OddNodes:
    """Take out of the tree what is not shown, and what is struck; put a sign into cells that are doubtful.

    Gives the odd nodes that are left. Whatever is taken out is freed: nodes found before it are looked for again.
    """
    odd = find_odd(root)
    faint = find_faint(root, styles, odd.coloured)
    doubt(faint.doubtful)
    without_size = styles.find(root, _has_no_size) if styles.may_say(_NO_SIZE) and styles.may_say(_CUT_OFF) else []
    doubt(node for node in without_size if node.tag not in (*_CELLS, "tr", "tbody", "table"))  # a cell is as its text
    reversed_nodes = styles.find_pattern(root, _REVERSED)
    doubt(node for node in reversed_nodes if len(_DIGIT.findall(node.text())) > 1)
    doubt(node for node in styles.find_inline(root, _MOVED.search) if _is_moved(node))
    doubt(styles.find_generated(root, _ADDED.search) if styles.may_say(_ADDED) else [])
    doubt(_find_added_values(root, styles) if styles.may_say(_ADDED_VALUE) else [])
    without_room = styles.find_pattern(root, _GONE)
    with_room = [*styles.find_pattern(root, _LEAVES_ROOM), *faint.unseen]
    if without_room or with_room:
        _remove(root, without_room, with_room)
        odd = find_odd(root)
    struck = [*odd.struck, *styles.find_pattern(root, _STRUCK)]
    if struck:
        _strike(struck)
        odd = find_odd(root)
    return odd


def _find_added_values(root: LexborNode, styles: PageStyles) -> Iterator[LexborNode]:
    """Nodes beside whose text a style sheet shows the number in one of their attributes."""
    names = {found for rule in styles.rules for found in _ADDED_VALUE.findall(rule.declarations)}
    for node in styles.find_generated(root, _ADDED_VALUE.search):
        if any(
            _DIGIT.search(value) and looks_like_value(value) for name in names if (value := node.attributes.get(name))
        ):
            yield node


def _is_moved(node: LexborNode) -> bool:
    """Digits of a cell (or a box that may be one) that are shown in another order than they are written."""
    around = _cell_of(node) or node.parent
    own = node.text()
    if around is None or _DIGIT.search(own) is None or node.tag in _CELLS or node.css_first("table") is not None:
        return False
    others = around.text().replace(own, "", 1)
    return _DIGIT.search(others) is not None or sum(_DIGIT.search(part.text()) is not None for part in node.iter()) > 1


def _has_no_size(style: str) -> bool:
    return _NO_SIZE.search(style) is not None and _CUT_OFF.search(style) is not None


def _remove(root: LexborNode, without_room: Sequence[LexborNode], with_room: Sequence[LexborNode]) -> None:
    """A cell keeps its place, empty; tables in a part that is not shown are marked; other blocks stay as they are."""
    gapped = {node.mem_id for node in with_room}
    nodes = [*without_room, *with_room]
    removed, others = split_outermost([node for node in nodes if _is_part_of_cell(node)], nodes)
    for node in removed:
        if node.tag == "tr" and _is_ruler(node):
            node.decompose()
        elif node.tag in _CELLS or node.tag == "tr":
            for cell in [node] if node.tag in _CELLS else _outer_cells(node):
                _empty(cell)
        elif node.mem_id in gapped:
            node.replace_with(" ")
        else:
            node.decompose()
    mark_tables(root, [node for node in others if node.tag == "table" or node.css_first("table") is not None])


def _is_part_of_cell(node: LexborNode) -> bool:
    """A cell, a row, or what stands in a cell or line and holds no table of its own."""
    if node.tag in (*_CELLS, "tr"):
        return True
    is_small = node.tag in _INLINE or _cell_of(node) is not None or is_value(node)
    return is_small and node.tag != "table" and node.css_first("table") is None


def _is_ruler(row: LexborNode) -> bool:
    """A first row of no height and without text: with it a script measures the columns."""
    before = row.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before is None and not row.text().replace(DOUBT, "").strip()


def _outer_cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in _CELLS]


def _empty(cell: LexborNode) -> None:
    for child in list(cell.iter(include_text=True)):
        child.decompose()


def _cell_of(node: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and above.tag not in _CELLS:
        above = above.parent
    return above


def _strike(nodes: Sequence[LexborNode]) -> None:
    found = outermost(nodes)
    crowds = Counter(node.parent.mem_id for node in found if node.parent is not None)
    for node in found:
        if node.parent is not None and crowds[node.parent.mem_id] > _CROWD:
            doubt([node])  # each would be held against the text of them all
        elif node.tag in (*_CELLS, "tr", "tbody", "table") or node.css_first("td,th") is not None:
            doubt([node])
        elif _has_more(node):
            node.replace_with(" ")
        elif _DIGIT.search(node.text()):
            doubt([node])


def _has_more(node: LexborNode) -> bool:
    """Whether its cell (or paragraph) says anything beside the node: a digit where the node has one, else a letter."""
    above = _cell_of(node) or node.parent
    while above is not None and above.tag not in _ENCLOSING:
        above = above.parent
    own = node.text()
    others = above.text().replace(own, "", 1) if above is not None and own else ""
    return (_DIGIT if _DIGIT.search(own) else re.compile(r"\w")).search(others) is not None
