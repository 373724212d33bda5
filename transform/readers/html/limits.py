"""What a page of HTML may cost: how large, how many elements, how deep, how many attributes; anything else is refused.

All is counted in the text, before a tree is built: lexbor's time grows with the square of some of them.
"""

from __future__ import annotations

import re

from transform.errors import UnreadableDocument
from transform.issues import make_issue

MAX_BYTES = 12_000_000
MAX_ELEMENTS = 250_000
MAX_DEPTH = 3_000  # beyond it lexbor's tree building grows with the square of the depth
MAX_ATTRIBUTES = 250  # of one tag; lexbor compares each with all before it, and a page of the web shows 30 at most
_CHUNK = 16_384

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?+"""
_LONG_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:(?P<many>(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}+)|(?:{_ATTRIBUTE})*+)")
_QUOTED_END = re.compile(r"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
_SCRIPT = re.compile(r"<script\b.*?(?:</script|\Z)", re.S | re.I)
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
_NEVER_DEEP = frozenset({*_VOID, "p", "li", "td", "th", "tr", "tbody", "thead", "option", "dt", "dd"})


def refuse(code: str, **params: int) -> UnreadableDocument:
    """The error for a document that is not read, worded by its issue."""
    return UnreadableDocument(code, make_issue(code, None, **params).message_en)


def check_tree_size(text: str) -> None:
    """Refuse before building what would not fit: too many elements, or too deep a nesting."""
    count = text.count("<")
    if count > MAX_ELEMENTS:
        raise refuse("too_many_elements", limit=MAX_ELEMENTS)
    if count > MAX_DEPTH and _deepest_possible(text) > MAX_DEPTH and nesting_depth(text) > MAX_DEPTH:
        raise refuse("too_deep", limit=MAX_DEPTH)


def check_attributes(text: str) -> str:
    """Refuse a tag with more attributes than any page has; a long value (a picture as data:) is one attribute.

    A comparison in a script may look like such a tag: then the text comes back without its scripts, so that what is
    parsed is what was checked.
    """
    if not _has_crowded_tag(text):
        return text
    plain = _SCRIPT.sub("<script></script", text)
    if _has_crowded_tag(plain):
        raise refuse("too_many_attributes", limit=MAX_ATTRIBUTES)
    return plain


def _has_crowded_tag(text: str) -> bool:
    """Every tag is matched only where one may be long enough: where no value holds a ``>``, it ends at the next one."""
    parts = [text] if _QUOTED_END.search(text) else text.split(">")
    return any(any(_LONG_TAG.findall(part)) for part in parts if len(part) > 2 * MAX_ATTRIBUTES)  # the group of each


def _deepest_possible(text: str) -> int:
    """A bound of the depth, from counts alone: ordinary pages need no closer look."""
    depth = deepest = 0
    for start in range(0, len(text), _CHUNK):
        tags, closing = text.count("<", start, start + _CHUNK), text.count("</", start, start + _CHUNK)
        deepest = max(deepest, depth + tags)
        depth += tags - 2 * closing
    return deepest


def nesting_depth(text: str) -> int:
    """How deep elements nest at most, counted from the tags; elements that close by themselves do not count."""
    depth = deepest = 0
    for slash, name in _TAG.findall(text):
        if slash:
            depth = max(depth - 1, 0) if name.lower() not in _NEVER_DEEP else depth
        elif name.lower() not in _NEVER_DEEP:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
