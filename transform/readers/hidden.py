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
_STYLES = re.compile(r"<style\b[^>]*>(.*?)</style", re.S | re.I)
_MEDIA = re.compile(r"@[a-z-]+[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I)
_CLASS_RULE = re.compile(r"([^{}]+)\{[^{}]*display\s*:\s*none[^{}]*\}", re.I)
_CLASS = re.compile(r"(?:td|tr|span|div|p|table)?\.([A-Za-z_][\w-]*)")
_LONGEST_STYLES = 200_000


def remove_hidden(tree: LexborHTMLParser, root: LexborNode, text: str) -> None:
    """Take hidden cells, rows and parts of cells out of the tree, and mark the tables of other hidden parts."""
    selectors = ["[hidden]"]
    if _NOT_SHOWN.search(text):
        selectors += ['[style*="none" i]', *(f".{name}" for name in hidden_classes(text))]
    nodes = [node for node in root.css(",".join(selectors)) if _is_hidden(node)]
    outermost = _outermost(nodes)
    for node in outermost:
        if _is_of_table(node):
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


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Those that are in none of the others: freeing a node frees what is in it."""
    ids = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(above.mem_id in ids for above in _ancestors(node))]


def _ancestors(node: LexborNode) -> list[LexborNode]:
    found = []
    above = node.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def _is_of_table(node: LexborNode) -> bool:
    """A cell, a row, or a part of a cell that holds no table of its own."""
    if node.tag in ("td", "th", "tr"):
        return True
    is_inside = any(above.tag in ("td", "th") for above in _ancestors(node))
    return is_inside and node.tag != "table" and node.css_first("table") is None
