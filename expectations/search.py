"""The smallest sets of cells whose change makes every equality hold (Fellegi and Holt 1976).

Sets of one and two cells are found exactly, by elimination: every cell stands in at most three equalities, so that one
changed cell settles its equalities alone or leaves a residual that a second cell settles. Larger sets come from integer
programming (`scipy.optimize.milp`), one optimum after another with those found before cut off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from expectations.equations import Equation

Change = Mapping[str, int]
"""Cell key to its new value."""

_MILP_SECONDS = 2.0
_MILP_SETS = 4


@dataclass(frozen=True)
class System:
    """Equalities over the values of one report; values are whole numbers, blanks count as 0."""

    equations: Sequence[Equation]
    values: Mapping[str, int]

    def residuals(self, change: Change | None = None) -> dict[int, int]:
        """Equations that do not hold, by number, and by how much; after ``change`` when one is given."""
        values = {**self.values, **(change or {})}
        found = ((n, equation.residual(values)) for n, equation in enumerate(self.equations))
        return {n: residual for n, residual in found if residual}

    def cells(self) -> dict[str, dict[int, int]]:
        """For each cell the equations it stands in, with its sign."""
        table: dict[str, dict[int, int]] = defaultdict(dict)
        for number, equation in enumerate(self.equations):
            for key, sign in equation.signs.items():
                table[key][number] = sign
        return dict(table)


def small_sets(system: System) -> list[Change]:
    """Every minimal set of one or two cells; none for a report whose equalities hold."""
    residuals = system.residuals()
    if not residuals:
        return []
    cells = system.cells()
    by_support: dict[frozenset[int], list[str]] = defaultdict(list)
    for key, signs in cells.items():
        by_support[frozenset(signs)].append(key)
    singles = [{key: value} for key, value in _single_fixes(system, cells, by_support, residuals)]
    alone = {key for change in singles for key in change}
    pairs = {
        tuple(sorted(change.items())): change
        for change in _pairs(system, cells, by_support, residuals)
        if not alone & set(change)
    }
    return [*singles, *pairs.values()]


def _single_fixes(
    system: System,
    cells: Mapping[str, Mapping[int, int]],
    by_support: Mapping[frozenset[int], Sequence[str]],
    residuals: Mapping[int, int],
) -> Iterator[tuple[str, int]]:
    """Cells that settle all ``residuals`` alone, with their new value."""
    for key in by_support.get(frozenset(residuals), ()):
        steps = {-residual * cells[key][number] for number, residual in residuals.items()}  # signs are ±1
        if len(steps) == 1 and (value := system.values[key] + steps.pop()) >= 0:
            yield key, value


def _pairs(
    system: System,
    cells: Mapping[str, Mapping[int, int]],
    by_support: Mapping[frozenset[int], Sequence[str]],
    residuals: Mapping[int, int],
) -> Iterator[Change]:
    """Cell one settles some violated equality alone; cell two settles what is then left."""
    for number, residual in residuals.items():
        for key, sign in system.equations[number].signs.items():
            value = system.values[key] - residual * sign
            if value < 0:
                continue
            left = _after(cells[key], residuals, -residual * sign)
            if 0 < len(left) <= 3:
                yield from (
                    {key: value, other: second}
                    for other, second in _single_fixes(system, cells, by_support, left)
                    if other != key
                )


def _after(signs: Mapping[int, int], residuals: Mapping[int, int], step: int) -> dict[int, int]:
    left = dict(residuals)
    for number, sign in signs.items():
        left[number] = left.get(number, 0) + sign * step
    return {number: residual for number, residual in left.items() if residual}


def larger_sets(system: System, weights: Mapping[str, float], limit: int = _MILP_SETS) -> list[Change]:
    """The lightest sets of three cells and more, by integer programming; empty when none is found in time."""
    keys = sorted(system.cells())
    found: list[Change] = []
    for _ in range(limit):
        change = _optimum(system, keys, weights, found)
        if change is None or (found and len(change) > len(found[0])):
            break
        found.append(change)
    return found


def _optimum(
    system: System, keys: Sequence[str], weights: Mapping[str, float], found: Sequence[Change]
) -> Change | None:
    """Whole steps d with A·d = -residual and |d| ≤ M·z, the weighted count of z least, no earlier set among z."""
    from scipy.optimize import Bounds, milp

    size = len(keys)
    values = np.array([system.values[key] for key in keys], dtype=float)
    reach = 2 * sum(abs(r) for r in system.residuals().values()) + 10
    lower = np.concatenate([-np.minimum(values, reach), np.zeros(size)])
    upper = np.concatenate([np.full(size, reach), np.ones(size)])
    cost = np.concatenate([np.zeros(size), [weights.get(key, 1.0) for key in keys]])
    result: Any = milp(
        cost,
        constraints=_constraints(system, keys, reach, found),
        integrality=np.ones(2 * size),
        bounds=Bounds(lower, upper),
        options={"time_limit": _MILP_SECONDS},
    )
    if result.x is None:
        return None
    steps = np.rint(result.x[:size]).astype(int)
    change = {key: system.values[key] + int(steps[n]) for n, key in enumerate(keys) if steps[n]}
    return change if change and not system.residuals(change) else None


def _constraints(system: System, keys: Sequence[str], reach: float, found: Sequence[Change]) -> list[Any]:
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_matrix, hstack, identity

    size, column = len(keys), {key: n for n, key in enumerate(keys)}
    entries = [
        (number, column[key], sign)
        for number, equation in enumerate(system.equations)
        for key, sign in equation.signs.items()
    ]
    rows, columns, signs = zip(*entries, strict=True)
    height = len(system.equations)
    left = csr_matrix((signs, (rows, columns)), shape=(height, size))
    off = -np.array([equation.residual(system.values) for equation in system.equations], dtype=float)
    one = identity(size, format="csr")
    constraints = [
        LinearConstraint(hstack([left, csr_matrix((height, size))]), off, off),
        LinearConstraint(hstack([one, -reach * one]), -np.inf, 0),
        LinearConstraint(hstack([one, reach * one]), 0, np.inf),
    ]
    for change in found:
        cut = np.zeros(2 * size)
        cut[[size + column[key] for key in change]] = 1
        constraints.append(LinearConstraint(cut[np.newaxis, :], -np.inf, len(change) - 1))
    return constraints
