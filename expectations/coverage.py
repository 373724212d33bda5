"""Who published, on time, late or not at all: expected organs and years against what was found.

Completeness is found ÷ expected. Due dates come from the catalogue's deadline rules (条例 第四十九条: departments by
31 January, the government's own report by 31 March; the 2008 条例: 31 March; townships have no statutory date and are
held to a policy date that the reason names).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pyarrow as pa

from expectations.catalogue import load_catalogue
from expectations.models import CoverageSummary
from warehouse.connection import Connection

_SQL = Path(__file__).with_name("sql") / "coverage.sql"


@dataclass(frozen=True, slots=True)
class DueDate:
    """When organs of ``kind`` must have published their report on ``year``.

    ``grace_due_on`` is the next working day where the due date is none; None where no holiday calendar is known yet.
    """

    kind: str
    year: int
    due_on: date
    grace_due_on: date | None
    is_statutory: bool
    identity_id: str


def due_dates(years: Iterable[int]) -> list[DueDate]:
    """The due date of every kind of organ for the reports on ``years``."""
    return [due for year in years for due in _due_dates_of(year)]


def build_coverage(con: Connection, run_id: str, *, as_of: date, years: Iterable[int]) -> CoverageSummary:
    """Rewrite core.fact_coverage for ``years`` as things stand on ``as_of`` (the last day counted as in time).

    A report that is not due yet and not there has no row: it is not missing. Timeliness rests on the first version's
    date, values on the latest.
    """
    wanted = tuple(sorted(set(years)))
    rows = [_due_row(due) for due in due_dates(wanted)]
    con.execute("DELETE FROM core.fact_coverage WHERE list_contains($years, year)", {"years": list(wanted)})
    if rows:
        con.register("cv_due", pa.Table.from_pylist(rows))
        try:
            con.execute(_SQL.read_text(encoding="utf-8"), {"run_id": run_id, "as_of": as_of})
        finally:
            con.unregister("cv_due")
    return _summarise(con, wanted)


def next_working_day(day: date) -> date | None:
    """``day`` itself where it is a working day in China, else the next one; None beyond the known holiday calendars."""
    try:
        while not chinese_calendar.is_workday(day):
            day += timedelta(days=1)
    except NotImplementedError:  # the State Council announces each year's holidays the November before
        return None
    return day


def _due_dates_of(year: int) -> Iterable[DueDate]:
    for identity in load_catalogue().identities:
        if identity.template is None or identity.template.sql != "deadline":
            continue
        rule = identity.template.parameters
        if rule["first_year"] <= year <= rule["last_year"]:
            due_on = date(year + 1, rule["month"], rule["day"])
            for kind in rule["kinds"]:
                yield DueDate(kind, year, due_on, next_working_day(due_on), rule["is_statutory"], identity.id)


def _due_row(due: DueDate) -> dict[str, Any]:
    return {
        "kind": due.kind,
        "year": due.year,
        "due_on": due.due_on,
        "grace_due_on": due.grace_due_on,
        "is_statutory": due.is_statutory,
    }


def _summarise(con: Connection, years: tuple[int, ...]) -> CoverageSummary:
    rows = con.execute(
        "SELECT status, count(*), count(DISTINCT organ_id) FROM core.fact_coverage WHERE list_contains($years, year) "
        "GROUP BY GROUPING SETS ((status), ())",
        {"years": list(years)},
    ).fetchall()
    counts = {status: number for status, number, _ in rows if status is not None}
    organs = next((organs for status, _, organs in rows if status is None), 0)
    return CoverageSummary(organs, years, counts)
