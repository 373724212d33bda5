"""The text of a cell of a page: what a browser shows in it, its lines apart, and whether it can be trusted.

The same for every kind of cell: ``<td>``, and the boxes, terms and spans that pages set as tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.fields import DOUBT, PICTURE, picture_text, shown_value
from transform.words.numbers import is_count_unit, looks_like_value

_BREAKING = frozenset({"p", "div", "br", "li", "tr", "td", "table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
_BREAKING |= {"details", "summary", "section", "article", "blockquote", "center", "dl", "dt", "dd", "pre", "xmp", "hr"}
_APART = frozenset({"sup", "sub", "s", "del", "strike", "mn"})  # note marks and struck figures are no digits of it
NOT_TEXT = frozenset({"rt", "rp", "canvas", "noframes", "datalist", "dialog", "audio", "video", "button"})
NOT_TEXT |= {"meter", "progress"}
_DIGIT = re.compile(r"\d")


def read_text(cell: LexborNode, *, has_pictures: bool = True, keeps_lines: bool = False) -> tuple[str, bool]:
    """The text of a cell, and whether it is doubtful. Most cells hold one run of text, and are read in one go.

    ``keeps_lines``: the lines of a label without digits are kept as well.
    """
    text = cell.text().strip()
    if len(text) > 1 and (keeps_lines or not text.isalpha()):
        has_digits = (keeps_lines or _DIGIT.search(text) is not None) and _has_borders(cell)
        text = tidy_lines("".join(_walk(cell))) if has_digits else " ".join(text.split())
    elif has_pictures and (not text or text.isdigit() or is_count_unit(text)):  # 1 or 件 beside a picture or a field
        text = tidy_lines("".join(_walk(cell)))
    if PICTURE in text and _DIGIT.search(text) and looks_like_value(bare := text.replace(PICTURE, "").strip()):
        return bare, True  # it may be a picture of a digit
    return (text.replace(DOUBT, "").strip(), True) if DOUBT in text else (text, False)


def read_box(box: LexborNode) -> RawCell:
    """A cell that is no ``<td>``, as one without spans."""
    text, is_doubtful = read_text(box)
    return RawCell(text, is_doubtful=is_doubtful)


def tidy_lines(text: str) -> str:
    """Lines with their white space folded, empty ones left out."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def _has_borders(cell: LexborNode) -> bool:
    """True where the cell holds more than one run of text, so that borders between them matter."""
    node = cell.first_child
    return node is not None and (node.is_element_node or node.next is not None)


def _walk(node: LexborNode) -> Iterator[str]:
    """The cell's text with a newline at every border between paragraphs and a mark where a picture stands."""
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "-text":
            yield child.text().replace("\n", " ")
        elif tag == "img":
            yield picture_text(child)
        elif tag == "input":
            value = shown_value(child)
            yield f"\n{value}\n" if value else ""  # a box of its own; a hidden one parts nothing
        elif tag in NOT_TEXT:
            continue
        elif tag == "bdo" and (child.attributes.get("dir") or "").lower() == "rtl":
            yield f"{DOUBT}{child.text()}"
        elif tag in _BREAKING or tag in _APART:
            yield "\n"
            yield from _walk(child)
            yield "\n"
        else:
            yield from _walk(child)
