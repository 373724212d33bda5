"""What stands in a cell without being its text: the value of a field, the words that say what a picture shows.

A field that the page does not show, a box to tick and a button have none; a picture of a number is no number.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

PICTURE = "\ufffc"
_WORDS = re.compile(r"[^\d]*[\u4e00-\u9fff]{2}[^\d]*")

_NOT_TEXT = frozenset(
    {"hidden", "checkbox", "radio", "button", "submit", "reset", "image", "file", "password", "range"}
)


def shown_value(field: LexborNode) -> str:
    """The text in an ``<input>``."""
    attributes = field.attributes
    kind = (attributes.get("type") or "text").strip().lower()
    return "" if kind in _NOT_TEXT else attributes.get("value") or ""


def picture_text(picture: LexborNode) -> str:
    """The words of an ``<img alt>`` that may be a label, else the sign of a picture."""
    words = (picture.attributes.get("alt") or "").strip()
    return words if _WORDS.fullmatch(words) else PICTURE
