"""What a page holds and does not show: a hidden cell or row is none; a hidden table counts where no shown one does.

A site may keep its whole article hidden until a script shows it, so tables in hidden parts are kept and marked. A style
sheet's plain class rules are followed, its rules for one kind of screen (``@media``) are not.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

HIDDEN_MARK = "data-not-shown"
"""The attribute set on tables in hidden parts."""

_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.I)
_STYLES = re.compile(r"<[sS][tT][yY][lL][eE]\b[^>]*>(.*?)</[sS][tT][yY][lL][eE]", re.S)  # faster than re.I
_MEDIA = re.compile(r"@[a-z-]+[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I)
_CLASS_RULE = re.compile(r"([^{}]+)\{[^{}]*display\s*:\s*none[^{}]*\}", re.I)
_CLASS = re.compile(r"(?:td|tr|span|div|p|table)?\.([A-Za-z_][\w-]*)")
_LONGEST_STYLES = 200_000


def remove_hidden(tree: LexborHTMLParser, root: LexborNode, text: str) -> None:
    """Take hidden cells, rows and parts of cells out of the tree, and mark the tables of other hidden parts."""
    selectors = ["[hidden]", '[style*="none" i]', *(f".{name}" for name in hidden_classes(text))]
    nodes = [node for node in root.css(",".join(selectors)) if _is_hidden(node)]
    places = _Places(nodes)
    outermost = [node for node in nodes if not places.is_in_hidden(node)]
    of_tables = {node.mem_id for node in outermost if _is_of_table(node, places)}
    for node in outermost:
        if node.mem_id in of_tables:
            node.decompose()
        else:
            for table in (node, *node.css("table")):
                if table.tag == "table":
                    table.attrs[HIDDEN_MARK] = ""


def hidden_classes(text: str) -> list[str]:
    """Classes that the page's own style sheet hides on every screen."""
    sheet = "".join(_STYLES.findall(text))[:_LONGEST_STYLES]
    if not sheet:
        return []
    rules = (found[1] for found in _CLASS_RULE.finditer(_MEDIA.sub("", sheet)))
    names = (match for rule in rules for part in rule.split(",") if (match := _CLASS.fullmatch(part.strip())))
    return list(dict.fromkeys(match[1] for match in names))


def _is_hidden(node: LexborNode) -> bool:
    style = node.attributes.get("style")
    return not style or "none" not in style.lower() or _NOT_SHOWN.search(style) is not None


class _Places:
    """In what hidden nodes lie: in another hidden node, in a cell. Every node above them is looked at once."""

    def __init__(self, hidden: list[LexborNode]) -> None:
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


def _is_of_table(node: LexborNode, places: _Places) -> bool:
    """A cell, a row, or a part of a cell that holds no table of its own."""
    if node.tag in ("td", "th", "tr"):
        return True
    return places.is_in_cell(node) and node.tag != "table" and node.css_first("table") is None
