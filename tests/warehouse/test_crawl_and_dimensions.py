"""What a crawl saw, the run ledger, dimensions loaded again, and a schema that gained a column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from expectations.catalogue import load_catalogue
from extract.models import Candidate, CrawlResult, NightStatus, SourceNight
from tests.warehouse.conftest import publish_empty
from tests.warehouse.documents import FIRST_NIGHT, make_item
from warehouse.connection import Connection
from warehouse.errors import StoreDamaged
from warehouse.load import OrganRow, RunRow, load_crawl, load_dimensions, load_organs, load_reports, write_run
from warehouse.store import Store


def night(status: NightStatus, reason: str = "") -> SourceNight:
    return SourceNight("county", status, 2, 2, 1, 1, 0, reason)


def rows(con: Connection, sql: str) -> list[tuple[object, ...]]:
    return con.execute(sql).fetchall()


def test_a_crawl_loaded_twice_changes_nothing(con: Connection) -> None:
    entry = make_item(source_id="county").capture
    candidates = tuple(Candidate("county", f"https://x.invalid/{n}", f"t{n}", None, n == 1, "title") for n in (1, 2))
    result = CrawlResult((night(NightStatus.COMPLETE),), (entry, entry), candidates)  # type: ignore[arg-type]
    tables = ("core.dim_capture", "ops.list_entry", "ops.source_night")
    load_crawl(con, result, "run-1")
    before = [rows(con, f"FROM {table} ORDER BY ALL") for table in tables]
    load_crawl(con, result, "run-1")
    assert [rows(con, f"FROM {table} ORDER BY ALL") for table in tables] == before
    assert [len(table) for table in before] == [1, 2, 1]


def test_a_list_is_that_of_the_latest_night(con: Connection) -> None:
    for number, run in ((1, "run-1"), (2, "run-2")):
        candidate = Candidate("county", f"https://x.invalid/{number}", "t", None, True, "title")
        load_crawl(con, CrawlResult((night(NightStatus.COMPLETE),), (), (candidate,)), run)
    assert rows(con, "SELECT url FROM ops.list_entry") == [("https://x.invalid/2",)]
    assert len(rows(con, "FROM ops.source_night")) == 2


def test_a_bad_night_marks_what_is_kept_as_stale_until_a_good_one(con: Connection) -> None:
    item = make_item()
    from transform.organs import organ_id

    organ = OrganRow(organ_id("990101", "示例县人民政府"), "990101", "government", "示例县人民政府", ("示例县人民政府",), is_expected=True, source_id="county")  # fmt: skip  # noqa: E501
    load_organs(con, [organ], "run-1")
    load_reports(con, [item], "run-1")
    load_crawl(con, CrawlResult((night(NightStatus.BLOCKED, "challenge 412"),)), "run-2")
    load_crawl(con, CrawlResult((night(NightStatus.BLOCKED, "challenge 412"),)), "run-3")
    assert rows(con, "SELECT source_id, reason, run_id FROM ops.quarantine") == [
        ("county", "blocked: challenge 412", "run-2")
    ]
    assert rows(con, "SELECT organ_name, is_stale FROM mart.report") == [("示例县人民政府", True)]
    load_crawl(con, CrawlResult((night(NightStatus.COMPLETE),)), "run-4")
    assert rows(con, "SELECT is_stale FROM mart.report") == [(False,)]


def test_captures_widen_from_first_to_last_visit(con: Connection) -> None:
    entry = make_item().capture
    for days in (1, 0, 2):
        visit = replace(entry, fetched_at=FIRST_NIGHT + timedelta(days=days))
        load_crawl(con, CrawlResult((), (visit,)), f"run-{days}")  # type: ignore[arg-type]
    assert rows(con, "SELECT fetched_at, last_seen FROM core.dim_capture") == [
        (FIRST_NIGHT, FIRST_NIGHT + timedelta(days=2))
    ]


def test_a_run_is_written_once_and_replaced(con: Connection) -> None:
    run = RunRow("r1", "nightly", datetime(2024, 1, 1, tzinfo=UTC), "running", counts={"new": 1})
    write_run(con, run)
    write_run(con, replace(run, status="published"))
    assert rows(con, "SELECT run_id, status, counts->>'new' FROM ops.run") == [("r1", "published", "1")]


def test_dimensions_loaded_again_keep_their_run(con: Connection) -> None:
    load_dimensions(con, identities=load_catalogue().identities, run_id="run-1")
    load_dimensions(con, identities=load_catalogue().identities, run_id="run-2")
    assert rows(con, "SELECT DISTINCT run_id FROM core.dim_identity") == [("run-1",)]
    assert rows(con, "SELECT DISTINCT run_id FROM core.dim_region") == [("scratch",)]
    assert rows(con, "SELECT DISTINCT edition FROM core.dim_form_cell ORDER BY 1") == [
        ("2008",),
        ("2014",),
        ("2019",),
        ("2021",),
    ]


def test_an_organ_no_longer_in_the_registry_stays_but_is_not_expected(con: Connection) -> None:
    organs = [OrganRow(name, "990101", "department", name, (name,), is_expected=True) for name in ("a", "b")]
    load_organs(con, organs, "run-1")
    load_organs(con, organs[:1], "run-2")
    assert rows(con, "SELECT organ_id, is_expected, run_id FROM core.dim_organ ORDER BY ALL") == [
        ("a", True, "run-1"),
        ("b", False, "run-1"),
    ]


def edit_published(store: Store, sql: str) -> None:
    """Make the current publication look as an older version of this program would have left it."""
    path = store.find_publication().path
    path.chmod(0o644)
    with duckdb.connect(str(path)) as con:
        con.execute(sql)


def test_an_older_warehouse_gains_new_tables_and_columns(store: Store) -> None:
    publish_empty(store)
    edit_published(
        store,
        "DROP SCHEMA mart CASCADE; DELETE FROM ops.definition; DROP TABLE core.fact_sighting; "
        "ALTER TABLE core.dim_region DROP COLUMN successor_code",
    )
    with store.stage("newer") as staging:
        staging.publish()
    with store.open_published() as con:
        assert rows(con, "SELECT count(successor_code) FROM core.dim_region") == [(0,)]
        assert rows(con, "SELECT count(*) FROM core.fact_sighting") == [(0,)]
        assert rows(con, "SELECT count(*) FROM mart.report") == [(0,)]


def test_a_column_of_another_type_is_not_guessed_at(store: Store) -> None:
    publish_empty(store)
    edit_published(store, "DROP SCHEMA mart CASCADE; ALTER TABLE core.dim_form_cell ALTER cell_order TYPE BIGINT")
    with pytest.raises(StoreDamaged, match=r"core\.dim_form_cell\.cell_order is BIGINT"), store.stage("newer"):
        pass
    assert len(store.publications()) == 1
