"""Error localisation: for a report that breaks an identity, which cells most likely cause it (core.fact_suspect).

Explains, never corrects: no fact is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa

from expectations.compile import load_compiled
from expectations.engine import prepare, prepare_batch, read_sql, read_wanted
from expectations.equations import (
    PREVIOUS,
    Equation,
    equations_of,
    localisable_identities,
    localisable_statements,
    previous_equations_of,
    reading_signs,
    value_readings,
)
from expectations.evidence import Evidence, claims_evidence, following_evidence
from expectations.explain import TEXT, Explanation, explain
from expectations.stale import ask_for, ask_for_unexplained, record_explained
from warehouse.connection import Connection

_BATCH_SIZE = 2_000
_MILLION = 1_000_000


@dataclass
class _Report:
    """What one report's explanation rests on; ``values`` in the form's order, whole numbers only.

    ``values`` has the cells of the year before as well, with ``@prev``. ``mismatches`` are figures of the prose that no
    reading fits: measure, figure, and the cells of the reading nearest to it.
    """

    year: int = 0
    variant: str = ""
    previous_variant: str = ""
    values: dict[str, int] = field(default_factory=dict)
    unprinted: set[str] = field(default_factory=set)
    assessed: set[tuple[str, str]] = field(default_factory=set)
    claims: list[tuple[str, int, str]] = field(default_factory=list)
    mismatches: list[tuple[str, str, int, frozenset[str]]] = field(default_factory=list)
    following: dict[str, int] = field(default_factory=dict)
    following_edition: str = ""

    def explanations(self) -> list[Explanation]:
        """The likeliest first. The prose is evidence where cells contradict each other, and only else a suspect."""
        equations = self._equations(equations_of(self.variant))
        equations = [e for e in equations if e.name in self.assessed]
        if all(e.residual(self.values) == 0 for e in equations):
            equations += self._statements()
        if any(key.endswith(PREVIOUS) for e in equations for key in e.signs):
            before = self._equations(previous_equations_of(self.previous_variant))
            equations += [e for e in before if e.residual(self.values) == 0]
        return explain(equations, self.values, frozenset(self.unprinted), self._evidence(), self.year - 1)

    def _equations(self, equations: Sequence[Equation]) -> list[Equation]:
        """Those whose cells are all whole numbers."""
        return [equation for equation in equations if equation.signs.keys() <= self.values.keys()]

    def _statements(self) -> Iterator[Equation]:
        """A figure of the prose as a cell of its own that its nearest reading should equal."""
        for identity, measure, value, operands in self.mismatches:
            for reading in value_readings(self.variant).get(measure, ()):
                signs = reading_signs(reading)
                if operands == signs.keys() and operands <= self.values.keys():
                    self.values[TEXT + measure] = value
                    yield Equation((identity, measure), {**signs, TEXT + measure: -1})
                    break

    def _evidence(self) -> list[Evidence]:
        """The report's own statements and the report of the year after."""
        after = following_evidence(self.following, self.following_edition, self.year + 1)
        claims = [claim for claim in self.claims if TEXT + claim[0] not in self.values]  # no witness in its own cause
        return claims_evidence(claims, self.variant) + after


def localise_errors(con: Connection, run_id: str, report_ids: Sequence[str] | None = None) -> int:
    """Explain the failures in core.fact_check of ``report_ids`` (all reports when None); return the rows written.

    Each minimal set of cells has a rank, the likeliest first; cells of one set share it. Where the report of the year
    before or a figure of the prose may be wrong instead, ``why`` says so. Earlier suspects of these reports are
    replaced.
    """
    prepare(con, load_compiled())
    ask_for(con, report_ids)
    return _localise(con, run_id)


def localise_changed(con: Connection, run_id: str, *, is_prepared: bool = False) -> int:
    """Explain the failures of the reports that `check_changed` checked, or whose report of the year after is another.

    Afterwards core.fact_suspect holds what `localise_errors` would have written; return the rows written.
    ``is_prepared``: `check_changed` ran on this very connection, and no report was loaded since.
    """
    if not is_prepared:
        prepare(con, load_compiled())
    ask_for_unexplained(con)
    return _localise(con, run_id)


def _localise(con: Connection, run_id: str) -> int:
    """Replace the suspects of the reports in ck_asked."""
    con.execute("DELETE FROM core.fact_suspect WHERE report_id IN (SELECT report_id FROM ck_asked)")
    rules = [*localisable_identities(), *localisable_statements()]
    con.execute(read_sql("localise/failing"), {"identities": rules})
    con.execute(read_sql("localise/all_assessed"), {"identities": list(localisable_identities())})
    count = read_wanted(con)
    written = sum(_localise_batch(con, run_id, start) for start in range(0, count, _BATCH_SIZE))
    record_explained(con)
    return written


def _localise_batch(con: Connection, run_id: str, start: int) -> int:
    prepare_batch(con, start, _BATCH_SIZE)
    rows = [row for ix, report in _read_reports(con).items() for row in _rows(ix, report, report.explanations())]
    if rows:
        con.register("ck_input", pa.Table.from_pylist(rows))
        con.execute(read_sql("localise/write"), {"run_id": run_id})
        con.unregister("ck_input")
    return len(rows)


def _read_reports(con: Connection) -> dict[int, _Report]:
    reports: dict[int, _Report] = defaultdict(_Report)
    for ix, year, variant, previous in con.execute(read_sql("localise/sources")).fetchall():
        reports[ix] = _Report(year, variant, previous or "")
    for ix, key, term, is_unprinted in con.execute(read_sql("localise/cells")).fetchall():
        if term % _MILLION == 0:
            reports[ix].values[key] = term // _MILLION
            if is_unprinted:
                reports[ix].unprinted.add(key)
    _read_results(con, reports)
    for ix, edition, key, value in con.execute(read_sql("localise/following"), {"cells": _chain_cells()}).fetchall():
        reports[ix].following_edition = edition
        reports[ix].following[key] = int(value)
    return dict(reports)


def _read_results(con: Connection, reports: Mapping[int, _Report]) -> None:
    """What was assessed, what the prose states, and which of its figures no reading fits."""
    for ix, identity, scope in con.execute(read_sql("localise/assessed")).fetchall():
        reports[ix].assessed.add((identity, scope))
    for ix, measure, value, quote in con.execute(read_sql("localise/claims")).fetchall():
        if value == value.to_integral_value():
            reports[ix].claims.append((measure, int(value), quote))
    statements = {"identities": list(localisable_statements())}
    for ix, identity, measure, value, operands in con.execute(read_sql("localise/mismatches"), statements).fetchall():
        if value == value.to_integral_value():
            reports[ix].mismatches.append((identity, measure, int(value), frozenset(operands)))


def _chain_cells() -> list[str]:
    """Cells of a report that its equalities over two years hold against the year before."""
    return sorted({o.cell_key for i in load_compiled().instances if i.needs_prev for o in i.operands if not o.is_prev})


def _rows(ix: int, report: _Report, explanations: Sequence[Explanation]) -> list[dict[str, Any]]:
    return [
        {
            "ix": ix,
            "rank": rank,
            "cell_key": key,
            "value": None if key in report.unprinted else Decimal(report.values[key]),
            "implied_value": Decimal(implied),
            "why": explanation.why,
        }
        for rank, explanation in enumerate(explanations, start=1)
        for key, implied in sorted(explanation.change.items())
    ]
