"""Raised digits of a page (``12<sup>1</sup>``) written as note marks (``12[1]``): joined they would make 121.

A link into the page (``12<a href="#note1">1</a>``) is set apart from the number, too; nobody can say which it is.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

_RAISED = 'sup,[style*="super" i]'
_INTO_PAGE = 'td a[href^="#"],th a[href^="#"]'
_MARK = re.compile(r"\s*[0-9]{1,2}\s*")
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.I)
_MOST = 500  # each is held against the text of its cell or paragraph; a report has a few
_ENCLOSING = frozenset({"td", "th", "p", "div", "li", "body", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6"})


def set_notes_apart(root: LexborNode) -> None:
    """Rewrite raised digits behind other text in the tree, and put a space before linked ones."""
    raised = root.css(_RAISED)
    for node in reversed(raised if len(raised) <= _MOST else ()):  # what is in a replaced node is gone
        text = node.text()
        if _MARK.fullmatch(text) and _is_raised(node) and not _is_alone(node, text) and not _is_power(node):
            node.replace_with(f"[{text.strip()}]")
    links = root.css(_INTO_PAGE)
    for link in links if len(links) <= _MOST else ():
        text = link.text()
        if _MARK.fullmatch(text) and not _is_alone(link, text):
            link.insert_before(" ")


def _is_raised(node: LexborNode) -> bool:
    return node.tag == "sup" or _SUPER.search(node.attributes.get("style") or "") is not None


def _is_alone(node: LexborNode, text: str) -> bool:
    """All that stands in its cell or paragraph: then it is the number itself, only set badly."""
    above = node.parent
    while above is not None and above.tag not in _ENCLOSING:
        above = above.parent
    return above is None or above.text().strip() == text.strip()


def _is_power(node: LexborNode) -> bool:
    """m²: behind a Latin letter a raised digit is no note."""
    before = node.prev
    last = (before.text() if before is not None else "")[-1:]
    return last.isascii() and last.isalpha()
