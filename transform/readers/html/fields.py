"""What stands in a cell without being its text: what a field shows, the words that say what a picture shows.

A field that the page does not show, a box to tick and a button have none; a picture of a number is no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from transform.words.numbers import looks_like_value

DOUBT = "\x06"
"""Written into a cell whose text the reader does not trust: a page breaks off in it, or shows other than it holds."""
PICTURE = "\ufffc"
_CELLS = ("td", "th")
_WORDS = re.compile(r"[^\d]*[\u4e00-\u9fff]{2}[^\d]*")

_COUNTS = ("data-to", "data-count", "data-target", "data-end", "data-end-val", "data-number")
_HAS_COUNT = re.compile(rf"(?:{'|'.join(_COUNTS)})\s*=\s*[\"']?[0-9]")
_HIDDEN_WORDS = ("hide", "hidden", "-none", "sr-only", "invisible", "-only", "visible-")
_HIDDEN_NAMES = ",".join(f"[class*={word}]" for word in _HIDDEN_WORDS)
_HIDDEN_NAME = re.compile(
    r"(?<!\S)(?:(?:is-|u-|visually-|screen-|layui-)?hid(?:e|den)|d(?:isplay)?-none|sr-only(?:-focusable)?|invisible"
    r"|(?:print|mobile|phone|wap)-only|visible-(?:xs|sm|print)(?:-\w+)?|d-print-\w+)(?!\S)"
)
_NOT_TEXT = frozenset(
    {"hidden", "checkbox", "radio", "button", "submit", "reset", "image", "file", "password", "range"}
)


def shown_value(field: LexborNode) -> str:
    """The text in an ``<input>``."""
    attributes = field.attributes
    kind = (attributes.get("type") or "text").strip().lower()
    return "" if kind in _NOT_TEXT else attributes.get("value") or ""


def show_choices(root: LexborNode) -> None:
    """In the cells of the tree, write what a field to choose from shows: the option chosen, else the first.

    Only where that is a figure: choices of a year or a page lead elsewhere, and go with all other fields. A list that
    shows several options leaves its cell in doubt.
    """
    if root.css_first("select") is None:
        return
    for field in root.css("td select,th select" if root.css_first("td") is not None else "select"):
        options = field.css("option")
        chosen = [option for option in options if "selected" in option.attributes]
        shown = (chosen[-1] if chosen else options[0]).text().strip() if options else ""
        if shown and looks_like_value(shown):
            is_list = "multiple" in field.attributes or (field.attributes.get("size") or "1").strip() not in ("", "1")
            field.replace_with(f" {DOUBT if is_list else ''}{shown} ")


def doubt(nodes: Iterable[LexborNode]) -> None:
    """Mark the cells in which the nodes stand, or those that they hold."""
    for node in nodes:
        if node.tag in _CELLS:
            node.insert_child(DOUBT)
        elif cells := node.css("td,th"):
            for cell in cells:
                cell.insert_child(DOUBT)
        else:  # in a cell, or in a box that may be one: outside tables the sign says nothing
            node.insert_before(DOUBT)


def doubt_counts(root: LexborNode, text: str) -> None:
    """Leave a figure in doubt to which a script will count up: most pages write 0 and the number in an attribute."""
    if _HAS_COUNT.search(text) is not None:
        doubt(node for node in root.css(",".join(f"[{name}]" for name in _COUNTS)) if _counts_up(node))


def _counts_up(node: LexborNode) -> bool:
    """A figure, or a blank place for one, that is none of the numbers in its attributes."""
    shown = node.text().strip()
    told = (_without_commas(node.attributes.get(name) or "") for name in _COUNTS)
    counts = {count for count in told if count.replace(".", "", 1).isdigit()}
    return bool(counts) and looks_like_value(shown) and _without_commas(shown) not in counts


def _without_commas(figure: str) -> str:
    return figure.replace(",", "")


def doubt_hidden_names(root: LexborNode, text: str) -> None:
    """Leave figures in doubt whose class says that they are hidden, by a style sheet in another file.

    Where the page's own sheets speak of the class they have been followed: what they hide is no longer there.
    """
    if not any(word in text for word in _HIDDEN_WORDS):
        return
    doubt(node for node in root.css(_HIDDEN_NAMES) if _says_hidden(node, text))


def _says_hidden(node: LexborNode, text: str) -> bool:
    names = _HIDDEN_NAME.findall(node.attributes.get("class") or "")
    own = node.text().strip()
    return bool(names and own) and looks_like_value(own) and not any(f".{name}" in text for name in names)


def picture_text(picture: LexborNode) -> str:
    """The words of an ``<img alt>`` that may be a label, else the sign of a picture."""
    words = (picture.attributes.get("alt") or "").strip()
    return words if _WORDS.fullmatch(words) else PICTURE
