"""The two sides of a failed identity, with the figure printed in every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from expectations.compile import Instance, load_compiled
from expectations.summary.records import Check, Operand

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Term:
    """One cell in an identity. ``sign`` is +1 or -1; ``is_previous`` when it lies in the previous year's report."""

    sign: int
    cell_key: str
    value: Decimal | None
    status: str
    candidates: tuple[Decimal | None, ...]
    is_previous: bool

    @property
    def amount(self) -> Decimal:
        """What the cell adds to its side: a blank counts as 0 inside an identity."""
        return self.sign * (self.value or ZERO)


@dataclass(frozen=True, slots=True)
class Equation:
    """Left and right terms of an identity and the sign of how they fail to compare.

    ``is_split`` is False for a rule that is no formula over cells: then all terms stand on the left.
    """

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    sign: str
    is_split: bool

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, left side first."""
        return self.left + self.right

    @property
    def is_within_row(self) -> bool:
        """Whether all terms stand in one row of the form, so that their columns name them."""
        return len(self.terms) > 1 and len({term.cell_key.rpartition(".")[0] for term in self.terms}) == 1


BROKEN = {"==": "≠", "<=": ">", ">=": "<"}
"""How the two sides of a failed comparison stand to each other."""


def read_equation(check: Check, operands: Mapping[tuple[str, str], Operand]) -> Equation:
    """Terms of ``check`` on the side the catalogue's formula gives them."""
    instance = _instances().get((check.identity_id, check.scope, tuple(check.operands)))
    if instance is None or instance.is_left_max or instance.is_right_max:
        terms = tuple(_term(check.report_id, operand, 1, operands) for operand in check.operands)
        return Equation(terms, (), "≠", is_split=False)
    pairs = list(zip(instance.cell_keys, instance.operands, strict=True))
    left = tuple(_term(check.report_id, key, o.left, operands) for key, o in pairs if o.left)
    right = tuple(_term(check.report_id, key, o.right, operands) for key, o in pairs if o.right)
    return Equation(left, right, BROKEN[instance.operator], is_split=True)


@cache
def _instances() -> Mapping[tuple[str, str, tuple[str, ...]], Instance]:
    return {(one.identity.id, one.scope, one.cell_keys): one for one in load_compiled().instances}


def _term(report_id: str, operand: str, sign: int, operands: Mapping[tuple[str, str], Operand]) -> Term:
    found = operands.get((report_id, operand))
    return Term(
        sign=sign,
        cell_key=found.cell_key if found else operand.partition("@")[0],
        value=found.value if found else None,
        status=found.status if found else "missing",
        candidates=tuple(found.candidates or ()) if found else (),
        is_previous="@" in operand,
    )
