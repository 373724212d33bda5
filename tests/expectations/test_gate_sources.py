"""A source that shows less than on its last good night blocks publication by its name, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.gate import run_gate
from expectations.models import GateResult
from extract.models import CrawlResult, ListedYear, NightStatus, SourceNight
from tests.expectations.conftest import load
from tests.expectations.reports import Draft
from warehouse.connection import Connection
from warehouse.load import RunRow, load_crawl, write_run

Night = Callable[..., str]


@pytest.fixture
def night(con: Connection, draft: Callable[..., Draft], tmp_path: Path) -> Night:
    """Load a night of one source, judge it, record the run; return the line that blocks on the source, or nothing."""
    load(con, [draft()])

    def run(
        number: int, *years: ListedYear, status: NightStatus = NightStatus.COMPLETE, run_status: str = "published"
    ) -> str:
        run_id = f"run-{number}"
        listed = sum(year.reports for year in years)
        found = SourceNight("shili", status, listed, None, listed, listed, 0, "as told", years)
        load_crawl(con, CrawlResult((found,)), run_id)
        result = run_gate(con, run_id, docs_folder=tmp_path / "docs", results_folder=tmp_path / "runs" / run_id)
        write_run(con, RunRow(run_id, "nightly", datetime(2026, 3, number, tzinfo=UTC), run_status))
        return source_lines(result)

    return run


def source_lines(result: GateResult) -> str:
    return "\n".join(str(one) for one in result.blocking if one.id == "P-SOURCE-FALL")


def test_as_many_reports_as_before_pass(night: Night) -> None:
    assert night(1, ListedYear(2023, 20)) == ""
    assert night(2, ListedYear(2023, 20), ListedYear(2024, 3)) == ""


def test_fewer_reports_block_until_they_are_back(night: Night) -> None:
    night(1, ListedYear(2023, 20), ListedYear(2024, 20))
    line = night(2, ListedYear(2023, 20), ListedYear(2024, 12), run_status="blocked")
    assert "shili, 2024: 12 reports on its list, 20 on its last good night (run-1)" in line
    assert "2023" not in line
    assert "nianbao sources probe" in line and "gate-overrides.yaml" in line
    assert "shili, 2024: 12 reports" in night(3, ListedYear(2024, 12), run_status="blocked")
    assert night(4, ListedYear(2024, 20)) == ""


def test_an_empty_list_is_the_greatest_fall(night: Night) -> None:
    night(1, ListedYear(2024, 1))
    assert "shili, 2024: 0 reports on its list, 1 on its last good night" in night(2, ListedYear(2024, 0))


def test_a_fall_that_was_let_through_is_the_new_measure(night: Night) -> None:
    night(1, ListedYear(2024, 20))
    assert night(2, ListedYear(2024, 12), run_status="published")
    assert night(3, ListedYear(2024, 12)) == ""


def test_what_the_site_took_down_is_no_defect_of_ours(night: Night) -> None:
    night(1, ListedYear(2024, 20))
    assert night(2, ListedYear(2024, 18, gone=2)) == ""
    assert night(3, ListedYear(2024, 18, gone=2)) == ""
    assert "17 reports on its list, 18 on its last good night" in night(4, ListedYear(2024, 17, gone=2))


@pytest.mark.parametrize("status", [NightStatus.BLOCKED, NightStatus.FAILED, NightStatus.INCOMPLETE])
def test_a_bad_night_is_quarantined_and_judges_nothing(night: Night, con: Connection, status: NightStatus) -> None:
    night(1, ListedYear(2024, 20))
    assert night(2, ListedYear(2024, 3), status=status) == ""
    assert con.execute("SELECT source_id FROM ops.quarantine").fetchall() == [("shili",)]
    assert "3 reports on its list, 20" in night(3, ListedYear(2024, 3))


def test_a_year_not_asked_for_tonight_cannot_fall(night: Night) -> None:
    night(1, ListedYear(2020, 20), ListedYear(2024, 20))
    assert night(2, ListedYear(2024, 20)) == ""
    assert "shili, 2020: 0 reports" in night(3, ListedYear(2020, 0))
