"""Rates and series as data: ``warehouse/measures.yaml``, checked against the forms, compiled into terms over cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extract.yaml_file import read_rules
from transform.forms import Form, load_forms
from warehouse.errors import WarehouseError

MEASURES_FILE = Path(__file__).parent.parent / "measures.yaml"
_GROUP = re.compile(r"(\w+)\.GROUP:(\w+)\.(\w+)")
Variant = Literal["any", "leaves", "one_row"]
ONE_ROW = "other_handling"
"""A page of the 2021 form may print （六）其他处理 as one row in place of its three leaves (洪泽区 2023)."""


class MeasureFileError(WarehouseError):
    """measures.yaml names a cell or group that no form has, or breaks its schema."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    zh: str
    en: str


class Proof(BaseModel):
    """An identity and scope that must PASS before a blank counts as 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    identity: str
    scope: str


class Measure(_Entry):
    """One rate over the cells of a report."""

    editions: tuple[str, ...]
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    proof: tuple[Proof, ...] = ()
    needs: str | None = None
    recommended: bool
    evidence: str


class OrganRate(_Entry):
    """One rate over organs, a column of ``mart.compliance``."""

    evidence: str


class Series(_Entry):
    """One figure through the editions, where the law lets it be followed."""

    cells: dict[str, tuple[str, ...]]
    comparability: dict[str, Literal["exact", "approximate"]]


class MeasureFile(BaseModel):
    """The whole of measures.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measures: tuple[Measure, ...]
    organ_rates: tuple[OrganRate, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One cell that a measure or series adds up, in the reports of an edition. ``side`` is numerator or denominator."""

    measure: str
    edition: str
    variant: Variant
    side: Literal["numerator", "denominator"]
    cell_key: str


@cache
def load_measures() -> MeasureFile:
    """Read measures.yaml. Raises MeasureFileError with the reason in one line."""
    try:
        return read_rules(MEASURES_FILE, MeasureFile)
    except (ValidationError, yaml.YAMLError) as error:
        raise MeasureFileError(f"{MEASURES_FILE.name}: {' '.join(str(error).split())}") from error


@cache
def compile_terms() -> tuple[Term, ...]:
    """Return every term of every measure and series. Raises MeasureFileError where a cell is in no form."""
    file = load_measures()
    terms: list[Term] = []
    for measure in file.measures:
        for edition in measure.editions:
            terms += _terms(measure.code, edition, "numerator", measure.numerator)
            terms += _terms(measure.code, edition, "denominator", measure.denominator)
    for series in file.series:
        for edition, cells in series.cells.items():
            terms += _terms(series.code, edition, "numerator", cells)
    return tuple(terms)


def _terms(
    code: str, edition: str, side: Literal["numerator", "denominator"], cells: tuple[str, ...]
) -> Iterator[Term]:
    form = load_forms()[edition]
    for cell in cells:
        for key, variant in _expand(form, cell):
            if key not in form.by_key:
                raise MeasureFileError(f"{MEASURES_FILE.name}: {code}: the form of {edition} has no cell {key}")
            yield Term(code, edition, variant, side, key)


def _expand(form: Form, cell: str) -> Iterator[tuple[str, Variant]]:
    """The cells a name stands for; a group with a one-row variant stands for either."""
    found = _GROUP.fullmatch(cell)
    if found is None:
        yield cell, "any"
        return
    table, group, column = found.groups()
    rows = form.table(table).row_groups.get(group)
    if rows is None:
        raise MeasureFileError(f"{MEASURES_FILE.name}: the form of {form.edition} has no group {table}.{group}")
    has_variant = group == f"{ONE_ROW}_all" and ONE_ROW not in rows
    for row in rows:
        yield f"{table}.{row}.{column}", "leaves" if has_variant else "any"
    if has_variant:
        yield f"{table}.{ONE_ROW}.{column}", "one_row"
