"""What decides PASS, FAIL and NOT_ASSESSABLE: missing is never zero, and nothing passes that nobody filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from expectations.document import check_document
from tests.expectations.conftest import Checks, load, read_checks
from tests.expectations.reports import Draft, base_cells
from transform.forms import load_forms
from warehouse.connection import Connection

Check = Callable[..., Checks]
Build = Callable[..., Draft]
LEAVES = [
    c.column for c in load_forms()["2021"].cells if c.table == "t3" and c.row == "granted" and c.column != "total"
]


def statuses(results: Checks, identity: str) -> dict[str, str]:
    return {scope: row["status"] for (rule, scope), row in results.items() if rule == identity}


def failures(results: Checks, *severities: str) -> set[tuple[str, str]]:
    return {
        k for k, row in results.items() if row["status"] == "FAIL" and row["severity"] in (severities or ("error",))
    }


def test_a_consistent_report_gives_no_finding(check: Check, draft: Build) -> None:
    results = check(draft(published=None))
    assert failures(results, "error", "warning") == set()
    assert set(statuses(results, "T3-FLOW").values()) == {"PASS"}


YEARS = {"2008": 2010, "2014": 2016, "2019": 2020, "2021": 2023}


def everything_else(edition: str) -> dict[str, Any]:
    """What might let a rule pass that looks beside the cells: prose that states 0 of everything, dates, a period."""
    measures = {m for i in load_catalogue().identities if i.claims for m in i.claims.measures}
    return {
        "edition": edition,
        "year": YEARS[edition],
        "claims": [
            *((m, 0, "均为0件") for m in sorted(measures)),
            ("channel_mail", 0, "0"),
            ("channel_online", 0, "0"),
        ],
        "published": date(YEARS[edition] + 1, 1, 20),
        "lines": [f"本报告由各部门汇总并合并编制第{n}项内容" for n in range(40)],
    }


@pytest.mark.parametrize("kind", ["government", "department"])
@pytest.mark.parametrize("status", ["blank", "dash", "missing", "unreadable"])
@pytest.mark.parametrize("edition", YEARS)
def test_no_rule_of_the_catalogue_passes_on_a_report_without_numbers(
    con: Connection, draft: Build, status: str, edition: str, kind: str
) -> None:
    """With a filled report the year before, filled parts below, a good credit code and prose that states zeros."""
    bare = draft(**everything_else(edition), kind=kind, set=dict.fromkeys(base_cells(edition), status))
    before = draft(**{**everything_else(edition), "year": bare.year - 1}, kind=kind)
    part = draft(**everything_else(edition), organ="示例县第一局")
    load(con, [bare, before, part])
    con.execute("UPDATE core.dim_organ SET uscc = '11320000014000000G'")
    check_reports(con, "test")
    results = read_checks(con, bare.organ, bare.year)
    assert {
        rule.id for rule in load_catalogue().identities if edition in rule.editions and "kinds" not in str(rule)
    } <= {rule for rule, _ in results}
    assert [key for key, row in results.items() if row["status"] == "PASS"] == []
    assert {rule for rule, _ in failures(results, "error")} <= {"F-CELLS", "D-PERIOD"}


@pytest.mark.parametrize("status", ["blank", "dash"])
@pytest.mark.parametrize(
    ("edition", "table"), [("2019", "t2"), ("2019", "t3"), ("2021", "t2"), ("2021", "t3"), ("2021", "t4")]
)
def test_nothing_that_reads_a_blank_table_alone_passes(
    check: Check, draft: Build, status: str, edition: str, table: str
) -> None:
    cells = {key: status for key in base_cells(edition) if key.startswith(f"{table}.")}
    results = check(
        draft(**everything_else(edition), set=cells), draft(**{**everything_else(edition), "year": YEARS[edition] - 1})
    )
    read = {
        k: row for k, row in results.items() if k[1] == table or {o.split(".")[0] for o in row["operands"]} == {table}
    }
    assert len(read) > 5
    assert [key for key, row in read.items() if row["status"] == "PASS"] == []


def test_one_empty_table_says_so_and_the_others_are_judged(check: Check, draft: Build) -> None:
    blank_t4 = {key: "blank" for key in base_cells("2021") if key.startswith("t4.")}
    results = check(draft(set=blank_t4))
    assert set(statuses(results, "T4-SUM").values()) == {"NOT_ASSESSABLE"}
    assert results["T4-SUM", "reconsideration"]["reason"] == "no_numbers: t4"
    assert statuses(results, "T3-FLOW")["total"] == "PASS"


def test_blank_and_dash_count_as_zero_and_are_counted(check: Check, draft: Build) -> None:
    results = check(
        draft(set={"t3.carried_in.commercial_enterprise": "blank", "t3.carried_out.commercial_enterprise": "dash"})
    )
    flow = results["T3-FLOW", "commercial_enterprise"]
    assert (flow["status"], flow["blanks_as_zero"]) == ("PASS", 2)


def test_a_cell_that_is_zero_in_every_reading_counts_as_zero_but_is_no_blank(check: Check, draft: Build) -> None:
    results = check(draft(set={"t3.carried_in.research_institution": "0|"}))
    flow = results["T3-FLOW", "research_institution"]
    assert (flow["status"], flow["blanks_as_zero"]) == ("PASS", 0)


def test_differing_readings_are_not_assessable_and_named(check: Check, draft: Build) -> None:
    results = check(draft(set={"t3.granted.natural_person": "5|51"}))
    result = results["T3-RESULT-SUM", "natural_person"]
    assert result["status"] == "NOT_ASSESSABLE"
    assert "t3.granted.natural_person ambiguous" in result["reason"]
    assert result["left_value"] is None and result["right_value"] is None


def test_a_blank_total_over_filled_parts_is_unread_everywhere(check: Check, draft: Build) -> None:
    """上海市政府办公厅 2019 leaves 总计 blank on rows that have values."""
    results = check(draft(set={"t3.granted.total": "blank", "t3.unable_not_held.total": "blank"}))
    assert results["T3-ROW-CROSS", "granted"]["status"] == "NOT_ASSESSABLE"
    assert results["T3-RESULT-SUM", "total"]["status"] == "NOT_ASSESSABLE"
    assert results["T3-TOTAL-BLANK", "granted"]["left_value"] == Decimal(9)
    assert failures(results, "error", "warning") == set()


def test_a_table_of_totals_only_is_judged_in_its_total_column(check: Check, draft: Build) -> None:
    """凤凰镇 2021 fills nothing but 总计."""
    parts = {c.key: "blank" for c in load_forms()["2021"].cells if c.table == "t3" and c.column != "total"}
    results = check(draft(set={**parts, "t3.carried_out.total": 5}))
    flow = statuses(results, "T3-FLOW")
    assert flow["total"] == "FAIL"
    assert {flow[column] for column in LEAVES} == {"NOT_ASSESSABLE"}
    assert "FAIL" not in statuses(results, "T3-ROW-CROSS").values()
    assert results["T3-ROW-CROSS", "granted"]["reason"].startswith("parts_blank")


def test_other_handling_in_one_row_stands_for_its_three_leaves(check: Check, draft: Build) -> None:
    """洪泽区 2023 prints （六）其他处理 as one row in the 2021 form."""
    leaves = ("other_overdue_correction", "other_overdue_fee", "other_misc")
    keys = {c.key for c in load_forms()["2021"].cells if c.table == "t3" and c.row in leaves}
    one_row = {f"t3.other_handling.{column}": 0 for column in (*LEAVES, "total")}
    moved = {"t3.granted.natural_person": 4, "t3.granted.total": 8}
    one_row |= {"t3.other_handling.natural_person": 1, "t3.other_handling.total": 1}
    results = check(draft(set={**dict.fromkeys(keys, "missing"), **one_row, **moved}))
    assert set(statuses(results, "T3-RESULT-SUM").values()) == {"PASS"}
    assert statuses(results, "T3-ROW-CROSS")["other_handling"] == "PASS"
    assert statuses(results, "F-CELLS")["t3"] == "PASS"


def test_a_failure_that_a_blank_would_mend_says_so(check: Check, draft: Build) -> None:
    results = check(draft(set={"t3.carried_out.natural_person": "blank", "t3.carried_out.total": 2}))
    flow = results["T3-FLOW", "natural_person"]
    assert flow["status"] == "FAIL"
    assert flow["reason"] == "mended_if: t3.carried_out.natural_person = 2"


def test_a_bound_or_a_statement_that_a_blank_would_mend_says_so(check: Check, draft: Build) -> None:
    cells = {
        "t2.normative_docs.in_force": "blank",
        "t4.reconsideration.pending": "blank",
        "t4.reconsideration.total": 1,
    }
    results = check(draft(set=cells, claims=[("carried_out", 3, "结转3件"), ("granted", 11, "予以公开11件")]))
    bound = results["T2-INFORCE-BOUND-NORMATIVE_DOCS", "report"]
    assert (bound["status"], bound["reason"]) == ("FAIL", "mended_if: t2.normative_docs.in_force >= 2")
    assert results["X-DONE", "carried_out"]["reason"] == "stated: 结转3件"  # no blank there
    parts = results["X-GROUP", "granted"]
    assert parts["status"] == "FAIL" and parts["reason"] == "stated: 予以公开11件"
    blank = {f"t3.granted.{column}": "blank" for column in LEAVES[2:]} | {"t3.granted.total": "missing"}
    again = check(draft(organ="示例县民政局", set=blank, claims=[("granted", 11, "予以公开11件")]))[
        "X-GROUP", "granted"
    ]
    assert again["reason"].startswith("mended_if: t3.granted.research_institution = 2 or t3.granted.")
    sums = {f"t3.{row}.natural_person": "blank" for row in load_forms()["2021"].table("t3").row_groups["result_leaf"]}
    long = check(draft(organ="示例县教育局", set=sums))["T3-RESULT-SUM", "natural_person"]
    assert long["reason"].endswith(" or 16 more") and long["reason"].count(" = 10") == 5


def test_severity_by_scope(check: Check, draft: Build) -> None:
    earlier = {"t3.carried_out.natural_person": 1, "t3.carried_out.total": 1}
    results = check(draft(), draft(year=2022, set=earlier, is_previous=True))
    assert results["T3-CARRY", "total"]["severity"] == "error"
    assert results["T3-CARRY", "natural_person"]["severity"] == "warning"


def test_a_broken_chain_says_that_last_year_was_published_again(check: Check, draft: Build) -> None:
    earlier = {"year": 2022, "is_previous": True}
    again = {"t3.carried_out.natural_person": 1, "t3.carried_out.total": 1}
    results = check(draft(), draft(**earlier), draft(**earlier, set=again, seen=5))
    carry = results["T3-CARRY", "total"]
    assert (carry["status"], carry["reason"]) == ("FAIL", "previous_republished: 2022")


def test_a_chain_over_the_years_breaks_only_where_the_form_does(con: Connection, draft: Build) -> None:
    load(
        con, [draft(year=y, edition="2021" if y > 2020 else "2019" if y > 2018 else "2014") for y in range(2018, 2024)]
    )
    check_reports(con, "test")
    carry = {y: read_checks(con, "示例县财政局", y).get(("T3-CARRY", "total")) for y in range(2018, 2024)}
    assert carry[2018] is None  # the 2014 form has no carry-over
    assert carry[2019]["reason"] == "edition_break: 2018 uses form 2014"
    assert [carry[y]["status"] for y in range(2020, 2024)] == ["PASS"] * 4
    stock = {y: read_checks(con, "示例县财政局", y)["T2-STOCK-REGULATIONS", "report"] for y in (2021, 2022)}
    assert stock[2021]["reason"] == "edition_break: 2020 uses form 2019"
    assert stock[2022]["status"] == "PASS"


def test_money_beyond_two_decimals_and_large_is_no_overflow(check: Check, draft: Build) -> None:
    results = check(draft(edition="2019", year=2020, set={"t2.gov_procurement.procurement_amount": 73802895.9}))
    assert results["T2-PROC-ZERO", "report"]["status"] == "PASS"


def test_only_asked_reports_and_those_that_follow_are_checked_again(con: Connection, draft: Build) -> None:
    drafts = [draft(year=2022, is_previous=True), draft(), draft(organ="示例县民政局")]
    load(con, drafts)
    check_reports(con, "one")
    first = con.execute("SELECT report_id FROM core.fact_report WHERE year = 2022").fetchall()[0][0]
    check_reports(con, "two", [first])
    runs = con.execute(
        "SELECT r.organ_name, r.year, min(c.run_id), max(c.run_id) FROM core.fact_check AS c "
        "JOIN core.fact_report AS r USING (report_id) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert runs == [
        ("示例县民政局", 2023, "one", "one"),
        ("示例县财政局", 2022, "two", "two"),
        ("示例县财政局", 2023, "two", "two"),
    ]


def test_checking_twice_changes_nothing(con: Connection, draft: Build) -> None:
    load(con, [draft(set={"t3.granted.total": 99})])
    check_reports(con, "test")
    before = con.execute("FROM core.fact_check ORDER BY ALL").fetchall()
    check_reports(con, "test")
    assert con.execute("FROM core.fact_check ORDER BY ALL").fetchall() == before


def test_a_document_without_organ_or_year_is_checked_without_the_calendar(draft: Build) -> None:
    parsed = draft(set={"t3.granted.natural_person": 6}).parsed()

    nameless = replace(parsed, report=replace(parsed.report, organ=None, region_code=None, year=None))
    results = check_document(nameless)
    assert {("T3-RESULT-SUM", "natural_person"), ("T3-ROW-CROSS", "granted")} == {
        (c.id, c.scope) for c in results.failures if c.severity == "error"
    }
    assert not any(c.id.startswith("D-") for c in results.checks)


def test_what_is_no_report_has_no_checks(draft: Build) -> None:
    assert check_document(replace(draft().parsed(), is_report=False)).checks == ()


def test_summary_names_rules_that_were_never_assessable(con: Connection, draft: Build) -> None:
    load(con, [draft()])
    summary = check_reports(con, "test")
    assert "T3-CARRY" in summary.never_assessable
    assert "T3-FLOW" not in summary.never_assessable
    assert read_checks(con, "示例县财政局", 2023)
