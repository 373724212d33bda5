"""The ten worked questions, and a night of 500 reports with its publication, over a synthetic warehouse.

    python -m tests.benchmarks.query_questions --reports 5000     # 1 M cells
    python -m tests.benchmarks.query_questions --reports 100000   # 20 M cells

Targets over 20 M cells: every question below 1 s, the night below 10 s.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from expectations.catalogue import load_catalogue
from expectations.checks import check_reports
from tests.benchmarks.synthetic import Lot, write_synthetic_shard
from warehouse.load import load_dimensions, load_shards
from warehouse.marts import build_marts
from warehouse.query import QueryLimits, run_query
from warehouse.questions import SAMPLE_SCOPE, load_questions
from warehouse.store import Store

NIGHT = 500
_COVERAGE = """
INSERT INTO core.fact_coverage BY NAME
SELECT organ_id, year, CASE WHEN hash(report_id) % 10 = 0 THEN 'late' ELSE 'on_time' END AS status, report_id,
    published_on, make_date(year + 1, 1, 31) AS due_on, '-' AS reason, 'benchmark' AS run_id
FROM core.fact_report WHERE is_current
"""


def build(store: Store, shard: str) -> None:
    """Load, check, cover, build the marts and publish; print how long each takes."""
    with store.stage("benchmark") as staging:
        con = staging.connection
        load_dimensions(con, identities=load_catalogue().identities, run_id="benchmark")
        _time("load", lambda: load_shards(con, [shard], "benchmark"))
        _time("check every identity", lambda: check_reports(con, "benchmark"))
        con.execute(_COVERAGE)
        _time("build the marts", lambda: build_marts(con, "benchmark"))
        _time("publish", staging.publish)


def run_night(store: Store, shard: str) -> float:
    """Load 500 changed reports, build the marts and publish."""
    began = time.monotonic()
    with store.stage("night") as staging:
        load_dimensions(staging.connection, identities=load_catalogue().identities, run_id="night")
        result = load_shards(staging.connection, [shard], "night")
        assert result.changed == NIGHT, result
        assert build_marts(staging.connection, "night") == NIGHT
        staging.publish()
    return time.monotonic() - began


def ask(store: Store) -> None:
    """Print the best of three for every question, opening the warehouse included."""
    for question in load_questions():
        times = []
        for _ in range(3):
            began = time.monotonic()
            result = run_query(store, question.sql_about(SAMPLE_SCOPE), limits=QueryLimits(rows=10_000))
            times.append(time.monotonic() - began)
        rows = f"{result.table.num_rows}{' and more' if result.is_cut else ''} rows"
        print(f"question {question.number:2}: {min(times):.3f} s, {rows}")


def _time(name: str, work: object) -> None:
    began = time.monotonic()
    work()  # type: ignore[operator]
    print(f"{name}: {time.monotonic() - began:.2f} s", flush=True)


def main() -> None:
    """Build, ask, run a night, ask again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5000)
    reports = parser.parse_args().reports
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as temporary:
        folder = Path(temporary)
        store = Store(folder / "home")
        print(f"{reports} reports, {reports * 200 / 1e6:g} M cells")
        build(store, write_synthetic_shard(folder / "shards", Lot(reports)))
        ask(store)
        night = write_synthetic_shard(folder / "shards", Lot(NIGHT, version=2))
        print(f"a night of {NIGHT} reports: {run_night(store, night):.2f} s")


if __name__ == "__main__":
    main()
