"""Signs that cells were cut, doubled or moved: then a row of the right length may still be a shifted one.

A row proves itself by its sum. Where a document shows damage, rows that do not are left ambiguous. Running text loses
blank cells as a matter of course; it counts as damaged where a row of it is incomplete or not there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from transform.align import Alignment, Slots
from transform.forms import Form
from transform.grids import DocumentContent, GridCell, Paragraph
from transform.labels import compact_text
from transform.lines import OddLine, ValueLine
from transform.numbers import read_number
from transform.resolve import SumRule

_TELLING_TWIN = 10  # equal neighbours below it are common
_FULL_LINE = 5
_FEW, _MANY = 2, 10

FindSums = Callable[[Slots], Sequence[SumRule]]
"""The sums that the values in these places must keep."""


@dataclass(frozen=True, slots=True)
class Damage:
    """``is_cut``: a line has too few or too many values; ``is_moved``: one has too few and another too many.

    ``misplaced`` are lines (block, row number) whose label stands out of order while another line has lost its own.
    ``spilt`` are blocks with a bare number right above: HTML puts text there that stood in a table outside its cells.
    ``gapped`` are the one or two lines with a blank in a table that is filled in everywhere else.
    ``open_ended`` are the one or two lines of padded grids that show no last value in a table whose others do.
    ``torn`` are the tables (by code) of running text in which a row is incomplete or missing.
    """

    is_cut: bool = False
    is_moved: bool = False
    spilt: frozenset[int] = frozenset()
    gapped: frozenset[tuple[int, int]] = frozenset()
    misplaced: frozenset[tuple[int, int]] = frozenset()
    torn: frozenset[str] = frozenset()
    open_ended: frozenset[tuple[int, int]] = frozenset()

    def touches(self, alignment: Alignment, find_sums: FindSums) -> bool:
        """Whether an aligned line may be a shifted one. Its sums are asked for only where something is odd."""
        line = alignment.line
        if line.grid.is_loose:
            if may_be_doubled(alignment) and not find_sums(alignment.slots):
                return True
            is_odd = line.table in self.torn or _has_twins(alignment)
            return is_odd and breaks_sum(alignment, find_sums(alignment.slots))
        if (line.block, line.number) in self.open_ended and not _keeps_sum(alignment, find_sums(alignment.slots)):
            return True
        if (line.block, line.number) in self.misplaced or (self.is_moved and not find_sums(alignment.slots)):
            return True
        is_spilt = line.block in self.spilt
        if is_spilt and _has_blank(alignment) and not find_sums(alignment.slots):
            return True
        is_odd = self.is_cut or is_spilt or (line.block, line.number) in self.gapped or _has_twins(alignment)
        return is_odd and breaks_sum(alignment, find_sums(alignment.slots))


NO_DAMAGE = Damage()


def _has_blank(alignment: Alignment) -> bool:
    return any(cell is not None and not cell.text for cell in alignment.cells or ())


def _numbers(alignment: Alignment) -> list[Decimal | None]:
    return [read_number(cell.text, "int").value if cell else None for cell in alignment.cells or ()]


def breaks_sum(alignment: Alignment, rules: Sequence[SumRule]) -> bool:
    """A line whose printed total is not the sum of its parts. A total left blank says nothing."""
    numbers = _numbers(alignment)
    return any(numbers[rule.total] is not None and not rule.holds(numbers) for rule in rules)


def _keeps_sum(alignment: Alignment, rules: Sequence[SumRule]) -> bool:
    """A line with a printed total, and every printed one the sum of its parts."""
    numbers = _numbers(alignment)
    told = [rule for rule in rules if numbers[rule.total] is not None]
    return bool(told) and all(rule.holds(numbers) for rule in told)


def may_be_doubled(alignment: Alignment) -> bool:
    """Equal neighbours on one line of text, where a blank at its end is not seen: one doubled and the last one blank.

    A dump with a cell a line shows its blanks as often as not (颍泉 2020 prints 12, 12, 59).
    """
    values = alignment.line.values
    if not alignment.line.grid.is_loose or len({cell.at for cell in values}) > 1:
        return False
    pairs = pairwise(cell.text if cell.text.isdigit() else "" for cell in values)
    return any(a == b and a and int(a) >= _TELLING_TWIN for a, b in pairs)


def _has_twins(alignment: Alignment) -> bool:
    """Equal neighbours: one cell may be doubled and another lost."""
    texts = [cell.text if cell else "" for cell in alignment.cells or ()]
    is_plain = all(text.isascii() and text.isdigit() for text in texts if text)
    if is_plain and not any(a == b and len(a) > 1 for a, b in pairwise(texts)):
        return False  # most lines: told at once, as printed
    return any(a is not None and a >= _TELLING_TWIN and a == b for a, b in pairwise(_numbers(alignment)))


def find_damage(
    content: DocumentContent, form: Form, tables: Sequence[Sequence[Alignment]], odd: Sequence[OddLine]
) -> Damage:
    """What the lines of a document's tables show."""
    lines = [alignment for table in tables for alignment in table if not alignment.line.grid.is_loose]
    broken = [alignment for alignment in lines if alignment.problem == "alignment_unknown"]
    few = any(len(alignment.line.values) < len(alignment.slots) for alignment in broken)
    many = any(len(alignment.line.values) > len(alignment.slots) for alignment in broken)
    spilt = frozenset(alignment.line.block for alignment in lines if _has_number_above(content, alignment.line.block))
    gapped = frozenset(place for table in tables for place in _find_gapped(table))
    misplaced = frozenset(_find_misplaced(form, lines, odd))
    torn, open_ended = (
        _find_torn(form, tables),
        frozenset(place for table in tables for place in find_open_ended(table)),
    )
    return Damage(few or many, few and many, spilt, gapped, misplaced, torn, open_ended)


def _find_torn(form: Form, tables: Sequence[Sequence[Alignment]]) -> frozenset[str]:
    """Tables of running text with a row that lacks or has too many numbers, or that is not printed at all."""
    loose = [alignment for table in tables for alignment in table if alignment.line.grid.is_loose]
    found = {alignment.line.table for alignment in loose if alignment.cells is None}
    printed = {(row, alignment.line.table) for alignment in loose for row, _ in alignment.slots}
    for table in form.tables:
        rows = {cell.row for cell in form.cells if cell.table == table.code}
        whole = {cell.row for cell in form.optional_cells if (cell.row, table.code) in printed}
        rows -= {
            row.code for row in table.rows if row.parent in whole
        }  # （六）其他处理 as one row has no rows below it
        if any(code == table.code for _, code in printed) and any((row, table.code) not in printed for row in rows):
            found.add(table.code)
    return frozenset(found)


def _find_gapped(table: Sequence[Alignment]) -> list[tuple[int, int]]:
    """Lines with a blank, where at most two lines of many have one."""
    found = [alignment.line for alignment in table if _has_blank(alignment)]
    return [(line.block, line.number) for line in found] if len(found) <= _FEW and len(table) >= _MANY else []


def find_open_ended(table: Sequence[Alignment]) -> list[tuple[int, int]]:
    """Lines of padded grids with figures and a blank last cell: at most two of many lines, or a strip.

    A sheet or a Word table makes every row as wide as the others: one that lost a cell ends in a blank one.
    """
    whole = [a for a in table if a.line.grid.is_padded and a.cells is not None and len(a.cells) > 1]
    lines = [(a.line, [_shows(cell) for cell in a.cells or ()]) for a in whole]
    open_ended = [(line.block, line.number) for line, shown in lines if not shown[-1] and any(shown)]
    is_strip = all(line.row is None for line, _ in lines)
    is_odd = len(open_ended) <= _FEW and (is_strip or len(lines) >= _MANY)
    return open_ended if is_odd else []


def _shows(cell: GridCell | None) -> bool:
    """Something stands in a cell, if only what its reader does not trust."""
    return cell is not None and (bool(cell.text) or cell.is_doubtful)


def _has_number_above(content: DocumentContent, block: int) -> bool:
    above = content.blocks[block - 1] if block else None
    return isinstance(above, Paragraph) and compact_text(above.text).isdigit()


def _find_misplaced(form: Form, lines: Sequence[Alignment], odd: Sequence[OddLine]) -> list[tuple[int, int]]:
    """Labelled lines out of the form's order in a grid that has full lines without a label, or with only a heading."""
    bare = {id(line.grid) for line in odd if _is_bare(line) and not line.grid.is_loose}
    found: list[tuple[int, int]] = []
    for grid in bare:
        own = [alignment.line for alignment in lines if id(alignment.line.grid) == grid and alignment.line.row]
        ranks = _ranks(form, own)
        kept = _longest_rising(ranks)
        found += [(line.block, line.number) for place, line in enumerate(own) if place not in kept]
    return found


def _is_bare(line: OddLine) -> bool:
    """A line of values that lost its own label: （三）不予公开 alone names none of its rows."""
    return len(line.values) >= _FULL_LINE or (line.has_number and len(line.grid.rows[line.number]) > _FULL_LINE)


def _ranks(form: Form, lines: Sequence[ValueLine]) -> list[int]:
    order = {(table.code, row.code): n for table in form.tables for n, row in enumerate(table.rows)}
    return [order.get((line.table, line.row or ""), -1) for line in lines]


def _longest_rising(ranks: Sequence[int]) -> set[int]:
    """The places of a longest rising subsequence: what stands in order."""
    chains: list[list[int]] = []
    for place, rank in enumerate(ranks):
        before = sorted((chain for chain in chains if ranks[chain[-1]] < rank), key=len)
        chains.append([*before[-1], place] if before else [place])
    return set(sorted(chains, key=len)[-1]) if chains else set()
