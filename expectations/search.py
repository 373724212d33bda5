"""The smallest sets of cells whose change makes every equality and bound hold (Fellegi and Holt 1976).

Sets of one and two cells are found exactly, by elimination: one changed cell settles its equations alone or leaves a
residual that a second cell settles. Three and four cells are found by settling one violated equation after another,
within a bound of steps; what is left goes to integer programming (`expectations.programming`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from expectations.equations import Equation

Change = Mapping[str, int]
"""Cell key to its new value."""

_MOST_STEPS = 4_000
_MOST_CELLS = 4
_MOST_EQUALITIES_OF_A_CELL = 4


@dataclass(frozen=True)
class System:
    """Equations over whole numbers, blanks as 0. ``frozen`` cells may not change, ``signed`` ones may be negative."""

    equations: Sequence[Equation]
    values: Mapping[str, int]
    frozen: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()

    def residuals(self, change: Change | None = None) -> dict[int, int]:
        """Equations that do not hold, by number, and by how much; after ``change`` when one is given."""
        found = dict(self.violated)
        moved: dict[int, int] = {}
        for key, value in (change or {}).items():
            step = value - self.values[key]
            for number, sign in self.cells.get(key, {}).items():
                moved[number] = moved.get(number, self.totals[number]) + sign * step
        for number, total in moved.items():
            found.pop(number, None)
            if excess := self.equations[number].excess(total):
                found[number] = excess
        return found

    @cached_property
    def violated(self) -> Mapping[int, int]:
        """What does not hold as it is printed."""
        found = ((n, equation.excess(self.totals[n])) for n, equation in enumerate(self.equations))
        return {n: excess for n, excess in found if excess}

    @cached_property
    def cells(self) -> Mapping[str, Mapping[int, int]]:
        """For each cell the equations it stands in, with its sign."""
        table: dict[str, dict[int, int]] = defaultdict(dict)
        for number, equation in enumerate(self.equations):
            for key, sign in equation.signs.items():
                table[key][number] = sign
        return dict(table)

    @cached_property
    def by_equalities(self) -> Mapping[frozenset[int], Sequence[str]]:
        """Cells that may change, by the equalities they stand in."""
        bounds = {n for n in range(len(self.equations)) if not self.is_equality(n)}
        table: dict[frozenset[int], list[str]] = defaultdict(list)
        for key, signs in self.cells.items():
            if key not in self.frozen:
                table[frozenset(signs.keys() - bounds)].append(key)
        return dict(table)

    @cached_property
    def totals(self) -> Sequence[int]:
        """The signed sum of every equation."""
        return [equation.total(self.values) for equation in self.equations]

    def is_equality(self, number: int) -> bool:
        """Whether an equation is no bound."""
        return self.equations[number].operator == "=="

    def may_be(self, key: str, value: int) -> bool:
        """Whether a cell may have this value."""
        return key not in self.frozen and (value >= 0 or key in self.signed)


@dataclass(frozen=True)
class _State:
    """The system after some changes: what is violated, and the sums that moved."""

    system: System
    change: Change
    violated: Mapping[int, int]
    moved: Mapping[int, int] = field(default_factory=dict)

    def step(self, key: str, step: int) -> _State | None:
        """After one more change; None where the cell may not have that value."""
        value = self.system.values[key] + step
        if not step or key in self.change or not self.system.may_be(key, value):
            return None
        violated, moved = dict(self.violated), dict(self.moved)
        for number, sign in self.system.cells[key].items():
            moved[number] = moved.get(number, self.system.totals[number]) + sign * step
            violated.pop(number, None)
            if excess := self.system.equations[number].excess(moved[number]):
                violated[number] = excess
        return _State(self.system, {**self.change, key: value}, violated, moved)

    @property
    def equalities(self) -> frozenset[int]:
        """Violated equations that are no bounds."""
        return frozenset(n for n in self.violated if self.system.is_equality(n))

    def last_steps(self) -> Iterator[_State]:
        """Every way to settle all that is violated with one more cell."""
        for key in self.system.by_equalities.get(self.equalities, ()):
            signs = self.system.cells[key]
            steps = {-excess * signs.get(number, 0) for number, excess in self.violated.items()}  # signs are ±1
            step = min(steps) if max(steps) <= 0 else max(steps)  # bounds alone: the farthest
            after = self.step(key, step)
            if after is not None and not after.violated:
                yield after

    def branches(self, left: int) -> Iterator[tuple[str, int]]:
        """Cells, with their step, of which one must change: of every violated equation where two cells are left, else
        of the shortest."""
        numbers: Sequence[int] = list(self.violated)
        if left > 2:
            numbers = sorted(numbers, key=lambda n: len(self.system.equations[n].signs))[:1]
        for number in numbers:
            for key, sign in self.system.equations[number].signs.items():
                yield key, -self.violated[number] * sign


def small_sets(system: System) -> list[Change]:
    """Every minimal set of one or two cells; none for a system that holds."""
    start = _State(system, {}, system.residuals())
    if not start.violated:
        return []
    singles = [state.change for state in start.last_steps()]
    alone = {key for change in singles for key in change}
    pairs = {_key(c): c for c in _settle(start, 2, [_MOST_STEPS]) if not alone & set(c)}
    return [*singles, *pairs.values()]


def middle_sets(system: System) -> list[Change]:
    """Minimal sets of three cells, else of four, as far as the steps reach; call it where `small_sets` found none."""
    start = _State(system, {}, system.residuals())
    for size in range(3, _MOST_CELLS + 1) if start.violated else ():
        found = {_key(c): c for c in _settle(start, size, [_MOST_STEPS]) if _is_minimal(system, c)}
        if found:
            return list(found.values())
    return []


def _settle(state: _State, left: int, steps: list[int]) -> Iterator[Change]:
    """Changes of ``left`` more cells that settle everything; ``steps`` counts down over the whole search."""
    if left == 1:
        yield from (after.change for after in state.last_steps())
        return
    for key, step in state.branches(left):
        after = state.step(key, step)
        steps[0] -= 1
        if steps[0] < 0:
            return
        if after and after.violated and len(after.equalities) <= _MOST_EQUALITIES_OF_A_CELL * (left - 1):
            yield from _settle(after, left - 1, steps)


def _is_minimal(system: System, change: Change) -> bool:
    return all(system.residuals({k: v for k, v in change.items() if k != key}) for key in change)


def _key(change: Change) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(change.items()))
