"""Figures that stand behind a cell's end in no cell, as ``<td>43</td>4<td>``, ``<td>43<tr>4`` or ``<td>43</tr>4``:
HTML shows them above the table.

They may be digits of the number in that cell, which nobody should believe.
"""

from __future__ import annotations

import re

from transform.readers.html.fields import DOUBT

_SPILT = re.compile(
    r"<(?:/t[dhr]|tr)\b[^<>]*>(?=(?:\s|&nbsp;|<(?!/?(?:t[dhr]|table|tbody|thead|tfoot|caption)\b)[^<>]*>)*+[0-9])", re.I
)


def doubt_spilt_cells(text: str) -> str:
    """The page with a mark of doubt at the end of such cells."""
    return _SPILT.sub(lambda found: f"{DOUBT}{found[0]}", text)
