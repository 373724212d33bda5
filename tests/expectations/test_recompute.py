"""An independent calculation: every arithmetic identity with plain pandas, against core.fact_check, cell by cell.

Nothing of the compiled operands or the SQL is used: the sums are written here as a person writes them from the form.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from expectations.checks import check_reports
from tests.expectations.conftest import load
from tests.expectations.generate import SLIPS, consistent_report
from tests.expectations.reports import Draft
from transform.models import Hints
from transform.parse import parse_document
from warehouse.connection import Connection
from warehouse.load import LoadItem, load_reports
from warehouse.scratch import open_scratch

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PARTS = ["natural_person", "commercial_enterprise", "research_institution", "social_welfare_org", "legal_service_org",
         "other_org"]  # fmt: skip
SUMS_2014 = {
    "G1-RECV": ("received", ["recv_in_person", "recv_fax", "recv_online", "recv_letter"]),
    "G1-COMPLETED": ("completed", ["completed_on_time", "completed_extended"]),
    "G1-REPLIES": ("replies", ["reply_already_public", "reply_agreed", "reply_partial", "reply_refused",
                               "reply_not_this_organ", "reply_not_exist", "reply_correction_told",
                               "reply_other_route"]),
    "G1-REFUSED": ("reply_refused", ["refused_state_secret", "refused_trade_secret", "refused_privacy",
                                     "refused_security_stability", "refused_not_gov_info", "refused_other_law"]),
    "G1-RECON": ("s4_reconsideration", ["recon_upheld", "recon_corrected", "recon_other"]),
    "G1-LIT": ("s5_litigation", ["lit_upheld", "lit_corrected", "lit_other"]),
    "G1-STAFF": ("staff", ["staff_full_time", "staff_part_time"]),
}  # fmt: skip
NO_LEAVES = {"new_received", "carried_in", "total_processed", "carried_out"}


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Connection]:
    con = open_scratch()
    rng = random.Random(42)
    drafts = []
    for number in range(120):
        values = consistent_report(rng)
        slip = list(SLIPS.values())[number % 4](values, rng) if number % 3 else {}
        blanks = {k: "blank" for k, v in values.items() if v == 0 and number % 2}
        drafts.append(Draft(f"示例县第{number}局", "990101", 2023, "2021", set={**values, **blanks, **slip}))
        before = {"t3.carried_out.total": values["t3.carried_in.total"] + number % 2}
        before |= {f"t2.normative_docs.{c}": rng.randint(0, 30) for c in ("in_force", "issued", "repealed")}
        drafts.append(Draft(f"示例县第{number}局", "990101", 2022, "2021", set=before, is_previous=True))
        old = {
            key: rng.randint(0, 3)
            for sides in SUMS_2014.values()
            for key in (sides[0], *sides[1])
            if rng.random() < 0.2
        }
        drafts.append(Draft(f"示例县第{number}局", "990101", 2016, "2014", set={f"g1.{k}": v for k, v in old.items()}))
    load(con, drafts)
    if CORPUS.is_dir():
        paths = [path for path in sorted(CORPUS.iterdir()) if path.suffix in (".html", ".txt")]
        load_reports(con, [_item(path) for path in paths], "test")
    check_reports(con, "test")
    yield con
    con.close()


def _item(path: Path) -> LoadItem:
    parsed = parse_document(path.read_bytes(), Hints(path=str(path)))
    template = Draft("x", "990101", 2023, "2021").load_item().capture
    url = f"http://www.example.gov.cn/{path.name}"
    return LoadItem(parsed, replace(template, url=url, sha256=parsed.document.sha256))


@pytest.fixture(scope="module")
def cells(warehouse: Connection) -> pd.DataFrame:
    """Numbers of tables 3 and 4; blank and dash as 0; NaN for what has no one reading."""
    sql = "SELECT report_id, cell_key, CAST(value AS DOUBLE) AS value, status, candidates FROM core.fact_cell"
    frame = warehouse.execute(sql).df()
    pairs = zip(frame["status"], frame["candidates"], strict=True)
    is_zero = pd.Series([status == "ambiguous" and not any(c > 0 for c in readings) for status, readings in pairs])
    frame.loc[frame["status"].isin(["blank", "dash"]) | is_zero, "value"] = 0.0
    frame[["table", "row", "column"]] = frame["cell_key"].str.split(".", n=2, expand=True)
    frame = frame[frame["table"].isin(["t2", "t3", "t4", "g1"])]
    return frame[frame["status"] != "missing"]


@pytest.fixture(scope="module")
def checks(warehouse: Connection) -> pd.DataFrame:
    sql = (
        "SELECT report_id, identity_id, scope, status, CAST(left_value AS DOUBLE) AS left_value, "
        "CAST(right_value AS DOUBLE) AS right_value FROM core.fact_check"
    )
    return warehouse.execute(sql).df()


def compare(checks: pd.DataFrame, identity: str, expected: pd.DataFrame) -> None:
    """``expected`` has report_id, scope, left, right; sides must agree wherever the rule was assessed."""
    assessed = checks[(checks["identity_id"] == identity) & (checks["status"] != "NOT_ASSESSABLE")]
    merged = assessed.merge(expected, on=["report_id", "scope"], how="left", validate="one_to_one")
    assert len(merged) > 100
    assert (merged["left_value"] == merged["left"]).all()
    assert (merged["right_value"] == merged["right"]).all()
    assert ((merged["status"] == "PASS") == (merged["left"] == merged["right"])).all()


def by_row(cells: pd.DataFrame) -> pd.DataFrame:
    t3 = cells[cells["table"] == "t3"]
    return t3.pivot(index=["report_id", "column"], columns="row", values="value")


def test_flow(cells: pd.DataFrame, checks: pd.DataFrame) -> None:
    rows = by_row(cells)
    expected = pd.DataFrame(
        {"left": rows["new_received"] + rows["carried_in"], "right": rows["total_processed"] + rows["carried_out"]}
    )
    compare(checks, "T3-FLOW", expected.reset_index().rename(columns={"column": "scope"}))


def test_result_sum(cells: pd.DataFrame, checks: pd.DataFrame) -> None:
    rows = by_row(cells)
    leaves = rows.drop(columns=list(NO_LEAVES))
    expected = pd.DataFrame({"left": leaves.sum(axis=1), "right": rows["total_processed"]})
    compare(checks, "T3-RESULT-SUM", expected.reset_index().rename(columns={"column": "scope"}))


def test_row_cross(cells: pd.DataFrame, checks: pd.DataFrame) -> None:
    t3 = cells[cells["table"] == "t3"].pivot(index=["report_id", "row"], columns="column", values="value")
    expected = pd.DataFrame({"left": t3[PARTS].sum(axis=1), "right": t3["total"]})
    compare(checks, "T3-ROW-CROSS", expected.reset_index().rename(columns={"row": "scope"}))


def test_dispute_sum(cells: pd.DataFrame, checks: pd.DataFrame) -> None:
    t4 = cells[cells["table"] == "t4"].pivot(index=["report_id", "row"], columns="column", values="value")
    parts = t4[["upheld", "corrected", "other_outcome", "pending"]].sum(axis=1)
    expected = pd.DataFrame({"left": parts, "right": t4["total"]})
    compare(checks, "T4-SUM", expected.reset_index().rename(columns={"row": "scope"}))


def test_bound(cells: pd.DataFrame, checks: pd.DataFrame) -> None:
    rows = by_row(cells)
    expected = pd.DataFrame(
        {"left": rows.drop(columns=list(NO_LEAVES)).max(axis=1), "right": rows["new_received"] + rows["carried_in"]}
    ).reset_index()
    assessed = checks[(checks["identity_id"] == "T3-BOUND") & (checks["status"] != "NOT_ASSESSABLE")]
    merged = assessed.merge(expected.rename(columns={"column": "scope"}), on=["report_id", "scope"])
    assert (merged["left_value"] == merged["left"]).all() and (merged["right_value"] == merged["right"]).all()
    assert ((merged["status"] == "PASS") == (merged["left"] <= merged["right"])).all()


@pytest.mark.parametrize("identity", SUMS_2014)
def test_sums_of_2014(cells: pd.DataFrame, checks: pd.DataFrame, identity: str) -> None:
    total, parts = SUMS_2014[identity]
    rows = cells[cells["table"] == "g1"].pivot(index="report_id", columns="row", values="value")
    expected = pd.DataFrame({"left": rows[total], "right": rows[parts].sum(axis=1, skipna=False), "scope": "report"})
    compare(checks, identity, expected.reset_index())


def test_chains_over_two_years(cells: pd.DataFrame, checks: pd.DataFrame, warehouse: Connection) -> None:
    reports = warehouse.execute("SELECT report_id, organ_id, year FROM core.fact_report WHERE year > 2020").df()
    wide = (
        cells.pivot(index="report_id", columns="cell_key", values="value").reset_index().merge(reports, on="report_id")
    )
    last = wide.assign(year=wide["year"] + 1)
    pair = wide.merge(last, on=["organ_id", "year"], suffixes=("", "@prev"))
    stock = [pair[f"t2.normative_docs.{name}"] for name in ("in_force@prev", "issued", "repealed")]
    carry = {"scope": "total", "left": pair["t3.carried_in.total"], "right": pair["t3.carried_out.total@prev"]}
    docs = {"scope": "report", "left": pair["t2.normative_docs.in_force"], "right": stock[0] + stock[1] - stock[2]}
    of_total = checks[(checks["identity_id"] != "T3-CARRY") | (checks["scope"] == "total")]
    compare(of_total, "T3-CARRY", pd.DataFrame({"report_id": pair["report_id"], **carry}))
    compare(checks, "T2-STOCK-NORMATIVE_DOCS", pd.DataFrame({"report_id": pair["report_id"], **docs}))


def test_both_verdicts_occur(checks: pd.DataFrame) -> None:
    counts = checks[checks["identity_id"].isin(["T3-FLOW", "T3-RESULT-SUM", "T3-ROW-CROSS"])]["status"].value_counts()
    assert counts["PASS"] > 1000 and counts["FAIL"] > 50
