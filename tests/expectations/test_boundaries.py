"""Where a rule turns: the last day of a division's code, and cases not yet closed in the table of 2014."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from expectations.checks import check_reports
from tests.expectations.conftest import Checks, load, read_checks
from tests.expectations.reports import Draft
from warehouse.connection import Connection

CODE = "981234"
OUTCOMES = {"G1-RECON": ("g1.s4_reconsideration", "g1.recon_other"), "G1-LIT": ("g1.s5_litigation", "g1.lit_other")}


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "status"),
    [
        (date(2002, 12, 31), None, "PASS"),
        (date(2002, 12, 31), date(2024, 1, 1), "PASS"),  # held until the end of 31 December 2023
        (date(2002, 12, 31), date(2023, 12, 31), "FAIL"),  # gone on that day: the end is exclusive
        (date(2002, 12, 31), date(2023, 12, 30), "FAIL"),
        (date(2023, 12, 31), None, "PASS"),
        (date(2024, 1, 1), None, "FAIL"),
    ],
)
def test_a_code_must_hold_on_the_last_day(
    con: Connection, valid_from: date, valid_to: date | None, status: str
) -> None:
    con.execute(
        "INSERT INTO core.dim_region BY NAME SELECT $code AS region_code, $since::DATE AS valid_from, "
        "$until::DATE AS valid_to, 'county' AS level, '示例县' AS name_zh, 'test' AS run_id",
        {"code": CODE, "since": valid_from, "until": valid_to},
    )
    load(con, [Draft("示例县财政局", CODE, 2023, "2021")])
    check_reports(con, "test")
    assert read_checks(con, "示例县财政局", 2023)["O-REGION", "report"]["status"] == status


@pytest.mark.parametrize("rule", OUTCOMES)
@pytest.mark.parametrize(
    ("more", "verdicts"),
    [
        ("total", {"report": "PASS", "pending": "FAIL"}),
        ("outcome", {"report": "FAIL", "pending": "PASS"}),
        (None, {"report": "PASS", "pending": "PASS"}),
    ],
)
def test_cases_not_closed_are_a_warning_too_many_outcomes_an_error(
    draft: Callable[..., Draft], check: Callable[..., Checks], rule: str, more: str | None, verdicts: dict[str, str]
) -> None:
    total, outcome = OUTCOMES[rule]
    changes: dict[str, Any] = {"total": {total: 3}, "outcome": {outcome: 1}, None: {}}[more]
    results = check(draft(year=2016, edition="2014", set=changes))
    assert {scope: results[rule, scope]["status"] for scope in verdicts} == verdicts
    assert {scope: results[rule, scope]["severity"] for scope in verdicts} == {"report": "error", "pending": "warning"}


@pytest.mark.parametrize(
    ("text", "status", "characters"),
    [
        ("四、略\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n本年度没有需要报告的事项。", "FAIL", 0),
        ("四、略\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n本年度没有需要报告的事项。", "FAIL", 2),
        ("四、略\n五、存在的主要问题及改进情况\n解读形式单一，来年增加图解。\n\n六、其他", "PASS", 14),
        ("四、略\n五、存在的主要问题及改进情况\n解读形式单一，来年增加图解。", "PASS", 14),
        ("四、略\n五、存在的主要问题及改进情况", "FAIL", 0),
    ],
)
def test_part_five_ends_where_part_six_begins(
    con: Connection, draft: Callable[..., Draft], text: str, status: str, characters: int
) -> None:
    load(con, [draft()])
    con.execute("UPDATE core.fact_report SET body_text = $text", {"text": text})
    check_reports(con, "test")
    result = read_checks(con, "示例县财政局", 2023)["F-S5", "s5"]
    assert (result["status"], result["left_value"]) == (status, characters)
