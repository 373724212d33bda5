"""What speaks for or against an explanation besides the identities: the prose, and the report of the year after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from expectations.compile import load_compiled
from expectations.equations import reading_signs, value_readings
from expectations.search import Change

_SUPPORTED = 0.5
_CONTRADICTED = 1.6
_ANSWERED = ("processed", "replied")
_RECEIVED = ("received", "accepted")
_LEFT_OVER = "carried_out"

Sum = Mapping[str, int]
"""Cells with their signs."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """``value`` is said to equal one of ``forms``; ``words`` say by whom."""

    forms: tuple[Sum, ...]
    value: int
    words: str

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether any reading of the statement fits the cells; one with a cell that has no value does not."""
        return any(
            form.keys() <= values.keys() and sum(sign * values[key] for key, sign in form.items()) == self.value
            for form in self.forms
        )


def claims_evidence(claims: Iterable[tuple[str, int, str]], variant: str) -> list[Evidence]:
    """Statements (measure, value, quote) of the narrative; answered as many as received leaves nothing to carry out."""
    readings = _sums_of_measures(variant)
    stated = [claim for claim in claims if claim[0] in readings]
    evidence = [Evidence(readings[measure], value, f"the text: {quote}") for measure, value, quote in stated]
    received = {value for measure, value, _ in stated if measure in _RECEIVED}
    for measure, value, quote in stated:
        if measure in _ANSWERED and received == {value} and _LEFT_OVER in readings:
            evidence.append(Evidence(readings[_LEFT_OVER], 0, f"the text: {quote}"))
    return evidence


@cache
def _sums_of_measures(variant: str) -> Mapping[str, tuple[Sum, ...]]:
    return {measure: tuple(map(reading_signs, readings)) for measure, readings in value_readings(variant).items()}


def following_evidence(following: Mapping[str, int], edition: str, year: int) -> list[Evidence]:
    """What the report on ``year``, the year after, makes of this report's cells by the equalities over two years."""
    evidence = []
    for own, form in _chains(edition):
        if own.keys() <= following.keys():
            value = -sum(sign * following[key] for key, sign in own.items())
            words = ", ".join(f"{key} {following[key]}" for key in own)
            evidence.append(Evidence((form,), value, f"the report on {year}: {words}"))
    return evidence


@cache
def _chains(edition: str) -> tuple[tuple[Sum, Sum], ...]:
    """The equalities over two years: the cells of the later report, and those of the one before."""
    return tuple(
        (
            {o.cell_key: o.left - o.right for o in instance.operands if not o.is_prev},
            {o.cell_key: o.left - o.right for o in instance.operands if o.is_prev},
        )
        for instance in load_compiled().instances
        if instance.variant == edition and instance.operator == "==" and instance.needs_prev
    )


def weigh(change: Change, values: Mapping[str, int], evidence: Sequence[Evidence]) -> tuple[float, list[str]]:
    """A factor for the likelihood of ``change``, and the words of what supports it."""
    after = {**values, **change}
    factor, words = 1.0, []
    for one in evidence:
        before_holds, after_holds = one.holds(values), one.holds(after)
        if after_holds and not before_holds:
            factor *= _SUPPORTED
            words.append(one.words)
        elif before_holds and not after_holds:
            factor *= _CONTRADICTED
    return factor, words
