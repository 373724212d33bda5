"""Marks in the cells of a Markdown table: ``**12**`` is 12, ``~~7~~ 12`` is 12, ``12^1^`` is 12 with a note.

Only marks that stand in pairs are taken off. Tags are read as a page would read them. Whatever is left that is no
number stays as it is, and is none.
"""

from __future__ import annotations

import html
import re

_ANY = re.compile(r"[*_~`=+^\\&<\[$]")
_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3}|`|==|\+\+)(?=\S)(.*?\S)\1$")
_STRUCK = re.compile(r"~~(?!~)([^~]*)~~")
_RAISED = re.compile(r"(?<=\d)(?:\^(\d{1,2})\^|\[\^(\d{1,2})\]|\$\^\{?(\d{1,2})\}?\$)")
_ESCAPED = re.compile(r"\\([\\*_~`^|\[\]#+\-.!{}()])")
_LINK = re.compile(r"^\[([^\[\]]+)\]\([^()\s]*\)$")
_TAG = re.compile(r"<(?:[a-z][a-z0-9]*|/[a-z]|!--)", re.I)
_LONGEST = 500


def plain_cell(text: str) -> str:
    """The text of a cell without the marks that say how it is set."""
    if not _ANY.search(text) or len(text) > _LONGEST:
        return text
    if _TAG.search(text):
        text = _read_tags(text)
    text = html.unescape(text) if "&" in text else text
    for _ in range(3):
        text = text.strip()
        found = _EMPHASIS.match(text)
        text = found[2] if found and found[1] not in found[2] else text
        link = _LINK.match(text)
        text = link[1] if link else text
    if "~~" in text:
        text = _drop_struck(text)
    text = _RAISED.sub(lambda mark: f"[{mark[1] or mark[2] or mark[3]}]", text)
    return _ESCAPED.sub(r"\1", text).strip()


def _drop_struck(text: str) -> str:
    """Without what is struck out, where a figure or a word is left; else as it is."""
    left = _STRUCK.sub(" ", text)
    needs = r"\d" if any(map(str.isdigit, text)) else r"\w"
    return left.strip() if re.search(needs, left) else text


def _read_tags(text: str) -> str:
    """Tags in a cell mean what they mean in a page's cell."""
    from transform.readers.html.reader import read_html_text

    grids = read_html_text(f"<body><table><tr><td>{text}</td><td>.</td></tr></table></body>").grids
    cells = grids[0].rows[0] if len(grids) == 1 and len(grids[0].rows) == 1 else ()
    return cells[0].text if len(cells) == 2 and not cells[0].is_doubtful else text
