"""Who published, on time, late or not: as of a day, by kind of organ, with the law's dates and a policy date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from expectations.coverage import build_coverage, due_dates, next_working_day
from tests.expectations.conftest import load
from tests.expectations.reports import Draft
from transform.organs import organ_id
from warehouse.connection import Connection
from warehouse.load import OrganRow, load_organs

REGION = "990101"
KINDS = {"示例县人民政府": "government", "示例县财政局": "department", "示例镇人民政府": "township"}
Build = Callable[..., Draft]


def expect(con: Connection, *names: str, source: str | None = None) -> None:
    rows = [
        OrganRow(organ_id(REGION, n), REGION, KINDS.get(n, "department"), n, (n,), is_expected=True, source_id=source)
        for n in names
    ]
    load_organs(con, rows, "test")


def coverage(con: Connection, year: int = 2023, as_of: date = date(2024, 6, 1)) -> dict[str, dict[str, Any]]:
    build_coverage(con, "test", as_of=as_of, years=[year])
    cursor = con.execute("SELECT o.name_zh, v.* FROM core.fact_coverage AS v JOIN core.dim_organ AS o USING (organ_id)")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["name_zh"]: row for row in rows}


def capture(con: Connection, url: str, page_class: str, day: int = 1) -> None:
    con.execute(
        "INSERT INTO core.dim_capture BY NAME SELECT $id AS capture_id, $url AS url, $at AS fetched_at, "
        "$at AS last_seen, 200 AS http_status, '[]' AS headers, 'text/html' AS media_type, 'x' AS capture_sha256, "
        "$class AS page_class, 'test' AS run_id",
        {"id": f"{url}{day}", "url": url, "at": datetime(2026, 7, day, tzinfo=UTC), "class": page_class},
    )


def list_entry(con: Connection, source: str, url: str, title: str, year: int) -> None:
    con.execute(
        "INSERT INTO ops.list_entry BY NAME SELECT $source AS source_id, $url AS url, $title AS title, "
        "true AS is_accepted, '' AS reason, $year AS year, 'test' AS run_id",
        {"source": source, "url": url, "title": title, "year": year},
    )


@pytest.mark.parametrize(
    ("organ", "published", "status", "is_late"),
    [
        ("示例县财政局", date(2024, 1, 31), "on_time", False),
        ("示例县财政局", date(2024, 2, 1), "late", True),
        ("示例县人民政府", date(2024, 3, 31), "on_time", False),
        ("示例县人民政府", date(2024, 4, 1), "late", True),
        ("示例镇人民政府", date(2024, 2, 1), "late", None),
        ("示例县财政局", None, "undated", None),
    ],
)
def test_dates_by_kind(
    con: Connection, draft: Build, organ: str, published: date | None, status: str, is_late: bool | None
) -> None:
    expect(con, organ)
    load(con, [draft(organ=organ, kind=KINDS[organ], published=published)])
    row = coverage(con)[organ]
    assert (row["status"], row["is_late_statutory"]) == (status, is_late)
    assert row["reason"].startswith("policy_date") == (organ == "示例镇人民政府")


def test_grace_runs_to_the_next_working_day(con: Connection, draft: Build) -> None:
    """31 January 2025 lay in the Spring Festival; work began again on 5 February."""
    expect(con, "示例县财政局")
    load(con, [draft(year=2024, published=date(2025, 2, 5))])
    row = coverage(con, 2024, date(2025, 6, 1))["示例县财政局"]
    assert (row["is_late_statutory"], row["is_late_after_grace"]) == (True, False)
    assert row["grace_due_on"] == date(2025, 2, 5)


def test_what_is_not_due_is_not_missing(con: Connection) -> None:
    expect(con, "示例县财政局", "示例县人民政府")
    assert coverage(con, as_of=date(2024, 1, 31)) == {}
    assert {n: r["status"] for n, r in coverage(con, as_of=date(2024, 2, 1)).items()} == {"示例县财政局": "missing"}
    assert {r["status"] for r in coverage(con, as_of=date(2024, 4, 1)).values()} == {"missing"}


def test_timeliness_rests_on_the_first_version(con: Connection, draft: Build) -> None:
    expect(con, "示例县财政局")
    first = draft(published=date(2024, 1, 20))
    load(con, [first, draft(published=date(2024, 5, 2), set={"t3.granted.total": 8}, seen=3)])
    row = coverage(con)["示例县财政局"]
    assert (row["status"], row["published_on"]) == ("on_time", date(2024, 1, 20))


def test_a_blocked_source_is_not_a_silent_organ(con: Connection) -> None:
    expect(con, "示例县财政局", source="s1")
    con.execute("INSERT INTO ops.source_night VALUES ('s1', 'blocked', 0, NULL, 0, 0, 0, '412', 'test')")
    assert coverage(con)["示例县财政局"]["status"] == "blocked"


def test_a_page_that_gave_no_report_is_unparsable(con: Connection) -> None:
    expect(con, "示例县财政局", "示例县民政局", source="s1")
    list_entry(con, "s1", "http://www.example.gov.cn/a", "示例县财政局2023年政府信息公开工作年度报告", 2023)
    capture(con, "http://www.example.gov.cn/a", "ok")
    found = coverage(con)
    assert {n: r["status"] for n, r in found.items()} == {"示例县财政局": "unparsable", "示例县民政局": "missing"}


def test_a_page_taken_down_is_withdrawn(con: Connection, draft: Build) -> None:
    expect(con, "示例县财政局")
    load(con, [draft(published=date(2024, 1, 20))])
    url = con.execute("SELECT url FROM core.fact_sighting").fetchall()[0][0]
    assert coverage(con)["示例县财政局"]["status"] == "on_time"
    capture(con, url, "gone", 2)
    assert coverage(con)["示例县财政局"]["status"] == "withdrawn"


def test_an_organ_is_expected_while_it_exists(con: Connection) -> None:
    name = "示例县财政局"
    row = OrganRow(organ_id(REGION, name), REGION, "department", name, (name,), is_expected=True,
                   valid_from=date(2022, 1, 1), valid_to=date(2023, 12, 31))  # fmt: skip
    load_organs(con, [row], "test")
    as_of = date(2026, 6, 1)
    summary = build_coverage(con, "test", as_of=as_of, years=range(2019, 2026))
    assert summary.counts == {"missing": 2} and summary.organs == 1


def test_building_again_replaces_the_years_asked_for(con: Connection) -> None:
    expect(con, "示例县财政局")
    build_coverage(con, "one", as_of=date(2026, 6, 1), years=[2023, 2024])
    build_coverage(con, "two", as_of=date(2026, 6, 1), years=[2024])
    assert con.execute("SELECT year, run_id FROM core.fact_coverage ORDER BY year").fetchall() == [
        (2023, "one"),
        (2024, "two"),
    ]


def test_due_dates_follow_the_law_of_the_time() -> None:
    assert {d.due_on for d in due_dates([2018])} == {date(2019, 3, 31)}
    by_kind = {d.kind: (d.due_on, d.is_statutory, d.identity_id) for d in due_dates([2023])}
    assert by_kind["department"] == (date(2024, 1, 31), True, "D-JAN31")
    assert by_kind["government"] == (date(2024, 3, 31), True, "D-MAR31")
    assert by_kind["township"] == (date(2024, 1, 31), False, "D-TOWN")


def test_no_holiday_calendar_is_no_guess() -> None:
    assert next_working_day(date(2026, 1, 31)) == date(2026, 2, 2)
    assert next_working_day(date(2031, 2, 1)) is None
