"""compliance.xlsx: overview, findings and coverage for people who work in spreadsheets.

Text from the web is written as text, never as a formula or a link, and carries Excel's own text mark (the leading
apostrophe) where a later export to CSV could turn it into a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from expectations.summary.findings import Finding
from expectations.summary.measures import Compliance, count_compliance, make_tile
from expectations.summary.overview import FindingWords, Site
from expectations.summary.sentences import basis_in_words
from expectations.summary.wording import Words

Value = str | int | float | Decimal | date | None
Line = Sequence[Value]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "−", "＝", "＋", "－", "＠")
COMPLIANCE_COLUMNS = (
    "county", "year", "col_organs", "col_expected",
    "col_on_time", "col_late", "col_missing", "col_blocked", "col_other",
    "col_on_time_rate", "col_errors", "col_consistent_rate",
)  # fmt: skip
FINDING_COLUMNS = (
    "severity", "county", "organ", "year", "rule", "finding", "left_side", "right_side", "difference", "legal_basis",
)  # fmt: skip
COVERAGE_COLUMNS = (
    "county", "organ", "kind", "year", "coverage", "deadline", "published_on", "identities", "source_page",
)  # fmt: skip
RATES = frozenset({"col_on_time_rate", "col_consistent_rate"})
WIDE = {
    "finding": 80,
    "organ": 28,
    "legal_basis": 50,
    "source_page": 60,
    "county": 14,
    "coverage": 18,
    "identities": 18,
}


def make_workbook(site: Site, findings: Sequence[Finding], tell: FindingWords, *, as_of: date) -> bytes:
    """The workbook, put together row by row (constant memory)."""
    import xlsxwriter

    words = tell.words
    content = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(content, options) as book:
        day = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 - a document date, not an instant
        comments = words("as_of", date=as_of.isoformat())
        book.set_properties({"title": words("site_title"), "comments": comments, "created": day})
        _write_sheet(book, words("sheet_overview"), COMPLIANCE_COLUMNS, _compliance_lines(site), words)
        _write_sheet(book, words("sheet_findings"), FINDING_COLUMNS, _finding_lines(site, findings, tell), words)
        _write_sheet(book, words("sheet_coverage"), COVERAGE_COLUMNS, _coverage_lines(site, words), words)
    return content.getvalue()


def _write_sheet(book: Any, name: str, columns: Sequence[str], lines: Iterable[Line], words: Words) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#E9EDF1", "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {"quoted": book.add_format({"quote_prefix": True}), "rate": book.add_format({"num_format": "0.0%"})}
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, key in enumerate(columns):
        sheet.set_column(column, column, WIDE.get(key, 11))
        sheet.write_string(0, column, words(key), head)
    row = 0
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            _write_cell(sheet, row, column, value, formats, is_rate=columns[column] in RATES)
    sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any], *, is_rate: bool) -> None:
    if value is None:
        return
    if isinstance(value, str):
        is_risky = value.startswith(FORMULA_STARTS)
        sheet.write_string(row, column, value, formats["quoted"] if is_risky else None)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_number(row, column, float(value), formats["rate"] if is_rate else None)


def _compliance_lines(site: Site) -> Iterator[Line]:
    for county in site.counties:
        for year in site.snapshot.years[::-1]:
            row = count_compliance(site.snapshot, county.organ_ids, [year])
            yield (county.name, year, len(county.organs), *_compliance_values(row))


def _compliance_values(row: Compliance) -> Line:
    named = [row.by_status[status] for status in ("on_time", "late", "missing", "blocked")]
    return (row.expected, *named, row.other, row.on_time_rate, row.errors, row.consistency_rate)


def _finding_lines(site: Site, findings: Sequence[Finding], tell: FindingWords) -> Iterator[Line]:
    counties = {county.code: county.name for county in site.counties}
    for finding in findings:
        check = finding.failed.leading if finding.failed else None
        rule = tell.rule(finding)
        identity = site.snapshot.identities.get(rule)
        yield (
            tell.words(f"severity_{finding.severity}"),
            counties[finding.organ.region_code],
            finding.organ.name,
            finding.year,
            rule,
            tell.sentence(finding),
            check.left_value if check else None,
            check.right_value if check else None,
            check.difference if check else None,
            basis_in_words(identity, tell.words) if finding.failed else None,
        )


def _coverage_lines(site: Site, words: Words) -> Iterator[Line]:
    snapshot = site.snapshot
    for county in site.counties:
        for organ in county.organs:
            for year in snapshot.years:
                tile = make_tile(snapshot, organ.organ_id, year)
                coverage = snapshot.coverage.get((organ.organ_id, year))
                report = snapshot.reports.get((organ.organ_id, year))
                if coverage is None and report is None:
                    continue
                yield (
                    county.name,
                    organ.name,
                    words(f"kind_{organ.kind}"),
                    year,
                    words(f"status_{tile.status}"),
                    coverage.due_on if coverage else None,
                    coverage.published_on if coverage else report.published_on if report else None,
                    words(f"identity_{tile.identities}", n=tile.count) if tile.identities != "none" else None,
                    report.url if report else None,
                )
