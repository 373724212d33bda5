"""One failing report explained: the smallest sets of cells, likeliest first, with the value each cell would have."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from expectations.equations import Equation
from expectations.evidence import Evidence, weigh
from expectations.search import Change, System, larger_sets, small_sets
from expectations.slips import shifted_rows, slip_of

MAX_SETS = 10
"""Explanations listed per report."""

_UNPRINTED_WEIGHT = 1.2
"""A cell in which no number is printed is a little less likely to hide one than a printed number is to be wrong."""
_SHIFT_COST = 1.4
"""A row moved by one column is one slip, however many cells it touches: less likely than one wrong cell, likelier than
two."""
_EMPTY_TOTAL_FACTOR = 0.7
"""A total left at 0 over filled parts (洪泽区 2023) is likelier than parts that should be 0."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A set of cells to change, how costly it is to believe, and why."""

    change: Change
    cost: float
    why: str


def explain(
    equations: Sequence[Equation],
    values: Mapping[str, int],
    unprinted: frozenset[str],
    evidence: Sequence[Evidence],
) -> list[Explanation]:
    """All minimal explanations up to `MAX_SETS`, the likeliest first; empty when everything holds.

    ``values`` has every cell of ``equations``, in the form's order; ``unprinted`` are those that are blank or dashed.
    Parts of the report that share no cell are explained apart and then combined.
    """
    parts = [_explain_part(System(part, values), unprinted, evidence) for part in _connected(equations, values)]
    return _combine([part for part in parts if part])


def _connected(equations: Sequence[Equation], values: Mapping[str, int]) -> list[list[Equation]]:
    """Groups of equations that share cells, those with a violation only."""
    groups: list[tuple[set[str], list[Equation]]] = []
    for equation in equations:
        cells, members = set(equation.signs), [equation]
        for other in [g for g in groups if g[0] & cells]:
            groups.remove(other)
            cells |= other[0]
            members = other[1] + members
        groups.append((cells, members))
    return [members for _, members in groups if any(e.residual(values) for e in members)]


def _explain_part(system: System, unprinted: frozenset[str], evidence: Sequence[Evidence]) -> list[Explanation]:
    weights = {key: _UNPRINTED_WEIGHT if key in unprinted else 1.0 for key in system.cells()}
    changes: list[tuple[Change, float]] = [(c, sum(weights[k] for k in c)) for c in small_sets(system)]
    shifts = [(change, _SHIFT_COST) for change in shifted_rows(system)]
    if not changes and not shifts:
        changes = [(c, sum(weights[k] for k in c)) for c in larger_sets(system, weights)]
    found = [_explanation(system, change, cost, evidence, is_shift=False) for change, cost in changes]
    found += [_explanation(system, change, cost, evidence, is_shift=True) for change, cost in shifts]
    best = {tuple(sorted(one.change.items())): one for one in sorted(found, key=_order, reverse=True)}
    return sorted(best.values(), key=_order)[:MAX_SETS]


def _order(explanation: Explanation) -> tuple[float, int, list[str]]:
    return round(explanation.cost, 6), len(explanation.change), sorted(explanation.change)


def _explanation(
    system: System, change: Change, cost: float, evidence: Sequence[Evidence], *, is_shift: bool
) -> Explanation:
    slip_factor, slip = (1.0, "a row moved by one column") if is_shift else slip_of(change, system.values)
    if _is_empty_total(system, change):
        slip_factor, slip = _EMPTY_TOTAL_FACTOR, "a total not entered"
    evidence_factor, words = weigh(change, system.values, evidence)
    broken = [f"{identity} {scope}" for identity, scope in (system.equations[n].name for n in system.residuals())]
    why = "mends " + ", ".join(broken[:6]) + (f" and {len(broken) - 6} more" if len(broken) > 6 else "")
    why += f"; {slip}" if slip else ""
    why += "".join(f"; supported by {one}" for one in words)
    return Explanation(change, cost * slip_factor * evidence_factor, why)


def _is_empty_total(system: System, change: Change) -> bool:
    return len(change) == 1 and all(key.endswith(".total") and system.values[key] == 0 for key in change)


def _combine(parts: list[list[Explanation]]) -> list[Explanation]:
    """The cheapest combinations of one explanation per part."""
    if len(parts) <= 1:
        return parts[0] if parts else []
    combined = (_joined([part[n] for part, n in zip(parts, chosen, strict=True)]) for chosen in _cheapest(parts))
    return list(combined)


def _cheapest(parts: list[list[Explanation]]) -> Iterator[tuple[int, ...]]:
    """Index tuples in order of summed cost, `MAX_SETS` of them."""
    start = (0,) * len(parts)
    queue: list[tuple[float, tuple[int, ...]]] = [(sum(part[0].cost for part in parts), start)]
    seen = {start}
    for _ in range(MAX_SETS):
        if not queue:
            return
        cost, chosen = heapq.heappop(queue)
        yield chosen
        for position, part in enumerate(parts):
            following = (*chosen[:position], chosen[position] + 1, *chosen[position + 1 :])
            if following[position] < len(part) and following not in seen:
                seen.add(following)
                step = part[following[position]].cost - part[chosen[position]].cost
                heapq.heappush(queue, (cost + step, following))


def _joined(explanations: list[Explanation]) -> Explanation:
    first = explanations[0]
    change = {key: value for one in explanations for key, value in one.change.items()}
    why = "; ".join(one.why for one in explanations)
    return replace(first, change=change, cost=sum(one.cost for one in explanations), why=why)
