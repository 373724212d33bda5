"""One county, written once, for the tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.summary import write_summary
from tests.expectations.summary.builder import (
    RUN,
    SHA,
    FakeReport,
    add_coverage,
    add_reports,
    finish,
    insert,
    open_county,
    organ_row,
)
from warehouse.connection import Connection

EDUCATION, POLICE, TOWN, HOSTILE = "990101-education", "990101-police", "990101-town", "../../<b>evil</b>"
HOSTILE_NAME = "示例县<script>alert(1)</script>局"
AS_OF = date(2026, 2, 11)
FLOW_BREAK = {
    "t3.new_received.natural_person": 9, "t3.new_received.total": 9, "t3.granted.natural_person": 8,
    "t3.granted.total": 8, "t3.partial.natural_person": 1, "t3.partial.total": 1,
    "t3.total_processed.natural_person": 9, "t3.total_processed.total": 9,
    "t3.carried_out.natural_person": 1, "t3.carried_out.total": 1,
}  # fmt: skip
ODD_CELLS: dict[str, Any] = {
    "t2.admin_license.decisions": {"status": "blank", "raw_text": "\xa0"},
    "t2.admin_penalty.decisions": {"status": "dash", "raw_text": "／"},
    "t2.admin_coercion.decisions": {"status": "unreadable", "raw_text": "见附件<i>"},
    "t2.admin_fees.fee_amount": Decimal("318.642500"),
    "t2.regulations.issued": {"status": "inferred", "value": Decimal(0), "raw_text": "00"},
    "t4.reconsideration.upheld": {
        "status": "ambiguous",
        "raw_text": "126",
        "candidates": [Decimal(1), Decimal(12), None],
    },
    "t4.reconsideration.pending": {"status": "missing"},
}


def build_county() -> Connection:
    """Education breaks T3-FLOW in 2022 (9 + 0, 9 + 1); police is late, corrected and odd; the town is missing."""
    con = open_county()
    names = [
        (EDUCATION, "示例县教育局"),
        (POLICE, "示例县公安局"),
        (TOWN, "示例县青山镇人民政府"),
        (HOSTILE, HOSTILE_NAME),
    ]
    insert(con, "core.dim_organ", [organ_row(organ_id, name) for organ_id, name in names])
    police = [
        FakeReport(POLICE, 2023, is_current=False, superseded_by=f"r-{POLICE}-2023-2"),
        FakeReport(POLICE, 2023, version=2, changes={"t2.normative_docs.in_force": 7}),
        FakeReport(POLICE, 2024, changes=ODD_CELLS, published_on=date(2025, 2, 24)),
    ]
    education = [FakeReport(EDUCATION, 2022, 9, changes=FLOW_BREAK), FakeReport(EDUCATION, 2023, 12, 1, 0)]
    hostile = FakeReport(HOSTILE, 2024, url="javascript:alert(document.cookie)", title='"><img src=x onerror=alert(2)>')
    add_reports(con, [*police, *education, hostile])
    add_coverage(con, [
        (EDUCATION, 2022, "on_time", date(2023, 1, 20)), (EDUCATION, 2023, "on_time", date(2024, 1, 20)),
        (POLICE, 2023, "on_time", date(2024, 1, 20)), (POLICE, 2024, "late", date(2025, 2, 24)),
        (TOWN, 2024, "missing", None), (HOSTILE, 2024, "undated", None),
    ])  # fmt: skip
    _add_notes(con)
    return finish(con)


def _add_notes(con: Connection) -> None:
    shared = {"report_id": f"r-{EDUCATION}-2022-1", "capture_sha256": SHA, "run_id": RUN}
    claim = {
        "measure": "received",
        "value": Decimal(9),
        "unit": "件",
        "quote": "<svg onload=alert(3)>收到9件",
        "address": "p 3",
    }
    suspect = {
        "rank": 1,
        "cell_key": "t3.carried_out.total",
        "value": Decimal(1),
        "implied_value": Decimal(0),
        "why": "mends T3-FLOW total, T3-FLOW natural_person; digits transposed; supported by the text: 回复9件",
    }
    insert(con, "core.fact_claim", [shared | claim])
    insert(con, "core.fact_suspect", [shared | suspect])
    issue = {"capture_id": None, "code": "glued-cell", "severity": "warning", "cell_key": None, "run_id": RUN}
    words = {"message_zh": "两格粘连", "message_en": "two cells glued"}
    insert(con, "ops.issue", [issue | words | {"report_id": f"r-{EDUCATION}-2022-1"}])


@pytest.fixture(scope="package")
def county() -> Iterator[Connection]:
    """The county's warehouse."""
    con = build_county()
    yield con
    con.close()


@pytest.fixture(scope="package")
def folder(county: Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its summary."""
    return write_summary(county, tmp_path_factory.mktemp("home") / "summary", as_of=AS_OF).parent
