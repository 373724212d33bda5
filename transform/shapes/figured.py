"""Rows of the single-value forms (2008-2018) printed as boxes of a label and its figure, or as cards with a figure for
each column, read from the texts of a page in their order.

A figure that was lost would leave its label with that of the next row. So a label and its figure must be alone in a box
of theirs; and all figures stand behind their labels, or all before them: a section's name has none on either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from transform.forms import Form, load_forms
from transform.grids import RawCell
from transform.shapes.text_runs import TextRun, find_figures, find_sole
from transform.words.labels import LabelIndex, normalise_label
from transform.words.numbers import is_count_unit, looks_like_value

_FEWEST_ROWS = 8
_MOST_LACKING = 4  # of the rows one in so many may be without a figure: local ones, or headings


class _Kind(Enum):
    ROW = "row"
    SECTION = "section"
    COLUMN = "column"
    UNIT = "unit"  # over the units: 单位
    OTHER = "other"


@dataclass(slots=True)
class _Item:
    """A label with what stands between it and the next one."""

    label: RawCell
    place: int
    kind: _Kind
    codes: tuple[str, ...] = ()
    gap: list[int] = field(default_factory=list)


def find_figure_run(texts: Sequence[RawCell], boxes: Sequence[tuple[int, ...]]) -> TextRun | None:
    """The single-value table that the texts of a page are, if they are one. ``boxes`` are those around each text."""
    known = [(form, _name_items(texts, form)) for form in _forms()]
    form, items = max(known, key=lambda pair: len({x.codes for x in pair[1] if x.kind is _Kind.ROW}))
    if len({item.codes for item in items if item.kind is _Kind.ROW}) < _FEWEST_ROWS:
        return None
    places = [number for number, item in enumerate(items) if item.kind is _Kind.ROW]
    has_columns = any(item.kind is _Kind.COLUMN for item in items[places[0] : places[-1] + 1])
    if has_columns:
        rows = list(_read_cards(texts, items, places))
    else:
        rows = _read_pairs(texts, boxes, items, places) if len(form.tables[0].columns) == 1 else []
    if not rows:
        return None
    *_, last = items[places[-1]], *_columns(items, places[-1])
    outer = items[places[0] - 1].gap[-1:] if len(rows[0]) > 1 and not has_columns else []
    return TextRun(min([items[places[0]].place, *outer]), max([last.place, *last.gap]), rows)


def _name_items(texts: Sequence[RawCell], form: Form) -> list[_Item]:
    index, headers, columns, units = _words(form.edition)
    items = [_Item(RawCell(""), 0, _Kind.OTHER)]
    for place, text in enumerate(texts):
        hit = index.find(text.text) if text.text and not text.text.isdigit() else None
        if hit is None and is_count_unit(text.text):
            if items[-1].kind is _Kind.UNIT:
                items[-1].gap.append(place)
        elif hit is None and (looks_like_value(text.text) or text.is_doubtful):
            items[-1].gap.append(place)
        else:
            codes = tuple(hit.payloads) if hit else ()
            items.append(_Item(text, place, _kind(text.text, codes, headers, columns, units), codes))
    return items


def _kind(text: str, codes: tuple[str, ...], headers: frozenset[str], columns: set[str], units: set[str]) -> _Kind:
    if codes:
        return _Kind.SECTION if headers.issuperset(codes) else _Kind.ROW
    label = normalise_label(text)
    return _Kind.COLUMN if label in columns else _Kind.UNIT if label in units else _Kind.OTHER


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(form for form in load_forms().values() if form.tables[0].layout == "indicators")


@cache
def _words(edition: str) -> tuple[LabelIndex[str], frozenset[str], set[str], set[str]]:
    """The labels of a form's rows, which of them only head others, and those of its columns and of its units."""
    table = load_forms()[edition].tables[0]
    index = LabelIndex(((label, row.code) for row in table.rows for label in row.labels), is_forgiving=False)
    columns = {normalise_label(label) for column in table.columns for label in column.labels}
    columns |= {normalise_label(label) for label in table.other_columns}
    units = {normalise_label(label) for label in table.unit_labels}
    return index, frozenset(row.code for row in table.rows if row.is_header), columns, units


def _read_pairs(
    texts: Sequence[RawCell], boxes: Sequence[tuple[int, ...]], items: Sequence[_Item], places: Sequence[int]
) -> list[list[RawCell]]:
    """A row for each label and its figure; none where nobody can say on which side of the labels the figures are."""
    labels = Counter(box for item in items[1:] for box in boxes[item.place])
    sides = [is_before for is_before in (False, True) if _fits(texts, items, places, is_before=is_before)]
    if len(sides) != 1:
        return []
    rows = []
    for number in range(places[0], places[-1] + 1):
        item = items[number]
        sole = find_sole(texts, items[number - 1 if sides[0] else number].gap)
        is_own = sole is not None and any(labels[box] == 1 for box in set(boxes[sole]) & set(boxes[item.place]))
        rows.append([item.label, texts[sole]] if sole is not None and is_own else [item.label])
    lacking = sum(len(rows[number - places[0]]) == 1 for number in places)
    return rows if lacking * _MOST_LACKING <= len(places) else []


def _fits(texts: Sequence[RawCell], items: Sequence[_Item], places: Sequence[int], *, is_before: bool) -> bool:
    """Whether figures may stand on this side: no section's name has one there, and no figure is left over beyond the
    first and the last row."""
    within = range(places[0], places[-1] + 1)
    gaps = {number: items[number - 1 if is_before else number].gap for number in within}
    sections = [number for number in within[1:] if items[number].kind is _Kind.SECTION]
    has_sections = any(find_figures(texts, gaps[number]) for number in sections)
    outer = items[places[-1]].gap if is_before else items[places[0] - 1].gap
    end = gaps[places[0]] if is_before else gaps[places[-1]]
    return not has_sections and not find_figures(texts, outer) and find_sole(texts, end) is not None


def _read_cards(texts: Sequence[RawCell], items: Sequence[_Item], places: Sequence[int]) -> Iterator[list[RawCell]]:
    """A header of the columns' labels, and a row for each label with as many figures; none where cards differ."""
    cards = {number: list(_columns(items, number)) for number in places}
    usual = Counter(tuple(normalise_label(x.label.text) for x in card) for card in cards.values()).most_common(1)[0][0]
    whole = {number for number, card in cards.items() if _is_card(texts, items, number, card, usual)}
    if not usual or len(whole) * _MOST_LACKING < len(cards) * (_MOST_LACKING - 1):
        return
    yield [RawCell(""), *(item.label for item in cards[min(whole)])]
    for number in range(places[0], places[-1] + 1):
        item = items[number]
        if number in whole:
            yield [item.label, *(texts[place] for x in cards[number] if (place := find_sole(texts, x.gap)) is not None)]
        elif item.kind not in (_Kind.COLUMN, _Kind.UNIT):
            yield [item.label]


def _columns(items: Sequence[_Item], number: int) -> Iterator[_Item]:
    for item in items[number + 1 :]:
        if item.kind not in (_Kind.COLUMN, _Kind.UNIT):
            return
        yield item


def _is_card(
    texts: Sequence[RawCell], items: Sequence[_Item], number: int, card: Sequence[_Item], usual: tuple[str, ...]
) -> bool:
    """Its columns are those of the other cards, each with its figure; no row's label right before it lost its own."""
    is_usual = tuple(normalise_label(item.label.text) for item in card) == usual
    is_bare = items[number - 1].kind is _Kind.ROW or find_figures(texts, items[number].gap)
    return is_usual and not is_bare and all(find_sole(texts, item.gap) is not None for item in card)
