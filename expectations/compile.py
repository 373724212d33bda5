"""From the catalogue's formulas to operands: what the checking SQL joins the cells with.

Every formula is written out once per form variant (an edition, or a page variant of it) and per member of its foreach
group. The result is a few thousand rows; the number of SQL statements does not grow with the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from expectations.catalogue import Catalogue, Identity, Variant, load_catalogue
from expectations.errors import CatalogueError
from expectations.formula import Term, parse_foreach, parse_formula, parse_sum
from expectations.vocabulary import CellCode, Vocabulary, load_vocabularies


@dataclass(frozen=True, slots=True)
class Operand:
    """One cell in one instance; ``left`` and ``right`` are its signs on either side, 0 where it does not stand."""

    cell_key: str
    is_prev: bool
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One formula over named cells: what gives one row of ``core.fact_check`` per report of that variant.

    ``is_leaf`` marks an instance that reads only the parts of a table (no total column); ``is_cross`` one that holds
    parts on the left against their total on the right. ``prev_variants`` are the variants whose form has all cells
    that are read from the year before.
    """

    identity: Identity
    variant: str
    scope: str
    operator: str
    tolerance: float
    operands: tuple[Operand, ...]
    is_left_max: bool
    is_right_max: bool
    is_leaf: bool
    is_cross: bool
    prev_variants: tuple[str, ...]

    @property
    def needs_prev(self) -> bool:
        """Whether the report of the year before is read too."""
        return any(operand.is_prev for operand in self.operands)

    @property
    def cell_keys(self) -> tuple[str, ...]:
        """Operands as they are named in results: ``key`` or ``key@prev``."""
        return tuple(o.cell_key + ("@prev" if o.is_prev else "") for o in self.operands)


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a claim's measure in one form variant: a sum of cells, and for percentages the sum it is of."""

    identity: Identity
    variant: str
    measure: str
    text: str
    kind: str
    operands: tuple[Operand, ...]
    base: tuple[Operand, ...]


@dataclass(frozen=True)
class Compiled:
    """The catalogue ready for SQL: all instances, and every cell any form variant has."""

    catalogue: Catalogue
    instances: tuple[Instance, ...]
    readings: tuple[Reading, ...]
    cells: Mapping[str, CellCode]
    forms: Mapping[str, Vocabulary] = field(repr=False)


@lru_cache(maxsize=1)
def load_compiled() -> Compiled:
    """The project's own catalogue, compiled once per process."""
    return compile_catalogue(load_catalogue())


def compile_catalogue(catalogue: Catalogue) -> Compiled:
    """Write out every machine formula; raises `CatalogueError` for a cell or group that no edition of the rule has."""
    forms = _forms(catalogue)
    instances = tuple(
        instance
        for identity in catalogue.identities
        if identity.machine is not None
        for instance in _instances(catalogue, identity, forms)
    )
    cells = {key: cell for form in forms.values() for key, cell in form.cells.items()}
    return Compiled(catalogue, instances, tuple(_readings(catalogue, forms)), cells, forms)


def _readings(catalogue: Catalogue, forms: Mapping[str, Vocabulary]) -> Iterator[Reading]:
    """Readings whose cells the variant has; a measure without any in the editions of its rule is a mistake."""
    for identity in catalogue.identities:
        for measure, sums in identity.claims.measures.items() if identity.claims else ():
            found = [
                reading
                for code, form in forms.items()
                if _edition(catalogue, code) in identity.editions
                for text in sums
                for reading in _measure_readings(identity, measure, text, form)
            ]
            if not found:
                raise CatalogueError(f"{identity.id}: no form has the cells of measure {measure}")
            yield from found


def _measure_readings(identity: Identity, measure: str, text: str, form: Vocabulary) -> Iterator[Reading]:
    assert identity.claims is not None
    kind = identity.claims.kind
    bases: tuple[tuple[Term, ...], ...] = tuple(parse_sum(base) for base in identity.claims.bases) or ((),)
    terms = parse_sum(text)
    if kind == "change":
        bases = (tuple(replace(term, is_prev=True) for term in terms),)
    for number, base in enumerate(bases):
        operands, base_operands = _operands(terms, 1, form), _operands(base, 1, form)
        if all(o.is_prev or o.cell_key in form.cells for o in (*operands, *base_operands)):
            of = f" / ({identity.claims.bases[number]})" if kind == "share" else ""
            yield Reading(identity, form.edition, measure, text + of, kind, operands, base_operands)


def _forms(catalogue: Catalogue) -> dict[str, Vocabulary]:
    forms = dict(load_vocabularies())
    for variant in catalogue.variants:
        forms[variant.code] = _variant_form(variant, forms[variant.edition])
    return forms


def _variant_form(variant: Variant, base: Vocabulary) -> Vocabulary:
    replaced = base.group(variant.table, variant.replaces)
    if not replaced:
        raise CatalogueError(f"variant {variant.code}: edition {variant.edition} has no group {variant.replaces}")
    cells = {k: c for k, c in base.cells.items() if (c.table, c.row) != (variant.table, variant.row)}
    for cell in base.cells.values():
        if cell.table == variant.table and cell.row in replaced:
            del cells[cell.key]
            key = f"{cell.table}.{variant.row}.{cell.column}"
            label = _row_label(variant)
            cells[key] = CellCode(key, cell.table, variant.row, cell.column, label, cell.column_label, cell.value_type)
    groups = {name: _replace(members, replaced, variant.row) for name, members in base.groups.items()}
    return replace(base, edition=variant.code, cells=cells, groups=groups)


def _row_label(variant: Variant) -> str:
    """The label another edition prints for the row (（六）其他处理 stands in the 2019 form)."""
    prefix = f"{variant.table}.{variant.row}."
    labels = (
        c.row_label for form in load_vocabularies().values() for k, c in form.cells.items() if k.startswith(prefix)
    )
    return next(labels, variant.row)


def _replace(members: tuple[str, ...], replaced: tuple[str, ...], row: str) -> tuple[str, ...]:
    if not set(replaced) <= set(members):
        return members
    kept = [row if member == replaced[0] else member for member in members]
    return tuple(member for member in kept if member not in replaced[1:])


def _instances(catalogue: Catalogue, identity: Identity, forms: Mapping[str, Vocabulary]) -> Iterator[Instance]:
    for code, form in forms.items():
        edition = next((v.edition for v in catalogue.variants if v.code == code), code)
        if edition in identity.editions:
            yield from _form_instances(catalogue, identity, form, forms)


def _form_instances(
    catalogue: Catalogue, identity: Identity, form: Vocabulary, forms: Mapping[str, Vocabulary]
) -> Iterator[Instance]:
    assert identity.machine is not None
    for binding in _bindings(identity, form):
        for scope, text in identity.machine.checks.items():
            yield _instance(catalogue, identity, _bind(scope, binding), _bind(text, binding), form, forms)


def _bindings(identity: Identity, form: Vocabulary) -> list[dict[str, str]]:
    assert identity.machine is not None
    if identity.machine.foreach is None:
        return [{}]
    foreach = parse_foreach(identity.machine.foreach)
    members = form.group(foreach.table, foreach.group)
    if not members:
        raise CatalogueError(f"{identity.id}: edition {form.edition} has no group {foreach.table}.{foreach.group}")
    return [{foreach.name: member} for member in members]


def _bind(text: str, binding: Mapping[str, str]) -> str:
    for name, member in binding.items():
        text = text.replace(f"{{{name}}}", member)
    return text


def _instance(
    catalogue: Catalogue, identity: Identity, scope: str, text: str, form: Vocabulary, forms: Mapping[str, Vocabulary]
) -> Instance:
    assert identity.machine is not None
    formula = parse_formula(text)
    operands = _operands(formula.left, 1, form) + _operands(formula.right, 0, form)
    _require_cells(identity, operands, form, forms)
    prev_keys = {o.cell_key for o in operands if o.is_prev}
    prev = tuple(
        code
        for code, f in forms.items()
        if prev_keys <= set(f.cells) and _edition(catalogue, code) in identity.editions
    )
    return Instance(
        identity=identity,
        variant=form.edition,
        scope=scope,
        operator=formula.operator,
        tolerance=identity.machine.tolerance,
        operands=operands,
        is_left_max=formula.left[0].is_max,
        is_right_max=formula.right[0].is_max,
        is_leaf=all(_is_leaf(catalogue, o.cell_key, form) for o in operands),
        is_cross=any(_is_parts(catalogue, term) for term in formula.left),
        prev_variants=prev,
    )


def _edition(catalogue: Catalogue, code: str) -> str:
    return next((v.edition for v in catalogue.variants if v.code == code), code)


def _operands(terms: tuple[Term, ...], is_left: int, form: Vocabulary) -> tuple[Operand, ...]:
    is_right = 1 - is_left
    return tuple(
        Operand(_key(term.table, row, column), term.is_prev, term.sign * is_left, term.sign * is_right)
        for term in terms
        for row in _members(term.table, term.row, "GROUP:", form)
        for column in _members(term.table, term.column, "COLS:", form)
    )


def _key(table: str, row: str, column: str) -> str:
    """A table of a single value column names none (``g1.received``)."""
    return ".".join(part for part in (table, row, column) if part)


def _members(table: str, name: str, prefix: str, form: Vocabulary) -> tuple[str, ...]:
    if not name.startswith(prefix):
        return (name,)
    members = form.group(table, name.removeprefix(prefix))
    if not members:
        raise CatalogueError(f"edition {form.edition} has no group {name} in table {table}")
    return members


def _require_cells(
    identity: Identity, operands: tuple[Operand, ...], form: Vocabulary, forms: Mapping[str, Vocabulary]
) -> None:
    anywhere = {key for other in forms.values() for key in other.cells}
    for operand in operands:
        if operand.cell_key not in (anywhere if operand.is_prev else form.cells):
            raise CatalogueError(f"{identity.id}: form {form.edition} has no cell {operand.cell_key}")


def _is_leaf(catalogue: Catalogue, key: str, form: Vocabulary) -> bool:
    table, _, column = f"{key}.".split(".")[:3]
    return table in catalogue.blank_total_is_unread and column != form.totals.get(table)


def _is_parts(catalogue: Catalogue, term: Term) -> bool:
    return term.column == "COLS:parts" and term.table in catalogue.blank_total_is_unread
