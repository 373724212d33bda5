"""The same flows on several machines, as far as one machine can show it.

Prefect's state on PostgreSQL, a Dask scheduler, two worker processes (one killed while it works), readers all along:
and the warehouse is that of a single-machine run, cell by cell.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.sample import make_sample_home
from flows.settings import load_settings
from tests.flows.command import COMMAND, environment_for, nianbao
from tests.flows.postgres import find_postgres, serve_postgres
from tests.flows.prefect_server import CHECKOUT, PrefectServer, free_port, serve_prefect, wait_until

pytest.importorskip("prefect_dask", reason="the extra `scale` is not installed")
pytest.importorskip("asyncpg", reason="the extra `scale` is not installed")
POSTGRES = find_postgres()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL server; next: apt-get install postgresql"),
]

YEARS = "2016-2025"
SMALL_BATCHES = {"NIANBAO_CRAWL__BATCH_SOURCES": "1", "NIANBAO_PARSING__BATCH_DOCUMENTS": "5"}
RUN_COLUMNS = {"run_id", "first_seen", "last_seen", "checked_at"}
"""What differs between any two runs over the same pages: which run, and when it looked."""
READER = """
import pathlib, sys, time
from warehouse.store import Store
store, stop, queries = Store(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]), 0
while not stop.exists():
    with store.open_published() as con:
        cells, reports = con.execute("SELECT count(*), count(DISTINCT report_id) FROM core.fact_cell").fetchone()
        (known,) = con.execute("SELECT count(*) FROM core.fact_report").fetchone()
        assert cells and reports == known, (cells, reports, known)
    queries += 1
    time.sleep(0.05)
print(queries)
"""


class Cluster:
    """A scheduler and the workers that were started for it."""

    def __init__(self, server: PrefectServer, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.server = server
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one `dask` command."""
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                cwd=CHECKOUT,
                env={**self.server.environment, "PYTHONPATH": str(CHECKOUT)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )


@contextmanager
def serve_dask(server: PrefectServer, folder: Path) -> Iterator[Cluster]:
    """Yield a scheduler with two workers; end those processes, and no others, when the block ends."""
    cluster = Cluster(server, folder)
    port = cluster.address.rsplit(":", 1)[1]
    with ExitStack() as stack:
        scheduler = cluster.start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        stack.callback(end, scheduler)
        for number in range(2):
            options = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
            scratch = ("--local-directory", str(folder))
            worker = cluster.start(f"worker-{number}", "worker", cluster.address, *options, *scratch)
            cluster.workers.append(worker)
            stack.callback(end, worker)
        yield cluster


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process this test started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a first publication, for readers to read and for both ways to start from."""
    folder = tmp_path_factory.mktemp("scale") / "data"
    make_sample_home(load_settings(folder))
    done = nianbao("backfill", "--years", "2016-2016", home=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def alone(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same home after a backfill on one machine."""
    folder = tmp_path_factory.mktemp("alone") / "data"
    shutil.copytree(home, folder, symlinks=True)
    done = nianbao("backfill", "--years", YEARS, home=folder)
    assert done.returncode == 0, done.stderr
    return folder


def is_at_work(home: Path, kind: str) -> bool:
    """Say whether some batches of a kind have been left at the shards' address: others are under way then."""
    return any((home / "shards").glob(f"*/*-{kind}-*"))


def rows(home: Path, sql: str) -> list[dict[str, Any]]:
    done = nianbao("sql", sql, "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def content(home: Path, table: str) -> list[dict[str, Any]]:
    """Every row of a table without the columns of the run, in a fixed order."""
    found = rows(home, f"SELECT * FROM {table}")
    kept = ({name: value for name, value in row.items() if name not in RUN_COLUMNS} for row in found)
    return sorted(kept, key=lambda row: json.dumps(row, sort_keys=True))


def run_elsewhere(home: Path, cluster: Cluster, kill_at: str) -> tuple[subprocess.CompletedProcess[str], list[int]]:
    """Run the backfill on the cluster while two readers query; kill a worker once batches of a kind come in."""
    stop = home / "stop-reading"
    environment = {**cluster.server.environment, **environment_for(home), **SMALL_BATCHES}
    environment |= {"PREFECT_API_URL": cluster.server.api, "NIANBAO_SCALE__SCHEDULER": cluster.address}
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, str(home), str(stop)], cwd=CHECKOUT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    flow = subprocess.Popen(
        [*COMMAND, "backfill", "--years", YEARS, "--json"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: flow.poll() is not None or is_at_work(home, kill_at), 150)
        was_at_work = flow.poll() is None
        cluster.workers[0].kill()
        output, errors = flow.communicate(timeout=200)
    finally:
        stop.touch()
        end(flow)
        counts = [int(reader.communicate(timeout=30)[0] or 0) for reader in readers]
    assert was_at_work, errors
    assert [reader.returncode for reader in readers] == [0, 0]
    return subprocess.CompletedProcess(flow.args, flow.returncode, output, errors), counts


@pytest.fixture(scope="module")
def elsewhere(home: Path, alone: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same home after the backfill on a cluster that lost a worker."""
    assert POSTGRES is not None
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(home, folder / "data", symlinks=True)
    with (
        serve_postgres(POSTGRES) as database,
        serve_prefect(folder, database) as server,
        serve_dask(server, folder) as cluster,
    ):
        done, queries = run_elsewhere(folder / "data", cluster, "crawl")
        logs = "".join(path.read_text()[-2000:] for path in folder.glob("*.log"))
        assert done.returncode == 0, done.stderr + logs
        assert json.loads(done.stdout)["new"] > 0
        assert min(queries) > 0
        assert cluster.workers[1].poll() is None
        yield folder / "data"


@pytest.mark.parametrize("table", ["core.fact_cell", "core.fact_report", "core.fact_check", "core.fact_suspect"])
def test_the_warehouse_is_that_of_one_machine(alone: Path, elsewhere: Path, table: str) -> None:
    mine, theirs = content(alone, table), content(elsewhere, table)
    assert len(mine) > 0
    assert mine == theirs


def test_the_archive_holds_every_page_once(alone: Path, elsewhere: Path) -> None:
    wanted = pages(alone)
    assert wanted
    assert pages(elsewhere) == wanted


def pages(home: Path) -> list[tuple[str, str]]:
    """Address and digest of every page of the last run, each body read back."""
    from extract.archive import Archive

    archive = Archive(home / "archive")
    entries = [entry for entry in archive.entries() if entry.role in ("report", "attachment")]
    return sorted((entry.url, archive.read(entry).sha256) for entry in entries)


def test_nothing_of_the_workers_stays_behind(elsewhere: Path) -> None:
    assert not list((elsewhere / "shards").glob("*"))
    assert not list((elsewhere / "archive" / "warc").glob("*.incoming"))


def test_without_a_prefect_server_it_is_refused(home: Path) -> None:
    environment = {**environment_for(home), "NIANBAO_SCALE__SCHEDULER": "tcp://127.0.0.1:1"}
    done = subprocess.run(
        [*COMMAND, "nightly"], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "PREFECT_API_URL" in done.stderr
    assert done.stderr.count("\n") == 1
