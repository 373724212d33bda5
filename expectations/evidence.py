"""What speaks for or against an explanation besides the identities: the prose, and the years before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from expectations.search import Change

_SUPPORTED = 0.5
_CONTRADICTED = 1.6

_FORMS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "received": (("t3.new_received.total",), ("t3.new_received.total", "t3.carried_in.total")),
    "accepted": (("t3.new_received.total",), ("t3.new_received.total", "t3.carried_in.total")),
    "processed": (("t3.total_processed.total",),),
    "replied": (("t3.total_processed.total",),),
    "carried_in": (("t3.carried_in.total",),),
    "carried_out": (("t3.carried_out.total",),),
    "granted": (("t3.granted.total",),),
    "partial": (("t3.partial.total",),),
    "applicant_natural_person": (
        ("t3.new_received.natural_person",),
        ("t3.new_received.natural_person", "t3.carried_in.natural_person"),
    ),
    "reconsideration": (("t4.reconsideration.total",),),
}
"""For each measure of a claim the sums of cells that a writer may mean by it (X-RECV and its like)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """``value`` is said to equal one of ``forms`` (each a sum of cells); ``words`` say by whom."""

    forms: tuple[tuple[str, ...], ...]
    value: int
    words: str

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether any reading of the statement fits the cells."""
        return any(sum(values.get(key, 0) for key in form) == self.value for form in self.forms)


def claims_evidence(claims: Iterable[tuple[str, int, str]]) -> list[Evidence]:
    """Statements (measure, value, quote) of the narrative; answered as many as received leaves nothing to carry out."""
    stated = [claim for claim in claims if claim[0] in _FORMS]
    evidence = [Evidence(_FORMS[measure], value, f"the text: {quote}") for measure, value, quote in stated]
    received = {value for measure, value, _ in stated if measure in ("received", "accepted")}
    for measure, value, quote in stated:
        if measure in ("processed", "replied") and received == {value}:
            evidence.append(Evidence((("t3.carried_out.total",),), 0, f"the text: {quote}"))
    return evidence


def neighbour_evidence(previous: Mapping[str, int], following: Mapping[str, int], previous_year: int) -> list[Evidence]:
    """Last year's carried_out is this year's carried_in, this year's carried_out next year's carried_in."""
    evidence = []
    for column, value in previous.items():
        words = f"the report on {previous_year} carried out {value}"
        evidence.append(Evidence(((f"t3.carried_in.{column}",),), value, words))
    for column, value in following.items():
        words = f"the report on {previous_year + 2} carried in {value}"
        evidence.append(Evidence(((f"t3.carried_out.{column}",),), value, words))
    return evidence


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
