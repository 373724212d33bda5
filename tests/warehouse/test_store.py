"""Publication with real processes: readers during loads, writers that queue, kill -9 and full disks at every step."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import publish_empty
from warehouse.errors import NothingPublished, StoreDamaged, WriterBusy
from warehouse.models import LockOwner, Publication
from warehouse.retention import Retention, choose_kept
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[2]


def run_worker(name: str, home: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    """Start ``tests/warehouse/workers.py <name> <home> …`` as a process of its own."""
    command = [sys.executable, "-m", "tests.warehouse.workers", name, str(home), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def home_of(store: Store) -> Path:
    return store.folder.parent


def count_nights(store: Store) -> int:
    """The number a publication of `workers.write` carries in every row it has: a half-written one shows two numbers."""
    with store.open_published() as con:
        rows = con.execute("SELECT DISTINCT year FROM core.fact_coverage").fetchall()
    assert len(rows) == 1, f"a torn publication: {rows}"
    return int(rows[0][0])


def leftovers(store: Store) -> list[str]:
    """Files beside the kept publications, the pointer, the link and the lock."""
    kept = {publication.path.name for publication in store.publications()}
    known = kept | {"current.json", "nianbao.duckdb", "writer.lock"}
    return sorted(path.name for path in store.folder.iterdir() if path.name not in known)


def test_a_run_merges_what_it_wrote_once_and_what_it_drops_never(store: Store) -> None:
    publish_empty(store)
    with store.stage("dropped") as staging:
        file = store.folder / "staging-dropped.duckdb"
        log, size = file.with_name(f"{file.name}.wal"), file.stat().st_size
        for _ in range(40):  # commits too small to be written past the log
            staging.connection.execute(
                "INSERT INTO ops.reading SELECT md5(random()::TEXT), sha256(random()::TEXT), 'x' FROM range(6000)"
            )
        assert log.stat().st_size > 20e6  # DuckDB's own threshold is 16 MB
        assert file.stat().st_size == size
        copy = os.open(file, os.O_RDONLY)
    assert os.fstat(copy).st_size == size
    os.close(copy)
    assert leftovers(store) == []


def test_nothing_published_says_what_to_do(store: Store) -> None:
    assert store.current() is None
    with pytest.raises(NothingPublished, match="next: nianbao nightly"):
        store.open_published()


def test_a_publication_is_one_immutable_file_behind_a_pointer_and_a_link(store: Store) -> None:
    publish_empty(store)
    publication = store.current()
    assert publication is not None
    assert re.fullmatch(r"\d{8}-000001", publication.publication_id)
    assert not publication.path.stat().st_mode & 0o222
    assert (store.folder / "nianbao.duckdb").resolve() == publication.path
    assert leftovers(store) == []
    with store.open_published() as con:
        assert con.execute("SELECT publication_id, run_id FROM ops.publication").fetchall() == [
            (publication.publication_id, "run-1")
        ]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            con.execute("DELETE FROM core.dim_region")


def test_files_open_in_duckdb_1_5(store: Store) -> None:
    publish_empty(store)
    with duckdb.connect(str(store.folder / "nianbao.duckdb"), read_only=True) as con:
        tags = con.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert tags == [({"storage_version": "v1.5.0+"},)]


def test_leaving_without_publish_keeps_what_is_published(store: Store) -> None:
    publish_empty(store)
    before = store.current()
    with store.stage("run-2") as staging:
        staging.connection.execute("DELETE FROM core.dim_region")
    with pytest.raises(ZeroDivisionError), store.stage("run-3"):
        raise ZeroDivisionError
    assert store.current() == before
    assert leftovers(store) == []
    with store.open_published() as con:
        assert con.execute("SELECT count(*) > 3000 FROM core.dim_region").fetchall() == [(True,)]


def test_as_of_asks_the_publication_of_that_day(store: Store) -> None:
    for number in range(3):
        publish_empty(store, f"run-{number}")
    first, second, third = store.publications()
    assert store.find_publication() == third
    assert store.find_publication(first.publication_id) == first
    assert store.find_publication(second.published_at) == second
    today = second.published_at.astimezone().date()
    assert store.find_publication(today + timedelta(days=1)) == third
    assert store.find_publication(f"{today + timedelta(days=1):%Y-%m-%d}") == third
    with pytest.raises(NothingPublished, match=f"kept: {first.publication_id} to {third.publication_id}"):
        store.find_publication(today - timedelta(days=400))


def test_a_lost_pointer_is_never_taken_for_an_empty_store(store: Store) -> None:
    publish_empty(store, "run-1")
    publish_empty(store, "run-2")
    (store.folder / "current.json").unlink()
    with pytest.raises(StoreDamaged, match="is missing beside 2 publications"), store.stage("run-3"):
        pass
    assert len(list(store.folder.glob("nianbao-*.duckdb"))) == 2


def test_retention_keeps_the_newest_and_the_last_of_each_month() -> None:
    start = datetime(2025, 1, 1, 12, tzinfo=UTC)
    nights = [Publication(f"{n:03}", "run", start + timedelta(days=n), Path(f"{n}.duckdb")) for n in range(100)]
    kept = choose_kept(nights, Retention(last=3, months=2))
    assert [publication.publication_id for publication in kept] == ["089", "097", "098", "099"]


def test_old_publications_go_but_not_while_someone_reads_them(tmp_path: Path) -> None:
    store = Store(tmp_path / "home", retention=Retention(last=2, months=0))
    publish_empty(store, "run-1")
    first = store.current()
    assert first is not None
    with running("hold_reader", home_of(store)) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline().strip() == "open"
        for number in range(2, 5):
            publish_empty(store, f"run-{number}")
        assert [p.run_id for p in store.publications()] == ["run-3", "run-4"]
        assert first.path.exists()
        assert leftovers(store) == [first.path.name]
    publish_empty(store, "run-5")
    assert leftovers(store) == []


def test_a_second_writer_waits_and_says_for_whom(store: Store) -> None:
    publish_empty(store)
    told: list[LockOwner | None] = []
    with running("hold_writer", home_of(store)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        with (
            pytest.raises(WriterBusy, match=rf"process {holder.pid} .*run holder.*since 20"),
            store.stage("b", wait_seconds=0),
        ):
            pass
        with pytest.raises(WriterBusy), store.stage("b", wait_seconds=0.3, on_wait=told.append):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        began = time.monotonic()
        with store.stage("b", wait_seconds=30):
            waited = time.monotonic() - began
    assert [owner.pid for owner in told if owner] == [holder.pid]
    assert waited < 5


def test_the_lock_dies_with_its_holder_though_its_forked_children_live(store: Store) -> None:
    publish_empty(store)
    with running("hold_writer", home_of(store), "--fork") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        child = int(holder.stdout.readline())
        os.kill(holder.pid, signal.SIGKILL)
        try:
            with store.stage("b", wait_seconds=10):
                pass
        finally:
            os.kill(child, signal.SIGKILL)


@pytest.mark.slow
def test_readers_see_whole_publications_only_through_fifty_of_them(tmp_path: Path) -> None:
    store = Store(tmp_path / "home", retention=Retention(last=3, months=0))
    writer = run_worker("write", home_of(store), "1")
    assert writer.wait(60) == 0, writer.stderr and writer.stderr.read()
    ways = ("read_until", "read_until", "read_slowly", "read_slowly")
    readers = [run_worker(way, home_of(store), "51") for way in ways]
    writer = run_worker("write", home_of(store), "50")
    assert writer.wait(200) == 0, writer.stderr and writer.stderr.read()
    for way, reader in zip(ways, readers, strict=True):
        out, errors = reader.communicate(timeout=60)
        assert reader.returncode == 0, errors
        seen = json.loads(out)
        assert seen["numbers"] == sorted(seen["numbers"]), "a reader went back in time"
        least = 5 if way == "read_until" else 2
        assert len(set(seen["numbers"])) > least, "the readers did not overlap the writer"


@pytest.mark.slow
def test_kill_9_at_random_points_leaves_the_last_good_publication(tmp_path: Path) -> None:
    store = Store(tmp_path / "home", retention=Retention(last=2, months=0))
    assert run_worker("write", home_of(store), "1").wait(60) == 0
    chance = random.Random(20260301)
    before, stages = count_nights(store), set()
    for _ in range(8):
        writer = run_worker("write", home_of(store), "1000")
        assert writer.stdout is not None
        assert writer.stdout.readline()  # the first step is done: imports are over
        time.sleep(chance.uniform(0, 0.6))
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)
        stages.update(name.split("-")[0] for name in leftovers(store))
        after = count_nights(store)
        assert after >= before
        before = after
    assert "staging" in stages, "no kill hit a run at work"
    assert run_worker("write", home_of(store), "1").wait(60) == 0
    assert count_nights(store) == before + 1
    assert leftovers(store) == []


@pytest.mark.parametrize("step", ["sync", "rename", "pointer", "link"])
def test_kill_9_inside_publish_leaves_the_old_or_the_new_one(store: Store, step: str) -> None:
    assert run_worker("write", home_of(store), "1").wait(60) == 0
    writer = run_worker("write_killed_at", home_of(store), step)
    assert writer.wait(60) == -signal.SIGKILL
    assert count_nights(store) == (2 if step == "link" else 1)
    assert run_worker("write", home_of(store), "1").wait(60) == 0
    assert count_nights(store) == (3 if step == "link" else 2)
    assert leftovers(store) == []
    assert (store.folder / "nianbao.duckdb").resolve() == store.find_publication().path


@pytest.mark.parametrize("megabytes", [1, 3, 5, 7])
def test_a_full_disk_leaves_the_last_good_publication(store: Store, megabytes: int) -> None:
    """RLIMIT_FSIZE refuses a byte beyond the limit as a full disk does, at copying, loading or the checkpoint."""
    assert run_worker("write", home_of(store), "1").wait(60) == 0

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20))

    writer = run_worker("write_much", home_of(store), "400000", preexec_fn=limit)
    _, errors = writer.communicate(timeout=60)
    assert writer.returncode == 1
    assert re.search(r"File too large|Could not write|IO Error|No space", errors), errors
    assert count_nights(store) == 1
    assert run_worker("write", home_of(store), "1").wait(60) == 0
    assert count_nights(store) == 2
    assert leftovers(store) == []


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount") is None, reason="mounting a small file system needs root"
)
def test_a_full_file_system_leaves_the_last_good_publication(tmp_path: Path) -> None:
    home = tmp_path / "small"
    home.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", home], check=False, capture_output=True
    ).returncode:
        pytest.skip("this machine does not let us mount a tmpfs")
    try:
        store = Store(home)
        assert run_worker("write", home, "1").wait(60) == 0
        writer = run_worker("write_much", home, "2000000")
        writer.communicate(timeout=100)
        assert writer.returncode == 1
        assert count_nights(store) == 1
        assert run_worker("write", home, "1").wait(60) == 0
        assert count_nights(store) == 2
    finally:
        subprocess.run(["umount", home], check=True)


@contextmanager
def running(name: str, home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A worker that is killed at the end of the block, if it still lives."""
    worker = run_worker(name, home, *arguments)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(10)
