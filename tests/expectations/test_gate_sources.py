"""A source that shows less than on its last good night blocks publication by its name, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.gate import run_gate
from expectations.gate_measures import prepare_tables
from expectations.gate_rules import load_defects
from extract.models import CrawlResult, ListedYear, NightStatus, SourceNight
from tests.expectations.conftest import load
from tests.expectations.reports import Draft
from warehouse.connection import Connection
from warehouse.load import RunRow, load_crawl, write_run

Night = Callable[..., str]
_SOURCE_FALL = next(defect.expect for defect in load_defects() if defect.id == "P-SOURCE-FALL")


@pytest.fixture
def night(con: Connection, draft: Callable[..., Draft], tmp_path: Path) -> Night:
    """Load a night of one source, ask what fell, record the run; return the lines the gate would block on."""
    load(con, [draft()])

    def run(number: int, *years: ListedYear, status: NightStatus = NightStatus.COMPLETE) -> str:
        run_id = load_night(con, number, years, status)
        prepare_tables(con, run_id, tmp_path / run_id)
        fell = con.execute(_SOURCE_FALL.query()).fetchall()
        record_run(con, number)
        return "\n".join(str(line) for (line, *_) in fell)

    return run


@pytest.fixture
def gate(con: Connection, draft: Callable[..., Draft], tmp_path: Path) -> Night:
    """The same through Great Expectations, which takes two seconds a night."""
    load(con, [draft()])

    def run(number: int, *years: ListedYear, run_status: str = "published") -> str:
        run_id = load_night(con, number, years, NightStatus.COMPLETE)
        result = run_gate(con, run_id, docs_folder=tmp_path / "docs", results_folder=tmp_path / "runs" / run_id)
        record_run(con, number, run_status)
        return "\n".join(str(one) for one in result.blocking if one.id == "P-SOURCE-FALL")

    return run


def load_night(con: Connection, number: int, years: Sequence[ListedYear], status: NightStatus) -> str:
    listed = sum(year.reports for year in years)
    found = SourceNight("shili", status, listed, None, listed, listed, 0, "as told", tuple(years))
    load_crawl(con, CrawlResult((found,)), f"run-{number}")
    return f"run-{number}"


def record_run(con: Connection, number: int, status: str = "published") -> None:
    write_run(con, RunRow(f"run-{number}", "nightly", datetime(2026, 3, number, tzinfo=UTC), status))


def test_as_many_reports_as_before_pass(night: Night) -> None:
    assert night(1, ListedYear(2023, 20)) == ""
    assert night(2, ListedYear(2023, 20), ListedYear(2024, 3)) == ""


def test_fewer_reports_block_until_they_are_back(gate: Night) -> None:
    gate(1, ListedYear(2023, 20), ListedYear(2024, 20))
    line = gate(2, ListedYear(2023, 20), ListedYear(2024, 12), run_status="blocked")
    assert "shili, 2024: 12 reports on its list, 20 on its last good night (run-1)" in line
    assert "2023" not in line
    assert "nianbao sources probe" in line and "gate-overrides.yaml" in line
    assert "shili, 2024: 12 reports" in gate(3, ListedYear(2024, 12), run_status="blocked")
    assert gate(4, ListedYear(2024, 20)) == ""


def test_an_empty_list_is_the_greatest_fall(night: Night) -> None:
    night(1, ListedYear(2024, 1))
    assert "shili, 2024: 0 reports on its list, 1 on its last good night" in night(2, ListedYear(2024, 0))


def test_a_fall_that_was_let_through_is_the_new_measure(night: Night) -> None:
    night(1, ListedYear(2024, 20))
    assert night(2, ListedYear(2024, 12))
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
