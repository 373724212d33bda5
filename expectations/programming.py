"""The lightest sets of cells by integer programming: one optimum after another, with those found before cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from expectations.search import Change, System

_SECONDS = 2.0
_MOST_SETS = 4


def larger_sets(system: System, weights: Mapping[str, float], limit: int = _MOST_SETS) -> list[Change]:
    """The lightest sets of any number of cells; empty when none is found in time."""
    keys = sorted(system.cells)
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
    """Whole steps d with A·d within what is left, |d| ≤ M·z, the weighted count of z least, no earlier set among z."""
    from scipy.optimize import Bounds, milp

    size = len(keys)
    reach = 2 * sum(abs(r) for r in system.residuals().values()) + 10
    least = [0 if key in system.frozen else -reach if key in system.signed else -system.values[key] for key in keys]
    most = [0 if key in system.frozen else reach for key in keys]
    lower = np.concatenate([np.maximum(np.array(least, dtype=float), -reach), np.zeros(size)])
    upper = np.concatenate([np.array(most, dtype=float), np.ones(size)])
    cost = np.concatenate([np.zeros(size), [weights.get(key, 1.0) for key in keys]])
    result: Any = milp(
        cost,
        constraints=_constraints(system, keys, reach, found),
        integrality=np.ones(2 * size),
        bounds=Bounds(lower, upper),
        options={"time_limit": _SECONDS},
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
    rest = -np.array(system.totals, dtype=float)
    operators = np.array([equation.operator for equation in system.equations])
    low, high = np.where(operators == "<=", -np.inf, rest), np.where(operators == ">=", np.inf, rest)
    one = identity(size, format="csr")
    constraints = [
        LinearConstraint(hstack([left, csr_matrix((height, size))]), low, high),
        LinearConstraint(hstack([one, -reach * one]), -np.inf, 0),
        LinearConstraint(hstack([one, reach * one]), 0, np.inf),
    ]
    for change in found:
        cut = np.zeros(2 * size)
        cut[[size + column[key] for key in change]] = 1
        constraints.append(LinearConstraint(cut[np.newaxis, :], -np.inf, len(change) - 1))
    return constraints
