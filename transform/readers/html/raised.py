"""Figures set higher, lower or smaller than the number beside them: joined to it they would make another number.

Raised digits (``12<sup>1</sup>``) are written as note marks (``12[1]``). A link behind a number, and what is lowered or
smaller, is set apart from it: nobody can say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from transform.readers.html.hidden import outermost
from transform.readers.html.styles import PageStyles

_LINKS = "td a,th a"
_MARK = re.compile(r"\s*[0-9]{1,2}\s*")
_DIGITS = re.compile(r"\d+")
_SUPER = re.compile(r"vertical-align\s*:\s*super")
_OFF_LINE = re.compile(
    r"vertical-align\s*:\s*(?:su[bp]|text-|-?\.?\d*[1-9])|mso-text-raise\s*:\s*-?\.?\d*[1-9]"
    r"|position\s*:\s*relative[^\"']{0,400}?(?<![-\w])(?:top|bottom)\s*:\s*-?\.?\d*[1-9]"
    r"|(?<![-\w])(?:top|bottom)\s*:\s*-?\.?\d*[1-9][^\"']{0,400}?position\s*:\s*relative|translatey\(\s*-?\.?\d*[1-9]"
    r"|font-variant(?:-position)?\s*:\s*su[bp]"
)
_SMALL = re.compile(
    r"font-size\s*:\s*(?:0?\.\d+r?em|[1-8]?\d(?:\.\d+)?%|[1-7](?:\.\d+)?px|[1-5](?:\.\d+)?pt|smaller|(?:x-)*small\b)"
)
_MOST = 500  # each is held against the text of its cell or paragraph; a report has a few
_ENCLOSING = frozenset({"td", "th", "p", "div", "li", "body", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset({"span", "font", "b", "i", "u", "em", "strong", "a", "small", "big", "label", "sub", "sup", "code"})


def set_notes_apart(root: LexborNode, styles: PageStyles, smaller: Sequence[LexborNode]) -> None:
    """Rewrite raised digits behind other text in the tree, and put spaces around links and what is lower or smaller."""
    off_line = [*styles.find_pattern(root, _OFF_LINE), *styles.find_pattern(root, _SMALL)]
    set_sizes_apart([*smaller, *off_line] if smaller or off_line else [])
    raised = root.css("sup")
    raised += styles.find_pattern(root, _SUPER)
    alone: list[LexborNode] = []
    for node in outermost(raised if len(raised) <= _MOST else ()):
        text = node.text()
        is_mark = _MARK.fullmatch(text) is not None and node.tag in _INLINE
        if not is_mark:
            continue
        if _is_alone(node, text):
            alone.append(node)
        elif not _is_power(node):
            node.replace_with(f"[{text.strip()}]")
    if alone and _are_few(root, alone):
        for node in alone:
            node.replace_with(f"[{node.text().strip()}]")
    links = root.css(_LINKS if root.css_first("td") is not None else "a")
    for link in links if len(links) <= _MOST else ():
        text = link.text()
        if _MARK.fullmatch(text) and not _is_alone(link, text):
            link.insert_before(" ")


def set_sizes_apart(nodes: Sequence[LexborNode]) -> None:
    """Spaces around digits that stand off the line or are smaller, where others of their cell are not."""
    groups: dict[int, tuple[LexborNode, list[LexborNode]]] = {}
    for node in nodes:
        above = _enclosing(node) if node.tag in _INLINE and _DIGITS.search(node.text()) else None
        if above is not None:
            groups.setdefault(above.mem_id, (above, []))[1].append(node)
    for above, odd in groups.values():
        digits = "".join(_DIGITS.findall(above.text()))
        inside = "".join("".join(_DIGITS.findall(node.text())) for node in odd)
        for node in odd if len(inside) < len(digits) else ():
            node.insert_before(" ")
            node.insert_after(" ")


def _enclosing(node: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and above.tag not in _ENCLOSING:
        above = above.parent
    return above


def _are_few(root: LexborNode, alone: Sequence[LexborNode]) -> bool:
    """Among more figures that are not raised: a mark in a blank cell, or a number set badly, and nobody can say which.

    Where most are raised the whole table is only set badly.
    """
    plain = sum(1 for cell in root.css("td,th") if cell.text(strip=True).isdigit()) - len(alone)
    return plain > len(alone)


def _is_alone(node: LexborNode, text: str) -> bool:
    """All that stands in its cell or paragraph: then it may be the number itself, only set badly."""
    above = _enclosing(node)
    return above is None or above.text().strip() == text.strip()


def _is_power(node: LexborNode) -> bool:
    """m²: behind a Latin letter a raised digit is no note."""
    before = node.prev
    last = (before.text() if before is not None else "")[-1:]
    return last.isascii() and last.isalpha()
