"""Signs that cells were cut, doubled or moved: then a row of the right length may still be a shifted one.

A row proves itself by its sum. Where a document shows damage, rows that do not are left ambiguous. Running text loses
blank cells as a matter of course; it counts as damaged where a row of it is incomplete or not there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from transform.forms import Form
from transform.grids import DocumentContent, GridCell, Paragraph
from transform.tables.align import Alignment, Slots
from transform.tables.equal_neighbours import do_keep_sums, do_recur, has_equal_neighbours, may_be_doubled, read_numbers
from transform.tables.lines import OddLine, ValueLine
from transform.tables.resolve import SumRule
from transform.tables.shifted import ShiftedRows, may_be_shifted
from transform.words.labels import compact_text

_FULL_LINE = 5
_FEW, _MANY, _FIFTH = 2, 10, 5

FindSums = Callable[[Slots], Sequence[SumRule]]
"""The sums that the values in these places must keep."""


@dataclass(frozen=True)
class Damage:
    """``is_cut``: a line has too few or too many values; ``is_moved``: one has too few and another too many.

    ``misplaced`` are lines (block, row number) whose label stands out of order while another line has lost its own.
    ``spilt`` are blocks with a bare number right above: HTML puts text there that stood in a table outside its cells.
    ``gapped`` are the one or two lines with a blank in a table that is filled in everywhere else.
    ``open_ended`` are the few lines of padded grids that show no last value where nothing else is blank.
    ``torn`` are the tables (by code) of running text in which a row is incomplete or missing.
    ``form`` and ``lines`` tell whether numbers stand side by side by chance.
    """

    is_cut: bool = False
    is_moved: bool = False
    spilt: frozenset[int] = frozenset()
    gapped: frozenset[tuple[int, int]] = frozenset()
    misplaced: frozenset[tuple[int, int]] = frozenset()
    torn: frozenset[str] = frozenset()
    open_ended: frozenset[tuple[int, int]] = frozenset()
    form: Form | None = None
    lines: Sequence[Alignment] = ()

    @cached_property
    def _do_recur(self) -> bool:
        return do_recur(self.lines)

    @cached_property
    def _do_keep_sums(self) -> bool:
        return self.form is not None and do_keep_sums(self.form, self.lines)

    @cached_property
    def _are_chance(self) -> bool:
        """Equal neighbours tell nothing."""
        return self._do_recur or self._do_keep_sums

    @cached_property
    def _shifted(self) -> ShiftedRows | None:
        """None in a document that keeps no sums: they tell nothing there."""
        return ShiftedRows(self.form, self.lines) if self.form is not None and self._do_keep_sums else None

    def touches(self, alignment: Alignment, find_sums: FindSums) -> bool:
        """Whether an aligned line may be a shifted one."""
        return self._is_odd(alignment, find_sums) or (
            may_be_shifted(alignment, find_sums) and self._shifted is not None and self._shifted.is_shifted(alignment)
        )

    def _is_odd(self, alignment: Alignment, find_sums: FindSums) -> bool:
        """Whether it looks like one. Its sums are asked for only where something is odd."""
        line = alignment.line
        if line.grid.is_loose:
            if may_be_doubled(alignment) and not find_sums(alignment.slots):
                return not self._do_recur
            is_torn = line.table in self.torn
            if not is_torn and not has_equal_neighbours(alignment):
                return False
            return breaks_sum(alignment, find_sums(alignment.slots)) and (is_torn or not self._are_chance)
        if (line.block, line.number) in self.open_ended and not _keeps_sum(alignment, find_sums(alignment.slots)):
            return True
        if (line.block, line.number) in self.misplaced or (self.is_moved and not find_sums(alignment.slots)):
            return True
        is_spilt = line.block in self.spilt and _has_gap(alignment)  # a page's number may stand there as well
        if is_spilt and not _keeps_sum(alignment, find_sums(alignment.slots)):
            return True
        is_odd = self.is_cut or (line.block, line.number) in self.gapped
        if not is_odd and not has_equal_neighbours(alignment):
            return False
        return breaks_sum(alignment, find_sums(alignment.slots)) and (is_odd or not self._are_chance)


NO_DAMAGE = Damage()


def _has_blank(alignment: Alignment) -> bool:
    return any(cell is not None and not cell.text for cell in alignment.cells or ())


def _has_gap(alignment: Alignment) -> bool:
    """Figures and a blank: one of them may stand a place too far left."""
    return _has_blank(alignment) and any(cell is not None and cell.text for cell in alignment.cells or ())


def breaks_sum(alignment: Alignment, rules: Sequence[SumRule]) -> bool:
    """A line whose printed total is not the sum of its parts. A total left blank says nothing."""
    numbers = read_numbers(alignment)
    return any(numbers[rule.total] is not None and not rule.holds(numbers) for rule in rules)


def _keeps_sum(alignment: Alignment, rules: Sequence[SumRule]) -> bool:
    """Every printed total is the sum of its parts, the last of them too: a line that moved to the left lost that."""
    numbers = read_numbers(alignment)
    told = [rule for rule in rules if numbers[rule.total] is not None]
    return bool(told) and told[-1] is rules[-1] and all(rule.holds(numbers) for rule in told)


def find_damage(
    content: DocumentContent, form: Form, tables: Sequence[Sequence[Alignment]], odd: Sequence[OddLine]
) -> Damage:
    """What the lines of a document's tables show."""
    lines = [alignment for table in tables for alignment in table if not alignment.line.grid.is_loose]
    broken = [alignment for alignment in lines if alignment.problem == "alignment_unknown"]
    few = any(len(alignment.line.values) < len(alignment.slots) for alignment in broken)
    many = any(any(cell.text for cell in alignment.line.values[len(alignment.slots) :]) for alignment in broken)
    spilt = frozenset(alignment.line.block for alignment in lines if has_number_above(content, alignment.line.block))
    gapped = frozenset(place for table in tables for place in _find_gapped(table))
    misplaced = frozenset(_find_misplaced(form, lines, odd))
    torn = _find_torn(form, tables)
    everything = [alignment for table in tables for alignment in table]
    open_ended = frozenset(find_open_ended(everything))
    return Damage(few or many, few and many, spilt, gapped, misplaced, torn, open_ended, form, everything)


def _find_torn(form: Form, tables: Sequence[Sequence[Alignment]]) -> frozenset[str]:
    """Tables of running text with a row that lacks or has too many numbers, or that is not printed at all."""
    loose = [alignment for table in tables for alignment in table if alignment.line.grid.is_loose]
    found = {alignment.line.table for alignment in loose if alignment.cells is None}
    printed = {(row, alignment.line.table) for alignment in loose for row, _ in alignment.slots}
    for table in form.tables:
        rows = {cell.row for cell in form.cells if cell.table == table.code}
        whole = {cell.row for cell in form.optional_cells if (cell.row, table.code) in printed}
        rows -= {row.code for row in table.rows if row.parent in whole}  # （六）其他处理 as one row has none below it
        if any(code == table.code for _, code in printed) and any((row, table.code) not in printed for row in rows):
            found.add(table.code)
    return frozenset(found)


def _find_gapped(table: Sequence[Alignment]) -> list[tuple[int, int]]:
    """Lines with a blank, where at most two lines of many have one."""
    found = [alignment.line for alignment in table if _has_blank(alignment)]
    return [(line.block, line.number) for line in found] if len(found) <= _FEW and len(table) >= _MANY else []


def find_open_ended(lines: Sequence[Alignment]) -> list[tuple[int, int]]:
    """Lines (block, row number) of padded grids that may have lost a cell and moved to the left.

    A sheet or a Word table makes every row as wide as the others: one that lost a cell ends in a blank one.
    """
    whole = [a for a in lines if a.line.grid.is_padded and a.cells is not None and len(a.cells) > 1]
    return [(a.line.block, a.line.number) for a in (*_find_blank_ends(whole), *_find_unsummed(whole))]


def _find_blank_ends(whole: Sequence[Alignment]) -> list[Alignment]:
    """Lines with figures and one or two blank last cells, where they are few and nothing else is blank."""
    gapped = [alignment for alignment in whole if not all(map(_shows, alignment.cells or ()))]
    most = _FEW if len(whole) >= _MANY else 1
    is_few = len(gapped) <= max(_FEW, len(whole) // _FIFTH)
    return gapped if is_few and all(_ends_in_blanks(alignment, most) for alignment in gapped) else []


def _ends_in_blanks(alignment: Alignment, most: int) -> bool:
    """Figures, and behind them no more than so many blank cells."""
    shown = [_shows(cell) for cell in alignment.cells or ()]
    blanks = shown.count(False)
    return blanks <= most and blanks < len(shown) and not any(shown[-blanks:])


def _find_unsummed(whole: Sequence[Alignment]) -> list[Alignment]:
    """One or two lines without a last figure, where every other with more than zeros ends in the sum of its figures."""
    counted = [a for a in whole if a.line.row and len(a.cells or ()) >= _FULL_LINE and any(read_numbers(a))]
    unsummed = [alignment for alignment in counted if not _shows((alignment.cells or ())[-1])]
    summed = sum(map(_ends_in_sum, counted))
    is_usual = summed >= _FULL_LINE and summed + len(unsummed) == len(counted)
    return unsummed if is_usual and len(unsummed) <= _FEW else []


def _ends_in_sum(alignment: Alignment) -> bool:
    """The last number is the sum of the others."""
    *parts, total = read_numbers(alignment)
    return total is not None and total == sum(part or 0 for part in parts)


def _shows(cell: GridCell | None) -> bool:
    """Something stands in a cell, if only what its reader does not trust."""
    return cell is not None and (bool(cell.text) or cell.is_doubtful)


def has_number_above(content: DocumentContent, block: int) -> bool:
    """HTML puts there what stood in the table outside its cells."""
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
