"""Pages whose ``<table>`` and ``</table>`` do not match: mended in the source, before a tree is built.

Without ``</table>`` HTML would put everything behind into the table's last cell: the headings, the next table and the
rest of the report. A section's heading stands at the depth of the other sections' headings, so tables opened since are
over, and so they are where another report's title stands; one that is a row of a table (the next tag opens a row or a
cell, and no table) closes nothing. What stands between a row and the next table is in no cell, and closes the first
table: HTML would show it above. Rows that stand in
no table, which HTML would turn into running text, belong to the table right above them, or to one of their own.
Without ``</title>`` the page as far as the next one, or all of it, would be its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transform.words.sections import section_of
from transform.words.titles import read_table_title, read_whole_title

_TOKEN = re.compile(r"<(?P<slash>/?)(?P<name>table|tr|t[dh]|tbody|p|h[1-6]|div|center)\b[^>]*>", re.I)
_TITLE = re.compile(r"<title\b[^<>]*+>[^<]*+(?=<(?:/?head|body|meta|link|script|style|table|div|h1|p)\b)", re.I)
_OPENS = re.compile(r"<table\b", re.I)
_CLOSES = re.compile(r"</table\b", re.I)
_TAG = re.compile(r"<[^>]*>")
_LONGEST = 400
_ROWS = frozenset({"tr", "td", "th", "tbody"})

Token = re.Match[str]
Edit = tuple[int, int, str]
"""From where to where the source is replaced, and by what."""


def close_title(text: str) -> str:
    """The page with its title ended before the first tag that no title holds."""
    return _TITLE.sub(lambda found: f"{found[0]}</title>", text, count=1)


def match_tables(text: str) -> str:
    """The page with as many ``</table>`` as ``<table>``, in their places; the same text where they match already."""
    if sum(1 for _ in _OPENS.finditer(text)) == sum(1 for _ in _CLOSES.finditer(text)):
        return text
    pieces, last = [], 0
    tokens = list(_TOKEN.finditer(text, 0, text.rfind(">") + 1))  # behind it no tag ends
    for start, end, mended in _find_edits(text, tokens):
        pieces += [text[last:start], mended]
        last = end
    return "".join([*pieces, text[last:]])


def _find_edits(text: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    before_table = _stand_before_table(tokens)
    depth, usual = 0, None
    is_between_rows, rows_end = False, 0
    for number, token in enumerate(tokens):
        name, is_end = token["name"].lower(), bool(token["slash"])
        is_over = is_between_rows and depth and not is_end
        if is_over and (name == "table" or (before_table[number] and _text_behind(text, tokens, number))):
            yield rows_end, rows_end, "</table>"
            depth, is_between_rows = depth - 1, False
        if name == "table" and is_end and depth == 1 and _opens_row(tokens, number + 1):
            yield token.start(), token.end(), ""
        elif name == "table":
            depth = max(0, depth + (-1 if is_end else 1))
        elif name in _ROWS and not is_end and not depth:
            yield token.start(), token.start(), "<table>"
            depth = 1
        elif not is_end and name not in _ROWS and (part := _part_opened(text, tokens, number)):
            usual = depth if usual is None and part == "section" else usual
            if usual is not None and depth > usual and before_table[number]:
                yield token.start(), token.start(), "</table>" * (depth - usual)
                depth, is_between_rows = usual, False
        if name in _ROWS or name == "table":
            is_between_rows, rows_end = is_end and name in ("tr", "tbody"), token.end()


def _opens_row(tokens: Sequence[Token], number: int) -> bool:
    return number < len(tokens) and tokens[number]["name"].lower() in _ROWS and not tokens[number]["slash"]


def _part_opened(text: str, tokens: Sequence[Token], number: int) -> str | None:
    """What the text behind a tag opens: a ``section``, a ``report`` (it is the title of one), or nothing."""
    line = _text_behind(text, tokens, number)
    if section_of(line) is not None:
        return "section"
    return "report" if read_whole_title(line) or read_table_title(line) else None


def _text_behind(text: str, tokens: Sequence[Token], number: int) -> str:
    start = tokens[number].end()
    end = tokens[number + 1].start() if number + 1 < len(tokens) else len(text)
    return _TAG.sub("", text[start : min(end, start + _LONGEST)]).strip()


def _stand_before_table(tokens: Sequence[Token]) -> list[bool]:
    """For each token, whether the next tag of a table's parts opens a table, or none follows."""
    found, is_table = [], True
    for token in reversed(tokens):
        found.append(is_table)
        if not token["slash"] and token["name"].lower() in {"table", *_ROWS}:
            is_table = token["name"].lower() == "table"
    return found[::-1]
