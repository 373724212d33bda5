"""Parsed documents as Arrow tables keyed by capture: what the loader takes, and what workers send it as Parquet shards.

Nothing here needs a database: whose report it is and which version, the loader decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pyarrow as pa

from transform.models import Cell, CellStatus, Issue, ParsedReport, Severity
from warehouse.load.arrow import Row, build_rows, table_schema
from warehouse.load.crawl import capture_row
from warehouse.models import LoadItem

TABLES = ("report", "capture", "cell", "claim", "indicator", "issue")
_FACTS = {
    "capture": "core.dim_capture",
    "cell": "core.fact_cell",
    "claim": "core.fact_claim",
    "indicator": "core.fact_indicator",
    "issue": "ops.issue",
}
_DECIMALS, _WHOLE_DIGITS = 6, 12


@cache
def parsed_schema(name: str) -> pa.Schema:
    """Return the columns of a parsed table: those of the fact without its keys, behind ``shard`` and ``capture_id``."""
    keys = [pa.field("shard", pa.string()), pa.field("capture_id", pa.string())]
    if name == "report":
        return pa.schema([*keys, *_report_fields()])
    left_out = {"report_id", "capture_id", "run_id"} | (set() if name == "capture" else {"capture_sha256"})
    return pa.schema([*keys, *(field for field in table_schema(_FACTS[name]) if field.name not in left_out)])


def build_parsed(items: Iterable[LoadItem], shard: str = "") -> dict[str, pa.Table]:
    """Return the tables of some documents, by name (``TABLES``).

    ``shard`` tells apart two shards that parsed the same capture. Several visits that brought the same bytes are one
    document, first and last seen at the first and last of them.
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for visits in _by_capture(items):
        first, last = visits[0], visits[-1]
        parsed, unfit = _fit(first.parsed)
        key = {"shard": shard, "capture_id": first.capture.capture_id}
        rows["capture"].append({**key, **capture_row(first.capture), "last_seen": last.capture.fetched_at})
        rows["report"].append({**key, **_report_row(first, last)})
        rows["cell"] += ({**key, **row} for row in _cell_rows(parsed))
        rows["claim"] += ({**key, **row} for row in _claim_rows(parsed))
        rows["indicator"] += ({**key, **row} for row in _indicator_rows(parsed))
        rows["issue"] += ({**key, **_issue_row(issue)} for issue in (*parsed.issues, *unfit))
    return {name: build_rows(parsed_schema(name), rows[name]) for name in TABLES}


def _by_capture(items: Iterable[LoadItem]) -> Iterable[Sequence[LoadItem]]:
    visits: dict[str, list[LoadItem]] = {}
    for item in sorted(items, key=lambda item: item.capture.fetched_at):
        visits.setdefault(item.capture.capture_id, []).append(item)
    return visits.values()


def _report_fields() -> list[pa.Field]:
    taken = table_schema("core.fact_report")
    names = (
        "organ_name", "region_code", "year", "edition", "title", "published_on", "period_from", "period_to", "sections",
        "body_sha256", "body_text", "first_seen", "last_seen", "parser_version", "capture_sha256",
    )  # fmt: skip
    own = [
        pa.field("is_report", pa.bool_()),
        *(pa.field(name, pa.string()) for name in ("organ_kind", "url", "source_id")),
    ]
    return [*own, *(taken.field(name) for name in names)]


def _report_row(first: LoadItem, last: LoadItem) -> Row:
    report, parsed, capture = first.parsed.report, first.parsed, first.capture
    return {
        "is_report": parsed.is_report,
        "organ_kind": report.organ_kind,
        "url": capture.url,
        "source_id": capture.source_id,
        "organ_name": report.organ,
        "region_code": report.region_code,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "published_on": report.published_on,
        "period_from": report.period[0],
        "period_to": report.period[1],
        "sections": list(report.sections),
        "body_sha256": parsed.body_sha256,
        "body_text": parsed.body_text or None,
        "first_seen": capture.fetched_at,
        "last_seen": last.capture.fetched_at,
        "parser_version": parsed.parser_version,
        "capture_sha256": capture.sha256,
    }


def _cell_rows(parsed: ParsedReport) -> Iterable[Row]:
    for cell in parsed.cells:
        yield {
            "cell_key": cell.key,
            "value": cell.value,
            "status": str(cell.status),
            "raw_text": cell.raw,
            "unit": cell.unit,
            "candidates": list(cell.candidates) or None,
            "address": cell.at,
        }


def _claim_rows(parsed: ParsedReport) -> Iterable[Row]:
    for claim in parsed.claims:
        yield {
            "measure": claim.measure,
            "value": claim.value,
            "unit": claim.unit,
            "quote": claim.quote,
            "address": claim.at,
        }


def _indicator_rows(parsed: ParsedReport) -> Iterable[Row]:
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
        }


def _issue_row(issue: Issue) -> Row:
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "message_zh": issue.message_zh,
        "message_en": issue.message_en,
        "cell_key": issue.cell,
    }


def _fit(parsed: ParsedReport) -> tuple[ParsedReport, list[Issue]]:
    """Take away numbers that DECIMAL(18,6) cannot hold as printed: never rounded, named in an issue instead."""
    unfit = [cell.key for cell in parsed.cells if not all(map(_fits, (cell.value, *cell.candidates)))]
    unfit += [claim.measure for claim in parsed.claims if not _fits(claim.value)]
    unfit += [indicator.label for indicator in parsed.indicators if not _fits(indicator.value)]
    if not unfit:
        return parsed, []
    bare = replace(
        parsed,
        cells=tuple(cell if cell.key not in unfit else _unreadable(cell) for cell in parsed.cells),
        claims=tuple(claim for claim in parsed.claims if _fits(claim.value)),
        indicators=tuple(
            i if _fits(i.value) else replace(i, value=None, status=CellStatus.UNREADABLE) for i in parsed.indicators
        ),
    )
    return bare, [_unfit_issue(name) for name in unfit]


def _unreadable(cell: Cell) -> Cell:
    return replace(cell, value=None, candidates=(), status=CellStatus.UNREADABLE)


def _fits(value: Decimal | None) -> bool:
    if value is None or value.is_zero():
        return True
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_DECIMALS and value.adjusted() < _WHOLE_DIGITS


def _unfit_issue(name: str) -> Issue:
    return Issue(
        "value-out-of-range",
        Severity.ERROR,
        f"{name}：数字超出可存储范围（整数12位、小数6位），未入库",
        f"{name}: the number has more than 12 whole digits or 6 decimals and was not stored",
        name,
    )
