"""Last success and trend of every source, over runs that were published and runs that were not."""

from __future__ import annotations

from datetime import UTC, datetime

from extract.models import CrawlResult, NightStatus, SourceNight
from warehouse.connection import Connection
from warehouse.load import RunRow, load_crawl, load_nights, write_run
from warehouse.nights import SHOWN_NIGHTS, RunNights, source_trends

GOOD, BLOCKED = NightStatus.COMPLETE, NightStatus.BLOCKED


def night(source: str, status: NightStatus, accepted: int = 0) -> SourceNight:
    return SourceNight(source, status, accepted, None, accepted, accepted, 0, f"{status} as told")


def moment(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


def run(con: Connection, day: int, *nights: SourceNight) -> None:
    load_crawl(con, CrawlResult(nights), f"run-{day:02}")
    write_run(con, RunRow(f"run-{day:02}", "nightly", moment(day), "published"))


def test_a_source_tells_its_last_success_and_what_came_after(con: Connection) -> None:
    run(con, 1, night("a", GOOD, 20), night("b", GOOD, 5))
    run(con, 2, night("a", BLOCKED), night("b", GOOD, 6))
    run(con, 3, night("a", BLOCKED), night("b", GOOD, 6))
    first, second = source_trends(con)
    assert (first.source_id, first.status, first.reason) == ("a", "blocked", "blocked as told")
    assert (first.last_success, first.nights_since_success) == (moment(1), 2)
    assert (first.accepted, first.accepted_at_last_success) == (0, 20)
    assert first.last_nights == ["complete", "blocked", "blocked"]
    assert [trend.is_in_trouble for trend in (first, second)] == [True, False]
    assert (second.last_success, second.nights_since_success) == (moment(3), 0)


def test_nights_of_runs_that_were_not_published_count(con: Connection) -> None:
    run(con, 1, night("a", GOOD, 20))
    later = RunNights("run-02", moment(2), (night("a", BLOCKED),))
    (trend,) = source_trends(con, [later])
    assert (trend.status, trend.last_success, trend.last_nights) == ("blocked", moment(1), ["complete", "blocked"])
    load_nights(con, later.nights, later.run_id)
    write_run(con, RunRow("run-02", "nightly", moment(2), "blocked"))
    assert source_trends(con) == [trend]
    assert source_trends(con, [later]) == [trend]


def test_a_source_without_a_good_night_says_so(con: Connection) -> None:
    run(con, 1, night("a", BLOCKED))
    run(con, 2, night("a", NightStatus.FAILED))
    (trend,) = source_trends(con)
    assert (trend.last_success, trend.accepted_at_last_success, trend.nights_since_success) == (None, None, 2)


def test_only_the_last_nights_are_shown_and_files_are_no_sources(con: Connection) -> None:
    for day in range(1, SHOWN_NIGHTS + 3):
        run(con, day, night("a", GOOD if day > 1 else BLOCKED, day), night("file:report.html", GOOD))
    (trend,) = source_trends(con)
    assert trend.last_nights == ["complete"] * SHOWN_NIGHTS
