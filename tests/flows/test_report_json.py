"""The public JSON object: exactly its keys, numbers as printed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from flows.report_json import dump_json, report_to_json
from transform.models import Cell, CellStatus, Claim, DocumentInfo, Issue, ParsedReport, ReportInfo, Severity

NATURAL = "t3.new_received.natural_person"
MONEY = "t2.fees.amount"


def make_report() -> ParsedReport:
    return ParsedReport(
        document=DocumentInfo(url=None, path="a.html", sha256="0" * 64, media_type="text/html", charset="utf-8"),
        report=ReportInfo(
            organ="示例县人民政府办公室",
            organ_kind="office",
            region_code="990101",
            year=2021,
            edition="2021",
            title="示例",
            published_on=date(2022, 1, 20),
            period=(date(2021, 1, 1), None),
        ),
        cells=(
            Cell(NATURAL, CellStatus.REPORTED, Decimal(9), "9", at="table 2, row 4, column 2"),
            Cell(
                MONEY,
                CellStatus.REPORTED,
                Decimal("73802895.90"),
                "73802895.90元",
                unit="元",
                at="table 1, row 9, column 2",
            ),
            Cell("t3.granted.total", CellStatus.AMBIGUOUS, None, "00", candidates=(Decimal(0), None)),
        ),
        claims=(Claim("new_received", Decimal(9), "件", "新收政府信息公开申请9件", "line 12"),),
        indicators=(),
        issues=(Issue("glued_cells", Severity.WARNING, "数字相连", "numbers are glued", "t3.granted.total"),),
        body_sha256="1" * 64,
        is_report=True,
    )


def test_top_level_keys_are_the_contract() -> None:
    result = report_to_json(make_report())
    assert list(result) == ["document", "report", "cells", "claims", "issues", "checks", "suspects"]
    assert set(result["document"]) == {"path", "url", "sha256", "media_type", "charset"}
    assert set(result["report"]) == {"organ", "region_code", "year", "edition", "title", "published_on", "period"}
    assert set(result["cells"][NATURAL]) == {"value", "status", "raw", "unit", "candidates", "at"}
    assert set(result["claims"][0]) == {"measure", "value", "quote", "at"}
    assert set(result["issues"][0]) == {"code", "severity", "message_zh", "message_en", "cell"}


def test_numbers_are_json_numbers_with_the_printed_decimals() -> None:
    text = dump_json(report_to_json(make_report()))
    assert '"value": 73802895.90' in text
    cells = json.loads(text)["cells"]
    assert cells[NATURAL]["value"] == 9
    assert isinstance(cells[NATURAL]["value"], int)
    assert cells["t3.granted.total"] == {
        "value": None,
        "status": "ambiguous",
        "raw": "00",
        "unit": None,
        "candidates": [0, None],
        "at": None,
    }


def test_dates_are_iso_and_chinese_is_readable() -> None:
    text = dump_json(report_to_json(make_report()))
    report = json.loads(text)["report"]
    assert report["published_on"] == "2022-01-20"
    assert report["period"] == ["2021-01-01", None]
    assert "示例县人民政府办公室" in text


def test_a_page_cannot_smuggle_a_number_in() -> None:
    assert json.loads(dump_json({"raw": "5", "value": Decimal("1.50")})) == {"raw": "5", "value": 1.5}
