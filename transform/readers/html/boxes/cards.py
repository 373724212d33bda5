"""Tables set as cards for narrow screens, one for each row: boxes, lists, lists of terms, a small table a row.

Only the order of the texts is looked at: `transform.shapes.carded` says what is a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.boxes.texts import Printed, names_columns, read_texts, take_out
from transform.shapes.carded import find_card_runs
from transform.words.numbers import looks_like_value
from transform.words.roles import Kind, find_roles

_APPLICANT, _FEWEST = "自然人", 12
"""The first column of Table 3 is named once in a table and in each of its cards, of which there are twenty."""
_GLUED = re.compile(r"(\D*?[\u4e00-\u9fff)）])\s*([-+]?[0-9][0-9,.]*\s*\w{0,2})")
_SEPARATORS = frozenset(":：|·")
_LONGEST = 120


def take_cards(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each table of cards as the node of its first text, which the caller replaces, and its rows; the others go."""
    if text.count(_APPLICANT) < _FEWEST:
        return
    has_names = names_columns(root, _APPLICANT) >= _FEWEST
    printed = [part for found in read_texts(root, text, has_names=has_names) for part in _split(found)]
    runs = list(find_card_runs([found.text for found in printed]))
    for run in runs:
        yield take_out(printed[run.first : run.last + 1]), run.rows
    for table in root.css("table") if runs else ():
        if not table.text().strip():
            table.decompose()


def _split(found: Printed) -> Iterator[Printed]:
    """A text with its label and its figure apart (``自然人：12``); nothing of what only sets them apart, and no name in
    an attribute that is no column's."""
    text = found.text.text
    if text and (_SEPARATORS.issuperset(text) or not (found.nodes or _names_column(text))):
        return
    label, value = _part(text) if len(text) <= _LONGEST else ("", "")
    if label and _names_column(label) and looks_like_value(value):
        yield found._replace(text=RawCell(label))
        yield found._replace(text=found.text._replace(text=value))
    else:
        yield found


def _part(text: str) -> tuple[str, str]:
    """``自然人：12`` or ``自然人 12件`` as label and figure; two blanks where a text is neither."""
    label, colon, value = text.replace("：", ":").rpartition(":")
    if colon:
        return label.rstrip(), value.lstrip()
    glued = _GLUED.fullmatch(text)
    return (glued[1], glued[2]) if glued else ("", "")


def _names_column(text: str) -> bool:
    return any(role.kind is Kind.COLUMN for role in find_roles(text)[0])
