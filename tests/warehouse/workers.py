"""Programs that tests run as processes of their own: ``python -m tests.warehouse.workers <name> <home> …``."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from warehouse import store as store_module
from warehouse.retention import Retention
from warehouse.store import Staging, Store

ROWS = 2_000


def write(home: str, times: str) -> None:
    """Publish ``times`` times: every row of fact_coverage carries the number of the publication."""
    for _ in range(int(times)):
        with _store(home).stage("writer") as staging:
            _write_rows(staging)
            staging.publish()
        print("published", flush=True)


def write_much(home: str, rows: str) -> None:
    """Stage ``rows`` further rows and publish."""
    with _store(home).stage("writer") as staging:
        _write_rows(staging)
        staging.connection.execute(
            f"INSERT INTO core.fact_coverage BY NAME SELECT sha256(i::TEXT) AS organ_id, c.year, 'missing' AS status, "
            f"sha256(i::TEXT) AS reason, 'writer' AS run_id "
            f"FROM range({rows}) AS t (i), (SELECT any_value(year) AS year FROM core.fact_coverage) AS c"
        )
        staging.publish()


def write_killed_at(home: str, step: str) -> None:
    """Kill this process with SIGKILL right before a step of publication."""
    kill: Callable[..., None] = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
    if step == "sync":
        store_module._sync_file = kill
    elif step == "rename":
        Path.rename = kill  # type: ignore[method-assign, assignment]
    elif step == "pointer":
        store_module.write_pointer = kill
    else:
        Path.symlink_to = kill  # type: ignore[method-assign]
    write(home, "1")


def read_until(home: str, last: str) -> None:
    """Query until the last publication is seen; every query must see rows of one publication, all of them."""
    numbers: list[int] = []
    while not numbers or numbers[-1] < int(last):
        with Store(Path(home)).open_published() as con:
            for _ in range(3):
                rows = con.execute("SELECT year, count(*) FROM core.fact_coverage GROUP BY year").fetchall()
                if len(rows) != 1 or rows[0][1] != ROWS:
                    raise SystemExit(f"a torn publication: {rows}")
                numbers.append(rows[0][0])
                time.sleep(0.02)
    print(json.dumps({"numbers": numbers}))


def read_slowly(home: str, last: str) -> None:
    """Take the rows of one query little by little while publications come and go, until the last one is seen."""
    numbers: list[int] = []
    while not numbers or numbers[-1] < int(last):
        with Store(Path(home)).open_published() as con:
            result = con.execute("SELECT year FROM core.fact_coverage, range(100)")
            found, taken = set(), 0
            while rows := result.fetchmany(20_000):
                found |= {year for (year,) in rows}
                taken += len(rows)
                time.sleep(0.1)
        if len(found) != 1 or taken != ROWS * 100:
            raise SystemExit(f"a torn query: {taken} rows of {found}")
        numbers += found
    print(json.dumps({"numbers": numbers}))


def hold_reader(home: str) -> None:
    """Open what is published and keep it open."""
    with Store(Path(home)).open_published() as con:
        con.execute("SELECT count(*) FROM core.dim_region").fetchall()
        print("open", flush=True)
        time.sleep(120)


def hold_writer(home: str, fork: str = "") -> None:
    """Hold the writer's lock; with ``--fork`` have a child that lives on."""
    with Store(Path(home)).stage("holder"):
        print("held", flush=True)
        if fork:
            child = os.fork()
            if child == 0:
                time.sleep(120)
                os._exit(0)
            print(child, flush=True)
        time.sleep(120)


def _write_rows(staging: Staging) -> None:
    con = staging.connection
    con.execute("CREATE OR REPLACE TEMP TABLE was AS SELECT coalesce(any_value(year), 0) AS n FROM core.fact_coverage")
    con.execute("DELETE FROM core.fact_coverage")
    con.execute(
        f"INSERT INTO core.fact_coverage BY NAME SELECT 'organ' AS organ_id, n + 1 AS year, 'missing' AS status, "
        f"'-' AS reason, 'writer' AS run_id FROM was, range({ROWS})"
    )


def _store(home: str) -> Store:
    return Store(Path(home), retention=Retention(last=3, months=0))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
