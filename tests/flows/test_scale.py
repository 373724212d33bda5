"""The same flows on several machines, as far as one machine can show it.

Prefect's state on PostgreSQL, a Dask scheduler, two worker processes (one killed while it works), readers all along:
and the warehouse is that of a single-machine run, cell by cell.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from extract.archive import Archive
from flows.sample import make_sample_home
from flows.settings import load_settings
from tests.flows.command import COMMAND, environment_for
from tests.flows.postgres import find_postgres, serve_postgres
from tests.flows.prefect_server import PrefectServer, serve_prefect, wait_until
from tests.flows.processes import running
from tests.sample_county import render_report
from warehouse.store import Store

pytest.importorskip("prefect_dask", reason="the extra `scale` is not installed")
pytest.importorskip("asyncpg", reason="the extra `scale` is not installed")
POSTGRES = find_postgres()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL server; next: apt-get install postgresql"),
]

YEARS = "2016-2025"
SMALL_BATCHES = {"NIANBAO_CRAWL__BATCH_SOURCES": "1", "NIANBAO_PARSING__BATCH_DOCUMENTS": "10"}
OF_THE_RUN = {
    "run_id",
    "fetched_at",
    "first_seen",
    "last_seen",
    "checked_at",
    "archive_file",
    "archive_offset",
    "headers",
}
"""What differs between any two runs over the same pages: which run, when it looked (Date header), where bytes lie."""
OF_THE_VISIT = {"capture_id", "capture_sha256"}
"""What differs where a page was asked for again: most sites count their visitors in it. What was read is the same."""
READER = """
import json, pathlib, sys, time
from warehouse.store import Store
store, stop, queries, seen = Store(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]), 0, []
is_last = False
while not is_last:
    is_last = stop.exists()
    with store.open_published() as con:
        cells, reports = con.execute("SELECT count(*), count(DISTINCT report_id) FROM core.fact_cell").fetchone()
        (known,) = con.execute("SELECT count(*) FROM core.fact_report").fetchone()
    assert cells and reports == known, (cells, reports, known)
    seen += [known] if known not in seen else []
    queries += 1
    print(json.dumps({"queries": queries, "seen": seen}), flush=True)
    time.sleep(0.5)
"""


class Cluster:
    """A scheduler, where its workers find it, and the workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scheduler_file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """Where the scheduler listens."""
        assert wait_until(self.scheduler_file.exists, 60), (self.folder / "scheduler.log").read_text()
        return str(json.loads(self.scheduler_file.read_text())["address"])

    def scratch(self, number: int) -> Path:
        """Where a worker keeps what it has not handed over."""
        return self.folder / f"worker-{number}"


@contextmanager
def serve_dask(server: PrefectServer, folder: Path) -> Iterator[Cluster]:
    """Yield a scheduler with two workers."""
    cluster = Cluster(folder)
    common = ("--scheduler-file", str(cluster.scheduler_file), "--host", "127.0.0.1", "--no-dashboard")
    dask = [sys.executable, "-m", "dask"]
    with ExitStack() as stack:
        scheduler = [*dask, "scheduler", *common, "--port", "0"]
        stack.enter_context(running(scheduler, folder / "scheduler.log", environment=server.environment))
        for number in range(2):
            scratch = cluster.scratch(number)
            scratch.mkdir()
            worker = [*dask, "worker", *common, "--no-nanny", "--nthreads", "1", "--local-directory", str(scratch)]
            known = {**server.environment, "TMPDIR": str(scratch)}
            cluster.workers.append(
                stack.enter_context(running(worker, folder / f"worker-{number}.log", environment=known))
            )
        yield cluster


def start_backfill(home: Path, server: PrefectServer, **variables: str) -> subprocess.Popen[str]:
    """Start the backfill with its state on the common server."""
    known = {**server.environment, **environment_for(home), "PREFECT_API_URL": server.api, **SMALL_BATCHES}
    return subprocess.Popen(
        [*COMMAND, "backfill", "--years", YEARS, "--json"],
        env={**known, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a run's end and return its recap."""
    try:
        output, errors = process.communicate(timeout=200)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    return dict(json.loads(output))


def kill_at_work(cluster: Cluster, number: int, process: subprocess.Popen[str]) -> str:
    """SIGKILL a worker in the middle of a crawl, and return the batch it was at.

    It is stopped first: what it then has on disk, it was killed at.
    """
    worker, end = cluster.workers[number], time.monotonic() + 120
    while process.poll() is None and time.monotonic() < end:
        if parts(cluster, number):
            worker.send_signal(signal.SIGSTOP)
            held = parts(cluster, number)
            if held:
                worker.kill()
                worker.wait()
                return batch_of(held[0])
            worker.send_signal(signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError(f"the worker was never at work: {(cluster.folder / f'worker-{number}.log').read_text()}")


def parts(cluster: Cluster, number: int) -> list[Path]:
    """The WARC parts a worker is writing."""
    return list(cluster.scratch(number).glob("nianbao-crawl-*/warc/part-*"))


def batch_of(part: Path) -> str:
    """Which batch a part is of, whoever wrote it."""
    found = re.fullmatch(r"part-(?P<batch>.*-crawl-\d+)-[0-9a-f]{12}\.warc\.gz", part.name)
    assert found, part
    return found["batch"]


@contextmanager
def reading(home: Path, folder: Path) -> Iterator[list[Path]]:
    """Two processes query what is published all along, once before the block and once after it at least."""
    stop, logs = folder / "stop-reading", [folder / f"reader-{number}.log" for number in range(2)]
    with ExitStack() as stack:
        command = [sys.executable, "-c", READER, str(home), str(stop)]
        readers = [stack.enter_context(running(command, log)) for log in logs]
        assert wait_until(lambda: all(log.read_text() for log in logs), 30)
        yield logs
        stop.touch()
        assert [reader.wait(30) for reader in readers] == [0, 0], [log.read_text()[-2000:] for log in logs]


class Both:
    """One home after a backfill on one machine, and after the same on a cluster that lost a worker."""

    def __init__(self, first: Path, folder: Path) -> None:
        self.folder = folder
        self.alone, self.elsewhere = folder / "alone", folder / "elsewhere"
        for home in (self.alone, self.elsewhere):
            shutil.copytree(first, home, symlinks=True)
        self.lost_batch = ""
        self.recap: dict[str, Any] = {}
        self.reads: list[dict[str, Any]] = []
        self.database_tasks = 0

    def run(self, server: PrefectServer) -> None:
        """Run both."""
        with serve_dask(server, self.folder) as cluster, reading(self.elsewhere, self.folder) as logs:
            finish(start_backfill(self.alone, server))
            process = start_backfill(self.elsewhere, server, NIANBAO_SCALE__SCHEDULER=cluster.address)
            try:
                self.lost_batch = kill_at_work(cluster, 0, process)
                self.recap = finish(process)
            finally:
                process.kill()
            assert cluster.workers[1].poll() is None
        self.reads = [json.loads(log.read_text().splitlines()[-1]) for log in logs]
        self.database_tasks = int(server.ask("task_runs/count", {}))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Both runs, from a home with a first publication for readers to read."""
    assert POSTGRES is not None
    folder = tmp_path_factory.mktemp("scale")
    first = folder / "first"
    make_sample_home(load_settings(first))
    (folder / "report.html").write_bytes(render_report("示例县人民政府办公室", 2024))
    ingest = [*COMMAND, "ingest", str(folder / "report.html")]
    with (
        running(ingest, folder / "ingest.log", environment={"NIANBAO_HOME": str(first)}) as ingesting,
        serve_postgres(POSTGRES) as database,
        serve_prefect(folder, database) as server,
    ):
        assert ingesting.wait(60) == 0, (folder / "ingest.log").read_text()
        runs = Both(first, folder)
        runs.run(server)
    return runs


def content(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of facts, dimensions and marts without what differs between any two visits, in a fixed order."""
    with Store(home).open_published() as con:
        columns: dict[str, list[str]] = {}
        for table, column in con.execute(
            "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns()"
            " WHERE schema_name IN ('core', 'mart') ORDER BY 1, column_index"
        ).fetchall():
            columns.setdefault(table, []).extend([] if column in OF_THE_RUN | OF_THE_VISIT else [column])
        return {
            table: con.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY ALL").fetchall()
            for table, names in columns.items()
        }


def test_the_warehouse_is_that_of_one_machine(both: Both) -> None:
    mine, theirs = content(both.alone), content(both.elsewhere)
    assert mine.keys() == theirs.keys()
    assert len(mine["core.fact_cell"]) > 10_000
    assert {table: found for table in mine if (found := differences(mine[table], theirs[table]))} == {}


def differences(mine: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> list[str]:
    """What only one side has, some lines of each."""
    counts = [Counter(map(repr, rows)) for rows in (mine, theirs)]
    sides = {"alone": counts[0] - counts[1], "elsewhere": counts[1] - counts[0]}
    return [f"{side}: {row}" for side, rows in sides.items() for row in list(rows.elements())[:3]]


def test_the_batch_of_the_killed_worker_was_done_again(both: Both) -> None:
    adopted = [batch_of(path) for path in (both.elsewhere / "archive" / "warc").glob("part-*")]
    assert adopted.count(both.lost_batch) == 1
    assert len(adopted) > 10


def test_readers_read_before_during_and_after(both: Both) -> None:
    assert both.recap["new"] > 100
    for reader in both.reads:
        assert reader["queries"] > 20
        assert reader["seen"] == [1, 1 + both.recap["new"]]


def test_the_archive_holds_every_page_once(both: Both) -> None:
    mine, theirs = pages(both.alone), pages(both.elsewhere, without=both.lost_batch)
    assert len(mine) > 100
    assert differences([(url,) for url, _ in mine], [(url,) for url, _ in theirs]) == []
    assert differences([page for page in mine if (page[0], "") not in theirs], [p for p in theirs if p[1]]) == []
    assert len([url for url, digest in theirs if digest]) > 100


def pages(home: Path, *, without: str = "no batch") -> list[tuple[str, str]]:
    """Address and digest of every page, each body read back; no digest where the batch was asked for twice.

    Most sites count their visitors in the page, so a second visit brings other bytes.
    """
    archive = Archive(home / "archive")
    read = ((e, archive.read(e).sha256) for e in archive.entries() if e.role in ("report", "attachment"))
    return sorted((e.url, "" if e.archive and without in e.archive.file else digest) for e, digest in read)


def test_nothing_of_the_workers_stays_behind(both: Both) -> None:
    assert not list((both.elsewhere / "shards").glob("*"))
    assert not list((both.elsewhere / "archive" / "warc").glob("*.incoming"))
