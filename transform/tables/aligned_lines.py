"""The lines of a printed table with their columns, and which of these to doubt when the lines are seen together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from transform.forms.model import Table
from transform.tables.align import Alignment, Slots, align_row, align_strip
from transform.tables.cells import drop_blank_twins
from transform.tables.headers import Header, read_header
from transform.tables.lines import HeaderLines, ValueLine
from transform.tables.resolve import SumRule
from transform.words.numbers import looks_like_value, read_number
from transform.words.roles import unified_forms

_FEWEST_ROWS = 3
_FEW_BROKEN = 1  # rows whose sum the publisher may have got wrong


class HeaderBook:
    """The meaning of every header of a document, read once."""

    def __init__(self) -> None:
        self._read: dict[int, Header] = {}

    def get(self, lines: HeaderLines | None) -> Header | None:
        """The columns that ``lines`` name."""
        if lines is None:
            return None
        if id(lines) not in self._read:
            tables = [table for form in unified_forms() for table in form.tables if table.code == lines.table]
            self._read[id(lines)] = read_header(lines, tables)
        return self._read[id(lines)]


def align_lines(table: Table, lines: Sequence[ValueLine], headers: HeaderBook) -> list[Alignment]:
    """Every line of a printed table with its columns, where they are certain."""
    rows = {row.code for row in table.rows}
    kept = drop_blank_twins([line for line in lines if line.row is None or line.row in rows])
    usual = _usual_counts(kept)
    blank = _blank_counts(kept, usual)
    return _doubt_astray([_align(table, line, headers.get(line.header), usual, blank) for line in kept], headers)


def _doubt_astray(alignments: Sequence[Alignment], headers: HeaderBook) -> list[Alignment]:
    """Without columns for lines that moved over their neighbours' values: all under a header that lost a heading or
    whose headings moved, and those that begin before the first heading, where others show figures there."""
    found = [(alignment, headers.get(alignment.line.header)) for alignment in alignments]
    lost = {id(a.line.header) for a, header in found if _is_astray(a) or _lacks_heading(a, header)}
    lost |= _find_moved_headers(found)
    moved = {id(a.line.header) for a, header in found if _shows_before(a.line, header)}

    def is_doubtful(alignment: Alignment, header: Header | None) -> bool:
        key = id(alignment.line.header)
        return key in lost or (key in moved and _begins_before(alignment.line, header))

    return [without_columns(alignment) if is_doubtful(alignment, header) else alignment for alignment, header in found]


def _find_moved_headers(found: Sequence[tuple[Alignment, Header | None]]) -> set[int]:
    """Headers that begin with a heading of no column of the form (备注) over figures, while no line shows one under the
    last of its columns: a cell that the header's first row lost let that heading slip before the others."""
    under: dict[int, list[Alignment]] = {}
    for alignment, header in found:
        if header and header.codes and header.codes[0] is None and alignment.cells and not alignment.line.grid.is_loose:
            under.setdefault(id(alignment.line.header), []).append(alignment)
    return {key for key, lines in under.items() if any(map(_begins_with_figure, lines)) and not any(map(_ends, lines))}


def _begins_with_figure(alignment: Alignment) -> bool:
    return alignment.line.values[0].text.isdigit() and alignment.line.values[0] not in (alignment.cells or ())


def _ends(alignment: Alignment) -> bool:
    """Whether the last column shows a figure, or no column does."""
    cells = [cell for cell in alignment.cells or () if cell is not None]
    shown = [bool(cell.text) and not cell.is_doubtful for cell in cells]
    return not any(shown) or shown[-1]


def _is_astray(alignment: Alignment) -> bool:
    """Words in a column of counts, and a number in one that is no column of the form (备注)."""
    taken = [cell for cell in alignment.cells or () if cell is not None]
    if not taken or len(taken) == len(alignment.line.values):
        return False
    orders = {cell.order for cell in taken}
    has_number = any(cell.text.isdigit() for cell in alignment.line.values if cell.order not in orders)
    return has_number and any(cell.text and not looks_like_value(cell.text) for cell in taken)


def _lacks_heading(alignment: Alignment, header: Header | None) -> bool:
    """A figure behind the first heading and under none, where columns of the form are not named."""
    line, wanted = alignment.line, {column for _, column in alignment.slots}
    if header is None or line.grid.is_loose or line.row is None:
        return False
    if not header.known or header.unknown or wanted <= header.known:
        return False
    behind = [cell for cell in line.values if cell.text and cell.col >= _first_column(header)]
    return any(not any(s < cell.col + cell.colspan and cell.col < e for s, e in header.spans) for cell in behind)


def _first_column(header: Header | None) -> int:
    """The grid column in which the first heading begins."""
    return min((first for first, _ in header.spans), default=0) if header else 0


def _shows_before(line: ValueLine, header: Header | None) -> bool:
    """A figure that ends before the first heading begins."""
    ends = [cell.col + cell.colspan for cell in line.values if looks_like_value(cell.text) and cell.text]
    return not line.grid.is_loose and bool(ends) and ends[0] <= _first_column(header)


def _begins_before(line: ValueLine, header: Header | None) -> bool:
    """A blank cell that ends before the first heading begins."""
    first = line.values[0] if line.values else None
    return first is not None and not first.text and first.col + first.colspan <= _first_column(header)


def _align(
    table: Table, line: ValueLine, header: Header | None, usual: Mapping[int, int], blank: Mapping[int, int]
) -> Alignment:
    if line.row is None:
        return align_strip(line, header or Header((), (), False, False), table)
    return align_row(line, header, table, usual.get(id(line.header)), blank.get(id(line.header), 0))


def _usual_counts(lines: Iterable[ValueLine]) -> dict[int, int]:
    """Per header with at least three lines, the number of values that more than half of them have."""
    counts: dict[int, Counter[int]] = {}
    for line in lines:
        counts.setdefault(id(line.header), Counter())[len(line.values)] += 1
    tops = {key: (*counter.most_common(1)[0], counter.total()) for key, counter in counts.items()}
    return {key: count for key, (count, times, total) in tops.items() if total >= _FEWEST_ROWS and times * 2 > total}


def _blank_counts(lines: Iterable[ValueLine], usual: Mapping[int, int]) -> dict[int, int]:
    """Per header, how many cells at the end are blank in every line of the usual length."""
    counts: dict[int, int] = {}
    for line in lines:
        if len(line.values) == usual.get(id(line.header)):
            filled = max((place for place, cell in enumerate(line.values, start=1) if cell.text), default=0)
            blank = len(line.values) - filled
            counts[id(line.header)] = min(counts.get(id(line.header), blank), blank)
    return counts


def is_assumed(alignment: Alignment) -> bool:
    """Whether the form's own order of columns stands in for labels that are not there, or not all."""
    header = alignment.header
    return header is None or not {column for _, column in alignment.slots} <= header.known


def without_columns(alignment: Alignment) -> Alignment:
    """The line with its slots alone: nobody can say which value fills which."""
    return replace(alignment, cells=None, header=None, problem="alignment_unknown")


def show_order(alignments: Sequence[Alignment], find_sums: Callable[[Slots], Sequence[SumRule]]) -> bool:
    """Whether whole rows without labels for all their columns have them in the form's own order: most keep their sums.

    A row may keep them in another order by chance (0 2 0 0 0 0 2), many do not.
    """
    kept = broken = 0
    for alignment in filter(is_assumed, alignments):
        cells = alignment.cells or alignment.line.values
        numbers = [read_number(cell.text, "int").value if cell is not None else None for cell in cells]
        rules = find_sums(alignment.slots) if len(numbers) == len(alignment.slots) and any(numbers) else ()
        if rules and all(numbers[rule.total] is not None for rule in rules):
            is_kept = all(rule.holds(numbers) for rule in rules)
            kept, broken = kept + is_kept, broken + (not is_kept)
    return broken <= _FEW_BROKEN or broken * _FEWEST_ROWS <= kept
