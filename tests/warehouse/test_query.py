"""SQL for people: what it refuses, where it stops, and what it says then."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.sample import publish_sample
from warehouse.errors import QueryRefused
from warehouse.query import QueryLimits, run_query
from warehouse.store import Store


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(tmp_path_factory.mktemp("sample"))
    publish_sample(store)
    yield store


def refusal(store: Store, sql: str, limits: QueryLimits | None = None) -> str:
    with pytest.raises(QueryRefused) as caught:
        run_query(store, sql, limits=limits)
    message = str(caught.value)
    assert "\n" not in message
    assert "; next: " in message
    return message


def test_rows_columns_and_decimals(sample: Store) -> None:
    result = run_query(sample, "SELECT year, value FROM core.fact_cell JOIN core.fact_report USING (report_id) "
                               "WHERE cell_key = 't2.admin_fees.fee_amount' AND is_current AND value > 0")  # fmt: skip
    assert result.columns == ("year", "value")
    assert [(year, str(value)) for year, value in result.rows()] == [(2023, "12.345600")]
    assert not result.is_cut


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM core.fact_cell",
        "CREATE TEMP TABLE t (a INTEGER)",
        "COPY core.fact_cell TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "DETACH nianbao",
        "USE memory",
        "SET memory_limit = '100GB'",
        "PRAGMA database_list",
        "INSTALL httpfs",
        "LOAD httpfs",
        "EXPORT DATABASE 'out'",
        "CALL pragma_version()",
        "BEGIN",
        "CHECKPOINT",
        "SELECT 1; DROP TABLE core.fact_cell",
        "",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM sample",  # a variable of the calling program is no table
    ],
)
def test_what_writes_or_reaches_outside_is_refused(sample: Store, sql: str, tmp_path: Path) -> None:
    refusal(sample, sql)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT * FROM core.fact_cel", "did you mean core.fact_cell"),
        ("SELECT * FROM reports", "did you mean mart.report"),
        ("SELECT organ_nam FROM mart.report", "did you mean organ_name or organ_"),
        ("SELECT r.yaer FROM mart.report AS r", "did you mean year of "),
        ("SELECT organ FROM mart.report", "did you mean organ_id or organ_name or"),
        ("SELECT measure FROM core.fact_report", "did you mean measure of "),
        ("SELECT * FROM xyzzy", "the tables are listed by SHOW ALL TABLES"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest(sample: Store, sql: str, hint: str) -> None:
    assert hint in refusal(sample, sql)


def test_it_stops_after_the_time_allowed(sample: Store) -> None:
    began = time.monotonic()
    message = refusal(
        sample, "SELECT count(*) FROM range(1e9::BIGINT) AS a, range(1000) AS b", QueryLimits(seconds=0.5)
    )
    assert message.startswith("stopped after 0.5 s")
    assert time.monotonic() - began < 20


def test_it_stops_at_the_memory_allowed(sample: Store) -> None:
    limits = QueryLimits(memory_megabytes=128)
    assert "needs more than 128 MB" in refusal(sample, "SELECT list(a) FROM range(100_000_000) AS t (a)", limits)


def test_it_cuts_at_the_rows_allowed_and_says_so(sample: Store) -> None:
    result = run_query(sample, "SELECT * FROM range(1_000_000_000)", limits=QueryLimits(rows=1000, seconds=20))
    assert (result.table.num_rows, result.is_cut) == (1000, True)
    assert not run_query(sample, "SELECT * FROM range(1000)", limits=QueryLimits(rows=1000)).is_cut


def test_describe_show_and_explain_are_reading(sample: Store) -> None:
    assert run_query(sample, "DESCRIBE mart.report").table.num_rows > 100
    assert run_query(sample, "SHOW ALL TABLES").table.num_rows > 20
    assert run_query(sample, "EXPLAIN SELECT 1").table.num_rows == 1
    assert run_query(sample, "SUMMARIZE mart.measure_definition").table.num_rows > 5


def test_limits_of_one_query_do_not_bind_another_reader(sample: Store) -> None:
    with sample.open_published() as reader:
        before = reader.execute("SELECT current_setting('memory_limit')").fetchall()
        run_query(sample, "SELECT 1", limits=QueryLimits(memory_megabytes=64))
        assert reader.execute("SELECT current_setting('memory_limit')").fetchall() == before


def test_as_of_answers_from_a_past_publication(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish_sample(store)
    with store.stage("run-2") as staging:
        staging.connection.execute("DELETE FROM core.fact_coverage")
        staging.publish()
    first, second = store.publications()
    sql = "SELECT count(*) FROM core.fact_coverage"
    assert run_query(store, sql, as_of=first.publication_id).rows() == [(3,)]
    assert run_query(store, sql, as_of=second.published_at).rows() == [(0,)]
