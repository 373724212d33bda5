"""Lines of tables in text: the fields between bars, and the rules between rows (``|---|``, ``+===+``, ``├──┤``)."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[|:+\-=\s\u2500-\u257f]+")
_STROKE = re.compile(r"--|==|[\u2500\u2501\u2504-\u250b\u2550]{2}")
_CORNERS = frozenset("|+┼├┌└╋╬╠╔╚")
_BAR = re.compile(r"(?<!\\)\|")


def is_rule(line: str) -> bool:
    """A line between the rows of a table. A dash alone is a cell, a line of dashes alone a border of something."""
    return bool(_MARKS.fullmatch(line) and _STROKE.search(line)) and not _CORNERS.isdisjoint(line)


def split_bars(line: str) -> tuple[str, ...]:
    """What stands between the bars of a line; an escaped bar belongs to its field."""
    return tuple(field.replace("\\|", "|").strip() for field in _BAR.split(line))


def split_edged(row: str) -> tuple[str, ...]:
    """The fields of a row with a bar at its beginning and perhaps one at its end."""
    inner = row.removeprefix("|")
    return split_bars(inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner)
