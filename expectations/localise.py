"""Error localisation: for a report that breaks an identity, which cells most likely cause it (core.fact_suspect).

Explains, never corrects: no fact is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa

from expectations.compile import load_compiled
from expectations.engine import prepare, prepare_batch, read_sql, read_wanted
from expectations.equations import Equation, equations_of, localisable_identities
from expectations.evidence import Evidence, claims_evidence, neighbour_evidence
from expectations.explain import Explanation, explain
from warehouse.connection import Connection

_BATCH_SIZE = 2_000
_MILLION = 1_000_000


@dataclass
class _Report:
    """What one report's explanation rests on; ``values`` in the form's order, whole numbers only."""

    variant: str = ""
    values: dict[str, int] = field(default_factory=dict)
    unprinted: set[str] = field(default_factory=set)
    assessed: set[tuple[str, str]] = field(default_factory=set)
    claims: list[tuple[str, int, str]] = field(default_factory=list)
    previous: dict[str, int] = field(default_factory=dict)
    following: dict[str, int] = field(default_factory=dict)
    year: int = 0

    def equations(self) -> list[Equation]:
        """Equalities that were assessed and whose cells are all whole numbers."""
        return [
            equation
            for equation in equations_of(self.variant)
            if equation.name in self.assessed and equation.signs.keys() <= self.values.keys()
        ]

    def evidence(self) -> list[Evidence]:
        """The report's own statements and its neighbours in time."""
        return claims_evidence(self.claims) + neighbour_evidence(self.previous, self.following, self.year - 1)


def localise_errors(con: Connection, run_id: str, report_ids: Sequence[str] | None = None) -> int:
    """Explain the failures in core.fact_check of ``report_ids`` (all reports when None); return the rows written.

    Each minimal set of cells has a rank, the likeliest first; cells of one set share it. Earlier suspects of these
    reports are replaced.
    """
    prepare(con, load_compiled())
    ids = None if report_ids is None else list(report_ids)
    con.execute("DELETE FROM core.fact_suspect WHERE $ids IS NULL OR list_contains($ids, report_id)", {"ids": ids})
    con.execute(read_sql("localise/failing"), {"identities": list(localisable_identities()), "report_ids": ids})
    count = read_wanted(con)
    return sum(_localise_batch(con, run_id, start) for start in range(0, count, _BATCH_SIZE))


def _localise_batch(con: Connection, run_id: str, start: int) -> int:
    prepare_batch(con, start, _BATCH_SIZE)
    rows = [
        row
        for ix, report in _read_reports(con).items()
        for row in _rows(
            ix,
            report,
            explain(report.equations(), report.values, frozenset(report.unprinted), report.evidence()),
        )
    ]
    if rows:
        con.register("ck_input", pa.Table.from_pylist(rows))
        con.execute(read_sql("localise/write"), {"run_id": run_id})
        con.unregister("ck_input")
    return len(rows)


def _read_reports(con: Connection) -> dict[int, _Report]:
    reports: dict[int, _Report] = defaultdict(_Report)
    identities = {"identities": list(localisable_identities())}
    for ix, variant, key, term, is_unprinted in con.execute(read_sql("localise/cells")).fetchall():
        reports[ix].variant = variant
        if term is not None and term % _MILLION == 0:
            reports[ix].values[key] = term // _MILLION
            if is_unprinted:
                reports[ix].unprinted.add(key)
    for ix, identity, scope in con.execute(read_sql("localise/assessed"), identities).fetchall():
        reports[ix].assessed.add((identity, scope))
    for ix, measure, value, quote in con.execute(read_sql("localise/claims")).fetchall():
        if value == value.to_integral_value():
            reports[ix].claims.append((measure, int(value), quote))
    for ix, year, is_following, column, value in con.execute(read_sql("localise/neighbours")).fetchall():
        reports[ix].year = year
        (reports[ix].following if is_following else reports[ix].previous)[column] = int(value)
    return dict(reports)


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
