"""Equal numbers side by side in a line: chance, or one cell doubled while another was lost?

Where a line has all its cells nothing else shows such damage. Whether equal neighbours tell it depends on the tables:
where numbers recur from line to line, or the other lines keep their sums, a line that breaks its own was printed so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from transform.forms import Form
from transform.tables.align import Alignment, sum_rules
from transform.words.numbers import read_number

_TELLING = 10  # equal numbers below it are common
_LONG = 3  # digits that hardly recur at the end of another number
_FEW_SHARED = 2  # two lines that have more numbers in common are copies of each other
_RECURRING = 2  # pairs of lines with a number in common
_MOST_LINES = 12  # of one number; more of them say nothing more


def read_numbers(alignment: Alignment) -> list[Decimal | None]:
    """The numbers of an aligned line by place, None where a cell has none."""
    return [read_number(cell.text, "int").value if cell else None for cell in alignment.cells or ()]


def has_equal_neighbours(alignment: Alignment) -> bool:
    """Whether one cell may be doubled and another lost, or glued to its copy."""
    texts = [cell.text if cell else "" for cell in alignment.cells or ()]
    if not all(text.isascii() and text.isdigit() for text in texts if text):  # most lines are told as printed
        texts = ["" if number is None else str(number) for number in read_numbers(alignment)]
    return any(_tell_of_damage(one, other) for one, other in pairwise(texts))


def _tell_of_damage(one: str, other: str) -> bool:
    """Equal numbers of two digits or more, or one at an end of its far longer neighbour (9730, 973054800)."""
    if one == other:
        return len(one) > 1 and one[0] != "0"
    short, long = sorted((one, other), key=len)
    return len(short) >= _LONG and len(long) - len(short) >= _LONG and (long.startswith(short) or long.endswith(short))


def may_be_doubled(alignment: Alignment) -> bool:
    """Equal neighbours on one line of text, where a blank at its end is not seen: one doubled and the last one blank.

    A dump with a cell a line shows its blanks as often as not (颍泉 2020 prints 12, 12, 59).
    """
    values = alignment.line.values
    if not alignment.line.grid.is_loose or len({cell.at for cell in values}) > 1:
        return False
    pairs = pairwise(cell.text if cell.text.isdigit() else "" for cell in values)
    return any(a == b and a and int(a) >= _TELLING for a, b in pairs)


def do_recur(alignments: Iterable[Alignment]) -> bool:
    """Whether several pairs of different lines have one or two numbers in common, so that numbers meet by chance."""
    return _recur([numbers for _, numbers in _different(alignments)])


_Line = tuple[tuple[tuple[str, str], ...], tuple[Decimal | None, ...]]
"""Places and numbers."""


def _different(alignments: Iterable[Alignment]) -> list[_Line]:
    """The lines that show a number, each once and in order."""
    whole = ((alignment.slots, tuple(read_numbers(alignment))) for alignment in alignments if alignment.cells)
    return list(dict.fromkeys(line for line in whole if any(line[1])))


def _recur(lines: Sequence[Sequence[Decimal | None]]) -> bool:
    places: dict[Decimal, set[int]] = defaultdict(set)
    for place, numbers in enumerate(lines):
        for number in numbers:
            if number is not None and number >= _TELLING:
                places[number].add(place)
    pairs = Counter(pair for found in places.values() for pair in combinations(sorted(found)[:_MOST_LINES], 2))
    return sum(count <= _FEW_SHARED for count in pairs.values()) >= _RECURRING


def do_keep_sums(form: Form, alignments: Iterable[Alignment]) -> bool:
    """Whether more lines keep a sum than break one."""
    tables = [table for table in form.tables if table.column_sum is not None]
    balance = 0
    for slots, numbers in _different(alignments):
        for rule in (rule for table in tables for rule in sum_rules(table, slots)):
            if numbers[rule.total]:
                balance += 1 if rule.holds(numbers) else -1
    return balance > 0
