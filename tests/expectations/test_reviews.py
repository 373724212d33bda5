"""A reviewer's verdict outlives reruns and new versions, ends on its day, and is recorded under stable keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from expectations.checks import check_reports
from expectations.confrontation import confront, export_confrontation
from expectations.errors import CatalogueError
from expectations.reviews import Review, load_reviews, record_review
from tests.expectations.conftest import load, read_checks
from tests.expectations.reports import Draft
from transform.organs import organ_id
from warehouse.connection import Connection

Build = Callable[..., Draft]
ORGAN = "示例县财政局"


def waiver(**changes: object) -> Review:
    base: dict[str, object] = {
        "organ_id": organ_id("990101", ORGAN), "year": 2023, "identity": "T3-FLOW", "scope": "total",
        "verdict": "waived", "until": date(2024, 12, 31), "reason": "合并后的数据口径已说明清楚",
        "by": "审核员", "on": date(2024, 5, 1),
    }  # fmt: skip
    return Review.model_validate({**base, **changes})


def status(con: Connection, identity: str = "T3-FLOW", scope: str = "total") -> tuple[str, str | None]:
    row = read_checks(con, ORGAN, 2023)[identity, scope]
    return row["status"], row["reason"]


def test_a_waiver_excuses_until_its_day(con: Connection, draft: Build) -> None:
    load(con, [draft(set={"t3.carried_out.total": 9})])
    check_reports(con, "test", reviews=[waiver()], as_of=date(2024, 12, 31))
    assert status(con)[0] == "WAIVED" and "审核员" in (status(con)[1] or "")
    check_reports(con, "test", reviews=[waiver()], as_of=date(2025, 1, 1))
    assert status(con)[0] == "FAIL"


def test_a_waiver_survives_a_new_version_and_a_mended_report_closes_the_finding(con: Connection, draft: Build) -> None:
    load(con, [draft(set={"t3.carried_out.total": 9})])
    load(con, [draft(set={"t3.carried_out.total": 8}, seen=2)])
    check_reports(con, "test", reviews=[waiver()], as_of=date(2024, 6, 1))
    assert status(con)[0] == "WAIVED"
    load(con, [draft(seen=4)])
    check_reports(con, "test", reviews=[waiver()], as_of=date(2024, 6, 1))
    assert status(con) == ("PASS", None)


def test_other_findings_and_confirmed_ones_stay(con: Connection, draft: Build) -> None:
    load(con, [draft(set={"t3.carried_out.total": 9})])
    reviews = [waiver(identity="T4-SUM"), waiver(year=2022), waiver(verdict="confirmed", until=None)]
    check_reports(con, "test", reviews=reviews, as_of=date(2024, 6, 1))
    assert status(con)[0] == "FAIL"


def test_one_verdict_for_all_scopes(con: Connection, draft: Build) -> None:
    load(con, [draft(set={"t3.carried_out.total": 9, "t3.carried_out.natural_person": 9})])
    check_reports(con, "test", reviews=[waiver(scope="*")], as_of=date(2024, 6, 1))
    assert status(con)[0] == status(con, scope="natural_person")[0] == "WAIVED"


def test_verdicts_are_recorded_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "reviews.yaml"
    record_review(path, waiver())
    record_review(path, waiver(identity="T4-SUM"))
    record_review(path, waiver(verdict="dismissed"))
    assert [(r.identity, r.verdict) for r in load_reviews([path])] == [("T4-SUM", "waived"), ("T3-FLOW", "dismissed")]
    assert load_reviews() == ()


@pytest.mark.parametrize("changes", [{"until": None}, {"identity": "T9-NONE"}, {"reason": "ok"}, {"colour": "red"}])
def test_a_verdict_needs_rule_reason_and_end(changes: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        waiver(**changes)
    path = tmp_path / "reviews.yaml"
    path.write_text("reviews: [{organ_id: x}]", encoding="utf-8")
    with pytest.raises(CatalogueError, match="reviews"):
        load_reviews([path])


def test_the_confrontation_table_adds_up(con: Connection, draft: Build, tmp_path: Path) -> None:
    load(con, [draft(set={"t3.carried_out.total": 9}), draft(organ="示例县民政局")])
    check_reports(con, "test", reviews=[waiver()], as_of=date(2024, 6, 1))
    rows = {row.name: row for row in confront(con)}
    assert {"T3-FLOW", "T4-SUM", "F-CELLS", "X-RECV"} <= set(rows)
    assert all(r.items == r.passes + r.fails + r.missing + r.waived for r in rows.values())
    flow = rows["T3-FLOW"]
    assert (flow.items, flow.passes, flow.fails, flow.waived) == (14, 13, 0, 1)
    with export_confrontation(con, tmp_path / "c.csv").open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in csv.DictReader(file)) == len(rows)
