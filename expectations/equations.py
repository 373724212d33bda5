"""The equalities of one form variant as a sparse system: what error localisation must make hold.

Taken from the catalogue: machine formulas with ``==`` inside one table whose failure is an error. Bounds are no part of
it: that no count is negative and no outcome exceeds what there was follows from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from expectations.compile import Instance, load_compiled


@dataclass(frozen=True, slots=True)
class Equation:
    """``sum(sign × cell) == 0``; ``name`` is (identity id, scope)."""

    name: tuple[str, str]
    signs: Mapping[str, int]

    def residual(self, values: Mapping[str, int]) -> int:
        """By how much the equation is off."""
        return sum(sign * values[key] for key, sign in self.signs.items())


@cache
def equations_of(variant: str) -> tuple[Equation, ...]:
    """Every equality of a form variant."""
    return tuple(
        Equation((i.identity.id, i.scope), _signs(i))
        for i in load_compiled().instances
        if i.variant == variant and _is_localisable(i)
    )


@cache
def localisable_identities() -> tuple[str, ...]:
    """Ids of the rules whose failures are explained."""
    return tuple(dict.fromkeys(i.identity.id for i in load_compiled().instances if _is_localisable(i)))


def _is_localisable(instance: Instance) -> bool:
    identity = instance.identity
    return (
        instance.operator == "=="
        and identity.scope == "within_table"
        and identity.severity_of(instance.scope) == "error"
        and not instance.needs_prev
    )


def _signs(instance: Instance) -> dict[str, int]:
    signs: dict[str, int] = {}
    for operand in instance.operands:
        signs[operand.cell_key] = signs.get(operand.cell_key, 0) + operand.left - operand.right
    return {key: sign for key, sign in signs.items() if sign}
