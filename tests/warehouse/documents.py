"""Parsed documents for tests: the 2021 form filled so that its identities hold, for organs that do not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from extract.models import ArchiveEntry, PageClass
from transform.forms import load_forms
from transform.models import Cell, CellStatus, DocumentInfo, Issue, ParsedReport, ReportInfo
from warehouse.models import LoadItem

FIRST_NIGHT = datetime(2024, 2, 1, 18, 0, tzinfo=UTC)
ORGAN = "示例县人民政府"
Value = int | str | CellStatus
"""A number, a printed decimal, or the status of a cell without one."""


def make_item(
    *,
    organ: str | None = ORGAN,
    region: str | None = "990101",
    kind: str | None = None,
    year: int = 2023,
    edition: str = "2021",
    url: str = "https://example.invalid/2023.html",
    at: datetime = FIRST_NIGHT,
    body: str = "first text",
    published_on: date | None = date(2024, 1, 20),
    values: Mapping[str, Value] | None = None,
    units: Mapping[str, str] | None = None,
    default: Value = 0,
    parser_version: str = "1",
    is_report: bool = True,
    issues: tuple[Issue, ...] = (),
    source_id: str | None = None,
) -> LoadItem:
    """Return a document with every cell of the edition's form at ``default`` but for ``values``."""
    page = hashlib.sha256(f"page around {body}".encode()).hexdigest()
    cells = tuple(
        _cell(cell.key, (values or {}).get(cell.key, default), (units or {}).get(cell.key, cell.unit))
        for cell in load_forms()[edition].cells
    )
    report = ReportInfo(organ, kind, region, year, edition, f"{organ}{year}年度报告", published_on, (None, None))
    parsed = ParsedReport(
        document=DocumentInfo(url, None, page, "text/html", "utf-8"),
        report=report,
        cells=cells if is_report else (),
        claims=(),
        indicators=(),
        issues=issues,
        body_sha256=hashlib.sha256(body.encode()).hexdigest(),
        is_report=is_report,
        parser_version=parser_version,
    )
    entry = ArchiveEntry(url, at, 200, (("Content-Type", "text/html"),), page, "text/html", "utf-8", PageClass.OK)
    if source_id:
        from dataclasses import replace

        entry = replace(entry, source_id=source_id)
    return LoadItem(parsed, entry)


def requests(received: int, granted: int, carried_out: int = 0) -> dict[str, Value]:
    """Return Table 3 of natural persons only: everything not granted or carried over was not held."""
    not_held = received - granted - carried_out
    rows = {
        "new_received": received,
        "granted": granted,
        "unable_not_held": not_held,
        "total_processed": granted + not_held,
        "carried_out": carried_out,
    }
    return {f"t3.{row}.{column}": value for row, value in rows.items() for column in ("natural_person", "total")}


def _cell(key: str, value: Value, unit: str | None) -> Cell:
    if isinstance(value, CellStatus):
        candidates = (Decimal(1), Decimal(26)) if value is CellStatus.AMBIGUOUS else ()
        return Cell(key, value, None, None, unit, candidates, "table 1")
    return Cell(key, CellStatus.REPORTED, Decimal(value), str(value), unit, (), "table 1")
