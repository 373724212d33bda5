"""The gate: publishers' findings never block, defects of ours do, and an override is on record."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from expectations import gate_rules
from expectations.checks import check_reports
from expectations.coverage import build_coverage
from expectations.errors import CatalogueError
from expectations.gate import GateResult, Outcome, judge, run_gate
from expectations.gate_rules import Band, load_bands, load_defects
from tests.expectations.conftest import load
from tests.expectations.reports import Draft, base_cells
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import OrganRow, load_organs
from warehouse.scratch import open_scratch

Build = Callable[..., Draft]
Gate = Callable[..., GateResult]


@pytest.fixture
def gate(con: Connection, tmp_path: Path) -> Gate:
    def run(run_id: str = "one") -> GateResult:
        check_reports(con, run_id)
        return run_gate(con, run_id, docs_folder=tmp_path / "docs", results_folder=tmp_path / "runs" / run_id)

    return run


def blocking(result: GateResult) -> set[str]:
    return {one.id for one in result.blocking}


def test_findings_are_named_and_do_not_block(con: Connection, gate: Gate, draft: Build, tmp_path: Path) -> None:
    load(con, [draft(set={"t3.carried_out.total": 9}), draft(organ="示例县民政局")])
    result = gate()
    assert not result.is_blocked
    findings = next(s for s in result.suites if s.name == "findings-data_quality")
    assert findings.failed >= 1 and findings.evaluated > 40
    record = json.loads((tmp_path / "runs" / "one" / "gate.json").read_text(encoding="utf-8"))
    flow = next(e for e in record["expectations"] if e["id"] == "T3-FLOW")
    assert (flow["is_success"], flow["offences"]) == (False, 1)
    pages = list((tmp_path / "docs" / "validations" / "findings-data_quality").rglob("*.html"))
    text = pages[0].read_text(encoding="utf-8")
    assert "T3-FLOW 新收" in text and "示例县财政局 2023 total: 16 / 23" in text
    assert (tmp_path / "docs" / "index.html").is_file()


def test_data_docs_show_a_name_as_text(con: Connection, gate: Gate, draft: Build, tmp_path: Path) -> None:
    """Great Expectations sets values into its pages as they are; a page of a stranger names the organ."""
    name = "示例县<img src=x onerror=alert(1)>局&lt;"
    load(con, [draft(organ=name, set={"t3.carried_out.total": 9})])
    gate()
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "docs").rglob("*.html")]
    assert any(html.escape(name) in page for page in pages)
    assert not any("<img src=x" in page for page in pages)


def test_findings_are_the_assessed_results_of_current_reports(con: Connection, gate: Gate, draft: Build) -> None:
    wrong = {"t3.carried_out.total": 9}
    load(con, [draft(set=wrong), draft(organ="示例县民政局")])
    load(con, [draft(organ="示例县民政局", set={**wrong, "t4.reconsideration.total": 3}, seen=1)])
    gate()
    found = con.execute("SELECT identity_id, count(*), count(offender) FROM gt_finding GROUP BY ALL").fetchall()
    assessed = con.execute(
        "SELECT identity_id, count(*), count(*) FILTER (status = 'FAIL') FROM core.fact_check "
        "JOIN core.fact_report USING (report_id) WHERE is_current AND status <> 'NOT_ASSESSABLE' GROUP BY ALL"
    ).fetchall()
    versions = con.execute("SELECT count(*), count(*) FILTER (is_current) FROM core.fact_report").fetchall()
    assert versions == [(3, 2)] and set(found) == set(assessed)


def test_an_empty_warehouse_blocks(gate: Gate) -> None:
    result = gate()
    assert "P-REPORTS" in blocking(result)
    line = next(str(one) for one in result.blocking if one.id == "P-REPORTS")
    assert "\n" not in line and "look at: nianbao status" in line and "gate-overrides.yaml" in line


def test_defects_of_ours_block(con: Connection, draft: Build, tmp_path: Path) -> None:
    load(con, [draft(), draft(organ="示例县民政局")])
    con.execute("INSERT INTO core.fact_cell SELECT * FROM core.fact_cell LIMIT 1")
    con.execute("UPDATE core.fact_report SET capture_id = 'nowhere' WHERE organ_name = '示例县民政局'")
    con.execute("INSERT INTO core.fact_cell SELECT * REPLACE ('orphan' AS report_id) FROM core.fact_cell LIMIT 1")
    lost = "('r', 't3.granted.total', 5, 'reported', NULL, 'missing', '1', '2', 'one')"
    con.execute(f"INSERT INTO ops.parser_move VALUES {lost}")
    check_reports(con, "one")
    con.execute("DELETE FROM core.fact_check WHERE identity_id = 'T4-SUM'")
    folders = {"docs_folder": tmp_path / "docs", "results_folder": tmp_path / "runs" / "one"}
    assert blocking(run_gate(con, "one", **folders)) == {
        "P-KEY-CELL", "P-TRACE-REPORT", "P-ORPHAN-CELL", "P-PARSER-LOST", "P-RULE-APPLIED",
    }  # fmt: skip


def publish(con: Connection, run_id: str) -> None:
    con.execute(
        "INSERT INTO ops.publication BY NAME SELECT $id AS publication_id, now() AS published_at, $id AS run_id",
        {"id": run_id},
    )


def test_what_vanished_since_the_last_publication_blocks(con: Connection, gate: Gate, draft: Build) -> None:
    load(con, [draft(), draft(organ="示例县民政局")])
    assert not gate("one").is_blocked
    publish(con, "one")
    con.execute("UPDATE core.fact_cell SET value = NULL, status = 'unreadable' WHERE cell_key LIKE 't3.%'")
    con.execute("DELETE FROM core.fact_report WHERE organ_name = '示例县民政局'")
    result = gate("three")
    assert {"P-REPORTS-VANISHED", "P-CELLS-VANISHED"} <= blocking(result)
    line = next(str(one) for one in result.blocking if one.id == "P-REPORTS-VANISHED")
    assert "99, 2023: reports 1.0, before 2.0, may fall by 0.0 %: a report that was loaded is never deleted" in line
    assert "990101, 2023: reports 1.0, before 2.0" in line


def test_keys_of_earlier_runs_are_looked_through_unless_their_gate_found_them_right(
    con: Connection, gate: Gate, draft: Build, tmp_path: Path
) -> None:
    load(con, [draft(), draft(organ="示例县民政局")])
    gate("one")
    publish(con, "one")
    again = "INSERT INTO core.fact_cell SELECT * REPLACE (? AS run_id) FROM core.fact_cell LIMIT 1"
    con.execute(again, ["two"])
    folders = {"docs_folder": tmp_path / "docs", "results_folder": tmp_path / "runs" / "two"}
    assert blocking(run_gate(con, "two", **folders)) == {"P-KEY-CELL"}  # a row of this run beside one of an earlier run
    publish(con, "two")  # as an override would
    folders["results_folder"] = tmp_path / "runs" / "three"
    assert blocking(run_gate(con, "three", **folders)) == {"P-KEY-CELL"}


def organs(con: Connection, *names: str) -> None:
    rows = [OrganRow(organ_id("990101", n), "990101", "department", n, (n,), is_expected=True) for n in names]
    load_organs(con, rows, "test")


def test_a_deadline_that_passes_is_no_defect_of_ours(con: Connection, gate: Gate, draft: Build) -> None:
    """On 1 February reports that are not there begin to be missing: the rate of coverage falls, nothing was lost."""
    names = ("示例县财政局", "示例县民政局", "示例县教育局")
    organs(con, *names)
    load(con, [draft(published=date(2024, 1, 20))])
    build_coverage(con, "one", as_of=date(2024, 1, 31), years=[2023])
    assert not gate("one").is_blocked
    publish(con, "one")
    assert build_coverage(con, "two", as_of=date(2024, 2, 2), years=[2023]).counts == {"on_time": 1, "missing": 2}
    assert not gate("two").is_blocked
    publish(con, "two")
    con.execute("DELETE FROM core.fact_coverage WHERE status = 'on_time'")
    assert "P-COVERAGE-FALL" in blocking(gate("three"))


def test_a_band_names_the_province_the_year_and_its_reason(con: Connection, gate: Gate, draft: Build) -> None:
    bare = dict.fromkeys(base_cells("2021"), "blank")
    load(con, [draft(organ=f"示例县第{n}局", region="340101", set=bare) for n in range(25)])
    line = next(str(one) for one in gate().blocking if one.id == "P-BAND-MINIMUM")
    assert "安徽省 34, 2023: figures_per_report 0.0, at least 5.0: the shortest provincial table" in line
    assert "\n" not in line and "gate-overrides.yaml" in line


def test_a_named_province_and_year_go_before_the_general_band() -> None:
    con = open_scratch()
    row = {"measure": "reports", "region_code": "34", "year": 2023, "reports": 90, "value": 90.0}
    con.register("one_measure", pa.Table.from_pylist([row]))
    con.execute("CREATE TEMP TABLE gt_measure AS FROM one_measure")
    con.execute("CREATE TEMP TABLE gt_previous AS SELECT * REPLACE (100.0 AS value) FROM gt_measure")
    common = {"measure": "reports", "at_least_reports": 1, "reason": "a reason of ten letters"}
    bands = [
        Band(province="", year=None, most_fall=0.0, minimum=200, **common),
        Band(province="34", year=None, most_fall=0.05, **common),
        Band(province="34", year=2023, most_fall=0.2, **common),
        Band(province="35", year=2023, most_fall=0.9, **common),
    ]
    con.register("bands", pa.Table.from_pylist([band.model_dump() for band in bands]))
    con.execute("CREATE TEMP TABLE gt_band AS FROM bands")
    con.execute((Path(gate_rules.__file__).parent / "sql" / "gate" / "band_values.sql").read_text(encoding="utf-8"))
    found = con.execute("SELECT kind, bound FROM gt_band_value ORDER BY kind").fetchall()
    con.close()
    assert found == [("minimum", 200.0), ("most_fall", 0.2)]


def test_an_override_needs_reason_and_end(tmp_path: Path) -> None:
    outcomes = [Outcome("defects-fact_report", "P-REPORTS", is_success=False, offences=1, error=None)]
    overrides, today = tmp_path / "gate-overrides.yaml", date(2026, 5, 1)
    entry = "- {expectation: P-REPORTS, until: %s, reason: the first run of an empty home, by: 测试员}"
    overrides.write_text("overrides:\n" + entry % date(2026, 4, 30), encoding="utf-8")
    assert blocking(judge(outcomes, overrides, today)) == {"P-REPORTS"}
    overrides.write_text("overrides:\n" + entry % today, encoding="utf-8")
    result = judge(outcomes, overrides, today)
    assert not result.is_blocked and "测试员" in result.overridden[0]
    overrides.write_text("overrides:\n- {expectation: P-REPORTS, until: 2999-01-01, by: x}", encoding="utf-8")
    with pytest.raises(CatalogueError, match="reason"):
        judge(outcomes, overrides, today)


def test_an_expectation_that_cannot_run_blocks(tmp_path: Path) -> None:
    broken = [Outcome("defects-fact_cell", "P-KEY-CELL", is_success=False, offences=0, error="no such table")]
    result = judge(broken, tmp_path / "none.yaml", date(2026, 5, 1))
    assert "no such table" in str(result.blocking[0])


def test_bands_name_measures_with_reasons() -> None:
    assert all(len(band.reason) > 30 for band in load_bands())
    assert len({defect.id for defect in load_defects()}) == len(load_defects())


def test_bands_apply_to_groups_large_enough(con: Connection, gate: Gate, draft: Build) -> None:
    wrong = [draft(organ=f"示例县第{n}局", set={"t3.carried_out.total": 9}) for n in range(25)]
    load(con, wrong)
    result = gate()
    assert not result.is_blocked
    assert any("P-BAND-MAXIMUM" in line and "failing_rate 1.0, at most 0.6" in line for line in result.warnings)
