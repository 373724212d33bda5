"""The arithmetic of one form variant as a sparse system: what error localisation must make hold.

Taken from the catalogue: equalities and bounds of data quality whose failure is an error or a warning. Cells of the
year before bear ``@prev``; a largest cell (``max(…)``) is one bound for each cell it is taken from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from expectations.compile import Instance, Reading, load_compiled

PREVIOUS = "@prev"
"""Behind the key of a cell that stands in the report of the year before."""
_CLASSES = frozenset({"arithmetic", "bound"})


@dataclass(frozen=True, slots=True)
class Equation:
    """``sum(sign × cell)`` compared with 0 by ``operator``; ``name`` is (identity id, scope)."""

    name: tuple[str, str]
    signs: Mapping[str, int]
    operator: str = "=="

    def residual(self, values: Mapping[str, int]) -> int:
        """By how much the equation is off."""
        return self.excess(self.total(values))

    def total(self, values: Mapping[str, int]) -> int:
        """The signed sum of its cells."""
        return sum([sign * values[key] for key, sign in self.signs.items()])  # a list: a third less than a generator

    def excess(self, total: int) -> int:
        """What of a signed sum is too much (positive) or too little (negative) for the operator."""
        if self.operator == "<=":
            return max(total, 0)
        return min(total, 0) if self.operator == ">=" else total


@cache
def equations_of(variant: str) -> tuple[Equation, ...]:
    """Every equality and bound of a form variant, those over two years included."""
    return tuple(e for i in load_compiled().instances if i.variant == variant and _is_localisable(i) for e in _write(i))


@cache
def previous_equations_of(variant: str) -> tuple[Equation, ...]:
    """What must go on to hold in the report of the year before, should one of its cells be the wrong one."""
    own = (e for e in equations_of(variant) if not any(key.endswith(PREVIOUS) for key in e.signs))
    return tuple(replace(e, signs={key + PREVIOUS: sign for key, sign in e.signs.items()}) for e in own)


@cache
def value_readings(variant: str) -> Mapping[str, tuple[Reading, ...]]:
    """For every measure of the prose the sums of cells it may mean."""
    found: dict[str, list[Reading]] = {}
    for reading in load_compiled().readings:
        if reading.variant == variant and reading.kind == "value":
            found.setdefault(reading.measure, []).append(reading)
    return {measure: tuple(readings) for measure, readings in found.items()}


@cache
def localisable_identities() -> tuple[str, ...]:
    """Ids of the rules over cells whose failures are explained."""
    return tuple(dict.fromkeys(i.identity.id for i in load_compiled().instances if _is_localisable(i)))


@cache
def localisable_statements() -> tuple[str, ...]:
    """Ids of the rules that hold a figure of the prose against cells and whose failures are explained."""
    rules = load_compiled().catalogue.identities
    return tuple(r.id for r in rules if r.claims and r.claims.kind == "value" and r.default_severity != "info")


@cache
def signed_cells() -> frozenset[str]:
    """Cells whose number may be negative, of either year."""
    keys = [key for key, cell in load_compiled().cells.items() if cell.value_type == "signed_int"]
    return frozenset([*keys, *(key + PREVIOUS for key in keys)])


def reading_signs(reading: Reading) -> dict[str, int]:
    """The cells of a reading with their signs."""
    return {o.cell_key + (PREVIOUS if o.is_prev else ""): o.left for o in reading.operands}


def _is_localisable(instance: Instance) -> bool:
    identity = instance.identity
    return (
        identity.purpose == "data_quality"
        and identity.class_ in _CLASSES
        and identity.severity_of(instance.scope) != "info"
    )


def _write(instance: Instance) -> Iterator[Equation]:
    name = instance.identity.id, instance.scope
    signs: dict[str, int] = {}
    largest: list[dict[str, int]] = []
    for key, operand in zip(instance.cell_keys, instance.operands, strict=True):
        if (instance.is_left_max and operand.left) or (instance.is_right_max and operand.right):
            largest.append({key: operand.left - operand.right})
        else:
            signs[key] = signs.get(key, 0) + operand.left - operand.right
    for one in largest or [{}]:
        yield Equation(name, {key: sign for key, sign in {**signs, **one}.items() if sign}, instance.operator)
