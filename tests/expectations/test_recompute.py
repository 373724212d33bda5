"""An independent calculation: every arithmetic identity with plain pandas, against core.fact_check, result by result.

The sums stand in `tests.expectations.recomputed`; a rule of the catalogue that is not recomputed there fails the test.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from tests.expectations.conftest import load
from tests.expectations.generate import SLIPS, consistent_report
from tests.expectations.recomputed import RULES
from tests.expectations.reports import Draft, base_cells
from transform.models import Hints
from transform.parse import parse_document
from warehouse.connection import Connection
from warehouse.load import LoadItem, load_reports
from warehouse.scratch import open_scratch

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LEVELS = ("L-SUM", "L-PART")
ORGANS, COUNTIES = 120, 30
TEXT = ["本报告综合各部门数据编制"]


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Connection]:
    con = open_scratch()
    rng = random.Random(42)
    load(con, [draft for number in range(ORGANS) for draft in _organ(number, rng)])
    load(con, [draft for number in range(COUNTIES) for draft in _county(number, rng)])
    if CORPUS.is_dir():
        paths = [path for path in sorted(CORPUS.iterdir()) if path.suffix in (".html", ".txt")]
        load_reports(con, [_item(path) for path in paths], "test")
    check_reports(con, "test")
    yield con
    con.close()


def _organ(number: int, rng: random.Random) -> Iterator[Draft]:
    """Reports under every form, two years of those that have rules over years; a third of the figures off by a slip."""
    values = consistent_report(rng)
    slip = list(SLIPS.values())[number % 4](values, rng) if number % 3 else {}
    blanks = {k: "blank" for k, v in values.items() if v == 0 and number % 2}
    before = {"t3.carried_out.total": values["t3.carried_in.total"] + number % 2}
    documents = ("in_force", "issued", "repealed")
    keys = [f"t2.{row}.{c}" for row in ("normative_docs", "regulations") for c in documents]
    before |= {key: rng.randint(0, 3) for key in keys}
    now = {**values, **{key: rng.randint(0, 5) for key in keys}, **blanks, **slip}
    if number % 10 == 7:
        now["t4.reconsideration.total"] = 99  # more than the requests of two years
    plain = Draft(f"示例县第{number}局", "990101", 2023, "2021", set=now)
    yield plain
    yield replace(plain, year=2022, set=before, is_previous=True)
    for year, edition in ((2020, "2019"), (2019, "2019"), (2016, "2014"), (2010, "2008")):
        yield replace(plain, year=year, edition=edition, set=_some(edition, rng))


def _some(edition: str, rng: random.Random) -> dict[str, int]:
    """About a twentieth of the base report's cells with another figure, and most of those that rules compare."""
    often = ("regulations", "normative_docs", "prev_year_items", "net_change")
    return {
        key: rng.randint(0, 4)
        for key in base_cells(edition)
        if rng.random() < (0.6 if any(word in key for word in often) else 0.05)
    }


def _county(number: int, rng: random.Random) -> Iterator[Draft]:
    """A government that sums up three departments, at times by one too many."""
    region = f"9903{number:02d}"
    rows = ("new_received", "carried_in", "total_processed", "carried_out")
    parts = [{f"t3.{row}.total": rng.randint(0, 9) for row in rows} for _ in range(3)]
    whole = {key: sum(part[key] for part in parts) + (rng.random() < 0.2) for key in parts[0]}
    yield Draft(f"例{number}县人民政府", region, 2023, "2021", kind="government", lines=TEXT, set=whole)
    for place, part in enumerate(parts):
        yield Draft(f"例{number}县第{place}局", region, 2023, "2021", set=part, lines=[f"例{number}{place}另述"])


def _item(path: Path) -> LoadItem:
    parsed = parse_document(path.read_bytes(), Hints(path=str(path)))
    template = Draft("x", "990101", 2023, "2021").load_item().capture
    url = f"http://www.example.gov.cn/{path.name}"
    return LoadItem(parsed, replace(template, url=url, sha256=parsed.document.sha256))


@pytest.fixture(scope="module")
def cells(warehouse: Connection) -> pd.DataFrame:
    """One row per report, one column per cell; blank and dash as 0, NaN for what has no one reading."""
    sql = "SELECT report_id, cell_key, CAST(value AS DOUBLE) AS value, status, candidates FROM core.fact_cell"
    frame = warehouse.execute(sql).df()
    pairs = zip(frame["status"], frame["candidates"], strict=True)
    is_zero = pd.Series([status == "ambiguous" and not any(c > 0 for c in readings) for status, readings in pairs])
    frame.loc[frame["status"].isin(["blank", "dash"]) | is_zero, "value"] = 0.0
    return frame.pivot(index="report_id", columns="cell_key", values="value")


@pytest.fixture(scope="module")
def last(warehouse: Connection, cells: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``cells`` with the figures of the organ's report of the year before."""
    reports = warehouse.execute("SELECT report_id, organ_id, year FROM core.fact_report").df()
    before = reports.assign(year=reports["year"] + 1).rename(columns={"report_id": "before"})
    pairs = reports.merge(before, on=["organ_id", "year"], how="left").set_index("report_id")["before"]
    found = cells.reindex(pairs.reindex(cells.index))
    found.index = cells.index
    return found


@pytest.fixture(scope="module")
def checks(warehouse: Connection) -> pd.DataFrame:
    sql = (
        "SELECT report_id, identity_id, scope, status, CAST(left_value AS DOUBLE) AS left_value, "
        "CAST(right_value AS DOUBLE) AS right_value FROM core.fact_check"
    )
    return warehouse.execute(sql).df()


def _assessed(checks: pd.DataFrame, identity: str, expected: pd.DataFrame) -> pd.DataFrame:
    """Results of a rule where it was assessed, beside ``expected`` (report_id, scope, left, right)."""
    found = checks[(checks["identity_id"] == identity) & (checks["status"] != "NOT_ASSESSABLE")]
    return found.merge(expected, on=["report_id", "scope"], how="left", validate="one_to_one")


@pytest.mark.parametrize("identity", RULES)
def test_rule(cells: pd.DataFrame, last: pd.DataFrame, checks: pd.DataFrame, identity: str) -> None:
    rule = RULES[identity]
    sides = [pd.DataFrame({"scope": s, "left": left, "right": right}) for s, left, right in rule.sides(cells, last)]
    merged = _assessed(checks, identity, pd.concat(sides).reset_index())
    assert len(merged) > 100
    assert (merged["left_value"] == merged["left"]).all()
    assert (merged["right_value"] == merged["right"]).all()
    holds = rule.holds(merged["scope"], merged["left"], merged["right"])
    assert ((merged["status"] == "PASS") == holds).all()
    assert holds.any() and not holds.all(), "both verdicts occur, else the comparison proves little"


@pytest.mark.parametrize("identity", LEVELS)
def test_sums_over_levels(warehouse: Connection, cells: pd.DataFrame, checks: pd.DataFrame, identity: str) -> None:
    reports = warehouse.execute(
        "SELECT report_id, region_code, organ_name LIKE '%人民政府' AS is_whole FROM core.fact_report "
        "WHERE region_code LIKE '9903%'"
    ).df()
    long = reports.merge(cells.stack().rename("value").reset_index(), on="report_id")
    parts = long[~long["is_whole"]].groupby(["region_code", "cell_key"])["value"].sum().rename("parts").reset_index()
    both = long[long["is_whole"]].merge(parts, on=["region_code", "cell_key"]).rename(columns={"cell_key": "scope"})
    names = {"value": "left", "parts": "right"} if identity == "L-SUM" else {"parts": "left", "value": "right"}
    merged = _assessed(checks, identity, both.rename(columns=names))
    merged = merged[merged["report_id"].isin(reports["report_id"])]
    assert len(merged) > 100
    assert (merged["left_value"] == merged["left"]).all() and (merged["right_value"] == merged["right"]).all()
    holds = merged["left"] == merged["right"] if identity == "L-SUM" else merged["left"] <= merged["right"]
    assert ((merged["status"] == "PASS") == holds).all()
    assert holds.any() and not holds.all()


def test_every_rule_over_figures_is_recomputed() -> None:
    rules = load_catalogue().identities
    wanted = {r.id for r in rules if r.machine is not None or r.class_ in ("arithmetic", "bound")}
    assert wanted == set(RULES) | set(LEVELS)
