"""What the overview needs of the whole warehouse, and what pages need of some organs, read once."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeVar

from expectations.summary import records
from expectations.summary.queries import read_records
from warehouse.connection import Connection

Row = TypeVar("Row", bound=NamedTuple)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's collector of cycles: rows have none, and it looks through them all, half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Snapshot:
    """Organs, coverage, reports and what failed, of every organ. Small: no cells, no text."""

    regions: Mapping[str, records.Region]
    organs: tuple[records.Organ, ...]
    coverage: Mapping[tuple[str, int], records.Coverage]
    reports: Mapping[tuple[str, int], records.Report]
    versions: Mapping[str, tuple[records.Report, ...]]
    counts: Mapping[str, records.IdentityCounts]
    checks: Mapping[str, tuple[records.Check, ...]]
    operands: Mapping[tuple[str, str], records.Operand]
    identities: Mapping[str, records.Identity]
    rules: Mapping[str, records.RuleResult]
    form_cells: Mapping[tuple[str, str], records.FormCell]
    requests: Mapping[str, tuple[records.Requests, ...]]
    outcomes: tuple[records.Outcome, ...]
    last_run: records.Run | None

    @cached_property
    def years(self) -> list[int]:
        """Statistics years with an expected or a published report, oldest first."""
        return sorted({year for _, year in self.coverage} | {year for _, year in self.reports})


@dataclass(frozen=True)
class OrganDetail:
    """Cells (by key) and notes of some organs' current reports, by report."""

    cells: Mapping[str, Mapping[str, records.Cell]]
    open_checks: Mapping[str, tuple[records.OpenCheck, ...]]
    changes: Mapping[str, tuple[records.Change, ...]]
    claims: Mapping[str, tuple[records.Claim, ...]]
    issues: Mapping[str, tuple[records.Issue, ...]]
    suspects: Mapping[str, tuple[records.Suspect, ...]]
    indicators: Mapping[str, tuple[records.Indicator, ...]]


@uncollected()
def read_snapshot(con: Connection) -> Snapshot:
    """Read everything that is not a cell. The connection may be read-only."""
    reports = read_records(con, "reports", records.Report)
    runs = read_records(con, "last_run", records.Run)
    return Snapshot(
        regions={row.region_code: row for row in read_records(con, "regions", records.Region)},
        organs=tuple(read_records(con, "organs", records.Organ)),
        coverage={(row.organ_id, row.year): row for row in read_records(con, "coverage", records.Coverage)},
        reports={(row.organ_id, row.year): row for row in reports if row.is_current},
        versions=_grouped(reports, "organ_id"),
        counts={row.report_id: row for row in read_records(con, "identity_counts", records.IdentityCounts)},
        checks=_grouped(read_records(con, "checks", records.Check), "report_id"),
        operands={(row.report_id, row.operand): row for row in read_records(con, "operands", records.Operand)},
        identities={row.identity_id: row for row in read_records(con, "identities", records.Identity)},
        rules={row.identity_id: row for row in read_records(con, "rules", records.RuleResult)},
        form_cells={(row.edition, row.cell_key): row for row in read_records(con, "form_cells", records.FormCell)},
        requests=_grouped(read_records(con, "requests", records.Requests), "organ_id"),
        outcomes=tuple(read_records(con, "outcomes", records.Outcome)),
        last_run=runs[0] if runs else None,
    )


@uncollected()
def read_organs(con: Connection, organ_ids: Sequence[str]) -> OrganDetail:
    """Read the cells of these organs' current reports and what was noted about them.

    Each query looks through all facts, whoever is asked for: ask for many organs at once.
    """

    def read(name: str, record: type[Row], key: str = "report_id") -> Mapping[str, tuple[Row, ...]]:
        return _grouped(read_records(con, name, record, organ_ids=list(organ_ids)), key)

    return OrganDetail(
        cells=_by_key(read_records(con, "cells", records.Cell, organ_ids=list(organ_ids))),
        open_checks=read("open_checks", records.OpenCheck),
        changes=read("changes", records.Change, "new_report_id"),
        claims=read("claims", records.Claim),
        issues=read("issues", records.Issue),
        suspects=read("suspects", records.Suspect),
        indicators=read("indicators", records.Indicator),
    )


def newest_capture(reports: Iterable[records.Report]) -> str | None:
    """When the newest of the pages was fetched that these reports were read from (YYYY-MM-DD HH:MM)."""
    return max((report.fetched_at for report in reports if report.fetched_at), default=None)


def _by_key(cells: Iterable[records.Cell]) -> Mapping[str, Mapping[str, records.Cell]]:
    """Cells by report and key; those of a report come together."""
    runs = groupby(cells, key=attrgetter("report_id"))
    return {report_id: {cell.cell_key: cell for cell in run} for report_id, run in runs}


def _grouped(rows: Iterable[Row], key: str) -> Mapping[str, tuple[Row, ...]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return {name: tuple(members) for name, members in groups.items()}
