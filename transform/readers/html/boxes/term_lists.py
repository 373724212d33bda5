"""Tables written as lists of terms: ``<dl><dt>label</dt><dd>figure</dd>``, one figure or none to each label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import read_box

_DIGIT = re.compile(r"\d")
_FEWEST_TERMS, _MOST_TERMS, _LONGEST = 8, 500, 120


def take_term_lists(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each such list as its node, which the caller replaces, and a row for each term."""
    if "<dt" not in text and "<DT" not in text:
        return
    for node in root.css("dl"):
        rows: list[list[RawCell]] = []
        for part in node.iter():
            cell = read_box(part)
            if part.tag == "dt":
                rows.append([cell])
            elif part.tag == "dd" and rows:
                rows[-1].append(cell)
            else:
                rows = []
                break
        figures = sum(len(row) == 2 and _DIGIT.search(row[1].text) is not None for row in rows)
        is_plain = all(len(row) <= 2 and len(row[0].text) <= _LONGEST for row in rows)
        if is_plain and _FEWEST_TERMS <= len(rows) <= _MOST_TERMS and figures * 2 >= _FEWEST_TERMS:
            yield node, rows
