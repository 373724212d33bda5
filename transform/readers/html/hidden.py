"""What a page holds and does not show: a hidden cell, row or figure is none, a hidden table is marked.

A site may keep its whole article, or all panes but one, hidden until a script shows them: their sections stand nowhere
else, and their tables are not marked. Of a style sheet's rules those for a wide screen are followed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

from transform.readers.html.styles import PageStyles, StyleRule, inline_style, select
from transform.words.numbers import looks_like_value
from transform.words.sections import section_of

HIDDEN_MARK = "data-not-shown"
"""The attribute set on tables in hidden parts."""

_NOT_SHOWN = re.compile(r"(?<![-\w])display\s*:\s*none")
_HEADINGS = "p,td,th,h1,h2,h3,h4,h5,h6,div,li,center,strong"
_MOST_HEADINGS, _LONGEST_HEADING = 5_000, 60
_MOST_PAIRS = 400
_LONGEST_VALUE, _MOST_BOXES = 30, 60
_MOST_NODES, _LONGEST_SPACED = 200, 1_000  # of a heading or figure, with the white space of the source
_FIRM = re.compile(r"(?<![-\w])display\s*:\s*[a-z-]+\s*!\s*important")
_DISPLAY = re.compile(r"(?<![-\w])display\s*:\s*(?!none)[a-z]")


def remove_hidden(root: LexborNode, styles: PageStyles) -> None:
    """Take hidden cells, rows and parts of cells out of the tree, and mark the tables of other hidden parts."""
    nodes = _find_hidden(root, styles)
    places = Places(nodes)
    parts = [node for node in nodes if _is_of_table(node, places) or is_value(node) or _is_row_of_boxes(node)]
    removed, others = split_outermost(parts, nodes)
    for node in removed:
        node.decompose()
    mark_tables(root, others)


def split_outermost(
    parts: Sequence[LexborNode], nodes: Sequence[LexborNode]
) -> tuple[list[LexborNode], list[LexborNode]]:
    """The outermost of ``parts``, and the outermost of the other ``nodes`` that are in none of them.

    A page may hide a whole pane, and in it a figure that stays hidden when the pane is shown.
    """
    places = Places(parts)
    chosen = {node.mem_id for node in parts}
    removed = outermost(parts)
    return removed, outermost(n for n in nodes if n.mem_id not in chosen and not places.is_in_hidden(n))


def mark_tables(root: LexborNode, parts: Sequence[LexborNode]) -> None:
    """Mark the tables of parts that are not shown, but for one that a script shows: its sections stand nowhere else."""
    tables = {part.mem_id: [x for x in (part, *part.css("table")) if x.tag == "table"] for part in parts}
    everywhere = _count_sections(root) if any(tables.values()) else Counter()
    for part in parts if everywhere else ():
        inside = _count_sections(part) if tables[part.mem_id] else Counter()
        if inside and all(everywhere[section] == count for section, count in inside.items()):
            tables[part.mem_id] = []
    for table in (table for found in tables.values() for table in found):
        table.attrs[HIDDEN_MARK] = ""


def _count_sections(part: LexborNode) -> Counter[str]:
    texts = (_short_text(node, _LONGEST_HEADING) for node in part.css(_HEADINGS)[:_MOST_HEADINGS])
    found = (section_of(text, is_marked=False) for text in texts)
    return Counter(section for section in found if section)


def _find_hidden(root: LexborNode, styles: PageStyles) -> list[LexborNode]:
    """What is hidden by its attribute, by its own style, or by a rule that no other rule and no style takes back."""
    found = {node.mem_id: node for node in root.css("[hidden]")}
    found.update((node.mem_id, node) for node in styles.find_inline(root, _NOT_SHOWN.search))
    hiding = [rule for rule in styles.rules if not rule.is_generated and _NOT_SHOWN.search(rule.declarations)]
    if hiding:
        found.update((node.mem_id, node) for node in _find_hidden_by_rule(root, styles, hiding))
    return list(found.values())


def _find_hidden_by_rule(root: LexborNode, styles: PageStyles, hiding: Sequence[StyleRule]) -> list[LexborNode]:
    nodes = {node.mem_id: node for node in select(root, [rule.selector for rule in hiding])}
    shown = {key for key, node in nodes.items() if _DISPLAY.search(inline_style(node))}
    if shown:
        shown -= {n.mem_id for n in select(root, [rule.selector for rule in hiding if _FIRM.search(rule.declarations)])}
    firm = (bool(_FIRM.search(rule.declarations)) for rule in styles.rules)
    places = {
        id(rule): (is_firm, rule.weight, number)
        for number, (rule, is_firm) in enumerate(zip(styles.rules, firm, strict=True))
    }
    showing = [rule for rule in styles.rules if not rule.is_generated and _DISPLAY.search(rule.declarations)]
    if len(showing) * len(hiding) > _MOST_PAIRS:
        showing = []  # no page of a report; each pair is looked for in the whole tree
    for rule in showing if nodes else ():
        both = {node.mem_id for node in select(root, [rule.selector])} & nodes.keys()
        stronger = [other.selector for other in hiding if places[id(other)] > places[id(rule)]]
        if both and len(stronger) < len(hiding):
            shown |= both - {node.mem_id for node in select(root, stronger)}
    return [node for key, node in nodes.items() if key not in shown]


class Places:
    """In what hidden nodes lie: in another hidden node, in a cell. Every node above them is looked at once."""

    def __init__(self, hidden: Iterable[LexborNode]) -> None:
        self._hidden = {node.mem_id for node in hidden}
        self._known: dict[int, tuple[bool, bool]] = {}

    def is_in_hidden(self, node: LexborNode) -> bool:
        """Freeing the other node would free this one."""
        return self._find(node)[0]

    def is_in_cell(self, node: LexborNode) -> bool:
        return self._find(node)[1]

    def _find(self, node: LexborNode) -> tuple[bool, bool]:
        """Whether a hidden node and whether a cell lies above ``node``."""
        way: list[tuple[int, bool, bool]] = []
        above = node.parent
        while above is not None and above.mem_id not in self._known:
            way.append((above.mem_id, above.mem_id in self._hidden, above.tag in ("td", "th")))
            above = above.parent
        found = self._known[above.mem_id] if above is not None else (False, False)
        for mem_id, is_hidden, is_cell in reversed(way):
            found = self._known[mem_id] = (found[0] or is_hidden, found[1] or is_cell)
        return found


def outermost(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Without those that lie in another of them, each once: to free the other would free them."""
    found = list({node.mem_id: node for node in nodes}.values())
    places = Places(found)
    return [node for node in found if not places.is_in_hidden(node)]


def is_value(node: LexborNode) -> bool:
    """A figure by itself: wherever it stands, it is no digit of what stands beside it."""
    text = _short_text(node, _LONGEST_VALUE)
    return any(map(str.isdigit, text)) and looks_like_value(text)


def _short_text(node: LexborNode, longest: int) -> str:
    """The text of a node that holds little else; a large part of the page, whose text would cost time, has none."""
    text = ""
    for count, part in enumerate(node.traverse(include_text=True)):
        text += (part.text() if part.tag == "-text" else "") or ""
        if count > _MOST_NODES or len(text) > _LONGEST_SPACED:
            return ""
    text = text.strip()
    return text if len(text) <= longest else ""


def _is_row_of_boxes(node: LexborNode) -> bool:
    """A label and figures, each in a box: a row of a table without ``<table>``."""
    boxes = [child for child in node.iter() if child.is_element_node]
    return 1 < len(boxes) <= _MOST_BOXES and is_value(boxes[-1]) and node.css_first("table") is None


def _is_of_table(node: LexborNode, places: Places) -> bool:
    """A cell, a row, or a part of a cell that holds no table of its own."""
    if node.tag in ("td", "th", "tr"):
        return True
    return places.is_in_cell(node) and node.tag != "table" and node.css_first("table") is None
