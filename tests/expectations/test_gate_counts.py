"""What the gate keeps counted is what a count of everything gives: random nights, cells changed behind its back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from expectations.gate_measures import VOUCHING, prepare_tables
from expectations.gate_rules import RESULTS_NAME
from tests.expectations.test_changed import Nights
from warehouse.connection import Connection

Count = Callable[[Connection, str], int]


@pytest.fixture
def count(tmp_path: Path) -> Count:
    """Count as the gate of a run does, and publish: the number of reports looked at."""

    def run(con: Connection, run_id: str) -> int:
        prepare_tables(con, run_id, tmp_path / run_id)
        (tmp_path / run_id).mkdir(exist_ok=True)
        found = {"measures": [], "expectations": [{"id": name, "is_success": True} for name in VOUCHING]}
        (tmp_path / run_id / RESULTS_NAME).write_text(json.dumps(found), encoding="utf-8")
        con.execute(
            "INSERT INTO ops.publication BY NAME SELECT $id AS publication_id, now() AS published_at, $id AS run_id",
            {"id": run_id},
        )
        rows = con.execute("SELECT count(*) FROM gt_uncounted").fetchall()
        return int(rows[0][0])

    return run


@pytest.fixture
def nights(request: pytest.FixtureRequest) -> Iterator[Nights]:
    made = Nights(request.param)
    made.begin()
    yield made
    made.con.close()


def kept(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT report_id, figures, unread, cells, rows_held FROM ops.cell_count ORDER BY ALL"
    ).fetchall()


def recounted(con: Connection) -> list[tuple[object, ...]]:
    """The counts in other words: an ambiguous cell is unread where its readings differ, a blank one counting as 0."""
    return con.execute(
        "SELECT report_id, count(value), count(*) FILTER (status = 'unreadable' OR (status = 'ambiguous' AND "
        "(SELECT count(DISTINCT coalesce(u.x, 0)) FROM (SELECT unnest(candidates) AS x) AS u) > 1)), "
        "count(*) - count(*) FILTER (status = 'missing'), count(*) FROM core.fact_cell GROUP BY report_id ORDER BY ALL"
    ).fetchall()


@pytest.mark.parametrize("nights", range(4), indirect=True)
def test_counts_kept_over_nights_are_those_of_a_recount(nights: Nights, count: Count) -> None:
    looked_at = [count(nights.con, "night-0")]
    for _ in range(6):
        nights.change()
        looked_at.append(count(nights.con, f"night-{nights.day}"))
        assert kept(nights.con) == recounted(nights.con), f"night {nights.day}"
    assert max(looked_at[1:]) < looked_at[0] / 2


@pytest.mark.parametrize("nights", [0], indirect=True)
@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM core.fact_cell WHERE cell_key LIKE 't3.granted%'",
        "UPDATE core.fact_cell SET value = NULL, status = 'unreadable' WHERE cell_key LIKE 't3.granted%'",
        "INSERT INTO core.fact_cell SELECT * REPLACE ('orphan' AS report_id) FROM core.fact_cell LIMIT 3",
    ],
)
def test_cells_that_change_behind_their_reports_are_counted_again(nights: Nights, count: Count, change: str) -> None:
    first = count(nights.con, "night-0")
    nights.con.execute(change)
    assert count(nights.con, "night-1") >= first
    assert kept(nights.con) == recounted(nights.con)


@pytest.mark.parametrize("nights", [0], indirect=True)
def test_reports_that_went_are_not_counted_and_orphans_are(nights: Nights, count: Count) -> None:
    count(nights.con, "night-0")
    nights.con.execute("DELETE FROM core.fact_report WHERE year = 2021")
    count(nights.con, "night-1")
    assert kept(nights.con) == recounted(nights.con)
