"""Loading synthetic reports against DuckDB's own INSERT … SELECT from the same Parquet, each in a process of its own.

    python -m tests.benchmarks.load_cells --reports 5000        # 1 M cells
    python -m tests.benchmarks.load_cells --reports 100000      # 20 M cells

Both end with a checkpoint. The load does all a night does: which organ, which version, captures, sightings, what
supersedes what. The target is a ratio of at most 2 on the clock and less than 4 GB; the ratio of processor seconds is
told as well, which other work on the machine hardly changes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from tests.benchmarks.synthetic import Lot, write_synthetic_shard
from warehouse.connection import STORAGE_VERSION
from warehouse.load import load_dimensions, load_shards
from warehouse.store import Store

Cost = tuple[float, float]
"""Seconds on the clock and of processor time in all threads."""


def insert_plainly(shard: str, folder: Path) -> Cost:
    """What DuckDB needs for the cells alone."""
    config = {"storage_compatibility_version": STORAGE_VERSION}
    with duckdb.connect(str(folder / "reference.duckdb"), config=config) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"CREATE TABLE cell AS FROM read_parquet('{shard}/cell.parquet') LIMIT 0")
        began, busy = time.monotonic(), time.process_time()
        con.execute(f"INSERT INTO cell FROM read_parquet('{shard}/cell.parquet')")
        con.execute("CHECKPOINT")
        return time.monotonic() - began, time.process_time() - busy


def load(shard: str, folder: Path) -> Cost:
    """What a load needs."""
    with Store(folder / "home").stage("benchmark") as staging:
        load_dimensions(staging.connection, identities=(), run_id="benchmark")
        began, busy = time.monotonic(), time.process_time()
        load_shards(staging.connection, [shard], "benchmark")
        staging.connection.execute("CHECKPOINT")
        return time.monotonic() - began, time.process_time() - busy


def run_apart(work: Callable[..., Any], *arguments: object) -> Any:
    """Run in a fresh process: a child's peak of memory begins at that of its parent, so this one stays small."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _measured(work: Callable[[str, Path], Cost], shard: str, folder: Path) -> tuple[Cost, float]:
    """What it cost and the peak of memory in GB."""
    cost = work(shard, folder)
    return cost, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Print both times, their ratio and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5000)
    reports = parser.parse_args().reports
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as temporary:
        folder = Path(temporary)
        shard = run_apart(write_synthetic_shard, folder / "shards", Lot(reports))
        plain, plain_gb = run_apart(_measured, insert_plainly, shard, folder)
        ours, ours_gb = run_apart(_measured, load, shard, folder)
    print(f"{reports} reports, {reports * 200 / 1e6:g} M cells")
    print(f"DuckDB's INSERT … SELECT: {plain[0]:.2f} s, {plain[1]:.2f} s of processor, {plain_gb:.2f} GB")
    print(f"load_shards:              {ours[0]:.2f} s, {ours[1]:.2f} s of processor, {ours_gb:.2f} GB")
    print(f"ratio: {ours[0] / plain[0]:.2f} (target: at most 2, below 4 GB), of processor {ours[1] / plain[1]:.2f}")


if __name__ == "__main__":
    main()
