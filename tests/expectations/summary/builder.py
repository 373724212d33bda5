"""A small warehouse of the fictional 示例县 in memory: real schema, form, catalogue and checks; figures made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from transform.forms import edition_for_year, load_forms
from warehouse.connection import Connection
from warehouse.load.dimensions import load_dimensions
from warehouse.scratch import open_scratch

RUN = "run-summary-test"
REGION = "990101"
SEEN = datetime(2026, 2, 10, 18, 30, tzinfo=UTC)
APPLICANTS = (
    "natural_person", "commercial_enterprise", "research_institution",
    "social_welfare_org", "legal_service_org", "other_org",
)  # fmt: skip
SHA = "ab" * 32


@dataclass(frozen=True)
class FakeReport:
    """One report version: requests, and cells that differ from a consistent report (a figure, a status, or both)."""

    organ_id: str
    year: int
    received: int = 20
    carried_in: int = 0
    carried_out: int = 0
    published_on: date | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, int] = field(default_factory=dict)
    is_current: bool = True
    version: int = 1
    superseded_by: str | None = None
    url: str | None = None
    title: str | None = None

    @property
    def report_id(self) -> str:
        """A readable identifier of the version."""
        return f"r-{self.organ_id}-{self.year}-{self.version}"


def open_county() -> Connection:
    """An empty warehouse with dimensions and the county's region."""
    con = open_scratch()
    load_dimensions(con, identities=load_catalogue().identities, run_id=RUN)
    insert(con, "core.dim_region", [region_row(REGION, "示例县")])
    return con


def region_row(code: str, name: str) -> dict[str, Any]:
    """A county outside GB/T 2260."""
    return {
        "region_code": code, "valid_from": date(2008, 1, 1), "valid_to": None, "parent_code": "990100",
        "level": "county", "name_zh": name, "run_id": RUN,
    }  # fmt: skip


def organ_row(organ_id: str, name: str, kind: str = "department", region: str = REGION) -> dict[str, Any]:
    """An expected organ."""
    return {
        "organ_id": organ_id, "region_code": region, "kind": kind, "name_zh": name, "names": [name],
        "parent_organ_id": None, "uscc": None, "is_expected": True, "source_id": None, "valid_from": None,
        "valid_to": None, "run_id": RUN,
    }  # fmt: skip


def add_reports(con: Connection, reports: Iterable[FakeReport]) -> None:
    """Insert reports with their captures and every cell of their form."""
    reports = list(reports)
    insert(con, "core.dim_capture", [_capture_row(report) for report in reports])
    insert(con, "core.fact_report", [_report_row(report) for report in reports])
    insert(con, "core.fact_cell", [row for report in reports for row in _cell_rows(report)])


def add_coverage(con: Connection, rows: Iterable[tuple[str, int, str, date | None]]) -> None:
    """Insert coverage: organ, year, status, publication date; due on 31 January of the following year."""
    insert(con, "core.fact_coverage", [_coverage_row(*row) for row in rows])


def finish(con: Connection) -> Connection:
    """Run the real checks and record the run."""
    check_reports(con, RUN)
    insert(con, "ops.run", [_run_row()])
    return con


def insert(con: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows by column name."""
    if not rows:
        return
    con.register("incoming", pa.Table.from_pylist(rows))
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def _capture_row(report: FakeReport) -> dict[str, Any]:
    url = report.url or f"http://www.shili.example/{report.organ_id}/{report.year}-{report.version}.html"
    return {
        "capture_id": f"c-{report.report_id}", "url": url, "fetched_at": SEEN, "http_status": 200, "headers": "{}",
        "media_type": "text/html", "charset": "utf-8", "capture_sha256": SHA, "page_class": "ok",
        "archive_file": f"2026/{report.year}.warc.gz", "archive_offset": 4096, "source_id": None, "last_seen": SEEN,
        "run_id": RUN,
    }  # fmt: skip


def _report_row(report: FakeReport) -> dict[str, Any]:
    return {
        "report_id": report.report_id, "organ_id": report.organ_id, "region_code": REGION, "year": report.year,
        "edition": edition_for_year(report.year), "organ_name": report.organ_id, "title": report.title,
        "published_on": report.published_on or date(report.year + 1, 1, 20),
        "period_from": date(report.year, 1, 1), "period_to": date(report.year, 12, 31), "sections": ["s1", "s2"],
        "body_sha256": SHA, "body_text": "", "first_seen": SEEN, "last_seen": SEEN,
        "superseded_by": report.superseded_by, "is_current": report.is_current, "parser_version": "1",
        "capture_id": f"c-{report.report_id}", "capture_sha256": SHA, "run_id": RUN,
    }  # fmt: skip


def _coverage_row(organ_id: str, year: int, status: str, published_on: date | None) -> dict[str, Any]:
    return {
        "organ_id": organ_id, "year": year, "status": status, "report_id": None, "published_on": published_on,
        "due_on": date(year + 1, 1, 31), "grace_due_on": date(year + 1, 2, 1), "is_late_statutory": status == "late",
        "is_late_after_grace": status == "late", "reason": f"not_found: {status}", "run_id": RUN,
    }  # fmt: skip


def _run_row() -> dict[str, Any]:
    return {
        "run_id": RUN, "flow": "nightly", "started_at": SEEN, "finished_at": SEEN, "status": "published",
        "parameters": "{}", "counts": "{}", "error": None,
    }  # fmt: skip


def _figures(report: FakeReport) -> dict[str, int]:
    """A consistent Table 3: everyone is a natural person, all but one request granted."""
    processed = report.received + report.carried_in - report.carried_out
    partial = min(processed, 1)
    rows = {
        "new_received": report.received, "carried_in": report.carried_in, "granted": processed - partial,
        "partial": partial, "total_processed": processed, "carried_out": report.carried_out,
    }  # fmt: skip
    return {f"t3.{row}.{column}": n for row, n in rows.items() for column in ("natural_person", "total")}


def _cell_rows(report: FakeReport) -> list[dict[str, Any]]:
    form = load_forms()[edition_for_year(report.year) or ""]
    figures = _figures(report)
    rows = []
    for number, cell in enumerate(form.cells):
        given = report.changes.get(cell.key, figures.get(cell.key, 0))
        rows.append(_cell_row(report, cell.key, given, f"table 2, row {number // 7 + 1}, column {number % 7 + 1}"))
    return rows + [_cell_row(report, key, given, "table 9") for key, given in report.extra.items()]


def _cell_row(report: FakeReport, key: str, given: Any, address: str) -> dict[str, Any]:
    """``given`` is a figure, or a dict of columns (status, raw_text, candidates) that replace those of a figure."""
    base = {
        "report_id": report.report_id, "cell_key": key, "value": None, "status": "reported", "raw_text": str(given),
        "unit": None, "candidates": [], "address": address, "capture_sha256": SHA, "run_id": RUN,
    }  # fmt: skip
    if isinstance(given, dict):
        return base | {"raw_text": None} | given
    return base | {"value": Decimal(given)}
