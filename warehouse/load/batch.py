"""Parsed documents as Arrow tables: what `merge` takes, and what travels between machines as Parquet shards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from extract.models import ArchiveEntry, Capture
from transform.models import Issue, ParsedReport
from warehouse.load.arrow import Row, build_table
from warehouse.load.organs import OrganRegister, has_identity, missing_fields
from warehouse.models import LoadItem

FACTS = ("core.fact_cell", "core.fact_claim", "core.fact_indicator")


def identify_report(organ_id: str, year: int, body_sha256: str) -> str:
    """Return the id of a report version: one content of one organ and year is one version, wherever it was found."""
    return hashlib.sha256(f"{organ_id}|{year}|{body_sha256}".encode()).hexdigest()[:24]


@dataclass
class Batch:
    """Rows by table. ``captures`` are all documents seen, ``rejected`` the ids of those that give no report."""

    rows: dict[str, list[Row]] = field(
        default_factory=lambda: {
            name: [] for name in ("core.fact_report", "core.fact_sighting", *FACTS, "ops.issue", "ops.quarantine")
        }
    )
    captures: list[ArchiveEntry | Capture] = field(default_factory=list)
    organs: list[Row] = field(default_factory=list)
    not_reports: int = 0
    unidentified: int = 0

    def arrow(self) -> dict[str, pa.Table]:
        """Return one Arrow table per table, named ``incoming_report`` for ``core.fact_report`` and so on."""
        return {
            f"incoming_{name.split('.')[1].removeprefix('fact_')}": build_table(name, rows)
            for name, rows in self.rows.items()
        }


def build_batch(items: Sequence[LoadItem], register: OrganRegister, run_id: str) -> Batch:
    """Sort items into reports, documents that are none, and reports that do not say whose they are."""
    batch = Batch()
    seen: set[str] = set()
    for item in sorted(items, key=lambda item: item.capture.fetched_at):
        batch.captures.append(item.capture)
        if not item.parsed.is_report:
            batch.not_reports += 1
            _add_issues(batch, item, None, run_id)
        elif not has_identity(item.parsed.report):
            batch.unidentified += 1
            _add_unidentified(batch, item, run_id)
        else:
            _add_report(batch, item, register, seen, run_id)
    batch.organs = register.added()
    return batch


def _add_report(batch: Batch, item: LoadItem, register: OrganRegister, seen: set[str], run_id: str) -> None:
    report = item.parsed.report
    organ_id, region_code = register.find_or_add(report, run_id)
    assert report.year is not None
    report_id = identify_report(organ_id, report.year, item.parsed.body_sha256)
    batch.rows["core.fact_sighting"].append(_sighting_row(item, report_id, run_id))
    if report_id in seen:
        return
    seen.add(report_id)
    batch.rows["core.fact_report"].append(_report_row(item, report_id, organ_id, region_code, run_id))
    source = {"report_id": report_id, "capture_sha256": item.capture.sha256, "run_id": run_id}
    batch.rows["core.fact_cell"] += _cell_rows(item.parsed, source)
    batch.rows["core.fact_claim"] += _claim_rows(item.parsed, source)
    batch.rows["core.fact_indicator"] += _indicator_rows(item.parsed, source)
    _add_issues(batch, item, report_id, run_id)


def _add_unidentified(batch: Batch, item: LoadItem, run_id: str) -> None:
    lacking = ", ".join(missing_fields(item.parsed.report))
    _add_issues(batch, item, None, run_id)
    batch.rows["ops.quarantine"].append(
        {
            "organ_id": None,
            "source_id": item.capture.source_id,
            "capture_id": item.capture.capture_id,
            "reason": f"the report does not say its {lacking}",
            "since": item.capture.fetched_at,
            "run_id": run_id,
        }
    )


def _sighting_row(item: LoadItem, report_id: str, run_id: str) -> Row:
    return {
        "capture_id": item.capture.capture_id,
        "report_id": report_id,
        "url": item.capture.url,
        "published_on": item.parsed.report.published_on,
        "first_seen": item.capture.fetched_at,
        "last_seen": item.capture.fetched_at,
        "run_id": run_id,
    }


def _report_row(item: LoadItem, report_id: str, organ_id: str, region_code: str, run_id: str) -> Row:
    report = item.parsed.report
    return {
        "report_id": report_id,
        "organ_id": organ_id,
        "region_code": region_code,
        "year": report.year,
        "edition": report.edition,
        "organ_name": report.organ,
        "title": report.title,
        "published_on": report.published_on,
        "period_from": report.period[0],
        "period_to": report.period[1],
        "sections": list(report.sections),
        "body_sha256": item.parsed.body_sha256,
        "body_text": item.parsed.body_text or None,
        "first_seen": item.capture.fetched_at,
        "last_seen": item.capture.fetched_at,
        "superseded_by": None,
        "is_current": False,
        "parser_version": item.parsed.parser_version,
        "capture_id": item.capture.capture_id,
        "capture_sha256": item.capture.sha256,
        "run_id": run_id,
    }


def _cell_rows(parsed: ParsedReport, source: Row) -> Iterable[Row]:
    for cell in parsed.cells:
        yield {
            "cell_key": cell.key,
            "value": cell.value,
            "status": str(cell.status),
            "raw_text": cell.raw,
            "unit": cell.unit,
            "candidates": list(cell.candidates) or None,
            "address": cell.at,
            **source,
        }


def _claim_rows(parsed: ParsedReport, source: Row) -> Iterable[Row]:
    for claim in parsed.claims:
        yield {
            "measure": claim.measure,
            "value": claim.value,
            "unit": claim.unit,
            "quote": claim.quote,
            "address": claim.at,
            **source,
        }


def _indicator_rows(parsed: ParsedReport, source: Row) -> Iterable[Row]:
    for indicator in parsed.indicators:
        yield {
            "row_number": indicator.row,
            "label": indicator.label,
            "column_label": indicator.column,
            "unit": indicator.unit,
            "value": indicator.value,
            "status": str(indicator.status),
            "raw_text": indicator.raw,
            "address": indicator.at,
            **source,
        }


def _add_issues(batch: Batch, item: LoadItem, report_id: str | None, run_id: str) -> None:
    batch.rows["ops.issue"] += [_issue_row(issue, item, report_id, run_id) for issue in item.parsed.issues]


def _issue_row(issue: Issue, item: LoadItem, report_id: str | None, run_id: str) -> Row:
    return {
        "report_id": report_id,
        "capture_id": item.capture.capture_id,
        "code": issue.code,
        "severity": str(issue.severity),
        "message_zh": issue.message_zh,
        "message_en": issue.message_en,
        "cell_key": issue.cell,
        "run_id": run_id,
    }
