"""The statutory tables as rows of slots with their spans, before any markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .forms import ALL_COLUMNS, ArticleBlock, RequestRow, load_forms
from .reports import Report


@dataclass(frozen=True, slots=True)
class Slot:
    """One ``<td>``: a label, or a value cell when it has a key."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    key: str | None = None

    @property
    def is_value(self) -> bool:
        """Whether a number (or a blank) of the report stands here."""
        return self.key is not None


Row = tuple[Slot, ...]
Grid = tuple[Row, ...]


def value_slot(report: Report, key: str, colspan: int = 1) -> Slot:
    """The slot of one form cell."""
    return Slot(report.cells[key].text, colspan=colspan, key=key)


def document_grids(report: Report) -> tuple[Grid, ...]:
    """Table 2: one grid of four columns; five with shifted spans in ``colspans``; one per article in ``split``."""
    blocks = load_forms().t2(report.edition)
    if report.layout == "split":
        return tuple(tuple(_document_rows(report, block, 4)) for block in blocks)
    width = 5 if report.layout == "colspans" else 4
    return (tuple(row for block in blocks for row in _document_rows(report, block, width)),)


def _document_rows(report: Report, block: ArticleBlock, width: int) -> Iterator[Row]:
    yield (Slot(block.article, colspan=width),)
    head = _widths(len(block.columns), width - 1, wide=-1 if width == 4 else -2)
    yield (Slot("信息内容"), *(Slot(c.label, colspan=span) for c, span in zip(block.columns, head, strict=True)))
    body = _widths(len(block.columns), width - 1, wide=-1 if width == 4 else 0)
    for row in block.rows:
        keys = (f"t2.{row.code}.{column.code}" for column in block.columns)
        yield (Slot(row.label), *(value_slot(report, key, span) for key, span in zip(keys, body, strict=True)))


def _widths(columns: int, width: int, *, wide: int) -> list[int]:
    """Colspans that fill ``width``; column ``wide`` takes what is left over."""
    spans = [1] * columns
    spans[max(wide, -columns)] += width - columns
    return spans


def request_grids(report: Report) -> tuple[Grid, ...]:
    """Table 3. ``split`` and ``repeat`` cut it in two at a page break, ``flat`` has empty cells instead of spans."""
    head, rows = tuple(_request_head()), list(_request_rows(report))
    if report.layout == "flat":
        return (flatten_spans((*head, *rows)),)
    if report.layout not in ("split", "repeat"):
        return ((*head, *rows),)
    cut = next(i for i, row in enumerate(rows) if any(slot.text.startswith("（四）") for slot in row))
    return ((*head, *rows[:cut]), (*(head if report.layout == "repeat" else ()), *rows[cut:]))


def _request_head() -> Iterator[Row]:
    table = load_forms().t3
    yield (Slot(table.note, rowspan=3, colspan=3), Slot(table.applicants, colspan=7))
    yield (
        Slot(table.natural_person, rowspan=2),
        Slot(table.legal_persons, colspan=5),
        Slot(table.total, rowspan=2),
    )
    yield tuple(Slot(column.label) for column in table.legal_columns)


def _request_rows(report: Report) -> Iterator[Row]:
    for row in load_forms().t3.rows:
        if not row.rows or report.layout not in ("twice", "split", "repeat"):
            yield from _rows_of(report, row, depth=0)
            continue
        cut = next(i for i, child in enumerate(row.rows) if child.label.startswith("（四）"))
        for part in (row.rows[:cut], row.rows[cut:]):
            yield from _rows_of(report, row.model_copy(update={"rows": part}), depth=0)


def _rows_of(report: Report, row: RequestRow, depth: int) -> Iterator[Row]:
    """Rows of a heading and everything below it; the heading stands left of its first row and spans them all."""
    is_leaf = not row.rows or (row.code is not None and report.has_single_other)
    if is_leaf:
        values = (value_slot(report, f"t3.{row.code}.{column}") for column in ALL_COLUMNS)
        yield (Slot(row.label, colspan=3 - depth), *values)
        return
    below = [found for child in row.rows for found in _rows_of(report, child, depth + 1)]
    yield (Slot(row.label, rowspan=len(below)), *below[0])
    yield from below[1:]


def dispute_grid(report: Report) -> Grid:
    """Table 4: five outcomes for each of three blocks in one row."""
    table = load_forms().t4
    first, *suits = table.blocks
    outcomes = tuple(Slot(column.label) for column in table.columns)
    return (
        (Slot(first.label, colspan=5), Slot(table.litigation, colspan=10)),
        (*(replace(slot, rowspan=2) for slot in outcomes), *(Slot(block.label, colspan=5) for block in suits)),
        outcomes * len(suits),
        tuple(value_slot(report, f"t4.{b.code}.{column.code}") for b in table.blocks for column in table.columns),
    )


def yearly_grid(report: Report) -> Grid:
    """The table of 2014: indicator, unit, number; headings have neither. ``cumulative`` adds the sum since 2008."""
    if report.layout == "cumulative":
        return _cumulative_grid(report)
    rows: list[Row] = [(Slot("统计指标"), Slot("单位"), Slot("统计数"))]
    for row in load_forms().g1.rows:
        value = value_slot(report, f"g1.{row.code}") if row.code else Slot("")
        rows.append((Slot("　" * (row.level - 1) + row.label), Slot(row.unit or ""), value))
    return tuple(rows)


def _cumulative_grid(report: Report) -> Grid:
    """As provinces printed it: this year beside all years, headings left out, units under another name."""
    rows: list[Row] = [(Slot("指标名称"), Slot("计量单位"), Slot(f"{report.year}年度"), Slot("历年累计"))]
    for row in load_forms().g1.rows:
        if row.code:
            since_2008 = Slot(str(cumulative_figure(report, row.code)))
            rows.append((Slot(row.label), Slot(row.unit or ""), value_slot(report, f"g1.{row.code}"), since_2008))
    return tuple(rows)


def cumulative_figure(report: Report, code: str) -> Decimal:
    """历年累计 of one row: never below this year's number."""
    return report.figures[f"g1.{code}"] * (report.year - 2007)


def place_slots(grid: Grid) -> dict[tuple[int, int], Slot]:
    """Row and column of every slot once all spans are laid out."""
    taken: set[tuple[int, int]] = set()
    places: dict[tuple[int, int], Slot] = {}
    for number, row in enumerate(grid):
        column = 0
        for slot in row:
            while (number, column) in taken:
                column += 1
            places[number, column] = slot
            taken |= {(number + r, column + c) for r in range(slot.rowspan) for c in range(slot.colspan)}
    return places


def flatten_spans(grid: Grid) -> Grid:
    """The same grid with one cell a position: the text at the first, nothing at the others."""
    places = place_slots(grid)
    width = max(column + slot.colspan for (_, column), slot in places.items())
    return tuple(tuple(_single(places.get((row, column))) for column in range(width)) for row in range(len(grid)))


def _single(slot: Slot | None) -> Slot:
    return replace(slot, rowspan=1, colspan=1) if slot else Slot("")


def relabel(grid: Grid, labels: Mapping[str, str]) -> Grid:
    """The grid with words of its labels replaced, as typing slips and short forms do."""
    return tuple(
        tuple(slot if slot.is_value else replace(slot, text=_replace_words(slot.text, labels)) for slot in row)
        for row in grid
    )


def _replace_words(text: str, words: Mapping[str, str]) -> str:
    for word, other in words.items():
        text = text.replace(word, other)
    return text
