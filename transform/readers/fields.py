"""What a field of a form shows: its value, unless the page does not show the field or draws a box or a button."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_NOT_TEXT = frozenset(
    {"hidden", "checkbox", "radio", "button", "submit", "reset", "image", "file", "password", "range"}
)


def shown_value(field: LexborNode) -> str:
    """The text in an ``<input>``."""
    attributes = field.attributes
    kind = (attributes.get("type") or "text").strip().lower()
    return "" if kind in _NOT_TEXT else attributes.get("value") or ""
