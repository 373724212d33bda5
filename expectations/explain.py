"""One failing report explained: the smallest sets of cells, likeliest first, with the value each cell would have."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from expectations.equations import PREVIOUS, Equation, signed_cells
from expectations.evidence import Evidence, weigh
from expectations.programming import larger_sets
from expectations.search import Change, System, middle_sets, small_sets
from expectations.slips import EXCHANGED, SHIFTED, exchanged_carries, shifted_rows, slip_of

MAX_SETS = 10
"""Explanations listed per report."""
TEXT = "text."
"""Before the measure of a figure that stands in the prose."""

_UNPRINTED_WEIGHT = 1.2
"""A cell in which no number is printed is a little less likely to hide one than a printed number is to be wrong."""
_SLIP_COST = 1.4
"""A row moved by one column, or carries entered the wrong way, is one slip, however many cells it touches: less likely
than one wrong cell, likelier than two."""
_SETS_BESIDE = 1
"""Explanations listed where something outside the report's own cells is likelier."""
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Explanation:
    """Own cells to change, how costly it is to believe, and why.

    ``beside`` are changes the same set needs outside the report's own cells: keys with ``@prev`` in the report of the
    year before, ``text.<measure>`` in the prose.
    """

    change: Change
    cost: float
    mends: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    beside: Change | None = None

    @property
    def why(self) -> str:
        """In words: what holds after the change, and what speaks for it."""
        more = f" and {len(self.mends) - _MOST_NAMES} more" if len(self.mends) > _MOST_NAMES else ""
        return "; ".join(["mends " + ", ".join(self.mends[:_MOST_NAMES]) + more, *dict.fromkeys(self.remarks)])


def explain(
    equations: Sequence[Equation],
    values: Mapping[str, int],
    unprinted: frozenset[str],
    evidence: Sequence[Evidence],
    previous_year: int = 0,
) -> list[Explanation]:
    """All minimal explanations up to `MAX_SETS`, the likeliest first; empty when everything holds.

    ``values`` has every cell of ``equations``, in the form's order; ``unprinted`` are those that are blank or dashed.
    Parts of the report that share no cell are explained apart and then combined.
    """
    systems = [System(part, values, signed=signed_cells()) for part in _connected(equations, values)]
    parts = [_explain_part(system, unprinted, evidence, previous_year) for system in systems]
    return _combine([part for part in parts if part])


def is_foreign(key: str) -> bool:
    """Whether a key stands for something outside the report's own cells."""
    return key.endswith(PREVIOUS) or key.startswith(TEXT)


def _connected(equations: Sequence[Equation], values: Mapping[str, int]) -> list[list[Equation]]:
    """Groups of equations that share cells, those with a violation only; equations in their order."""
    standing: dict[str, list[int]] = defaultdict(list)
    for number, equation in enumerate(equations):
        for key in equation.signs:
            standing[key].append(number)
    groups: list[list[Equation]] = []
    seen: set[int] = set()
    for number, equation in enumerate(equations):
        if number not in seen and equation.residual(values):
            members = _reached(number, equations, standing)
            seen |= members
            groups.append([equations[n] for n in sorted(members)])
    return groups


def _reached(start: int, equations: Sequence[Equation], standing: Mapping[str, Sequence[int]]) -> set[int]:
    """The equations that hang together with one of them, by number; ``standing`` has those of every cell."""
    members, waiting, cells = {start}, [start], set[str]()
    while waiting:
        for key in equations[waiting.pop()].signs.keys() - cells:
            cells.add(key)
            waiting += [n for n in standing[key] if n not in members]
            members.update(standing[key])
    return members


def _explain_part(
    system: System, unprinted: frozenset[str], evidence: Sequence[Evidence], previous_year: int
) -> list[Explanation]:
    weights = {key: _UNPRINTED_WEIGHT if key in unprinted else 1.0 for key in system.cells}
    found = _ranked(system, weights, evidence, previous_year)
    own = [one for one in found if one.change]
    elsewhere = next((one for one in found if not one.change), None)
    if elsewhere is None:
        return own[:MAX_SETS]
    if not own:
        here = replace(system, frozen=frozenset(filter(is_foreign, system.cells)))
        own = _ranked(here, weights, evidence, previous_year)
    return _with_elsewhere(own, elsewhere, system, previous_year)


def _with_elsewhere(
    own: Sequence[Explanation], elsewhere: Explanation, system: System, previous_year: int
) -> list[Explanation]:
    """Own explanations that say what outside the report would mend as much, and whether that is likelier.

    It is where fewer cells would change: of as many, the prose of the other year, which is not asked, might decide.
    """
    beside = elsewhere.beside or {}
    is_likelier = bool(own) and len(beside) < len(own[0].change) and elsewhere.cost < own[0].cost
    words = _beside_in_words(beside, system.values, previous_year)
    remark = f"likelier wrong is {words}" if is_likelier else f"or wrong is {words}"
    most = _SETS_BESIDE if is_likelier else MAX_SETS
    return [replace(one, remarks=(*one.remarks, remark)) for one in own[:most]]


def _ranked(
    system: System, weights: Mapping[str, float], evidence: Sequence[Evidence], previous_year: int
) -> list[Explanation]:
    slips = [(change, name) for change, name in _one_slip(system)]
    changes = small_sets(system) or ([] if slips else middle_sets(system) or larger_sets(system, weights))
    found = [_explanation(system, c, sum(weights[k] for k in c), evidence, None, previous_year) for c in changes]
    found += [_explanation(system, c, _SLIP_COST, evidence, name, previous_year) for c, name in slips]
    best = {
        (tuple(sorted(one.change.items())), tuple(sorted((one.beside or {}).items()))): one
        for one in sorted(found, key=_order, reverse=True)
    }
    return sorted(best.values(), key=_order)


def _one_slip(system: System) -> Iterator[tuple[Change, str]]:
    yield from ((change, SHIFTED) for change in shifted_rows(system))
    yield from ((change, EXCHANGED) for change in exchanged_carries(system))


def _order(explanation: Explanation) -> tuple[float, int, list[str]]:
    return round(explanation.cost, 6), len(explanation.change), sorted(explanation.change)


def _explanation(
    system: System, change: Change, cost: float, evidence: Sequence[Evidence], slip: str | None, previous_year: int
) -> Explanation:
    factor = 1.0
    if slip is None:
        factor, slip = slip_of(change, system)
    evidence_factor, words = weigh(change, system.values, evidence)
    mends = tuple(f"{identity} {scope}" for identity, scope in (system.equations[n].name for n in system.residuals()))
    beside = {key: value for key, value in change.items() if is_foreign(key)}
    own = {key: value for key, value in change.items() if key not in beside}
    remarks = [slip] if slip else []
    if own and beside:
        remarks.append("together with " + _beside_in_words(beside, system.values, previous_year))
    remarks += [f"supported by {one}" for one in words]
    return Explanation(own, cost * factor * evidence_factor, tuple(dict.fromkeys(mends)), tuple(remarks), beside)


def _beside_in_words(beside: Change, values: Mapping[str, int], previous_year: int) -> str:
    """The changes outside the report, in one clause without a semicolon."""
    years = [f"{k.removesuffix(PREVIOUS)} {values[k]} → {v}" for k, v in sorted(beside.items()) if k.endswith(PREVIOUS)]
    texts = [f"{k.removeprefix(TEXT)} {values[k]} → {v}" for k, v in sorted(beside.items()) if k.startswith(TEXT)]
    parts = [f"the report on {previous_year} ({', '.join(years)})"] if years else []
    parts += [f"the text ({', '.join(texts)})"] if texts else []
    return " and ".join(parts)


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
    return Explanation(
        change={key: value for one in explanations for key, value in one.change.items()},
        cost=sum(one.cost for one in explanations),
        mends=tuple(name for one in explanations for name in one.mends),
        remarks=tuple(remark for one in explanations for remark in one.remarks),
    )
