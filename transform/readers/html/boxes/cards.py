"""Tables set as cards for narrow screens, one for each row: boxes, lists, lists of terms, a small table a row.

Only the order of the texts is looked at, as ways to set a card have no end: `transform.shapes.carded` says what is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from transform.grids import RawCell
from transform.readers.html.cell_text import NOT_TEXT
from transform.readers.html.fields import DOUBT, PICTURE, picture_text, shown_value
from transform.shapes.carded import find_card_runs
from transform.words.numbers import looks_like_value
from transform.words.roles import Kind, find_roles

_APPLICANT, _FEWEST = "自然人", 12
"""The first column of Table 3 is named once in a table and in each of its cards, of which there are twenty."""
_BARE = frozenset({"i", "img", "svg", "hr", "br", "wbr", "input", "script", "style", "col"})
"""Without text they are icons and rules; any other box without text is a blank figure."""
_LABELLED = ("data-label", "data-title", "data-th", "data-name", "data-column", "aria-label")
_COLON = re.compile(r"(.+?)\s*[:：]\s*([^:：]*)")
_GLUED = re.compile(r"(\D*?[\u4e00-\u9fff)）])\s*([-+]?[0-9][0-9,.]*\s*\w{0,2})")
_SEPARATORS = frozenset(":：|·")
_LONGEST = 120


class _Printed(NamedTuple):
    """A text of the page and the nodes that hold it, none where an attribute does."""

    text: RawCell
    nodes: tuple[LexborNode, ...] = ()


def take_cards(root: LexborNode, text: str) -> Iterator[tuple[LexborNode, list[list[RawCell]]]]:
    """Each table of cards as the node of its first text, which the caller replaces, and its rows; the others go."""
    if text.count(_APPLICANT) < _FEWEST:
        return
    printed = [part for found in _walk(root, _has_names_alone(root)) for part in _split(found)]
    tail = text[-_LONGEST:].lower()
    if printed and "</body" not in tail and "</html" not in tail:  # broken off: its last number may have lost digits
        printed[-1] = printed[-1]._replace(text=printed[-1].text._replace(is_doubtful=True))
    runs = list(find_card_runs([found.text for found in printed]))
    for run in runs:
        first, *others = [node for found in printed[run.first : run.last + 1] for node in found.nodes]
        for node in {node.mem_id: node for node in others}.values():
            if node.mem_id != first.mem_id:
                node.decompose()
        yield first, run.rows
    for table in root.css("table") if runs else ():
        if not table.text().strip():
            table.decompose()


def _has_names_alone(root: LexborNode) -> bool:
    """Cells name their columns in an attribute, and no cell does: the style writes the header that is not there."""
    cells = root.css(",".join(f'[{name}="{_APPLICANT}"]' for name in _LABELLED))
    return len(cells) >= _FEWEST and all(cell.text().strip() != _APPLICANT for cell in root.css("td,th"))


def _walk(node: LexborNode, has_names: bool) -> Iterator[_Printed]:
    """The texts below a node in their order, and its blank boxes."""
    pending: list[LexborNode] = []  # texts that nothing but a comment parts
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            pending.append(child)
            continue
        yield from _join(pending)
        pending = []
        yield from _walk_element(child, has_names)
    yield from _join(pending)


def _walk_element(node: LexborNode, has_names: bool) -> Iterator[_Printed]:
    tag = node.tag or ""
    if tag in NOT_TEXT:
        return
    name = next(filter(None, map(node.attributes.get, _LABELLED)), None) if has_names else None
    if name and _names_column(name):
        yield _Printed(RawCell(name.strip()))
    if tag in ("img", "input"):
        words = picture_text(node) if tag == "img" else shown_value(node)
        found = [_Printed(_as_cell(words), (node,))] if words else []
    else:
        found = list(_walk(node, has_names))
    if tag == "bdo":
        found = [one._replace(text=one.text._replace(is_doubtful=True)) for one in found]
    yield from found if found or tag in _BARE else [_Printed(RawCell(""))]


def _join(nodes: Sequence[LexborNode]) -> Iterator[_Printed]:
    whole = "".join(node.text() for node in nodes)
    if whole.strip():
        yield _Printed(_as_cell(whole), tuple(nodes))


def _as_cell(text: str) -> RawCell:
    is_doubtful = DOUBT in text or PICTURE in text
    plain = " ".join(text.replace(DOUBT, "").replace(PICTURE, "").split())
    return RawCell(plain, is_doubtful=is_doubtful)


def _split(found: _Printed) -> Iterator[_Printed]:
    """A text with its label and its figure apart (``自然人：12``); nothing of what only sets them apart."""
    text = found.text.text
    if text and _SEPARATORS.issuperset(text):
        return
    parts = (_COLON.fullmatch(text) or _GLUED.fullmatch(text)) if len(text) <= _LONGEST else None
    if parts and _names_column(parts[1]) and looks_like_value(parts[2]):
        yield found._replace(text=RawCell(parts[1]))
        yield found._replace(text=found.text._replace(text=parts[2]))
    else:
        yield found


def _names_column(text: str) -> bool:
    return any(role.kind is Kind.COLUMN for role in find_roles(text)[0])
