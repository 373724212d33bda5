"""What is exported in which form."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.dictionary import TableText

CSV_TABLES = (
    "mart.report", "mart.coverage", "mart.compliance", "mart.finding", "mart.measure", "mart.measure_region",
    "mart.measure_definition", "mart.series", "mart.document", "mart.dispute", "mart.indicator", "mart.correction",
    "mart.organ", "mart.region", "core.dim_region", "core.dim_form_cell", "core.dim_identity",
)  # fmt: skip
"""Small enough for a spreadsheet. Cells, requests by applicant and checks are in Parquet."""
PARQUET_LEFT_OUT = ("mart.report_figure", "mart.check_count", "mart.measure_part")
"""What another table shows better."""
WORKBOOK_SHEETS = {
    "年报": "mart.report",
    "公布情况": "mart.coverage",
    "合规汇总": "mart.compliance",
    "不符事项": "mart.finding",
    "比率": "mart.measure_region",
    "重新公布的改动": "mart.correction",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the data package: its files relative to the export, and the table whose fields it has."""

    name: str
    paths: tuple[str, ...]
    format: str
    media_type: str
    table: TableText | None
