"""Rows of Tables 2 to 4 printed as cards, read from the texts of a page in their order, set as rows and columns.

A card is a row's title and below it each column's label with its figure: （一）予以公开, 自然人 12, 商业企业 0.
Believed only where it has every column of its row once, with one figure or blank place to each, all figures behind
their labels, all before them, or all below all of them, as in the other cards; and where nothing unknown stands in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from transform.grids import RawCell
from transform.shapes.named_rows import NamedRow, write_rows
from transform.shapes.text_runs import TextRun, find_figures, find_sole
from transform.words.numbers import is_count_unit, looks_like_value
from transform.words.roles import Kind, Role, column_of, column_orders, find_roles, heading_rows, roles_of

_FEWEST_CARDS = 3
_MOST_TEXTS = 80  # of a card: seven labels, figures and units, and blank places
_MOST_WITHIN = 3  # headings in a card: 申请人情况, 法人或其他组织
_MOST_HEADINGS = 12  # before a card, blank places among them
_HEADINGS = frozenset({Kind.GROUP, Kind.HEADING, Kind.BLOCK, Kind.CORNER})


class _Side(Enum):
    """Where the figures stand: each behind its label, each before it, or all behind the last label."""

    BEHIND = "behind"
    BEFORE = "before"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class _Card:
    """A row of a form: its title, its columns' labels, and the figures on each side on which they may stand. ``first``
    and ``last`` are the places of its texts."""

    table: str
    row: str
    title: RawCell
    labels: tuple[tuple[str, RawCell], ...]
    values: Mapping[_Side, tuple[RawCell, ...]]
    first: int
    last: int


def find_card_runs(texts: Sequence[RawCell]) -> Iterator[TextRun]:
    """The tables that cards make. Texts are those of a page in reading order, blank boxes among them."""
    cards = list(_find_cards(texts))
    sides = Counter(next(iter(card.values)) for card in cards if len(card.values) == 1).most_common()
    if not sides or sides[0][1] < _FEWEST_CARDS or sides[0][1] <= _FEWEST_CARDS * sum(n for _, n in sides[1:]):
        return
    side = sides[0][0]
    runs: list[list[_Card]] = []
    for card in cards:
        if side not in card.values:
            continue
        if runs and runs[-1][-1].table == card.table and _goes_on(texts, runs[-1][-1], card):
            runs[-1].append(card)
        else:
            runs.append([card])
    for run in runs:
        yield TextRun(run[0].first, run[-1].last, list(write_rows(_row(card, side) for card in run)))


def _find_cards(texts: Sequence[RawCell]) -> Iterator[_Card]:
    place, end = 0, -1
    while place < len(texts):
        card = _read_card(texts, place, end)
        if card is not None:
            yield card
            end = card.last
            place = card.last + 1
        else:
            place += 1


def _read_card(texts: Sequence[RawCell], place: int, end: int) -> _Card | None:
    """The card whose title stands at ``place``; ``end`` is the last place of the card before."""
    for role in roles_of(texts[place].text, Kind.ROW):
        if _is_title(texts, place, end, role) and (card := _read_pairs(texts, place, role)):
            return card
    return None


def _is_title(texts: Sequence[RawCell], place: int, end: int, role: Role) -> bool:
    """A label of a row with no other row's before it; 总计 and 其他, which name columns as well, only with their
    row's number or right behind another card."""
    before = place - 1
    while max(end, place - _MOST_HEADINGS) < before and (_is_heading(texts[before]) or not texts[before].text):
        before -= 1
    if before > end and any(other != role for other in roles_of(texts[before].text, Kind.ROW)):
        return False
    return before == end or _is_numbered(texts[place]) or not roles_of(texts[place].text, Kind.COLUMN)


def _read_pairs(texts: Sequence[RawCell], place: int, role: Role) -> _Card | None:
    labels, gaps, end = _gather(texts, place, role)
    if not _is_complete(role, labels) or _is_stray(texts, end, role):
        return None
    behind, before = _values(texts, gaps[1:], gaps[0]), _values(texts, gaps[:-1], gaps[-1])
    is_below = not any(gaps[:-1]) and len(gaps[-1]) == len(labels)
    is_in_order = tuple(labels) in column_orders(role.table, role.code)
    below = tuple(texts[number] for number in gaps[-1]) if is_below and is_in_order else None
    found = {_Side.BEHIND: behind, _Side.BEFORE: before, _Side.BELOW: below}
    values = {side: figures for side, figures in found.items() if figures is not None}
    return _Card(role.table, role.code, texts[place], tuple(labels.items()), values, place, end - 1) if values else None


def _gather(texts: Sequence[RawCell], place: int, role: Role) -> tuple[dict[str, RawCell], list[list[int]], int]:
    """The labels behind a title, until it has all its columns; the places of the figures before, between and behind
    them; the place of the first text that is neither."""
    labels: dict[str, RawCell] = {}
    gaps: list[list[int]] = [[]]
    headings = 0
    last = min(len(texts), place + _MOST_TEXTS)
    for number in range(place + 1, last):
        text = texts[number]
        code = column_of(text.text, role.table)
        is_complete = _is_complete(role, labels)
        if code is not None and code not in labels and not is_complete:
            labels[code] = text
            gaps.append([])
        elif looks_like_value(text.text) or text.is_doubtful:
            gaps[-1].append(number)
        elif not is_count_unit(text.text):
            headings += 1
            if is_complete or headings > _MOST_WITHIN or not _is_heading(text):
                return labels, gaps, number
    return labels, gaps, last


def _is_stray(texts: Sequence[RawCell], place: int, role: Role) -> bool:
    """A column's label behind a card that has them all, and no title: one of its pairs came from elsewhere."""
    if place == len(texts) or column_of(texts[place].text, role.table) is None or _is_numbered(texts[place]):
        return False
    following = texts[place + 1 : place + 2]
    return not any(roles_of(texts[place].text, Kind.ROW)) or any(looks_like_value(text.text) for text in following)


def _is_numbered(text: RawCell) -> bool:
    """（七）总计, and no bare 总计."""
    return not text.text[:1].isalpha()


def _values(texts: Sequence[RawCell], gaps: Sequence[Sequence[int]], rest: Sequence[int]) -> tuple[RawCell, ...] | None:
    """The figure of every gap; None where one has none or several, or where a figure is left over."""
    found = [number for gap in gaps if (number := find_sole(texts, gap)) is not None]
    is_whole = len(found) == len(gaps) and not find_figures(texts, rest)
    return tuple(texts[number] for number in found) if is_whole else None


def _is_complete(role: Role, labels: dict[str, RawCell]) -> bool:
    """Every column that one of the forms has for the row, and no other."""
    return bool(labels) and any(labels.keys() == set(order) for order in column_orders(role.table, role.code))


def _is_heading(text: RawCell) -> bool:
    """A label over several cards or columns."""
    roles = find_roles(text.text)[0]
    return bool(roles) and all(role.kind in _HEADINGS or role in heading_rows() for role in roles)


def _goes_on(texts: Sequence[RawCell], card: _Card, other: _Card) -> bool:
    """Nothing but headings and blank places between two cards."""
    between = texts[card.last + 1 : other.first]
    return all(not text.text or _is_heading(text) for text in between)


def _row(card: _Card, side: _Side) -> NamedRow:
    return NamedRow(card.title, tuple(label for _, label in card.labels), card.values[side])
